// SPDX-License-Identifier: GPL-2.0-only
/*
 * Minimum thresholds (equation 2 of the paper): the threshold of each queue is its share of
 * the standard threshold K,
 *
 *	K_i = quantum_i / sum of quanta * K
 *
 * with the quanta of all queues of its priority. Latency is low at any number of busy
 * queues; a queue that is alone cannot use the whole rate, which is what MQ-ECN is for.
 */
#include <linux/kernel.h>
#include <linux/math64.h>

#include "../dwrr/scheme.h"

static const struct dwrr_scheme_param params[] = {
	{ "min-thresh", "standard threshold K, of which each queue has its share",
	  DWRR_UNIT_BYTES, .max = S32_MAX, .def = 30000, .is_thresh = true },
	{}
};

static u64 thresh(const struct dwrr_view *view)
{
	return div64_u64(view->param[0] * view->quantum, view->level_quanta);
}

static struct dwrr_scheme_ops per_queue_min = {
	.name	= "per-queue-min",
	.text	= "Marks by the backlog of the queue and its share of a threshold",
	.paper	= "Bai et al., ECN in Multi-Service Multi-Queue Data Centers, NSDI 2016",
	.params	= params,
	.thresh	= thresh,
};

dwrr_scheme_module(per_queue_min);
MODULE_DESCRIPTION("Minimum thresholds, a marking scheme of dwrr");
MODULE_LICENSE("GPL");
