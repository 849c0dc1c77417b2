// SPDX-License-Identifier: GPL-2.0-only
/*
 * MQ-ECN for any scheduler. WFQ has no rounds, so that there is no T_round; but the share of
 * a queue is its quantum among those of the queues that have packets, whichever the
 * scheduler is:
 *
 *	K_i = min(quantum_i / sum, 1) * K
 *	sum = alpha * sum + (1 - alpha) * present sum of the quanta of active queues
 *
 * of the queues of its priority. The sum is sampled by a timer.
 */
#include <linux/kernel.h>
#include <linux/math64.h>

#include "../dwrr/scheme.h"

#define SUM_SHIFT	16	/* fractional bits of the sum */
#define ALPHA_ONE	1000	/* weight 1 */

enum { THRESH, ALPHA, INTERVAL };

static const struct dwrr_scheme_param params[] = {
	{ "general-thresh", "standard threshold K",
	  DWRR_UNIT_BYTES, .max = S32_MAX, .def = 30000, .is_thresh = true },
	{ "general-alpha", "weight of the previous sum, in 1/1000",
	  DWRR_UNIT_NUMBER, .max = 1000, .def = 750 },
	{ "general-interval", "time between two samples",
	  DWRR_UNIT_NS, .min = 10000, .max = NSEC_PER_SEC, .def = 100000 },
	{}
};

static const struct dwrr_scheme_stat stats[] = {
	{ "general-quanta", "average sum of the quanta of active queues", DWRR_UNIT_BYTES },
	{}
};

/* The state of a queue: the sum of its priority, in 2^-16 bytes. */
struct general {
	u64	sum;
};

static void period(const struct dwrr_view *view)
{
	u64 alpha = view->param[ALPHA], sample = view->active_quanta << SUM_SHIFT;
	struct general *general = view->state;

	general->sum = div_u64(general->sum * alpha + sample * (ALPHA_ONE - alpha), ALPHA_ONE);
}

static u64 interval(const struct dwrr_view *view)
{
	return view->param[INTERVAL];
}

static u64 thresh(const struct dwrr_view *view)
{
	const struct general *general = view->state;
	u64 quantum = view->quantum << SUM_SHIFT;

	if (general->sum <= quantum)
		return view->param[THRESH];
	return mul_u64_u64_div_u64(view->param[THRESH], quantum, general->sum);
}

static void dump(const struct dwrr_view *view, u64 *values)
{
	const struct general *general = view->state;

	values[0] = general->sum >> SUM_SHIFT;
}

static struct dwrr_scheme_ops mq_ecn_general = {
	.name	= "mq-ecn-general",
	.text	= "Marks by a threshold that follows the weights of the queues that have packets",
	.paper	= "Bai et al., ECN in Multi-Service Multi-Queue Data Centers, NSDI 2016",
	.params	= params,
	.stats	= stats,
	.thresh	= thresh,
	.period	= period,
	.interval = interval,
	.dump	= dump,
};

dwrr_scheme_module(mq_ecn_general);
MODULE_DESCRIPTION("MQ-ECN for any scheduler, a marking scheme of dwrr");
MODULE_LICENSE("GPL");
