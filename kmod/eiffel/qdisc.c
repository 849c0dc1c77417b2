// SPDX-License-Identifier: GPL-2.0-only
/*
 * sch_eiffel	Flows in buckets of time and of rank.
 *
 * Description
 * -----------
 *
 * EIFFEL does what fq does, at a cost that does not grow with the number of flows,
 * and orders flows by other rules than fq's besides. A socket is a flow; the times
 * of EDT, the rates of sockets and a maximum rate hold back its packets; of the
 * flows that may send, a policy says which goes first: round robin by quanta
 * (pacing, the default), strict priority, shortest remaining first, earliest
 * deadline first, longest queue first, weighted fair queueing.
 *
 * Algorithm
 * ---------
 *
 * A packet meets three questions, a header each:
 *
 *	flows.h		which flow?			a table with chains
 *	pacing.h	when at the earliest?		a timestamp
 *	scheduler.h	who goes first?			a rank
 *
 * Where fq has trees, there are two calendars here (calendar.h on bitmap.h): the
 * shaper, in which flows wait for their time in buckets of `granularity`, and the
 * scheduler, from which flows go by rank. Putting a flow into its bucket and
 * finding the first bucket take a few instructions each, however many flows there
 * are. One timer serves all: it is set to the first bucket of the shaper, and what
 * is due within its slack leaves with it. What all that makes a packet late is given
 * back to the next, so that rates are kept.
 *
 *	Saeed et al., "Eiffel: Efficient and Flexible Software Packet Scheduling",
 *	NSDI 2019.
 *	Saeed et al., "Carousel: Scalable Traffic Shaping at End Hosts",
 *	SIGCOMM 2017.
 *
 * All state belongs to the root lock; configuration is a value that is replaced as
 * a whole under the tree lock.
 */

#include <linux/hrtimer.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "../common/packet.h"
#include "eiffel.h"
#include "flows.h"
#include "pacing.h"
#include "scheduler.h"

struct kmem_cache *eiffel_flow_cache __read_mostly;

static void eiffel_append(struct Qdisc *sch, struct eiffel_flow *flow,
			  struct sk_buff *skb)
{
	qdisc_qstats_backlog_inc(sch, skb);
	sch->q.qlen++;
	__qdisc_enqueue_tail(skb, &flow->fifo);
}

static struct sk_buff *eiffel_unlink(struct Qdisc *sch, struct eiffel_flow *flow)
{
	struct sk_buff *skb = __qdisc_dequeue_head(&flow->fifo);

	qdisc_qstats_backlog_dec(sch, skb);
	sch->q.qlen--;
	return skb;
}

static struct sk_buff *eiffel_take(struct Qdisc *sch, struct eiffel_flow *flow)
{
	struct sk_buff *skb = eiffel_unlink(sch, flow);

	qdisc_bstats_update(sch, skb);
	return skb;
}

/*
 * The packet at the head of @flow, for which it stands where it does, is dropped. A
 * better one is in the queue by then, of which parents do not know yet: another stands
 * there, so that they see neither us nor each other empty.
 */
static void eiffel_push_out(struct Qdisc *sch, struct eiffel_flow *flow,
			    struct sk_buff **to_free)
{
	struct eiffel_sched *q = qdisc_priv(sch);
	struct sk_buff *skb = eiffel_unlink(sch, flow);
	u32 len = qdisc_pkt_len(skb);

	q->count.pushed_out++;
	qdisc_drop(skb, sch, to_free);
	qdisc_tree_reduce_backlog(sch, 1, len);
	if (!flow->fifo.qlen) {
		eiffel_sleep(q, flow);
		return;
	}
	q->now = ktime_get_ns();
	eiffel_move(q, flow);
}

/* Return: whether the packet's own time is near enough; a cap makes it so. */
static bool eiffel_within_horizon(struct eiffel_sched *q, struct sk_buff *skb)
{
	if ((u64)skb->tstamp <= q->now + q->config.horizon)
		return true;
	q->now = ktime_get_ns();
	if ((u64)skb->tstamp <= q->now + q->config.horizon)
		return true;
	if (q->config.beyond_horizon == EIFFEL_HORIZON_DROP) {
		q->count.horizon_drops++;
		return false;
	}
	q->count.horizon_caps++;
	skb->tstamp = q->now + q->config.horizon;
	return true;
}

/* Reading the clock is not cheap, and when a packet came is seldom of interest. */
static u64 eiffel_time_to_send(struct eiffel_sched *q, const struct sk_buff *skb)
{
	if (skb->tstamp)
		return skb->tstamp;
	if (!q->times_arrivals)
		return 0;
	q->now = ktime_get_ns();
	return q->now;
}

static int eiffel_enqueue(struct sk_buff *skb, struct Qdisc *sch,
			  struct sk_buff **to_free)
{
	struct eiffel_sched *q = qdisc_priv(sch);
	struct eiffel_flow *flow, *worse = NULL;

	if (unlikely(sch->q.qlen >= q->config.limit)) {
		worse = sch->q.qlen > 1 ? eiffel_worse(q, skb) : NULL;
		if (!worse) {
			q->count.limit_drops++;
			return qdisc_drop(skb, sch, to_free);
		}
	}
	if (skb->tstamp && !eiffel_within_horizon(q, skb))
		return qdisc_drop(skb, sch, to_free);

	flow = eiffel_classify(q, skb);
	if (unlikely(flow == &q->urgent)) {
		q->count.highprio_packets++;
		eiffel_append(sch, flow, skb);
		goto queued;
	}
	if (unlikely(flow->fifo.qlen >= q->config.flow_limit)) {
		q->count.flows_plimit++;
		return qdisc_drop(skb, sch, to_free);
	}

	eiffel_skb_cb(skb)->time_to_send = eiffel_time_to_send(q, skb);
	eiffel_skb_cb(skb)->rank = q->policy->reads_rank ?
				   eiffel_count_rank(q, eiffel_packet_rank(q, skb)) : 0;
	eiffel_append(sch, flow, skb);
	if (flow->state == EIFFEL_IDLE)
		eiffel_wake(q, flow);
	else
		eiffel_joined(q, flow, skb);
queued:
	if (unlikely(worse))
		eiffel_push_out(sch, worse, to_free);
	return NET_XMIT_SUCCESS;
}

/*
 * Sets the timer to the first bucket of the shaper, unless it is near enough as it
 * is. It costs as much as a packet to set it, and several to have it fire: under load
 * whoever enqueues does its work, and it is moved on before it fires. The watchdog
 * leaves a timer that is set within the slack after the time that is asked for, which
 * would be late by the slack twice: that one is taken away first.
 */
static void eiffel_set_timer(struct eiffel_sched *q)
{
	struct hrtimer *timer = &q->watchdog.timer;
	u32 slack = q->config.timer_slack;
	u64 set;

	if (q->next_due == U64_MAX)
		return;
	set = ktime_to_ns(hrtimer_get_softexpires(timer));
	if (hrtimer_is_queued(timer)) {
		if (set <= q->next_due && set + slack / 4 >= q->next_due)
			return;
		if (set > q->next_due)
			hrtimer_try_to_cancel(timer);
	}
	q->count.timers++;
	qdisc_watchdog_schedule_range_ns(&q->watchdog, q->next_due, slack);
}

/* What came before that mattered counts as just come. */
static void eiffel_mark(struct eiffel_sched *q, const struct eiffel_flow *flow,
			struct sk_buff *skb)
{
	u64 due = eiffel_skb_cb(skb)->time_to_send;

	if (!due || q->config.ce_threshold == EIFFEL_UNLIMITED)
		return;
	if (q->now - max(due, flow->time_next) > q->config.ce_threshold &&
	    packet_set_ce(skb))
		q->count.ce_mark++;
}

/* Whose time has come may send; there are such. */
static noinline void eiffel_release(struct eiffel_sched *q)
{
	struct eiffel_entry *entry;
	struct eiffel_flow *flow;
	u64 ticks, next, late;

	ticks = eiffel_ticks(q, q->now);
	while ((entry = eiffel_calendar_first(q->shaper, ticks, ticks, &next))) {
		flow = eiffel_flow_of(entry);
		late = q->now - flow->time_next;
		q->unthrottle_latency += (late >> 3) - (q->unthrottle_latency >> 3);
		eiffel_calendar_remove(entry);
		eiffel_ready(q, flow);
	}
	q->next_due = next == U64_MAX ? U64_MAX : next * q->config.granularity;
}

static noinline struct sk_buff *eiffel_send(struct Qdisc *sch)
{
	struct eiffel_sched *q = qdisc_priv(sch);
	struct eiffel_flow *flow = eiffel_schedule(q);
	struct sk_buff *skb = eiffel_take(sch, flow);

	eiffel_mark(q, flow, skb);
	if (q->policy->sent)
		q->policy->sent(q, flow, skb);
	eiffel_charge(q, flow, skb);
	eiffel_go_on(q, flow);
	return skb;
}

/* Is asked at least once in vain for each packet: the way to that is short. */
static struct sk_buff *eiffel_dequeue(struct Qdisc *sch)
{
	struct eiffel_sched *q = qdisc_priv(sch);

	if (!sch->q.qlen) {
		eiffel_rest(q);
		return NULL;
	}
	if (unlikely(q->urgent.fifo.qlen))
		return eiffel_take(sch, &q->urgent);

	q->now = ktime_get_ns();
	if (q->now >= q->next_due)
		eiffel_release(q);
	if (!eiffel_calendar_empty(q->scheduler))
		return eiffel_send(sch);
	eiffel_rest(q);
	eiffel_set_timer(q);
	return NULL;
}

/* Return: whether the ranks of packets are anything to the policy. */
bool eiffel_reads_rank(const struct eiffel_sched *q)
{
	return q->policy->reads_rank;
}

/* Calls @visit for each flow, which may take it away. */
static void eiffel_visit_flows(struct eiffel_sched *q,
			       struct hlist_head *table, u32 buckets,
			       void (*visit)(struct eiffel_sched *q,
					     struct eiffel_flow *flow))
{
	struct eiffel_flow *flow;
	struct hlist_node *next;
	u32 i;

	for (i = 0; i < buckets; i++)
		hlist_for_each_entry_safe(flow, next, &table[i], node)
			visit(q, flow);
}

/* Into tables and calendars that have just been made. Who waits already waits on. */
static void eiffel_resettle(struct eiffel_sched *q, struct eiffel_flow *flow)
{
	bool waits = flow->state == EIFFEL_THROTTLED;
	u64 throttled = q->count.throttled;

	hlist_del(&flow->node);
	hlist_add_head(&flow->node, eiffel_chain(q->table, q->config.hash_buckets,
						 flow->sk));
	flow->finish = 0;
	if (flow->state != EIFFEL_IDLE)
		eiffel_place(q, flow);
	if (waits)
		q->count.throttled = throttled;
}

static void eiffel_purge(struct eiffel_sched *q, struct eiffel_flow *flow)
{
	if (flow->state != EIFFEL_IDLE)
		eiffel_calendar_remove(&flow->entry);
	__qdisc_reset_queue(&flow->fifo);
	eiffel_flow_free(q, flow);
}

/*
 * Makes a checked configuration the qdisc's own, with tables and calendars that
 * suit it. Loses no packet: a lower limit holds for what is to come.
 *
 * Return: 0, or -ENOMEM; then nothing has changed.
 */
int eiffel_commit(struct Qdisc *sch, const struct eiffel_config *config)
{
	const struct eiffel_policy *policy = &eiffel_policies[config->policy];
	struct eiffel_calendar *scheduler, *shaper;
	struct eiffel_sched *q = qdisc_priv(sch);
	u32 old = q->config.hash_buckets;
	struct hlist_head *table;
	int err = -ENOMEM;

	shaper = eiffel_calendar_new(config->buckets);
	scheduler = eiffel_calendar_new(policy->ranks ?: config->buckets);
	table = kvcalloc(config->hash_buckets, sizeof(*table), GFP_KERNEL);
	if (shaper && scheduler && table) {
		sch_tree_lock(sch);
		swap(q->shaper, shaper);
		swap(q->scheduler, scheduler);
		swap(q->table, table);
		q->config = *config;
		q->policy = policy;
		q->times_arrivals = policy->times_arrivals ||
				    config->ce_threshold != EIFFEL_UNLIMITED;
		q->deadline_width = eiffel_deadline_width(config);
		q->refill_delay = nsecs_to_jiffies(config->refill_delay);
		q->now = ktime_get_ns();
		q->next_due = U64_MAX;
		q->virtual = 0;
		q->last_finish = 0;
		if (table)
			eiffel_visit_flows(q, table, old, eiffel_resettle);
		if (sch->q.qlen)	/* the times of before are void */
			qdisc_watchdog_schedule_ns(&q->watchdog, q->now);
		sch_tree_unlock(sch);
		err = 0;
	}
	kvfree(shaper);
	kvfree(scheduler);
	kvfree(table);
	return err;
}

static void eiffel_reset(struct Qdisc *sch)
{
	struct eiffel_sched *q = qdisc_priv(sch);

	qdisc_watchdog_cancel(&q->watchdog);
	__qdisc_reset_queue(&q->urgent.fifo);
	if (q->table)
		eiffel_visit_flows(q, q->table, q->config.hash_buckets,
				   eiffel_purge);
	q->next_due = U64_MAX;
	eiffel_rest(q);
}

static void eiffel_destroy(struct Qdisc *sch)
{
	struct eiffel_sched *q = qdisc_priv(sch);

	eiffel_reset(sch);
	kvfree(q->shaper);
	kvfree(q->scheduler);
	kvfree(q->table);
}

static struct Qdisc_ops eiffel_qdisc_ops __read_mostly = {
	.id		= "eiffel",
	.priv_size	= sizeof(struct eiffel_sched),
	.enqueue	= eiffel_enqueue,
	.dequeue	= eiffel_dequeue,
	.peek		= qdisc_peek_dequeued,
	.init		= eiffel_init,
	.change		= eiffel_change,
	.reset		= eiffel_reset,
	.destroy	= eiffel_destroy,
	.dump		= eiffel_dump,
	.dump_stats	= eiffel_dump_stats,
	.owner		= THIS_MODULE,
};

static int __init eiffel_module_init(void)
{
	int err;

	eiffel_flow_cache = KMEM_CACHE(eiffel_flow, 0);
	if (!eiffel_flow_cache)
		return -ENOMEM;
	err = register_qdisc(&eiffel_qdisc_ops);
	if (err)
		kmem_cache_destroy(eiffel_flow_cache);
	return err;
}

static void __exit eiffel_module_exit(void)
{
	unregister_qdisc(&eiffel_qdisc_ops);
	kmem_cache_destroy(eiffel_flow_cache);
}

module_init(eiffel_module_init)
module_exit(eiffel_module_exit)
MODULE_AUTHOR("The mqecn authors");
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Flows in buckets of time and of rank (Eiffel): pacing and programmable scheduling");
MODULE_ALIAS_NET_SCH("eiffel");
