// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dynamic thresholds (equation 1 of the paper): a queue may grow up to a multiple of the
 * free buffer,
 *
 *	T(t) = alpha * (B - Q(t))
 *
 * with the shared buffer B and the backlog of all queues Q. Each of n queues that would take
 * more then holds alpha * B / (1 + n * alpha), and B / (1 + n * alpha) remains for others.
 * Switches offer one alpha a queue.
 */
#include <linux/kernel.h>

#include "../dwrr/scheme.h"

static const struct dwrr_scheme_param params[] = {
	{ "dt-alpha", "how much of the free buffer the queue may hold",
	  DWRR_UNIT_PPM, true, .min = 10000, .max = 128 * DWRR_ALWAYS,
	  .def = DWRR_ALWAYS },
	{}
};

static u64 limit(const struct dwrr_view *view)
{
	return dwrr_share_of_free(view, view->port_bytes - view->len, view->param[0]);
}

static struct dwrr_scheme_ops dynamic_thresholds = {
	.name	= "dynamic-thresholds",
	.text	= "Each queue may hold a multiple of the free buffer",
	.paper	= "Choudhury, Hahne, Dynamic Queue Length Thresholds, IEEE/ACM ToN 1998",
	.params	= params,
	.limit	= limit,
};

dwrr_scheme_module(dynamic_thresholds);
MODULE_DESCRIPTION("Dynamic thresholds, a buffer policy of dwrr");
MODULE_LICENSE("GPL");
