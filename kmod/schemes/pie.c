// SPDX-License-Identifier: GPL-2.0-only
/*
 * PIE (RFC 8033) holds the latency of a queue at a target. A packet that arrives is marked or,
 * if it is not ECN-capable, dropped with a probability that a controller changes every update
 * interval (section 4.2):
 *
 *	p += alpha * (latency - target) + beta * (latency - latency before)
 *
 * The latency is the sojourn time of the packet that departs, as section 4.3 allows. The port
 * marks at any probability, where section 5.1 begins to drop at 10 %.
 */
#include <linux/bits.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/random.h>

#include "../dwrr/scheme.h"

#define ONE		BIT_ULL(32)	/* probability 1 */
#define ALPHA		((s64)BIT_ULL(29))	/* 1/8 per second */
#define BETA_BY_ALPHA	10		/* 5/4 per second */
#define LATENCY_MAX	NSEC_PER_SEC
#define IDLE_MAX	200		/* intervals, after which p is nearly 0 */

enum { TARGET, UPDATE, BURST };

static const struct dwrr_scheme_param params[] = {
	{ "pie-target", "latency at which the queue is held (QDELAY_REF)",
	  DWRR_UNIT_NS, .min = 1000, .max = NSEC_PER_SEC, .def = 15000000, .is_thresh = true },
	{ "pie-update", "interval of the controller (T_UPDATE)",
	  DWRR_UNIT_NS, .min = 1000, .max = NSEC_PER_SEC, .def = 15000000 },
	{ "pie-burst", "time that a burst may last (MAX_BURST)",
	  DWRR_UNIT_NS, .min = 0, .max = NSEC_PER_SEC, .def = 150000000 },
	{}
};

static const struct dwrr_scheme_stat stats[] = {
	{ "pie-probability", "present probability", DWRR_UNIT_PPM },
	{}
};

/* The state of a queue. */
struct pie {
	u64	prob;		/* in 1/ONE */
	u64	latency;	/* ns: at the last update */
	u64	updated;	/* ns: time of the last update */
	u64	burst;		/* ns: how much of the burst allowance is used */
};

/* Section 4.2: a small probability changes in small steps. */
static s64 scale(u64 prob, s64 change)
{
	u64 limit;

	if (prob >= ONE / 10)
		return change;
	change /= 2;
	for (limit = ONE / 100; limit >= ONE / 1000000 && prob < limit; limit /= 10)
		change /= 4;
	return change;
}

/* Section 4.2, and 4.4 for the burst allowance. */
static void update(const struct dwrr_view *view, u64 latency)
{
	struct pie *pie = view->state;
	u64 target = view->param[TARGET];
	s64 change;

	change = (s64)(latency - target) + BETA_BY_ALPHA * (s64)(latency - pie->latency);
	change = scale(pie->prob, div_s64(change * ALPHA, NSEC_PER_SEC));
	pie->prob = clamp((s64)pie->prob + change, 0LL, (s64)ONE);
	if (!pie->prob && latency < target / 2 && pie->latency < target / 2)
		pie->burst = 0;
	else
		pie->burst = min(pie->burst + view->param[UPDATE], view->param[BURST]);
	pie->latency = latency;
	pie->updated = view->now;
}

/* A queue that was empty: the probability decays by 2 % in each interval. */
static void decay(const struct dwrr_view *view)
{
	struct pie *pie = view->state;
	u64 intervals = div64_u64(view->now - pie->updated, view->param[UPDATE]);

	if (!intervals)
		return;
	for (intervals = min_t(u64, intervals, IDLE_MAX); intervals; intervals--)
		pie->prob -= pie->prob / 50;
	pie->latency = 0;
	pie->updated = view->now;
}

/* Section 4.1: short queues and small probabilities are left alone. */
static bool is_safe(const struct dwrr_view *view)
{
	const struct pie *pie = view->state;

	return pie->burst < view->param[BURST] ||
	       (pie->latency < view->param[TARGET] / 2 && pie->prob < ONE / 5) ||
	       view->queue_bytes <= 2 * dwrr_full_frame(view);
}

static enum dwrr_verdict enqueue(const struct dwrr_view *view)
{
	const struct pie *pie = view->state;

	if (view->queue_bytes == view->len)
		decay(view);
	if (is_safe(view) || get_random_u32() >= pie->prob)
		return DWRR_PASS;
	return view->ecn_capable ? DWRR_MARK : DWRR_DROP;
}

static enum dwrr_verdict dequeue(const struct dwrr_view *view)
{
	const struct pie *pie = view->state;

	if (view->now - pie->updated >= view->param[UPDATE])
		update(view, min_t(u64, view->sojourn, LATENCY_MAX));
	return DWRR_PASS;
}

static u64 thresh(const struct dwrr_view *view)
{
	return view->param[TARGET];
}

static void dump(const struct dwrr_view *view, u64 *values)
{
	const struct pie *pie = view->state;

	values[0] = pie->prob * DWRR_ALWAYS >> 32;
}

static struct dwrr_scheme_ops pie = {
	.name	= "pie",
	.text	= "Marks at random, with a probability that holds the latency at a target",
	.paper	= "Pan et al., Proportional Integral Controller Enhanced (PIE), RFC 8033, 2017",
	.params	= params,
	.stats	= stats,
	.needs	= DWRR_NEEDS_SOJOURN,
	.metric	= DWRR_METRIC_SOJOURN,
	.thresh	= thresh,
	.enqueue = enqueue,
	.dequeue = dequeue,
	.dump	= dump,
};

dwrr_scheme_module(pie);
MODULE_DESCRIPTION("PIE, a marking scheme of dwrr");
MODULE_LICENSE("GPL");
