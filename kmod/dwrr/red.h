/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * RED (Floyd & Jacobson, "Random Early Detection Gateways for Congestion Avoidance",
 * IEEE/ACM Transactions on Networking 1993) as switches have it: WRED profiles.
 *
 * The probability of a mark or an early drop grows with the backlog of the queue:
 *
 *	0						at min or below
 *	p_max * (backlog - min) / (max - min)		between min and max
 *	1						above max
 *
 * With min = max this is the step at K of DCTCP, and the scheme per-queue. Marks and
 * drops have a ramp each: SAI has thresholds for ECN-capable packets of their own
 * (SAI_WRED_ATTR_ECN_GREEN_MIN_THRESHOLD and others).
 *
 * Two choices follow the switches, not the paper. The backlog is the one of this
 * moment, not an average: SONiC sets the weight of the average to 0
 * (SAI_WRED_ATTR_WEIGHT), which DCTCP needs. Each packet is decided by itself (method 1
 * of section VII), so that the share of marks is the configured probability; the
 * uniform intervals of method 2 would nearly double it.
 */
#ifndef _DWRR_RED_H
#define _DWRR_RED_H

#include <linux/bits.h>
#include <linux/math64.h>
#include <linux/prandom.h>
#include <linux/random.h>

#include "../uapi/dwrr.h"

#define DWRR_RED_ONE	BIT_ULL(32)	/* probability 1 */

/* The ramp of a probability between two thresholds. */
struct dwrr_red_ramp {
	u32	min;		/* bytes */
	u32	max;		/* bytes */
	u64	prob;		/* at max, in 1 / DWRR_RED_ONE */
};

/* RED in a queue. A ramp that is not used starts above every backlog. */
struct dwrr_red {
	struct dwrr_red_ramp mark;
	struct dwrr_red_ramp drop;
	bool	drops_ect;	/* ECN-capable packets are dropped, not marked */
	bool	seeded;
	struct rnd_state rnd;
};

/* The parameters, in their order. */
enum {
	DWRR_RED_PARAM_ACTION,
	DWRR_RED_PARAM_MIN,
	DWRR_RED_PARAM_MAX,
	DWRR_RED_PARAM_PROB,
	DWRR_RED_PARAM_DROP_MIN,
	DWRR_RED_PARAM_DROP_MAX,
	DWRR_RED_PARAM_DROP_PROB,
};

/* Return: the probability of @ramp at @backlog, in 1 / DWRR_RED_ONE. */
static inline u64 dwrr_red_prob(const struct dwrr_red_ramp *ramp, u64 backlog)
{
	if (backlog <= ramp->min)
		return 0;
	if (backlog > ramp->max)
		return DWRR_RED_ONE;
	return div_u64((backlog - ramp->min) * ramp->prob, ramp->max - ramp->min);
}

/* Return: whether the packet in hand is chosen. */
static inline bool dwrr_red_chooses(struct dwrr_red *red,
				    const struct dwrr_red_ramp *ramp, u64 backlog)
{
	u64 prob = dwrr_red_prob(ramp, backlog);

	return prob && prandom_u32_state(&red->rnd) < prob;
}

/* Return: whether to mark a packet, if it is ECN-capable, at @backlog. */
static inline bool dwrr_red_marks(struct dwrr_red *red, u64 backlog)
{
	return dwrr_red_chooses(red, &red->mark, backlog);
}

/* Return: whether to drop an arriving packet that would raise the backlog to @backlog. */
static inline bool dwrr_red_drops(struct dwrr_red *red, bool ecn_capable, u64 backlog)
{
	if (ecn_capable && !red->drops_ect)
		return false;
	return dwrr_red_chooses(red, &red->drop, backlog);
}

/* @param: the values of minimum, maximum and probability, in this order */
static inline void dwrr_red_set_ramp(struct dwrr_red_ramp *ramp, bool used,
				     const u64 *param)
{
	ramp->min = used ? param[0] : U32_MAX;
	ramp->max = used ? param[1] : U32_MAX;
	ramp->prob = div_u64(param[2] * DWRR_RED_ONE, DWRR_ALWAYS);
}

/* @param: the values of the parameters. Seeds a @red that is zeroed. */
static inline void dwrr_red_configure(struct dwrr_red *red, const u64 *param)
{
	u32 action = param[DWRR_RED_PARAM_ACTION];

	dwrr_red_set_ramp(&red->mark, action & DWRR_RED_MARK, &param[DWRR_RED_PARAM_MIN]);
	dwrr_red_set_ramp(&red->drop, action & DWRR_RED_DROP,
			  &param[DWRR_RED_PARAM_DROP_MIN]);
	red->drops_ect = !(action & DWRR_RED_MARK);
	if (!red->seeded)
		prandom_seed_state(&red->rnd, get_random_u64());
	red->seeded = true;
}

#endif /* _DWRR_RED_H */
