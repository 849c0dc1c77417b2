// SPDX-License-Identifier: GPL-2.0-only
/*
 * sch_eiffel	Pacing and programmable packet scheduling with bucketed queues.
 *
 * Description
 * -----------
 *
 * EIFFEL paces flows as fq does, at a cost that is independent of the number of flows,
 * and offers other orders of flows than fq's round robin. A socket is a flow. The times
 * in packets (EDT), the pacing rates of sockets and a maximum rate delay packets. A
 * policy orders the flows that may send: deficit round robin (pacing, the default),
 * strict priority, shortest remaining first, earliest deadline first, longest queue
 * first, weighted fair queueing.
 *
 * Algorithm
 * ---------
 *
 * Each packet raises three questions. Each has its own header:
 *
 *	flows.h		which flow?			hash table with chains
 *	pacing.h	when may the packet leave?	a time
 *	scheduler.h	which flow sends next?		a rank
 *
 * Instead of fq's trees there are two calendars (calendar.h, on bitmap.h): the shaper
 * holds throttled flows in buckets of `granularity` ns, the scheduler holds ready flows
 * in buckets of ranks. An insertion and a search take a few instructions each, for any
 * number of flows. One timer is set to the first non-empty bucket of the shaper; flows
 * due within the timer slack leave with it. The next packet of a flow compensates the
 * delay, so that rates hold.
 *
 *	Saeed et al., "Eiffel: Efficient and Flexible Software Packet Scheduling",
 *	NSDI 2019.
 *	Saeed et al., "Carousel: Scalable Traffic Shaping at End Hosts",
 *	SIGCOMM 2017.
 *
 * The root lock protects all state. The configuration is one value, replaced as a whole
 * under the tree lock.
 */

#include <linux/hrtimer.h>
#include <linux/prefetch.h>
#include <linux/slab.h>

#include "../common/packet.h"
#include "eiffel.h"
#include "flows.h"
#include "pacing.h"
#include "scheduler.h"
#include "txtime.h"

struct kmem_cache *eiffel_flow_cache __read_mostly;

/* Return: the number of packets that @skb counts as. */
static u16 eiffel_segments(const struct sk_buff *skb)
{
	return skb_is_gso(skb) ? skb_shinfo(skb)->gso_segs : 1;
}

/* The sender has just used what has the number of segments; later it is far away. */
static void eiffel_flow_queue_add(struct Qdisc *sch, struct eiffel_flow *flow,
				  struct sk_buff *skb)
{
	qdisc_qstats_backlog_inc(sch, skb);
	qdisc_qlen_inc(sch);
	eiffel_skb_cb(skb)->segments = eiffel_segments(skb);
	__qdisc_enqueue_tail(skb, &flow->fifo);
}

static struct sk_buff *eiffel_unlink_skb(struct Qdisc *sch, struct eiffel_flow *flow)
{
	struct sk_buff *skb = __qdisc_dequeue_head(&flow->fifo);

	qdisc_qstats_backlog_dec(sch, skb);
	qdisc_qlen_dec(sch);
	return skb;
}

static struct sk_buff *eiffel_dequeue_skb(struct Qdisc *sch, struct eiffel_flow *flow)
{
	struct sk_buff *skb = eiffel_unlink_skb(sch, flow);

	_bstats_update(&sch->bstats, qdisc_pkt_len(skb), eiffel_skb_cb(skb)->segments);
	return skb;
}

/*
 * Drops the packet at the head of @flow, which determines its rank. The arriving
 * packet is in the queue already, though parents do not count it yet: so the qdisc is
 * never empty during qdisc_tree_reduce_backlog(), and no parent deactivates its class.
 */
static void eiffel_push_out(struct Qdisc *sch, struct eiffel_flow *flow,
			    struct sk_buff **to_free)
{
	struct eiffel_sched *q = qdisc_priv(sch);
	struct sk_buff *skb = eiffel_unlink_skb(sch, flow);
	u32 len = qdisc_pkt_len(skb);

	q->count.pushed_out++;
	qdisc_drop(skb, sch, to_free);
	qdisc_tree_reduce_backlog(sch, 1, len);
	if (!flow->fifo.qlen) {
		eiffel_deactivate(q, flow);
		return;
	}
	q->ktime_cache = ktime_get_ns();
	eiffel_reinsert_flow(q, flow);
}

/*
 * Sets time_to_send from the time in the packet, which is capped at the horizon.
 *
 * Return: whether the packet may be queued.
 */
static bool eiffel_within_horizon(struct eiffel_sched *q, struct sk_buff *skb)
{
	u64 time = eiffel_txtime_get(skb);

	eiffel_skb_cb(skb)->time_to_send = time;
	if (time <= q->ktime_cache + q->config.horizon)
		return true;
	q->ktime_cache = ktime_get_ns();
	if (time <= q->ktime_cache + q->config.horizon)
		return true;
	if (q->config.beyond_horizon == EIFFEL_HORIZON_DROP) {
		q->count.horizon_drops++;
		return false;
	}
	q->count.horizon_caps++;
	time = q->ktime_cache + q->config.horizon;
	eiffel_skb_cb(skb)->time_to_send = time;
	eiffel_txtime_set(skb, time);
	return true;
}

/* Reads the clock only if the arrival time is needed, because that is expensive. */
static u64 eiffel_arrival_time(struct eiffel_sched *q)
{
	if (!q->needs_arrival_time)
		return 0;
	q->ktime_cache = ktime_get_ns();
	return q->ktime_cache;
}

int eiffel_enqueue(struct sk_buff *skb, struct Qdisc *sch,
		   struct sk_buff **to_free)
{
	struct eiffel_sched *q = qdisc_priv(sch);
	struct eiffel_flow *flow, *victim = NULL;

	if (unlikely(sch->q.qlen >= q->config.limit)) {
		victim = sch->q.qlen > 1 ? eiffel_push_out_victim(q, skb) : NULL;
		if (!victim) {
			q->count.limit_drops++;
			return qdisc_drop(skb, sch, to_free);
		}
	}
	if (skb->tstamp && !eiffel_within_horizon(q, skb))
		return qdisc_drop(skb, sch, to_free);

	flow = eiffel_classify(q, skb);
	if (unlikely(flow == &q->internal)) {
		q->count.highprio_packets++;
		eiffel_flow_queue_add(sch, flow, skb);
		goto queued;
	}
	if (unlikely(flow->fifo.qlen >= q->config.flow_limit)) {
		q->count.flows_plimit++;
		return qdisc_drop(skb, sch, to_free);
	}

	if (skb->tstamp)
		flow->has_txtime = true;
	else
		eiffel_skb_cb(skb)->time_to_send = eiffel_arrival_time(q);
	eiffel_skb_cb(skb)->rank = q->policy->uses_packet_rank ?
				   eiffel_count_rank(q, eiffel_packet_rank(q, skb)) : 0;
	eiffel_flow_queue_add(sch, flow, skb);
	if (flow->state == EIFFEL_IDLE)
		eiffel_activate(q, flow);
	else
		eiffel_rerank(q, flow, skb);
queued:
	if (unlikely(victim))
		eiffel_push_out(sch, victim, to_free);
	return NET_XMIT_SUCCESS;
}

/*
 * Sets the timer to the first non-empty bucket of the shaper, unless it is close enough
 * already. Setting the timer costs as much as sending a packet, its expiry as much as
 * several: under load an enqueue does its work, and it is moved forward before it
 * expires. The watchdog would keep a timer that is set up to the slack after the
 * requested time, which could then be late by twice the slack: cancel that one first.
 */
static void eiffel_set_timer(struct eiffel_sched *q)
{
	struct hrtimer *timer = &q->watchdog.timer;
	u32 slack = q->config.timer_slack;
	u64 set;

	if (q->time_next_delayed_flow == U64_MAX)
		return;
	set = ktime_to_ns(hrtimer_get_softexpires(timer));
	if (hrtimer_is_queued(timer)) {
		if (set <= q->time_next_delayed_flow &&
		    set + slack / 4 >= q->time_next_delayed_flow)
			return;
		if (set > q->time_next_delayed_flow)
			hrtimer_try_to_cancel(timer);
	}
	q->count.timers++;
	qdisc_watchdog_schedule_range_ns(&q->watchdog, q->time_next_delayed_flow, slack);
}

/* A packet without time_to_send, queued before it was needed, has no delay. */
static void eiffel_mark_ce(struct eiffel_sched *q, const struct eiffel_flow *flow,
			   struct sk_buff *skb)
{
	u64 due = eiffel_skb_cb(skb)->time_to_send;

	if (!due || q->config.ce_threshold == EIFFEL_UNLIMITED)
		return;
	if (q->ktime_cache - max(due, flow->time_next_packet) > q->config.ce_threshold &&
	    packet_set_ce(skb))
		q->count.ce_mark++;
}

/* A flow that is about to send needs its packet, and the pacing rate of its socket. */
static void eiffel_prefetch_head(const struct eiffel_flow *flow)
{
	prefetch(eiffel_head(flow));
	if (!((unsigned long)flow->hashed.key & 1))
		prefetch(&((const struct sock *)flow->hashed.key)->sk_pacing_rate);
}

/* Makes the throttled flows that are due ready; there is at least one. */
static noinline void eiffel_check_throttled(struct eiffel_sched *q)
{
	struct eiffel_entry *entry, *following;
	struct eiffel_flow *flow;
	u64 ticks, next, late;

	ticks = eiffel_tick_floor(q, q->ktime_cache);
	entry = eiffel_calendar_first(q->shaper, ticks, ticks, &next);
	while (entry) {
		flow = eiffel_flow_of(entry);
		eiffel_prefetch_head(flow);
		eiffel_calendar_remove(q->shaper, entry);
		following = eiffel_calendar_first(q->shaper, ticks, ticks, &next);
		if (following) {
			prefetch(eiffel_flow_of(following));
			prefetch(following);
		}
		late = q->ktime_cache - flow->time_next_packet;
		q->unthrottle_latency += (late >> 3) - (q->unthrottle_latency >> 3);
		eiffel_set_ready(q, flow);
		entry = following;
	}
	q->time_next_delayed_flow = next == U64_MAX ? U64_MAX : next * q->config.granularity;
}

static noinline struct sk_buff *eiffel_send(struct Qdisc *sch)
{
	struct eiffel_sched *q = qdisc_priv(sch);
	struct eiffel_flow *flow = eiffel_schedule(q);
	struct sk_buff *skb = eiffel_dequeue_skb(sch, flow);

	eiffel_mark_ce(q, flow, skb);
	if (q->policy->dequeued)
		q->policy->dequeued(q, flow, skb);
	eiffel_charge(q, flow, skb);
	eiffel_reschedule(q, flow);
	return skb;
}

/* Under light load every other call finds no packet: keep that path short. */
struct sk_buff *eiffel_dequeue(struct Qdisc *sch)
{
	struct eiffel_sched *q = qdisc_priv(sch);

	if (!sch->q.qlen) {
		eiffel_end_busy_period(q);
		return NULL;
	}
	if (unlikely(q->internal.fifo.qlen))
		return eiffel_dequeue_skb(sch, &q->internal);

	q->ktime_cache = ktime_get_ns();
	if (q->ktime_cache >= q->time_next_delayed_flow)
		eiffel_check_throttled(q);
	if (q->flows[EIFFEL_READY])
		return eiffel_send(sch);
	eiffel_end_busy_period(q);
	eiffel_set_timer(q);
	return NULL;
}

/* Return: whether the policy uses the ranks of packets. */
bool eiffel_uses_packet_rank(const struct eiffel_sched *q)
{
	return q->policy->uses_packet_rank;
}

/*
 * Moves the flows of @old to the new calendars. A flow that was throttled does not count
 * as throttled once more.
 */
static void eiffel_resort_flows(struct eiffel_sched *q, struct eiffel_calendar *old)
{
	u64 throttled = q->count.throttled;
	struct eiffel_entry *entry;

	eiffel_calendar_rebase(q->shaper, eiffel_tick_floor(q, q->ktime_cache));
	while ((entry = eiffel_calendar_any(old))) {
		eiffel_calendar_remove(old, entry);
		eiffel_insert_flow(q, eiffel_flow_of(entry));
	}
	q->count.throttled = throttled;
}

static void eiffel_purge(struct eiffel_sched *q, struct eiffel_flow *flow)
{
	if (flow->state != EIFFEL_IDLE)
		eiffel_remove_flow(q, flow);
	__qdisc_reset_queue(&flow->fifo);
	eiffel_flow_free(q, flow);
}

static void eiffel_purge_flows(struct eiffel_sched *q)
{
	struct eiffel_flow *flow;
	struct hlist_node *next;
	u32 i;

	for (i = 0; i < q->table.chains; i++)
		hlist_for_each_entry_safe(flow, next, eiffel_table_at(&q->table, i), hashed.node)
			eiffel_purge(q, flow);
}

/* Return: whether @config needs new calendars. */
static bool eiffel_needs_calendars(const struct eiffel_sched *q,
				   const struct eiffel_config *config)
{
	return !q->shaper || config->policy != q->config.policy ||
	       config->buckets != q->config.buckets ||
	       config->granularity != q->config.granularity ||
	       config->deadline_unit != q->config.deadline_unit;
}

/*
 * Replaces the configuration by a valid one. The calendars are replaced only if they
 * have to be. Drops no packet: a lower limit applies to later
 * packets.
 *
 * Return: 0, or -ENOMEM without any change.
 */
int eiffel_commit(struct Qdisc *sch, const struct eiffel_config *config)
{
	const struct eiffel_policy *policy = &eiffel_policies[config->policy];
	struct eiffel_calendar *scheduler = NULL, *shaper = NULL;
	struct eiffel_sched *q = qdisc_priv(sch);
	bool new_calendars = eiffel_needs_calendars(q, config);
	int err = -ENOMEM;

	if (new_calendars) {
		shaper = eiffel_calendar_new(config->buckets, false);
		scheduler = eiffel_calendar_new(policy->ranks ?: config->buckets,
						policy->floor);
		if (!shaper || !scheduler)
			goto out;
	}
	if (!q->table.segment && eiffel_table_init(&q->table, config->hash_buckets))
		goto out;

	sch_tree_lock(sch);
	q->config = *config;
	q->policy = policy;
	q->needs_arrival_time = policy->needs_arrival_time ||
				config->ce_threshold != EIFFEL_UNLIMITED;
	q->control_prio = eiffel_control_prio(policy, config->rank_from);
	q->deadline_granularity = eiffel_deadline_granularity(config);
	q->refill_delay = nsecs_to_jiffies(config->refill_delay);
	q->ktime_cache = ktime_get_ns();
	eiffel_table_shrink(&q->table, config->hash_buckets);
	eiffel_grow_table(q, EIFFEL_HASH_BUCKETS_MAX);
	if (new_calendars) {
		swap(q->shaper, shaper);
		swap(q->scheduler, scheduler);
		q->time_next_delayed_flow = U64_MAX;
		if (shaper) {
			eiffel_resort_flows(q, shaper);
			eiffel_resort_flows(q, scheduler);
		}
	}
	if (sch->q.qlen)	/* the timer was set for the old times */
		qdisc_watchdog_schedule_ns(&q->watchdog, q->ktime_cache);
	sch_tree_unlock(sch);
	err = 0;
out:
	kvfree(shaper);
	kvfree(scheduler);
	return err;
}

void eiffel_reset(struct Qdisc *sch)
{
	struct eiffel_sched *q = qdisc_priv(sch);

	qdisc_watchdog_cancel(&q->watchdog);
	__qdisc_reset_queue(&q->internal.fifo);
	if (eiffel_num_flows(q))
		eiffel_purge_flows(q);
	eiffel_table_shrink(&q->table, EIFFEL_SEGMENT_CHAINS);
	q->time_next_delayed_flow = U64_MAX;
	eiffel_end_busy_period(q);
}

void eiffel_destroy(struct Qdisc *sch)
{
	struct eiffel_sched *q = qdisc_priv(sch);

	eiffel_reset(sch);
	kvfree(q->shaper);
	kvfree(q->scheduler);
	eiffel_table_destroy(&q->table);
}

int __init eiffel_flow_cache_create(void)
{
	eiffel_flow_cache = KMEM_CACHE(eiffel_flow, 0);
	return eiffel_flow_cache ? 0 : -ENOMEM;
}

void eiffel_flow_cache_destroy(void)
{
	kmem_cache_destroy(eiffel_flow_cache);
}
