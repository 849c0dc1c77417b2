// SPDX-License-Identifier: GPL-2.0-only
/*
 * Marking per service pool: switches let several ports take their buffer from one pool, and
 * can compare the backlog of the whole pool instead of that of a queue or a port.
 *
 *	0						at pool-min or below
 *	pool-prob * (backlog - min) / (max - min)	between pool-min and pool-max
 *	1						above pool-max
 *
 * The paper has it beside marking per queue and per port (section 2): it needs the least
 * headroom of the buffer and isolates the least, because packets of one port are marked when
 * others are congested.
 *
 * The ports of a network namespace that use this scheme are the pool. Each has thresholds of
 * its own. Their buffers remain their own: the pool is what they are marked by.
 */
#include <linux/bits.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/random.h>

#include "../dwrr/scheme.h"

#define ONE		BIT_ULL(32)	/* probability 1 */

enum { MIN, MAX, PROB };

static const struct dwrr_scheme_param params[] = {
	{ "pool-min", "backlog of the pool above which packets are marked",
	  DWRR_UNIT_BYTES, .max = S32_MAX, .def = 30000, .is_thresh = true },
	{ "pool-max", "backlog of the pool above which every packet is marked",
	  DWRR_UNIT_BYTES, .max = S32_MAX, .def = 90000, .not_below = "pool-min" },
	{ "pool-prob", "marking probability at pool-max",
	  DWRR_UNIT_PPM, .max = DWRR_ALWAYS, .def = 50000 },
	{}
};

static const struct dwrr_scheme_stat stats[] = {
	{ "pool-backlog", "backlog of all ports of the pool", DWRR_UNIT_BYTES },
	{}
};

/* Return: the probability at a backlog of the pool, in 1 / ONE */
static u64 probability(const struct dwrr_view *view, u64 backlog)
{
	u64 min = view->param[MIN], max = view->param[MAX];
	u64 prob = div_u64(view->param[PROB] * ONE, DWRR_ALWAYS);

	if (backlog <= min)
		return 0;
	if (backlog > max)
		return ONE;
	return mul_u64_u64_div_u64(prob, backlog - min, max - min);
}

static enum dwrr_verdict decide(const struct dwrr_view *view, u64 backlog)
{
	u64 prob = probability(view, backlog);

	return prob && get_random_u32() < prob ? DWRR_MARK : DWRR_PASS;
}

static enum dwrr_verdict enqueue(const struct dwrr_view *view)
{
	return view->mark_at == DWRR_MARK_ENQUEUE ?
	       decide(view, dwrr_pool_bytes(view) + view->len) : DWRR_PASS;
}

/* Called only if the port marks at dequeue. */
static enum dwrr_verdict dequeue(const struct dwrr_view *view)
{
	return decide(view, dwrr_pool_bytes(view));
}

static u64 thresh(const struct dwrr_view *view)
{
	return view->param[MIN];
}

static void dump(const struct dwrr_view *view, u64 *values)
{
	values[0] = dwrr_pool_bytes(view);
}

static struct dwrr_scheme_ops service_pool = {
	.name	= "service-pool",
	.text	= "Marks at random, more as the backlog that several ports have together grows",
	.paper	= "Bai et al., ECN in Multi-Service Multi-Queue Data Centers, NSDI 2016",
	.params	= params,
	.stats	= stats,
	.needs	= DWRR_NEEDS_MARK_AT | DWRR_NEEDS_POOL,
	.thresh	= thresh,
	.enqueue = enqueue,
	.dequeue = dequeue,
	.dump	= dump,
};

dwrr_scheme_module(service_pool);
MODULE_DESCRIPTION("Marking per service pool, a marking scheme of dwrr");
MODULE_LICENSE("GPL");
