/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Third question: which flow sends next?
 *
 * A throttled flow is in the shaper, a calendar of times. A ready flow is in the
 * scheduler, a calendar of ranks; the flow with the lowest rank sends next. A policy
 * is a row of eiffel_policies: how it ranks a flow, and when it ranks the flow again.
 * Calendars contain flows, not packets: the rank of a flow follows from its packets,
 * and is computed again when it sends one (Eiffel section 3.2: per-flow ranking and
 * on-dequeue ranking).
 */
#ifndef _EIFFEL_SCHEDULER_H
#define _EIFFEL_SCHEDULER_H

#include <linux/indirect_call_wrapper.h>

#include "../common/packet.h"
#include "eiffel.h"
#include "pacing.h"

/*
 * A scheduling policy. @rank returns the rank of a flow. @floor, if set, returns the
 * lowest rank that can still occur; without it the range of ranks is fixed, from 0 to
 * @ranks - 1 or, if @ranks is 0, to the number of buckets - 1. @dequeued, if set, is
 * called for each packet sent.
 */
struct eiffel_policy {
	u64 (*rank)(struct eiffel_sched *q, struct eiffel_flow *flow);
	u64 (*floor)(const struct eiffel_sched *q);
	void (*dequeued)(struct eiffel_sched *q, struct eiffel_flow *flow,
			 const struct sk_buff *skb);
	u32 ranks;
	bool round_robin;	 /* among flows of one rank, by quanta */
	bool rerank_on_arrival;	 /* an arrival can change the rank of its flow */
	bool uses_packet_rank;	 /* the rank follows from that of packets */
	bool ranks_dscp_by_class; /* rank a DSCP by class, not by number */
	bool needs_arrival_time; /* the rank depends on the arrival time */
	bool pushes_out;	 /* when full; needs a fixed range of ranks */
};

#define EIFFEL_DSCP_RANKS	64

/* In a fixed range, ranks beyond the last bucket count as the last. */
static inline u64 eiffel_clamp_rank(const struct eiffel_sched *q, u32 rank)
{
	return min(rank, q->config.buckets - 1);
}

/* --- pacing: deficit round robin, new flows before old flows, as in fq --- */

static inline u64 eiffel_rank_pacing(struct eiffel_sched *q,
				     struct eiffel_flow *flow)
{
	return flow->is_new ? 0 : 1;
}

/* --- strict: the rank of the packet at the head ------------------------ */

static inline u64 eiffel_rank_strict(struct eiffel_sched *q,
				     struct eiffel_flow *flow)
{
	return eiffel_clamp_rank(q, eiffel_skb_cb(eiffel_head(flow))->rank);
}

/* --- srpt: the lowest rank of the flow, its remaining size (pFabric) --- */

static inline u64 eiffel_rank_srpt(struct eiffel_sched *q,
				   struct eiffel_flow *flow)
{
	return eiffel_clamp_rank(q, flow->min_rank);
}

/* --- edf: the deadline of the packet at the head ----------------------- */

/* Wide enough that the window holds the deadlines of all 64 code points. */
static inline u32 eiffel_deadline_granularity(const struct eiffel_config *config)
{
	u64 range = (u64)EIFFEL_DSCP_RANKS * config->deadline_unit;

	return max_t(u32, config->granularity,
		     DIV_ROUND_UP_ULL(range, config->buckets));
}

static inline u64 eiffel_rank_edf(struct eiffel_sched *q,
				  struct eiffel_flow *flow)
{
	const struct eiffel_skb_cb *cb = eiffel_skb_cb(eiffel_head(flow));

	return div_u64(cb->time_to_send +
		       (u64)cb->rank * q->config.deadline_unit, q->deadline_granularity);
}

/* A flow that was throttled can be past its deadline: by up to one window in order. */
static inline u64 eiffel_floor_edf(const struct eiffel_sched *q)
{
	u64 now = div_u64(q->ktime_cache, q->deadline_granularity);

	return now - min_t(u64, now, q->config.buckets);
}

/* --- lqf: the number of buckets less the queue length ------------------ */

static inline u64 eiffel_rank_lqf(struct eiffel_sched *q,
				  struct eiffel_flow *flow)
{
	return q->config.buckets - min(flow->fifo.qlen, q->config.buckets);
}

/*
 * --- wfq: start-time fair queueing (Goyal et al., SIGCOMM 1996). Virtual time v(t) is
 * the start tag of the packet sent last. Its unit is a byte of a flow of weight 1; a
 * bucket holds 2^EIFFEL_TAG_SHIFT units. A flow has one tag: its start tag replaces its
 * finish tag, and may be computed again, because v(t) never decreases.
 */

#define EIFFEL_MAX_WEIGHT	64
#define EIFFEL_TAG_SHIFT	4

static inline u64 eiffel_rank_wfq(struct eiffel_sched *q,
				  struct eiffel_flow *flow)
{
	flow->tag = max(q->virtual_time, flow->tag);
	return flow->tag >> EIFFEL_TAG_SHIFT;
}

static inline u64 eiffel_floor_wfq(const struct eiffel_sched *q)
{
	return q->virtual_time >> EIFFEL_TAG_SHIFT;
}

static inline void eiffel_dequeue_wfq(struct eiffel_sched *q,
				      struct eiffel_flow *flow,
				   const struct sk_buff *skb)
{
	u32 weight = clamp_t(u32, eiffel_skb_cb(skb)->rank, 1,
			     EIFFEL_MAX_WEIGHT);

	q->virtual_time = max(q->virtual_time, flow->tag);
	flow->tag += DIV_ROUND_UP(qdisc_pkt_len(skb), weight);
	q->max_finish_tag = max(q->max_finish_tag, flow->tag);
}

static const struct eiffel_policy eiffel_policies[__EIFFEL_POLICY_MAX] = {
	[EIFFEL_PACING] = {
		.rank			= eiffel_rank_pacing,
		.ranks			= 2,
		.round_robin		= true,
	},
	[EIFFEL_STRICT] = {
		.rank			= eiffel_rank_strict,
		.round_robin		= true,
		.uses_packet_rank	= true,
		.ranks_dscp_by_class	= true,
		.pushes_out		= true,
	},
	[EIFFEL_SRPT] = {
		.rank			= eiffel_rank_srpt,
		.rerank_on_arrival	= true,
		.uses_packet_rank	= true,
		.pushes_out		= true,
	},
	[EIFFEL_EDF] = {
		.rank			= eiffel_rank_edf,
		.floor			= eiffel_floor_edf,
		.uses_packet_rank	= true,
		.needs_arrival_time	= true,
	},
	[EIFFEL_LQF] = {
		.rank			= eiffel_rank_lqf,
		.rerank_on_arrival	= true,
	},
	[EIFFEL_WFQ] = {
		.rank			= eiffel_rank_wfq,
		.floor			= eiffel_floor_wfq,
		.dequeued		= eiffel_dequeue_wfq,
		.uses_packet_rank	= true,
	},
};

/* --- the rank of a packet ---------------------------------------------- */

#define EIFFEL_DSCP_LE		1	/* lower effort, RFC 8622 */
#define EIFFEL_DSCP_EF		46	/* expedited forwarding, RFC 3246 */

/*
 * Ranks higher classes first and, within a class, the lower drop precedence (RFC 2474,
 * RFC 2597). EF has the rank of the selector of its class, CS5; LE is behind best
 * effort.
 */
static inline u32 eiffel_dscp_rank(u32 dscp)
{
	u32 class = dscp >> 3, drop_precedence = dscp & 7;

	if (dscp == EIFFEL_DSCP_LE)
		return EIFFEL_DSCP_RANKS - 1;
	if (dscp == EIFFEL_DSCP_EF)
		drop_precedence = 0;
	return (7 - class) * 8 + drop_precedence;
}

static inline u32 eiffel_packet_rank(const struct eiffel_sched *q,
				     const struct sk_buff *skb)
{
	u32 dscp;

	switch (q->config.rank_from) {
	case EIFFEL_RANK_PRIORITY:
		return skb->priority;
	case EIFFEL_RANK_MARK:
		return skb->mark;
	default:
		dscp = max(packet_dscp(skb), 0);
		return q->policy->ranks_dscp_by_class ? eiffel_dscp_rank(dscp) : dscp;
	}
}

#define EIFFEL_NO_CONTROL	(TC_PRIO_MAX + 1)	/* equals no masked priority */

/*
 * Return: the priority of control packets, which bypass pacing and policy. As in fq it
 * is TC_PRIO_CONTROL in the lower four bits. If priorities are ranks, there is none:
 * ranks 7, 23, 39 ... would precede rank 0, and bypass the flow limit.
 */
static inline u32 eiffel_control_prio(const struct eiffel_policy *policy,
				      u32 rank_from)
{
	if (policy->uses_packet_rank && rank_from == EIFFEL_RANK_PRIORITY)
		return EIFFEL_NO_CONTROL;
	return TC_PRIO_CONTROL;
}

/* Counts packets by rank, for the statistics. */
static inline u32 eiffel_count_rank(struct eiffel_sched *q, u32 rank)
{
	q->rank_packets[min_t(u32, rank, EIFFEL_RANKS - 1)]++;
	return rank;
}

/*
 * Return: the ready flow with the highest rank, if that is above the rank of @skb: a
 * full qdisc drops its head to admit @skb (priority dropping of pFabric, Alizadeh et
 * al., SIGCOMM 2013, section 4.2). Throttled flows are not considered.
 */
static inline struct eiffel_flow *eiffel_push_out_victim(const struct eiffel_sched *q,
							 const struct sk_buff *skb)
{
	struct eiffel_entry *last;

	if (!q->policy->pushes_out)
		return NULL;
	last = eiffel_calendar_last(q->scheduler);
	if (!last || last->rank <= eiffel_clamp_rank(q, eiffel_packet_rank(q, skb)))
		return NULL;
	return eiffel_flow_of(last);
}

/* --- the states of a flow ---------------------------------------------- */

static inline u64 eiffel_floor(const struct eiffel_sched *q)
{
	return q->policy->floor ? q->policy->floor(q) : 0;
}

/* With retpolines an indirect call is expensive; the default policy avoids it. */
static inline u64 eiffel_flow_rank(struct eiffel_sched *q, struct eiffel_flow *flow)
{
	return INDIRECT_CALL_1(q->policy->rank, eiffel_rank_pacing, q, flow);
}

/* Gives @flow another quantum; it is an old flow from now on. */
static inline void eiffel_refill_credit(struct eiffel_sched *q,
					struct eiffel_flow *flow)
{
	flow->credit += q->config.quantum;
	flow->is_new = false;
}

static inline void eiffel_set_ready(struct eiffel_sched *q,
				    struct eiffel_flow *flow)
{
	eiffel_set_state(q, flow, EIFFEL_READY);
	if (flow->credit <= 0)
		eiffel_refill_credit(q, flow);
	if (q->policy->floor)
		eiffel_calendar_rebase(q->scheduler, q->policy->floor(q));
	eiffel_calendar_insert(q->scheduler, &flow->entry, eiffel_flow_rank(q, flow));
}

static inline void eiffel_set_throttled(struct eiffel_sched *q,
					struct eiffel_flow *flow, u64 due)
{
	u64 tick = eiffel_tick_ceil(q, due);

	eiffel_set_state(q, flow, EIFFEL_THROTTLED);
	flow->is_new = false;
	flow->time_next_packet = due;
	q->count.throttled++;
	if (q->flows[EIFFEL_THROTTLED] == 1)
		eiffel_calendar_rebase(q->shaper, eiffel_tick_floor(q, q->ktime_cache));
	eiffel_calendar_insert(q->shaper, &flow->entry, tick);
	q->time_next_delayed_flow = min(q->time_next_delayed_flow, tick * q->config.granularity);
}

/* Inserts a flow with packets into the shaper or the scheduler. */
static inline void eiffel_insert_flow(struct eiffel_sched *q,
				      struct eiffel_flow *flow)
{
	u64 due = eiffel_due_time(flow);

	if (due > q->ktime_cache)
		eiffel_set_throttled(q, flow, due);
	else
		eiffel_set_ready(q, flow);
}

/* Takes a flow with packets out of its calendar. */
static inline void eiffel_remove_flow(struct eiffel_sched *q, struct eiffel_flow *flow)
{
	eiffel_calendar_remove(flow->state == EIFFEL_READY ? q->scheduler : q->shaper,
			       &flow->entry);
}

/* Call when the rank or the due time of @flow may have changed. */
static inline void eiffel_reinsert_flow(struct eiffel_sched *q,
					struct eiffel_flow *flow)
{
	eiffel_remove_flow(q, flow);
	eiffel_insert_flow(q, flow);
}

/* Call when an idle flow gets its first packet. */
static inline void eiffel_activate(struct eiffel_sched *q, struct eiffel_flow *flow)
{
	if (time_after(jiffies, flow->age + q->refill_delay))
		flow->credit = max_t(s32, flow->credit, q->config.quantum);
	flow->is_new = true;
	flow->min_rank = eiffel_skb_cb(eiffel_head(flow))->rank;
	if (eiffel_due_time(flow) > q->ktime_cache)	/* the cache may be old */
		q->ktime_cache = ktime_get_ns();
	eiffel_insert_flow(q, flow);
}

/* Call when @skb joins a flow that has packets. */
static inline void eiffel_rerank(struct eiffel_sched *q,
				 struct eiffel_flow *flow,
				 const struct sk_buff *skb)
{
	flow->min_rank = min(flow->min_rank, eiffel_skb_cb(skb)->rank);
	if (!q->policy->rerank_on_arrival || flow->state != EIFFEL_READY ||
	    eiffel_flow_rank(q, flow) == flow->entry.rank)
		return;
	eiffel_calendar_remove(q->scheduler, &flow->entry);
	eiffel_set_ready(q, flow);
}

static inline void eiffel_deactivate(struct eiffel_sched *q, struct eiffel_flow *flow)
{
	eiffel_remove_flow(q, flow);
	eiffel_set_state(q, flow, EIFFEL_IDLE);
	flow->has_txtime = false;
	flow->age = jiffies;
}

/*
 * Call when @flow has sent a packet. A flow with the same rank keeps its place in the
 * bucket: without round robin it sends all of its packets before the next flow of this
 * rank, so that it completes as early as possible. With a moving range each packet has
 * a new rank.
 */
static inline void eiffel_reschedule(struct eiffel_sched *q, struct eiffel_flow *flow)
{
	if (!flow->fifo.qlen)
		eiffel_deactivate(q, flow);
	else if (eiffel_due_time(flow) > q->ktime_cache || q->policy->floor ||
		 eiffel_flow_rank(q, flow) != flow->entry.rank)
		eiffel_reinsert_flow(q, flow);
}

/* Ends the turn of a flow that has used its quantum. */
static inline void eiffel_end_turn(struct eiffel_sched *q, struct eiffel_flow *flow)
{
	eiffel_refill_credit(q, flow);
	if (!q->policy->round_robin)
		return;
	if (eiffel_flow_rank(q, flow) == flow->entry.rank) {
		eiffel_calendar_move_to_tail(&flow->entry);
		return;
	}
	eiffel_calendar_remove(q->scheduler, &flow->entry);
	eiffel_set_ready(q, flow);
}

/* Return: the number of quanta that leave the credit of @flow at 0 or below. */
static inline s32 eiffel_deficit_rounds(const struct eiffel_sched *q,
					const struct eiffel_flow *flow)
{
	return max(-flow->credit, 0) / (s32)q->config.quantum;
}

/*
 * Credits the rounds in which no flow can send in one step, after a round in which
 * none could. With a size table (tc-stab(8)) a packet can count as thousands of quanta,
 * in older kernels as millions, and the root lock is held meanwhile.
 */
static noinline void eiffel_skip_rounds(struct eiffel_sched *q,
					struct eiffel_flow *first)
{
	s32 quantum = q->config.quantum, rounds = eiffel_deficit_rounds(q, first);
	struct eiffel_flow *flow;

	if (q->policy->round_robin) {
		list_for_each_entry(flow, &first->entry.ring, entry.ring)
			rounds = min(rounds, eiffel_deficit_rounds(q, flow));
		list_for_each_entry(flow, &first->entry.ring, entry.ring)
			flow->credit += rounds * quantum;
	}
	first->credit += rounds * quantum;
}

/* At the end of a busy period, v(t) becomes the maximum finish tag (Goyal et al.). */
static inline void eiffel_end_busy_period(struct eiffel_sched *q)
{
	q->virtual_time = q->max_finish_tag;
}

/* Return: the flow that sends next; the scheduler must not be empty. */
static inline struct eiffel_flow *eiffel_schedule(struct eiffel_sched *q)
{
	u64 floor = eiffel_floor(q), next;
	struct eiffel_entry *entry;
	struct eiffel_flow *flow;
	u32 turns;

	for (turns = 1;; turns++) {
		entry = eiffel_calendar_first(q->scheduler, floor, U64_MAX, &next);
		flow = eiffel_flow_of(entry);
		if (likely(flow->credit > 0))
			return flow;
		if (unlikely(turns == q->flows[EIFFEL_READY] + 1))
			eiffel_skip_rounds(q, flow);
		eiffel_end_turn(q, flow);
	}
}

#endif /* _EIFFEL_SCHEDULER_H */
