// SPDX-License-Identifier: GPL-2.0-only
/*
 * sch_dwrr	Multi-queue switch port that marks ECN.
 *
 * Description
 * -----------
 *
 * DWRR makes a network device behave like a port of a data-centre switch. It has up
 * to 64 queues, which share one packet buffer. A queue of higher priority is served
 * first; queues of equal priority share the rate in proportion to their quanta, by
 * round robin or weighted fair queueing. A token bucket limits the rate of the port.
 * When the port is congested, the marking scheme sets CE on ECN-capable packets: by
 * the backlog of the queue, by the backlog of the port, by MQ-ECN, which scales the
 * threshold of each queue to the rate at which it is served, by the sojourn time (TCN,
 * CoDel), or by a scheme that is a module of its own, which may also drop packets early.
 * Such a module can be the buffer policy as well, which limits each queue.
 *
 * A port is a qdisc, a queue is a class: 1:1 is queue 0. The queues are part of the
 * port; no other qdisc can be attached to them. Lengths are wire lengths, as in a
 * switch (a full Ethernet frame is 1538 bytes); only the byte counters of tc use
 * qdisc_pkt_len(), as for every qdisc.
 *
 * Algorithm
 * ---------
 *
 * Each packet raises five questions. Each has its own header:
 *
 *	classify.h	which queue?			DSCP, PCP, class id or filter
 *	buffer.h	is the packet admitted?		shared, static or by a policy
 *	marking.h	is the packet marked?		at enqueue or at dequeue
 *	scheduler.h	which queue is served next?	priority; DWRR, WRR or WFQ
 *	shaper.h	may the packet leave now?	token bucket
 *
 * Enqueue asks the first three, dequeue the last two (and the third if the port marks
 * at dequeue). The root lock protects all state. The configuration is one value,
 * replaced as a whole under the tree lock.
 */

#include <linux/minmax.h>
#include <linux/slab.h>
#include <net/gso.h>

#include "buffer.h"
#include "classify.h"
#include "dwrr.h"
#include "held.h"
#include "marking.h"
#include "pool.h"
#include "scheduler.h"
#include "shaper.h"
#include "trace.h"

/* Drops a packet that is not classified yet. */
static void dwrr_drop_unqueued(struct sk_buff *skb, struct Qdisc *sch,
			       enum dwrr_drop reason, struct sk_buff **to_free)
{
	struct dwrr_sched *q = qdisc_priv(sch);

	q->unqueued.arrived_packets[packet_ecn(packet_dsfield(skb))]++;
	q->unqueued.arrived_bytes += dwrr_packet_wire_len(skb);
	q->unqueued.dropped[reason]++;
	trace_dwrr_drop(sch, NULL, skb, reason, DWRR_TRACE_FRAME);
	qdisc_drop(skb, sch, to_free);
}

/* Tells the pool and the policy of a packet that arrived at @queue, and is in it or was dropped. */
static noinline void dwrr_tell_arrival(const struct dwrr_sched *q, struct dwrr_queue *queue,
				       u32 len, bool dropped)
{
	if (!dropped)
		dwrr_pool_add(q, len);
	if (q->policy->arrived)
		q->policy->arrived(dwrr_view_packet(q, queue, len, ktime_get_ns()), dropped);
}

/* Tells the pool and the policy of a packet that left @queue. */
static noinline void dwrr_tell_departure(const struct dwrr_sched *q, struct dwrr_queue *queue,
					 u32 len, u64 now)
{
	dwrr_pool_add(q, -(s64)len);
	if (q->policy->departed)
		q->policy->departed(dwrr_view_packet(q, queue, len, now));
}

/* Drops a packet that arrived at @queue. */
static noinline int dwrr_drop(struct sk_buff *skb, struct Qdisc *sch,
			      struct dwrr_queue *queue, enum dwrr_drop reason,
			      struct sk_buff **to_free)
{
	const struct dwrr_sched *q = qdisc_priv(sch);

	if (q->is_followed)
		dwrr_tell_arrival(q, queue, dwrr_packet_wire_len(skb), true);
	queue->count.dropped[reason]++;
	queue->qstats.drops++;
	trace_dwrr_drop(sch, queue, skb, reason, DWRR_TRACE_FRAME);
	return qdisc_drop_reason(skb, sch, to_free,
				 reason == DWRR_DROP_EARLY ?
				 QDISC_DROP_CONGESTED : QDISC_DROP_OVERLIMIT);
}

/*
 * Return: whether the backlog with an arrived packet is above the threshold of @queue. A
 * T_round that has not decayed yet makes the threshold lower, never higher.
 */
static inline bool dwrr_marks_arrival(struct dwrr_sched *q, const struct dwrr_queue *queue)
{
	if (likely(!dwrr_above_thresh(queue)))
		return false;
	if (likely(!q->joined))
		return true;
	dwrr_start_rounds(q, ktime_get_ns());
	return dwrr_above_thresh(queue);
}

/* @ecn: the codepoint of @skb */
static __always_inline int dwrr_enqueue_packet(struct sk_buff *skb, struct Qdisc *sch,
					       struct dwrr_queue *queue, u8 ecn,
					       struct sk_buff **to_free)
{
	struct dwrr_sched *q = qdisc_priv(sch);
	u32 len = dwrr_packet_wire_len(skb);
	enum dwrr_verdict scheme = DWRR_PASS;
	enum dwrr_drop verdict;
	u64 now = q->stamps ? ktime_get_ns() : 0;

	queue->count.arrived_packets[ecn]++;
	queue->count.arrived_bytes += len;

	verdict = dwrr_admit(q, queue, len);
	if (unlikely(q->asks_enqueue) && verdict == DWRR_ADMITTED) {
		scheme = dwrr_ask_enqueue(q, queue, len, ecn, now);
		if (scheme == DWRR_DROP)
			verdict = DWRR_DROP_EARLY;
	}
	if (unlikely(verdict != DWRR_ADMITTED))
		return dwrr_drop(skb, sch, queue, verdict, to_free);

	if (!queue->fifo.qlen)
		dwrr_activate(q, queue);
	if (q->stamps)
		dwrr_skb_cb(skb)->enqueue_time = now;
	dwrr_skb_cb(skb)->wire_len = len;
	dwrr_skb_cb(skb)->queue = queue->index;
	dwrr_buffer_add(q, queue, len);
	queue->qstats.backlog += qdisc_pkt_len(skb);
	qdisc_qstats_backlog_inc(sch, skb);
	qdisc_qlen_inc(sch);
	__qdisc_enqueue_tail(skb, &queue->fifo);
	if (unlikely(q->is_followed))
		dwrr_tell_arrival(q, queue, len, false);
	trace_dwrr_enqueue(sch, queue, skb, 0, 0);

	if ((q->mark_at == DWRR_MARK_ENQUEUE ? dwrr_marks_arrival(q, queue) :
					       scheme == DWRR_MARK) &&
	    dwrr_mark(queue, skb))
		trace_dwrr_mark(sch, queue, skb, DWRR_MARK_ENQUEUE, 0);
	q->memory += skb->truesize;	/* a mark may have changed it */
	return NET_XMIT_SUCCESS;
}

/*
 * Return: the length of @segment, by the size table of the port (tc-stab(8)) if it has
 * one. The kernel applied that to the GSO packet; it does not export the function.
 */
static u32 dwrr_segment_len(const struct Qdisc *sch, const struct sk_buff *segment)
{
	const struct qdisc_size_table *stab = rcu_dereference_bh(sch->stab);
	int len = segment->len, slot;
	u16 tsize;

	if (likely(!stab))
		return len;
	len += stab->szopts.overhead;
	tsize = stab->szopts.tsize;
	if (tsize) {
		slot = max(len + stab->szopts.cell_align, 0) >> stab->szopts.cell_log;
		len = slot / tsize * stab->data[tsize - 1] + stab->data[slot % tsize];
		len <<= stab->szopts.size_log;
	}
	return max(len, 1);
}

/* A switch receives the segments, not the GSO packets of a host. */
static noinline int dwrr_enqueue_segments(struct sk_buff *skb, struct Qdisc *sch,
					  struct dwrr_queue *queue, u8 ecn,
					  struct sk_buff **to_free)
{
	netdev_features_t features = netif_skb_features(skb);
	unsigned int gso_len = qdisc_pkt_len(skb);
	unsigned int len = 0, packets = 0, segment_len;
	struct sk_buff *segments, *next;

	segments = skb_gso_segment(skb, features & ~NETIF_F_GSO_MASK);
	if (IS_ERR_OR_NULL(segments)) {
		dwrr_drop_unqueued(skb, sch, DWRR_DROP_SPLIT, to_free);
		return NET_XMIT_DROP;
	}

	skb_list_walk_safe(segments, segments, next) {
		skb_mark_not_on_list(segments);
		segment_len = dwrr_segment_len(sch, segments);
		qdisc_skb_cb(segments)->pkt_len = segment_len;
		qdisc_set_pkt_segs(segments, 1);
		if (dwrr_enqueue_packet(segments, sch, queue, ecn, to_free) ==
		    NET_XMIT_SUCCESS) {
			packets++;
			len += segment_len;
		}
	}
	if (!packets) {
		kfree_skb(skb);
		return NET_XMIT_DROP;
	}
	/* Parents count one packet of gso_len bytes. */
	qdisc_tree_reduce_backlog(sch, 1 - packets, gso_len - len);
	consume_skb(skb);
	return NET_XMIT_SUCCESS;
}

static __always_inline int dwrr_enqueue_to(struct sk_buff *skb, struct Qdisc *sch,
					   struct dwrr_queue *queue, int dsfield,
					   struct sk_buff **to_free)
{
	if (skb_is_gso(skb))
		return dwrr_enqueue_segments(skb, sch, queue, packet_ecn(dsfield),
					     to_free);
	return dwrr_enqueue_packet(skb, sch, queue, packet_ecn(dsfield), to_free);
}

static noinline int dwrr_enqueue_classified(struct sk_buff *skb, struct Qdisc *sch,
					    int dsfield, struct sk_buff **to_free)
{
	struct dwrr_queue *queue;
	int verdict;

	if (unlikely(!dwrr_classify(skb, sch, dsfield, &queue, &verdict))) {
		if (verdict & __NET_XMIT_BYPASS)
			dwrr_drop_unqueued(skb, sch, DWRR_DROP_FILTER, to_free);
		else
			__qdisc_drop(skb, to_free);
		return verdict;
	}
	return dwrr_enqueue_to(skb, sch, queue, dsfield, to_free);
}

/* What is rare is a function of its own, so that other packets do not pay for its frame. */
int dwrr_enqueue(struct sk_buff *skb, struct Qdisc *sch,
		 struct sk_buff **to_free)
{
	struct dwrr_sched *q = qdisc_priv(sch);
	int dsfield = packet_dsfield(skb);

	if (unlikely(dwrr_overrides_code_point(skb, sch)))
		return dwrr_enqueue_classified(skb, sch, dsfield, to_free);
	return dwrr_enqueue_to(skb, sch, dwrr_queue_of_code_point(q, skb, dsfield),
			       dsfield, to_free);
}

/* Counts a packet that is about to leave @queue. @stamped: its sojourn time is known. */
static noinline void dwrr_count_in_histograms(struct dwrr_sched *q,
					      const struct dwrr_queue *queue, bool stamped)
{
	struct dwrr_queue_histograms *h = &q->histograms[queue->index];

	dwrr_histogram_add(&h->occupancy, queue->bytes, DWRR_OCCUPANCY_UNIT_BITS);
	if (stamped)
		dwrr_histogram_add(&h->sojourn, queue->sojourn, DWRR_SOJOURN_UNIT_BITS);
}

static noinline void dwrr_trace_departure(struct Qdisc *sch, struct dwrr_queue *queue,
					  const struct sk_buff *skb)
{
	const struct dwrr_sched *q = qdisc_priv(sch);
	struct dwrr_level *level = queue->level;

	trace_dwrr_dequeue(sch, queue, skb, q->stamps ? (s64)queue->sojourn : -1,
			   DWRR_TRACE_FRAME);
	if (level->round_ps == level->traced_round_ps)
		return;
	level->traced_round_ps = level->round_ps;
	trace_dwrr_threshold(sch, queue);
}

static struct sk_buff *dwrr_send(struct Qdisc *sch, struct dwrr_queue *queue,
				 u64 now)
{
	struct sk_buff *skb = __qdisc_dequeue_head(&queue->fifo);
	u32 len = dwrr_skb_cb(skb)->wire_len;
	struct dwrr_sched *q = qdisc_priv(sch);

	if (q->stamps) {
		bool stamped = dwrr_update_sojourn(queue, skb, now);

		if (q->histograms)
			dwrr_count_in_histograms(q, queue, stamped);
	}
	dwrr_shaper_charge(&q->shaper, len);
	q->last_sent = now;
	dwrr_buffer_remove(q, queue, len);
	if (unlikely(q->is_followed))
		dwrr_tell_departure(q, queue, len, now);
	q->memory -= skb->truesize;
	if (q->uses_rounds) {
		queue->round_bytes += len;
		queue->level->busy_until = now + dwrr_tx_time(q, len);
	}
	dwrr_charge(q, queue, len);

	queue->count.sent.packets++;
	queue->count.sent.bytes += len;
	queue->qstats.backlog -= qdisc_pkt_len(skb);
	_bstats_update(&queue->bstats, qdisc_pkt_len(skb), 1);
	_bstats_update(&sch->bstats, qdisc_pkt_len(skb), 1);
	qdisc_qstats_backlog_dec(sch, skb);
	qdisc_qlen_dec(sch);

	if (q->mark_at == DWRR_MARK_DEQUEUE && dwrr_marks_departure(q, queue, len, now) &&
	    dwrr_mark(queue, skb))
		trace_dwrr_mark(sch, queue, skb, DWRR_MARK_DEQUEUE, 0);
	if (trace_dwrr_dequeue_enabled() || trace_dwrr_threshold_enabled())
		dwrr_trace_departure(sch, queue, skb);
	return skb;
}

static noinline struct sk_buff *dwrr_dequeue_packet(struct Qdisc *sch)
{
	struct dwrr_sched *q = qdisc_priv(sch);
	struct dwrr_queue *queue = dwrr_schedule(q);
	u64 now = ktime_get_ns(), wait;

	dwrr_start_rounds(q, now);
	wait = dwrr_shaper_wait(&q->shaper,
				dwrr_skb_cb(dwrr_head(queue))->wire_len, now);
	if (wait) {
		queue->qstats.overlimits++;
		qdisc_qstats_overlimit(sch);
		trace_dwrr_wait(sch, queue, dwrr_head(queue), wait, 0);
		qdisc_watchdog_schedule_ns(&q->watchdog, now + wait);
		return NULL;
	}
	return dwrr_send(sch, queue, now);
}

/* The kernel asks for another packet after each, also if there is none. */
struct sk_buff *dwrr_dequeue(struct Qdisc *sch)
{
	const struct dwrr_sched *q = qdisc_priv(sch);

	return q->busy_levels ? dwrr_dequeue_packet(sch) : NULL;
}

/*
 * Replaces the configuration by a valid one, after dwrr_histograms_prepare(). Drops no
 * packet. The port takes over the references to the modules of a new scheme and policy,
 * and gives up those to the old ones.
 */
void dwrr_port_commit(struct Qdisc *sch, const struct dwrr_config *config)
{
	struct tc_ratespec wire = { .linklayer = TC_LINKLAYER_ETHERNET };
	struct dwrr_sched *q = qdisc_priv(sch);
	const struct dwrr_scheme_ops *old = q->scheme, *old_policy = q->policy;
	bool new_rounds;
	u64 now;
	u32 i;

	sch_tree_lock(sch);
	now = ktime_get_ns();
	q->config = *config;
	q->memory_limit = dwrr_memory_limit(config);
	dwrr_classifier_set(q);
	psched_ratecfg_precompute(&q->line_rate, &wire, config->rate);
	dwrr_update_levels(q);
	dwrr_start_rounds(q, now);
	new_rounds = !q->uses_rounds;
	dwrr_histograms_set(q);
	dwrr_set_scheme(q);
	dwrr_set_policy(q);
	dwrr_period_set(q);
	if (new_rounds && q->uses_rounds)
		dwrr_reset_rounds(q, now);
	dwrr_shaper_configure(&q->shaper, config->rate, config->bucket, now);
	if (sch->q.qlen)	/* the timer was set for the old rate */
		qdisc_watchdog_schedule_ns(&q->watchdog, now);
	for (i = 0; i < config->num_queues; i++)
		trace_dwrr_threshold(sch, &q->queues[i]);
	sch_tree_unlock(sch);
	dwrr_histograms_release(q);
	dwrr_period_restart(q);
	if (old && old != q->scheme)
		module_put(old->owner);
	if (old_policy && old_policy != q->policy)
		module_put(old_policy->owner);
}

/* Resets the counters of a queue. Its packets count as arrived, held ones as sent too. */
static void dwrr_clear_queue(struct Qdisc *sch, struct dwrr_queue *queue)
{
	struct dwrr_held held = dwrr_held(sch, queue);
	struct dwrr_sched *q = qdisc_priv(sch);

	memset(&queue->count, 0, sizeof(queue->count));
	queue->count.carried_packets = queue->fifo.qlen + held.packets;
	queue->count.arrived_bytes = queue->bytes + held.bytes;
	queue->count.sent.packets = held.packets;
	queue->count.sent.bytes = held.bytes;
	queue->watermark = queue->bytes + held.bytes;
	q->watermark += held.bytes;
}

/* Resets the counters. Queued packets count as arrived, so that the sums agree. */
void dwrr_port_clear(struct Qdisc *sch)
{
	struct dwrr_sched *q = qdisc_priv(sch);
	u32 i;

	sch_tree_lock(sch);
	q->watermark = q->bytes;
	q->shaper.late_timers = 0;
	q->shaper.lost_bytes = 0;
	memset(&q->unqueued, 0, sizeof(q->unqueued));
	dwrr_histograms_clear(q);
	for (i = 0; i < q->config.num_queues; i++)
		dwrr_clear_queue(sch, &q->queues[i]);
	sch_tree_unlock(sch);
}

/* Sets up what reset and destroy need: they run even if init fails. */
int dwrr_port_init(struct Qdisc *sch, struct netlink_ext_ack *extack)
{
	struct dwrr_sched *q = qdisc_priv(sch);

	qdisc_watchdog_init(&q->watchdog, sch);
	dwrr_period_init(q);
	dwrr_levels_init(q);
	q->sch = sch;
	return tcf_block_get(&q->block, &q->filter_list, sch, extack);
}

static void dwrr_free_states(struct dwrr_sched *q, u32 num_queues)
{
	enum dwrr_role role;
	u32 i;

	for (role = 0; role < DWRR_ROLES; role++) {
		kfree(q->scheme_state[role]);
		q->scheme_state[role] = NULL;
		for (i = 0; i < num_queues; i++)
			kfree(q->queues[i].scheme[role].state);
	}
}

/*
 * Allocates what schemes keep of the port and of its queues. Each is a memory of its own, so
 * that a kernel with KASAN finds a scheme that reads or writes beyond it.
 */
static int dwrr_alloc_states(struct dwrr_sched *q, u32 num_queues)
{
	enum dwrr_role role;
	u32 i;

	for (role = 0; role < DWRR_ROLES; role++) {
		q->scheme_state[role] = kzalloc(DWRR_PORT_STATE, GFP_KERNEL_ACCOUNT);
		if (!q->scheme_state[role])
			return -ENOMEM;
		for (i = 0; i < num_queues; i++) {
			struct dwrr_scheme_data *data = &q->queues[i].scheme[role];

			data->state = kzalloc(DWRR_QUEUE_STATE, GFP_KERNEL_ACCOUNT);
			if (!data->state)
				return -ENOMEM;
		}
	}
	return 0;
}

/* Allocates the queues of a new port. */
int dwrr_port_open(struct Qdisc *sch, const struct dwrr_config *config)
{
	struct dwrr_sched *q = qdisc_priv(sch);
	u32 i;

	q->queues = kvcalloc(config->num_queues, sizeof(*q->queues),
			     GFP_KERNEL_ACCOUNT);
	if (!q->queues)
		return -ENOMEM;
	for (i = 0; i < config->num_queues; i++) {
		gnet_stats_basic_sync_init(&q->queues[i].bstats);
		q->queues[i].config = &q->config.queue[i];
		q->queues[i].index = i;
	}
	if (dwrr_alloc_states(q, config->num_queues) || dwrr_histograms_prepare(q, config)) {
		dwrr_free_states(q, config->num_queues);
		return -ENOMEM;
	}
	dwrr_port_commit(sch, config);
	return 0;
}

/* Counts the packets of a queue that a reset frees. */
static void dwrr_count_purged(struct Qdisc *sch, struct dwrr_queue *queue)
{
	struct dwrr_held held = dwrr_held(sch, queue);

	queue->count.sent.packets -= held.packets;
	queue->count.sent.bytes -= held.bytes;
	queue->count.dropped[DWRR_DROP_PURGED] += held.packets + queue->fifo.qlen;
}

void dwrr_port_reset(struct Qdisc *sch)
{
	struct dwrr_sched *q = qdisc_priv(sch);
	u32 i;

	if (!q->config.num_queues)	/* init failed: there is nothing to reset */
		return;
	dwrr_pool_forget(q);
	dwrr_period_reset(q);
	qdisc_watchdog_cancel(&q->watchdog);
	q->shaper.needed = 0;
	for (i = 0; i < q->config.num_queues; i++) {
		struct dwrr_queue *queue = &q->queues[i];

		dwrr_count_purged(sch, queue);
		__qdisc_reset_queue(&queue->fifo);
		queue->qstats.backlog = 0;
		queue->unstamped = 0;
		queue->bytes = 0;
		queue->sojourn = 0;
		dwrr_zero_state(queue, DWRR_MARKING);
		dwrr_configure_queue(q, i);
		dwrr_zero_state(queue, DWRR_BUFFERING);
		dwrr_configure_policy(q, queue);
	}
	dwrr_zero_port_state(q, DWRR_MARKING);
	dwrr_zero_port_state(q, DWRR_BUFFERING);
	for (i = 0; i < DWRR_NUM_PRIOS; i++) {
		q->levels[i].active.first = NULL;
		q->levels[i].round_ps = 0;
	}
	q->busy_levels = 0;
	q->idle_levels = ~0UL;
	q->joined = 0;
	q->bytes = 0;
	q->memory = 0;
}

void dwrr_port_destroy(struct Qdisc *sch)
{
	struct dwrr_sched *q = qdisc_priv(sch);

	dwrr_legacy_port_exit(&q->legacy);
	qdisc_watchdog_cancel(&q->watchdog);
	dwrr_period_stop(q);
	tcf_block_put(q->block);
	dwrr_free_states(q, q->config.num_queues);
	kvfree(q->queues);
	kvfree(q->histogram_memory);
	if (q->scheme)
		module_put(q->scheme->owner);
	if (q->policy)
		module_put(q->policy->owner);
}
