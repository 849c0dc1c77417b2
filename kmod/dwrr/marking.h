/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Third question: is the packet marked?
 *
 * The marking scheme decides, see scheme.h. Most schemes are a threshold: a packet gets
 * CE if the measured value, a backlog or a sojourn time, is above it.
 *
 * MQ-ECN (Bai et al., "Enabling ECN in Multi-Service Multi-Queue Data Centers",
 * NSDI 2016) scales the threshold of a queue to the rate at which it is served,
 *
 *	K_i = min(quantum_i / T_round, C) * RTT * lambda	(equation 5)
 *
 * with RTT * lambda = port_thresh / C. T_round is the smoothed time in which every
 * active queue is served once,
 *
 *	T_round = beta * T_round + (1 - beta) * T_sample	(equation 6)
 *
 * While the port is idle, each idle_interval counts as a sample of 0. T_round is in
 * picoseconds: with nanoseconds, rounding would be coarse for a round of 100 ns at
 * 100 Gbit/s.
 *
 * Each priority has its own T_round, which includes the time that higher priorities
 * take. A queue that is alone at its priority, with other queues below it, is part
 * of no round. It keeps the standard threshold, as in the paper's simulations of
 * strict priority above DWRR (prio_dwrr.cc of its ns-2 code).
 *
 * TCN (Bai et al., "Enabling ECN over Generic Packet Scheduling", CoNEXT 2016)
 * compares sojourn times, so it needs no rate: a packet that was queued for more
 * than RTT * lambda had more than rate * RTT * lambda in front of it at any rate.
 *
 * CoDel: see codel.h. schemes.c declares these; other schemes are modules.
 */
#ifndef _DWRR_MARKING_H
#define _DWRR_MARKING_H

#include <linux/indirect_call_wrapper.h>
#include <linux/math64.h>

#include "../common/packet.h"
#include "dwrr.h"
#include "pool.h"
#include "schemes.h"
#include "view.h"

#define DWRR_PS_PER_NS		1000
#define DWRR_PS_PER_SEC		1000000000000ULL
#define DWRR_MAX_IDLE_ROUNDS	10	/* after more of them T_round is 0 */
#define DWRR_MARK_NEVER		__DWRR_MARK_MAX
#define DWRR_MAX_SAMPLE_NS	(1000ULL * NSEC_PER_SEC)

/* Equation 6, with beta = alpha / 1000. */
static inline u64 dwrr_round_smooth(u64 round_ps, u64 sample_ns, u32 alpha)
{
	u64 sample_ps = min_t(u64, sample_ns, DWRR_MAX_SAMPLE_NS) * DWRR_PS_PER_NS;

	return div_u64(round_ps * alpha +
		       sample_ps * (DWRR_ROUND_ALPHA_MAX - alpha),
		       DWRR_ROUND_ALPHA_MAX);
}

/* Return: T_round after the port was idle for @idle_ns. */
static inline u64 dwrr_round_decay(u64 round_ps, u64 idle_ns, u32 interval_ns,
				   u32 alpha)
{
	u64 rounds;

	if (idle_ns < interval_ns)
		return round_ps;
	rounds = div_u64(idle_ns, interval_ns);
	if (rounds > DWRR_MAX_IDLE_ROUNDS)
		return 0;
	while (rounds--)
		round_ps = dwrr_round_smooth(round_ps, 0, alpha);
	return round_ps;
}

/*
 * Equation 5: @thresh * min(1, quantum / (C * T_round)), with @quantum_time_ps =
 * quantum / C.
 */
static inline u64 dwrr_mq_ecn_thresh(u64 thresh, u64 quantum_time_ps,
				     u64 round_ps)
{
	if (round_ps <= quantum_time_ps)
		return thresh;
	return mul_u64_u64_div_u64(thresh, quantum_time_ps, round_ps);
}

/* Return: whether @queue is alone at its priority, with other queues below it. */
static inline bool dwrr_is_strict(const struct dwrr_config *config, u32 queue)
{
	u32 prio = config->queue[queue].prio;
	bool below = false;
	u32 i;

	for (i = 0; i < config->num_queues; i++) {
		if (i != queue && config->queue[i].prio == prio)
			return false;
		below |= config->queue[i].prio > prio;
	}
	return below;
}

/*
 * Return: quantum / C of queue @i, the T_round above which its threshold shrinks;
 * U64_MAX if it never does.
 */
static inline u64 dwrr_quantum_time(const struct dwrr_config *config, u32 i)
{
	if (!(dwrr_config_scheme(config, DWRR_MARKING)->needs & DWRR_NEEDS_ROUNDS) ||
	    dwrr_is_strict(config, i))
		return U64_MAX;
	return div64_u64(config->queue[i].quantum * DWRR_PS_PER_SEC,
			 config->rate);
}

/* Return: what the scheme compares with the threshold of @queue. */
static inline const u64 *dwrr_metric(const struct dwrr_sched *q,
				     const struct dwrr_queue *queue)
{
	switch (q->scheme->metric) {
	case DWRR_METRIC_PORT_BYTES:
		return &q->bytes;
	case DWRR_METRIC_SOJOURN:
		return &queue->sojourn;
	default:
		return &queue->bytes;
	}
}

/* Precomputes what the fast path needs of the scheme. */
static inline void dwrr_configure_queue(struct dwrr_sched *q, u32 i)
{
	const struct dwrr_scheme_ops *scheme = q->scheme;
	struct dwrr_queue *queue = &q->queues[i];
	const struct dwrr_view *view = dwrr_view_set(q, queue, DWRR_MARKING);

	queue->metric = dwrr_metric(q, queue);
	queue->thresh = scheme->thresh ? scheme->thresh(view) : U64_MAX;
	queue->quantum_time_ps = dwrr_quantum_time(&q->config, i);
	if (scheme->configured)
		scheme->configured(view);
}

/* Switches to the scheme of the configuration, and resets the state of the old one. */
static inline void dwrr_set_scheme(struct dwrr_sched *q)
{
	const struct dwrr_scheme_ops *scheme = dwrr_config_scheme(&q->config, DWRR_MARKING);
	bool stamped = q->stamps;	/* queued packets have an enqueue_time */
	bool new = q->scheme != scheme;
	u32 i;

	q->scheme = scheme;
	dwrr_pool_set(q);
	q->asks_enqueue = scheme->enqueue;
	q->asks_dequeue = scheme->dequeue &&
			  !(scheme->needs & DWRR_NEEDS_MARK_AT &&
			    q->config.mark_at == DWRR_MARK_ENQUEUE);
	q->uses_sojourn = scheme->needs & DWRR_NEEDS_SOJOURN;
	q->stamps = q->uses_sojourn || q->histograms;
	q->uses_rounds = scheme->needs & DWRR_NEEDS_ROUNDS;
	if (q->uses_sojourn || q->asks_dequeue)
		q->mark_at = DWRR_MARK_DEQUEUE;
	else if (q->asks_enqueue || !scheme->thresh)
		q->mark_at = DWRR_MARK_NEVER;
	else
		q->mark_at = q->config.mark_at;
	if (new)
		dwrr_zero_port_state(q, DWRR_MARKING);
	for (i = 0; i < q->config.num_queues; i++) {
		struct dwrr_queue *queue = &q->queues[i];

		if (!stamped)
			queue->unstamped = queue->fifo.qlen;
		if (new) {
			dwrr_zero_state(queue, DWRR_MARKING);
			queue->sojourn = 0;
		}
		dwrr_configure_queue(q, i);
	}
}

/*
 * A packet without enqueue_time, because it was queued when the port stamped none, counts
 * as one that has not waited.
 *
 * Return: whether the sojourn time is known.
 */
static inline bool dwrr_update_sojourn(struct dwrr_queue *queue,
				       const struct sk_buff *skb, u64 now)
{
	if (unlikely(queue->unstamped)) {
		queue->unstamped--;
		queue->sojourn = 0;
		return false;
	}
	queue->sojourn = now - dwrr_skb_cb(skb)->enqueue_time;
	return true;
}

/* Return: the current threshold of @queue. */
static inline u64 dwrr_thresh(const struct dwrr_queue *queue, u64 round_ps)
{
	return dwrr_mq_ecn_thresh(queue->thresh, queue->quantum_time_ps,
				  round_ps);
}

/*
 * Return: what the scheme decides of a packet of @len wire bytes that arrives at @queue
 * and has room.
 */
static inline enum dwrr_verdict dwrr_ask_enqueue(struct dwrr_sched *q,
						 struct dwrr_queue *queue, u32 len,
						 bool ecn_capable, u64 now)
{
	struct dwrr_view *view = &queue->scheme[DWRR_MARKING].view;

	view->queue_bytes = queue->bytes + len;
	view->port_bytes = q->bytes + len;
	view->len = len;
	view->ecn_capable = ecn_capable;
	view->now = now;
	view->idle_since = q->last_sent;
	return q->scheme->enqueue(view);
}

static inline enum dwrr_verdict dwrr_ask_dequeue(struct dwrr_sched *q,
						 struct dwrr_queue *queue, u32 len,
						 u64 now)
{
	struct dwrr_view *view = &queue->scheme[DWRR_MARKING].view;

	view->queue_bytes = queue->bytes;
	view->port_bytes = q->bytes;
	view->len = len;
	view->now = now;
	view->sojourn = queue->sojourn;
	return INDIRECT_CALL_1(q->scheme->dequeue, dwrr_codel_dequeue, view);
}

/* Return: whether the measured value is above the threshold of @queue. */
static inline bool dwrr_above_thresh(const struct dwrr_queue *queue)
{
	return *queue->metric > dwrr_thresh(queue, queue->level->round_ps);
}

/* Return: whether the scheme marks a packet of @len wire bytes that left @queue. */
static inline bool dwrr_marks_departure(struct dwrr_sched *q,
					struct dwrr_queue *queue, u32 len, u64 now)
{
	if (q->asks_dequeue)
		return dwrr_ask_dequeue(q, queue, len, now) == DWRR_MARK;
	return !q->asks_enqueue && dwrr_above_thresh(queue);
}

/* Sets CE in @skb if it is ECN-capable, and counts that. Return: whether it did. */
static inline bool dwrr_mark(struct dwrr_queue *queue, struct sk_buff *skb)
{
	if (!packet_set_ce(skb))
		return false;
	queue->count.marked.packets++;
	queue->count.marked.bytes += dwrr_skb_cb(skb)->wire_len;
	return true;
}

#endif /* _DWRR_MARKING_H */
