/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Third question: is the packet marked?
 *
 * A marking scheme is a row of dwrr_schemes: what it measures, and the threshold. A
 * packet gets CE if the measured value is above the threshold.
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
 * CoDel: see codel.h. RED, which may drop as well: see red.h.
 */
#ifndef _DWRR_MARKING_H
#define _DWRR_MARKING_H

#include <linux/math64.h>

#include "../common/packet.h"
#include "codel.h"
#include "dwrr.h"
#include "red.h"

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
	u64 rounds = div_u64(idle_ns, interval_ns);

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
 * A marking scheme. @metric points to what it measures: bytes of backlog or ns of
 * sojourn time. @thresh returns the threshold in the same unit, U64_MAX for a queue
 * without marks; a scheme without it marks nothing. @control, if set, decides which of
 * the packets above the threshold are marked; otherwise all are.
 */
struct dwrr_scheme {
	const u64 *(*metric)(const struct dwrr_sched *q,
			     const struct dwrr_queue *queue);
	u64 (*thresh)(const struct dwrr_config *config,
		      const struct dwrr_queue_config *queue);
	bool (*control)(const struct dwrr_sched *q, struct dwrr_queue *queue,
			bool above, u64 now);
	bool uses_rounds;	/* the threshold scales with 1 / T_round */
	bool uses_sojourn;	/* the unit is ns of sojourn time */
};

static inline const u64 *dwrr_queue_bytes(const struct dwrr_sched *q,
					  const struct dwrr_queue *queue)
{
	return &queue->bytes;
}

static inline const u64 *dwrr_port_bytes(const struct dwrr_sched *q,
					 const struct dwrr_queue *queue)
{
	return &q->bytes;
}

static inline const u64 *dwrr_queue_sojourn(const struct dwrr_sched *q,
					    const struct dwrr_queue *queue)
{
	return &queue->sojourn;
}

static inline u64 dwrr_queue_thresh(const struct dwrr_config *config,
				    const struct dwrr_queue_config *queue)
{
	return queue->thresh;
}

static inline u64 dwrr_port_thresh(const struct dwrr_config *config,
				   const struct dwrr_queue_config *queue)
{
	return config->port_thresh;
}

static inline u64 dwrr_tcn_thresh(const struct dwrr_config *config,
				  const struct dwrr_queue_config *queue)
{
	return config->tcn_thresh;
}

static inline u64 dwrr_codel_target(const struct dwrr_config *config,
				    const struct dwrr_queue_config *queue)
{
	return config->codel_target;
}

static inline u64 dwrr_red_thresh(const struct dwrr_config *config,
				  const struct dwrr_queue_config *queue)
{
	return queue->red_action & DWRR_RED_MARK ? queue->red_min : U64_MAX;
}

static inline bool dwrr_red_control(const struct dwrr_sched *q,
				    struct dwrr_queue *queue, bool above, u64 now)
{
	return above && dwrr_red_marks(&queue->red, queue->bytes);
}

/*
 * A queue with at most one full frame left is not above the target: RFC 8289 checks
 * bytes() <= maxpacket.
 */
static inline bool dwrr_codel_control(const struct dwrr_sched *q,
				      struct dwrr_queue *queue, bool above,
				      u64 now)
{
	u32 full = dwrr_wire_len(psched_mtu(qdisc_dev(q->sch)));

	return dwrr_codel_should_mark(&queue->codel, q->config.codel_interval,
				      above && queue->bytes > full, now);
}

static const struct dwrr_scheme dwrr_schemes[__DWRR_ECN_MAX] = {
	[DWRR_ECN_NONE]		= { dwrr_queue_bytes },	/* no threshold */
	[DWRR_ECN_PER_QUEUE]	= { dwrr_queue_bytes,	dwrr_queue_thresh },
	[DWRR_ECN_PER_PORT]	= { dwrr_port_bytes,	dwrr_port_thresh },
	[DWRR_ECN_MQ_ECN]	= { dwrr_queue_bytes,	dwrr_port_thresh,
				    .uses_rounds = true },
	[DWRR_ECN_TCN]		= { dwrr_queue_sojourn,	dwrr_tcn_thresh,
				    .uses_sojourn = true },
	[DWRR_ECN_CODEL]	= { dwrr_queue_sojourn,	dwrr_codel_target,
				    dwrr_codel_control, .uses_sojourn = true },
	[DWRR_ECN_RED]		= { dwrr_queue_bytes,	dwrr_red_thresh,
				    dwrr_red_control },
};

/*
 * Return: quantum / C of queue @i, the T_round above which its threshold shrinks;
 * U64_MAX if it never does.
 */
static inline u64 dwrr_quantum_time(const struct dwrr_config *config, u32 i)
{
	if (!dwrr_schemes[config->ecn_scheme].uses_rounds || dwrr_is_strict(config, i))
		return U64_MAX;
	return div64_u64(config->queue[i].quantum * DWRR_PS_PER_SEC,
			 config->rate);
}

/* Precomputes what the fast path needs of the scheme. */
static inline void dwrr_set_thresholds(struct dwrr_sched *q)
{
	const struct dwrr_scheme *scheme = &dwrr_schemes[q->config.ecn_scheme];
	bool red = q->config.ecn_scheme == DWRR_ECN_RED;
	u32 i;

	q->drops_early = false;
	for (i = 0; i < q->config.num_queues; i++) {
		struct dwrr_queue *queue = &q->queues[i];

		dwrr_red_configure(&queue->red, queue->config);
		q->drops_early |= red && dwrr_red_is_dropping(queue->config);
		queue->metric = scheme->metric(q, queue);
		queue->thresh = scheme->thresh ?
				scheme->thresh(&q->config, queue->config) :
				U64_MAX;
		queue->quantum_time_ps = dwrr_quantum_time(&q->config, i);
	}
}

/* Switches to the scheme of the configuration, and resets the state of the old one. */
static inline void dwrr_set_scheme(struct dwrr_sched *q)
{
	const struct dwrr_scheme *scheme = &dwrr_schemes[q->config.ecn_scheme];
	bool stamped = q->uses_sojourn;	/* queued packets have an enqueue_time */
	u32 i;

	dwrr_set_thresholds(q);
	q->mark_at = !scheme->thresh ? DWRR_MARK_NEVER :
		     scheme->uses_sojourn ? DWRR_MARK_DEQUEUE : q->config.mark_at;
	q->uses_sojourn = scheme->uses_sojourn;
	q->uses_rounds = scheme->uses_rounds;
	if (q->scheme == scheme)
		return;
	q->scheme = scheme;
	for (i = 0; i < q->config.num_queues; i++) {
		struct dwrr_queue *queue = &q->queues[i];

		if (!stamped)
			queue->unstamped = queue->fifo.qlen;
		queue->sojourn = 0;
		memset(&queue->codel, 0, sizeof(queue->codel));
		dwrr_red_seed(&queue->red);
	}
}

/*
 * A packet without enqueue_time, because it was queued under another scheme, counts
 * as one that has not waited.
 */
static inline void dwrr_update_sojourn(struct dwrr_queue *queue,
				       const struct sk_buff *skb, u64 now)
{
	if (unlikely(queue->unstamped)) {
		queue->unstamped--;
		queue->sojourn = 0;
	} else {
		queue->sojourn = now - dwrr_skb_cb(skb)->enqueue_time;
	}
}

/* Return: the current threshold of @queue. */
static inline u64 dwrr_thresh(const struct dwrr_queue *queue, u64 round_ps)
{
	return dwrr_mq_ecn_thresh(queue->thresh, queue->quantum_time_ps,
				  round_ps);
}

/* Return: whether the scheme marks the packet in hand. */
static inline bool dwrr_congested(const struct dwrr_sched *q,
				  struct dwrr_queue *queue, u64 now)
{
	bool above = *queue->metric > dwrr_thresh(queue, queue->level->round_ps);

	if (q->scheme->control)
		return q->scheme->control(q, queue, above, now);
	return above;
}

/* Applies the scheme to @skb: sets CE if @queue is congested and @skb is ECN-capable. */
static inline void dwrr_mark(const struct dwrr_sched *q,
			     struct dwrr_queue *queue, struct sk_buff *skb,
			     u64 now)
{
	if (!dwrr_congested(q, queue, now) || !packet_set_ce(skb))
		return;
	queue->count.marked.packets++;
	queue->count.marked.bytes += dwrr_skb_cb(skb)->wire_len;
}

#endif /* _DWRR_MARKING_H */
