// SPDX-License-Identifier: GPL-2.0-only
/*
 * RED as switches have it: WRED profiles.
 *
 * The probability of a mark or an early drop grows with the backlog:
 *
 *	0						at min or below
 *	p_max * (backlog - min) / (max - min)		between min and max
 *	1						above max
 *
 * If it is gentle (Floyd, "Recommendation on using the gentle_ variant of RED", 2000), the
 * probability grows from p_max at max to 1 at 2 * max instead. With min = max this is the
 * step at K of DCTCP, and the scheme per-queue. Marks and drops have a ramp each: SAI has
 * thresholds for ECN-capable packets of their own (SAI_WRED_ATTR_ECN_GREEN_MIN_THRESHOLD
 * and others).
 *
 * The backlog is that of the queue or of the port. It is the one of this moment, or its
 * average (section IV of the paper) with the weight w of each arrival,
 *
 *	avg = (1 - w) * avg + w * backlog
 *	avg = (1 - w)^m * avg		if the port was idle for the time of m full frames
 *
 * SONiC sets the weight so that the average is the backlog of this moment
 * (SAI_WRED_ATTR_WEIGHT), which DCTCP needs: the default. Each packet is decided by itself
 * (method 1 of section VII), so that the share of marks is the configured probability; the
 * uniform intervals of method 2 would nearly double it.
 */
#include <linux/bits.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/prandom.h>
#include <linux/random.h>
#include <linux/timekeeping.h>

#include "../dwrr/scheme.h"

#define ONE		BIT_ULL(32)	/* probability 1, weight 1 */
#define AVG_SHIFT	16		/* fractional bits of an average */

enum {
	MARK, MIN, MAX, PROB, DROP, DROP_MIN, DROP_MAX, DROP_PROB, GENTLE, WEIGHT, BY_PORT
};

/* The probability is that of SONiC's template (5 %). */
static const struct dwrr_scheme_param params[] = {
	{ "red-mark", "mark ECN-capable packets",
	  DWRR_UNIT_SWITCH, true, .max = 1, .def = 1 },
	{ "red-min", "backlog above which packets are marked",
	  DWRR_UNIT_BYTES, true, .max = S32_MAX, .def = 30000,
	  .only_with = "red-mark", .is_thresh = true },
	{ "red-max", "backlog above which every packet is marked",
	  DWRR_UNIT_BYTES, true, .max = S32_MAX, .def = 90000,
	  .not_below = "red-min", .only_with = "red-mark" },
	{ "red-prob", "marking probability at red-max",
	  DWRR_UNIT_PPM, true, .max = DWRR_ALWAYS, .def = 50000, .only_with = "red-mark" },
	{ "red-drop", "drop packets early: with red-mark, only those that are not ECN-capable",
	  DWRR_UNIT_SWITCH, true, .max = 1, .def = 0 },
	{ "red-drop-min", "backlog above which packets are dropped",
	  DWRR_UNIT_BYTES, true, .max = S32_MAX, .def = 30000, .only_with = "red-drop" },
	{ "red-drop-max", "backlog above which every packet is dropped",
	  DWRR_UNIT_BYTES, true, .max = S32_MAX, .def = 90000,
	  .not_below = "red-drop-min", .only_with = "red-drop" },
	{ "red-drop-prob", "drop probability at red-drop-max",
	  DWRR_UNIT_PPM, true, .max = DWRR_ALWAYS, .def = 50000, .only_with = "red-drop" },
	{ "red-gentle", "above a maximum, grow the probability to 1 at twice that maximum",
	  DWRR_UNIT_SWITCH, .max = 1, .def = 0 },
	{ "red-weight", "weight of each backlog in the average (w_q); 100% is no average",
	  DWRR_UNIT_PPM, .min = 1, .max = DWRR_ALWAYS, .def = DWRR_ALWAYS },
	{ "red-port", "compare the backlog of the port, not that of the queue",
	  DWRR_UNIT_SWITCH, .max = 1, .def = 0 },
	{}
};

static const struct dwrr_scheme_stat stats[] = {
	{ "red-average", "average backlog", DWRR_UNIT_BYTES },
	{}
};

/* The ramp of a probability between two thresholds. */
struct ramp {
	u32	min;		/* bytes */
	u32	max;		/* bytes */
	u64	prob;		/* at max, in 1 / ONE */
};

/* The state of a queue. A ramp that is not used starts above every backlog. */
struct red {
	struct ramp mark;
	struct ramp drop;
	struct rnd_state rnd;
	u64	avg;		/* of the queue's backlog, in 2^-16 bytes */
	bool	drops_ect;	/* ECN-capable packets are dropped, not marked */
	bool	gentle;
	bool	averages;
	bool	seeded;
};

/* The state of the port. */
struct red_port {
	u64	avg;		/* of its backlog */
};

/* Return: @base to the power of @n, of numbers of 1 / ONE below 1 */
static u32 power(u32 base, u64 n)
{
	u64 result = U32_MAX;

	for (; n; n >>= 1) {
		if (n & 1)
			result = result * base >> 32;
		base = (u64)base * base >> 32;
	}
	return result;
}

/* Return: how many full frames the port could have sent since it became empty */
static u64 idle_frames(const struct dwrr_view *view)
{
	u64 idle = ktime_get_ns() - view->idle_since;

	return mul_u64_u64_div_u64(idle, view->rate, NSEC_PER_SEC * dwrr_full_frame(view));
}

/* Updates the average for an arrival. */
static void average(const struct dwrr_view *view, u64 *avg, u64 backlog)
{
	u32 weight = div_u64(view->param[WEIGHT] * ONE, DWRR_ALWAYS);
	u32 keep = ONE - weight;

	if (view->port_bytes == view->len)
		*avg = mul_u64_u32_shr(*avg, power(keep, idle_frames(view)), 32);
	*avg = mul_u64_u32_shr(*avg, keep, 32) +
	       mul_u64_u32_shr(backlog << AVG_SHIFT, weight, 32);
}

/* Return: what the thresholds are compared with */
static u64 backlog_of(const struct dwrr_view *view)
{
	const struct red_port *port = view->port_state;
	const struct red *red = view->state;

	if (unlikely(red->averages))
		return (view->param[BY_PORT] ? port->avg : red->avg) >> AVG_SHIFT;
	return view->param[BY_PORT] ? view->port_bytes : view->queue_bytes;
}

/* Return: the probability of @ramp at @backlog, in 1 / ONE */
static u64 probability(const struct ramp *ramp, bool gentle, u64 backlog)
{
	if (backlog <= ramp->min)
		return 0;
	if (backlog <= ramp->max)
		return div_u64((backlog - ramp->min) * ramp->prob, ramp->max - ramp->min);
	if (!gentle || backlog - ramp->max >= ramp->max)
		return ONE;
	return ramp->prob + div_u64((backlog - ramp->max) * (ONE - ramp->prob), ramp->max);
}

/* Return: whether the packet in hand is chosen. */
static bool chooses(const struct dwrr_view *view, const struct ramp *ramp)
{
	struct red *red = view->state;
	u64 prob = probability(ramp, red->gentle, backlog_of(view));

	return prob && prandom_u32_state(&red->rnd) < prob;
}

static bool drops(const struct dwrr_view *view)
{
	const struct red *red = view->state;

	if (view->ecn_capable && !red->drops_ect)
		return false;
	return chooses(view, &red->drop);
}

static enum dwrr_verdict enqueue(const struct dwrr_view *view)
{
	struct red_port *port = view->port_state;
	struct red *red = view->state;

	if (unlikely(red->averages)) {
		average(view, &red->avg, view->queue_bytes);
		average(view, &port->avg, view->port_bytes);
	}
	if (drops(view))
		return DWRR_DROP;
	return view->mark_at == DWRR_MARK_ENQUEUE && chooses(view, &red->mark) ?
	       DWRR_MARK : DWRR_PASS;
}

/* Called only if the port marks at dequeue. */
static enum dwrr_verdict dequeue(const struct dwrr_view *view)
{
	struct red *red = view->state;

	return chooses(view, &red->mark) ? DWRR_MARK : DWRR_PASS;
}

/* @param: the values of minimum, maximum and probability, in this order */
static void set_ramp(struct ramp *ramp, bool used, const u64 *param)
{
	ramp->min = used ? param[0] : U32_MAX;
	ramp->max = used ? param[1] : U32_MAX;
	ramp->prob = div_u64(param[2] * ONE, DWRR_ALWAYS);
}

static void configured(const struct dwrr_view *view)
{
	struct red *red = view->state;

	set_ramp(&red->mark, view->param[MARK], &view->param[MIN]);
	set_ramp(&red->drop, view->param[DROP], &view->param[DROP_MIN]);
	red->drops_ect = !view->param[MARK];
	red->gentle = view->param[GENTLE];
	red->averages = view->param[WEIGHT] < DWRR_ALWAYS;
	if (!red->seeded)
		prandom_seed_state(&red->rnd, get_random_u64());
	red->seeded = true;
}

static u64 thresh(const struct dwrr_view *view)
{
	return view->param[MARK] ? view->param[MIN] : U64_MAX;
}

static void dump(const struct dwrr_view *view, u64 *values)
{
	values[0] = backlog_of(view);
}

static struct dwrr_scheme_ops red = {
	.name	= "red",
	.text	= "Marks or drops at random, more as the backlog grows",
	.paper	= "Floyd, Jacobson, Random Early Detection, IEEE/ACM ToN 1993",
	.params	= params,
	.stats	= stats,
	.needs	= DWRR_NEEDS_MARK_AT,
	.thresh	= thresh,
	.enqueue = enqueue,
	.dequeue = dequeue,
	.configured = configured,
	.dump	= dump,
};

dwrr_scheme_module(red);
MODULE_DESCRIPTION("RED, a marking scheme of dwrr");
MODULE_LICENSE("GPL");
