/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Third question: who goes first?
 *
 * A flow that must wait stands in the shaper, a calendar of time. A flow that may
 * send stands in the scheduler, a calendar of ranks, and the least rank goes
 * first. A policy is a row of a table: how a flow gets its rank, and when it gets
 * another. The element of both calendars is the flow; it has its rank of its
 * packets, and again after each (Eiffel section 3.2: per-flow ranking, and ranks
 * at dequeue).
 */
#ifndef _EIFFEL_SCHEDULER_H
#define _EIFFEL_SCHEDULER_H

#include <linux/indirect_call_wrapper.h>

#include "../common/packet.h"
#include "eiffel.h"
#include "pacing.h"

/*
 * A row. Without @floor ranks do not move on: they are numbers below @ranks, or
 * below the number of buckets.
 */
struct eiffel_policy {
	u64 (*rank)(struct eiffel_sched *q, struct eiffel_flow *flow);
	u64 (*floor)(const struct eiffel_sched *q);
	void (*sent)(struct eiffel_sched *q, struct eiffel_flow *flow,
		     const struct sk_buff *skb);
	u32 ranks;
	bool takes_turns;	/* flows of one rank share by quanta */
	bool by_arrivals;	/* what arrives changes its flow's rank */
	bool reads_rank;	/* packets carry a rank */
	bool orders_dscp;	/* a DSCP counts by what it stands for */
	bool times_arrivals;	/* a rank depends on when its packet came */
	bool drops_worst;	/* when full; its ranks do not move on */
};

#define EIFFEL_DSCP_RANKS	64

/* Ranks that do not move on are numbers below that of the buckets. */
static inline u64 eiffel_clamp(const struct eiffel_sched *q, u32 rank)
{
	return min(rank, q->config.buckets - 1);
}

/* --- pacing: deficit round robin, and flows that were idle go first, as in fq */

static inline u64 eiffel_rank_pacing(struct eiffel_sched *q,
				     struct eiffel_flow *flow)
{
	return flow->fresh ? 0 : 1;
}

/* --- strict: the rank that the packet carries */

static inline u64 eiffel_rank_strict(struct eiffel_sched *q,
				     struct eiffel_flow *flow)
{
	return eiffel_clamp(q, eiffel_skb_cb(eiffel_head(flow))->rank);
}

/* --- srpt: the least that is left of any packet's flow (pFabric) */

static inline u64 eiffel_rank_srpt(struct eiffel_sched *q,
				   struct eiffel_flow *flow)
{
	return eiffel_clamp(q, flow->best_rank);
}

/* --- edf: the deadline of the packet at the head, in buckets of time */

/* Wide enough for as many units as there are code points to be told apart. */
static inline u32 eiffel_deadline_width(const struct eiffel_config *config)
{
	u64 reach = (u64)EIFFEL_DSCP_RANKS * config->deadline_unit;

	return max_t(u32, config->granularity,
		     DIV_ROUND_UP_ULL(reach, config->buckets));
}

static inline u64 eiffel_rank_edf(struct eiffel_sched *q,
				  struct eiffel_flow *flow)
{
	const struct eiffel_skb_cb *cb = eiffel_skb_cb(eiffel_head(flow));

	return div_u64(cb->time_to_send +
		       (u64)cb->rank * q->config.deadline_unit, q->deadline_width);
}

/* Whoever had to wait for its rate is late, and is told apart for a window back. */
static inline u64 eiffel_floor_edf(const struct eiffel_sched *q)
{
	u64 now = div_u64(q->now, q->deadline_width);

	return now - min_t(u64, now, q->config.buckets);
}

/* --- lqf: what is missing to the fullest queue that is told apart */

static inline u64 eiffel_rank_lqf(struct eiffel_sched *q,
				  struct eiffel_flow *flow)
{
	return q->config.buckets - min(flow->fifo.qlen, q->config.buckets);
}

/*
 * --- wfq: start-time fair queueing (Goyal et al., SIGCOMM 1996). Virtual time is
 * the start of the packet sent last, and counts bytes of a flow of weight 1; a
 * bucket holds 2^EIFFEL_VIRTUAL_SHIFT of them.
 */

#define EIFFEL_MAX_WEIGHT	64
#define EIFFEL_VIRTUAL_SHIFT	4

static inline u64 eiffel_rank_wfq(struct eiffel_sched *q,
				  struct eiffel_flow *flow)
{
	flow->start = max(q->virtual, flow->finish);
	return flow->start >> EIFFEL_VIRTUAL_SHIFT;
}

static inline u64 eiffel_floor_wfq(const struct eiffel_sched *q)
{
	return q->virtual >> EIFFEL_VIRTUAL_SHIFT;
}

static inline void eiffel_sent_wfq(struct eiffel_sched *q,
				   struct eiffel_flow *flow,
				   const struct sk_buff *skb)
{
	u32 weight = clamp_t(u32, eiffel_skb_cb(skb)->rank, 1,
			     EIFFEL_MAX_WEIGHT);

	q->virtual = max(q->virtual, flow->start);
	flow->finish = flow->start + DIV_ROUND_UP(qdisc_pkt_len(skb), weight);
	q->last_finish = max(q->last_finish, flow->finish);
}

static const struct eiffel_policy eiffel_policies[__EIFFEL_POLICY_MAX] = {
	[EIFFEL_PACING] = {
		.rank		= eiffel_rank_pacing,
		.ranks		= 2,
		.takes_turns	= true,
	},
	[EIFFEL_STRICT] = {
		.rank		= eiffel_rank_strict,
		.takes_turns	= true,
		.reads_rank	= true,
		.orders_dscp	= true,
		.drops_worst	= true,
	},
	[EIFFEL_SRPT] = {
		.rank		= eiffel_rank_srpt,
		.by_arrivals	= true,
		.reads_rank	= true,
		.drops_worst	= true,
	},
	[EIFFEL_EDF] = {
		.rank		= eiffel_rank_edf,
		.floor		= eiffel_floor_edf,
		.reads_rank	= true,
		.times_arrivals	= true,
	},
	[EIFFEL_LQF] = {
		.rank		= eiffel_rank_lqf,
		.by_arrivals	= true,
	},
	[EIFFEL_WFQ] = {
		.rank		= eiffel_rank_wfq,
		.floor		= eiffel_floor_wfq,
		.sent		= eiffel_sent_wfq,
		.reads_rank	= true,
	},
};

/* --- the rank of a packet ---------------------------------------------- */

#define EIFFEL_DSCP_LE		1	/* lower effort, RFC 8622 */
#define EIFFEL_DSCP_EF		46	/* expedited forwarding, RFC 3246 */

/*
 * Higher classes go first, in a class the lower drop level. Expedited forwarding
 * goes with the selector of its class, and lower effort behind best effort.
 */
static inline u32 eiffel_rank_of_dscp(u32 dscp)
{
	u32 class = dscp >> 3, level = dscp & 7;

	if (dscp == EIFFEL_DSCP_LE)
		return EIFFEL_DSCP_RANKS - 1;
	if (dscp == EIFFEL_DSCP_EF)
		level = 0;
	return (7 - class) * 8 + level;
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
		return q->policy->orders_dscp ? eiffel_rank_of_dscp(dscp) : dscp;
	}
}

/* So that it can be seen which rank packets were given. */
static inline u32 eiffel_count_rank(struct eiffel_sched *q, u32 rank)
{
	q->ranked[min_t(u32, rank, EIFFEL_RANKS - 1)]++;
	return rank;
}

/*
 * Return: the flow that would send last, if only after @skb: when all is full, it
 * gives way (pFabric, Alizadeh et al., SIGCOMM 2013, section 4.2). Flows that wait
 * for their time are let be.
 */
static inline struct eiffel_flow *eiffel_worse(const struct eiffel_sched *q,
					       const struct sk_buff *skb)
{
	struct eiffel_entry *last;

	if (!q->policy->drops_worst)
		return NULL;
	last = eiffel_calendar_last(q->scheduler);
	if (!last || last->rank <= eiffel_clamp(q, eiffel_packet_rank(q, skb)))
		return NULL;
	return eiffel_flow_of(last);
}

/* --- flows come, wait and go ------------------------------------------- */

static inline u64 eiffel_floor(const struct eiffel_sched *q)
{
	return q->policy->floor ? q->policy->floor(q) : 0;
}

/* Calls to other functions than the default's are dear where branches are guarded. */
static inline u64 eiffel_rank(struct eiffel_sched *q, struct eiffel_flow *flow)
{
	return INDIRECT_CALL_1(q->policy->rank, eiffel_rank_pacing, q, flow);
}

/* A flow that has used up its quantum gets another. */
static inline void eiffel_refill(struct eiffel_sched *q,
				 struct eiffel_flow *flow)
{
	flow->credit += q->config.quantum;
	flow->fresh = false;
}

static inline void eiffel_ready(struct eiffel_sched *q,
				struct eiffel_flow *flow)
{
	eiffel_set_state(q, flow, EIFFEL_READY);
	if (flow->credit <= 0)
		eiffel_refill(q, flow);
	if (q->policy->floor)
		eiffel_calendar_open(q->scheduler, q->policy->floor(q));
	eiffel_calendar_insert(q->scheduler, &flow->entry, eiffel_rank(q, flow));
}

static inline void eiffel_throttle(struct eiffel_sched *q,
				   struct eiffel_flow *flow, u64 due)
{
	u64 tick = eiffel_tick(q, due);

	eiffel_set_state(q, flow, EIFFEL_THROTTLED);
	flow->fresh = false;
	flow->time_next = due;
	q->count.throttled++;
	if (eiffel_calendar_empty(q->shaper))
		eiffel_calendar_open(q->shaper, eiffel_ticks(q, q->now));
	eiffel_calendar_insert(q->shaper, &flow->entry, tick);
	q->next_due = min(q->next_due, tick * q->config.granularity);
}

/* @flow has packets and stands nowhere. */
static inline void eiffel_place(struct eiffel_sched *q,
				struct eiffel_flow *flow)
{
	u64 due = eiffel_due(flow);

	if (due > q->now)
		eiffel_throttle(q, flow, due);
	else
		eiffel_ready(q, flow);
}

/* Its rank or its time may be another now. */
static inline void eiffel_move(struct eiffel_sched *q,
			       struct eiffel_flow *flow)
{
	eiffel_calendar_remove(&flow->entry);
	eiffel_place(q, flow);
}

/* The first packet of an idle flow has come. */
static inline void eiffel_wake(struct eiffel_sched *q, struct eiffel_flow *flow)
{
	if (time_after(jiffies, flow->idle_since + q->refill_delay))
		flow->credit = max_t(s32, flow->credit, q->config.quantum);
	flow->fresh = true;
	flow->best_rank = eiffel_skb_cb(eiffel_head(flow))->rank;
	if (eiffel_due(flow) > q->now)	/* which may be long ago */
		q->now = ktime_get_ns();
	eiffel_place(q, flow);
}

/* One more packet has come behind others. */
static inline void eiffel_joined(struct eiffel_sched *q,
				 struct eiffel_flow *flow,
				 const struct sk_buff *skb)
{
	flow->best_rank = min(flow->best_rank, eiffel_skb_cb(skb)->rank);
	if (!q->policy->by_arrivals || flow->state != EIFFEL_READY ||
	    eiffel_rank(q, flow) == flow->entry.rank)
		return;
	eiffel_calendar_remove(&flow->entry);
	eiffel_ready(q, flow);
}

static inline void eiffel_sleep(struct eiffel_sched *q, struct eiffel_flow *flow)
{
	eiffel_calendar_remove(&flow->entry);
	eiffel_set_state(q, flow, EIFFEL_IDLE);
	flow->idle_since = jiffies;
}

/*
 * @flow has sent a packet. While its rank stays it keeps its place: of equals, who
 * takes no turns sends all it has, as what remains is to be sent soonest. Ranks that
 * move on are others with each packet.
 */
static inline void eiffel_go_on(struct eiffel_sched *q, struct eiffel_flow *flow)
{
	if (!flow->fifo.qlen)
		eiffel_sleep(q, flow);
	else if (eiffel_due(flow) > q->now || q->policy->floor ||
		 eiffel_rank(q, flow) != flow->entry.rank)
		eiffel_move(q, flow);
}

/* Lets the others go before a flow whose quantum is used up. */
static inline void eiffel_yield(struct eiffel_sched *q, struct eiffel_flow *flow)
{
	eiffel_refill(q, flow);
	if (!q->policy->takes_turns)
		return;
	if (eiffel_rank(q, flow) == flow->entry.rank) {
		eiffel_calendar_rotate(&flow->entry);
		return;
	}
	eiffel_calendar_remove(&flow->entry);
	eiffel_ready(q, flow);
}

/* Return: how many turns @flow has in vain, as they do not cover its debt. */
static inline s32 eiffel_vain_turns(const struct eiffel_sched *q,
				    const struct eiffel_flow *flow)
{
	return max(-flow->credit, 0) / (s32)q->config.quantum;
}

/*
 * Nobody could send for a whole round: the rounds in which nobody will are taken at
 * once. With a size table a packet counts as thousands of quanta, in older kernels
 * as millions.
 */
static noinline void eiffel_skip_rounds(struct eiffel_sched *q,
					struct eiffel_flow *first)
{
	s32 quantum = q->config.quantum, rounds = eiffel_vain_turns(q, first);
	struct eiffel_flow *flow;

	if (q->policy->takes_turns) {
		list_for_each_entry(flow, &first->entry.ring, entry.ring)
			rounds = min(rounds, eiffel_vain_turns(q, flow));
		list_for_each_entry(flow, &first->entry.ring, entry.ring)
			flow->credit += rounds * quantum;
	}
	first->credit += rounds * quantum;
}

/* No flow may send: virtual time goes on where all that was sent has ended. */
static inline void eiffel_rest(struct eiffel_sched *q)
{
	q->virtual = q->last_finish;
}

/* Return: the flow that sends now; there are some that may. */
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
		eiffel_yield(q, flow);
	}
}

#endif /* _EIFFEL_SCHEDULER_H */
