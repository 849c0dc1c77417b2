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

#include "dwrr.h"

#define DWRR_RED_ONE	BIT_ULL(32)	/* probability 1 */

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

/* Return: whether RED drops packets of a queue. */
static inline bool dwrr_red_is_dropping(const struct dwrr_queue_config *queue)
{
	return queue->red_action & DWRR_RED_DROP;
}

static inline void dwrr_red_set_ramp(struct dwrr_red_ramp *ramp, bool used,
				     u32 min, u32 max, u32 prob)
{
	ramp->min = used ? min : U32_MAX;
	ramp->max = used ? max : U32_MAX;
	ramp->prob = div_u64(prob * DWRR_RED_ONE, DWRR_ALWAYS);
}

static inline void dwrr_red_configure(struct dwrr_red *red,
				      const struct dwrr_queue_config *queue)
{
	bool marks = queue->red_action & DWRR_RED_MARK;

	dwrr_red_set_ramp(&red->mark, marks, queue->red_min, queue->red_max,
			  queue->red_prob);
	dwrr_red_set_ramp(&red->drop, dwrr_red_is_dropping(queue),
			  queue->red_drop_min, queue->red_drop_max,
			  queue->red_drop_prob);
	red->drops_ect = !marks;
}

static inline void dwrr_red_seed(struct dwrr_red *red)
{
	prandom_seed_state(&red->rnd, get_random_u64());
}

#endif /* _DWRR_RED_H */
