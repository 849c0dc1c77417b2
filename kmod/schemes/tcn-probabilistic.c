// SPDX-License-Identifier: GPL-2.0-only
/*
 * TCN with a probability, for transports such as DCQCN that need it: RED's ramp over the
 * sojourn time of each packet.
 *
 *	0						at tcn-min or below
 *	tcn-prob * (sojourn - min) / (max - min)	between tcn-min and tcn-max
 *	1						above tcn-max
 *
 * With tcn-min = tcn-max this is tcn.
 */
#include <linux/bits.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/random.h>

#include "../dwrr/scheme.h"

#define ONE		BIT_ULL(32)	/* probability 1 */

enum { MIN, MAX, PROB };

static const struct dwrr_scheme_param params[] = {
	{ "tcn-min", "sojourn time above which packets are marked",
	  DWRR_UNIT_NS, .max = NSEC_PER_SEC, .def = 128000, .is_thresh = true },
	{ "tcn-max", "sojourn time above which every packet is marked",
	  DWRR_UNIT_NS, .max = NSEC_PER_SEC, .def = 384000, .not_below = "tcn-min" },
	{ "tcn-prob", "marking probability at tcn-max",
	  DWRR_UNIT_PPM, .max = DWRR_ALWAYS, .def = 100000 },
	{}
};

/* Return: the probability at the sojourn time of the packet, in 1 / ONE */
static u64 probability(const struct dwrr_view *view)
{
	u64 min = view->param[MIN], max = view->param[MAX];
	u64 prob = div_u64(view->param[PROB] * ONE, DWRR_ALWAYS);

	if (view->sojourn <= min)
		return 0;
	if (view->sojourn > max)
		return ONE;
	return mul_u64_u64_div_u64(prob, view->sojourn - min, max - min);
}

static enum dwrr_verdict dequeue(const struct dwrr_view *view)
{
	u64 prob = probability(view);

	return prob && get_random_u32() < prob ? DWRR_MARK : DWRR_PASS;
}

static u64 thresh(const struct dwrr_view *view)
{
	return view->param[MIN];
}

static struct dwrr_scheme_ops tcn_probabilistic = {
	.name	= "tcn-probabilistic",
	.text	= "Marks at random, more as the sojourn time grows",
	.paper	= "Bai et al., Enabling ECN over Generic Packet Scheduling, CoNEXT 2016",
	.params	= params,
	.needs	= DWRR_NEEDS_SOJOURN,
	.metric	= DWRR_METRIC_SOJOURN,
	.thresh	= thresh,
	.dequeue = dequeue,
};

dwrr_scheme_module(tcn_probabilistic);
MODULE_DESCRIPTION("TCN with a probability, a marking scheme of dwrr");
MODULE_LICENSE("GPL");
