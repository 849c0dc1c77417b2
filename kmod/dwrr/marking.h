/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Third question: is it given CE?
 *
 * A scheme is a row of a table: what it watches and which threshold it holds that
 * to. A packet is marked when it is more than the threshold.
 *
 * MQ-ECN (Bai et al., "Enabling ECN in Multi-Service Multi-Queue Data Centers",
 * NSDI 2016) follows the rate that a queue really gets,
 *
 *	K_i = min(quantum_i / T_round, C) * RTT * lambda	(equation 5)
 *
 * with RTT * lambda = port_thresh / C, where T_round is the smoothed time in
 * which every active queue has had its turn,
 *
 *	T_round = beta * T_round + (1 - beta) * T_sample	(equation 6)
 *
 * and rounds are deemed empty while nobody has a turn. T_round is kept in
 * picoseconds, so that a round of 100 ns at 100 Gbit/s is not rounded away.
 *
 * Queues of one priority have a T_round of their own, which holds the time that
 * higher ones take from them. A queue that is alone above others is no part of a
 * round: it keeps the standard K, as in the paper's simulations with strict
 * priority above DWRR (its ns-2 code, prio_dwrr.cc).
 *
 * TCN (Bai et al., "Enabling ECN over Generic Packet Scheduling", CoNEXT 2016)
 * needs no rate: a packet that has stood for more than RTT * lambda has stood
 * behind more than rate * RTT * lambda, whatever the rate was.
 */
#ifndef _DWRR_MARKING_H
#define _DWRR_MARKING_H

#include <linux/math64.h>

#include "../common/packet.h"
#include "classify.h"
#include "codel.h"
#include "dwrr.h"

#define DWRR_PS_PER_NS		1000
#define DWRR_PS_PER_SEC		1000000000000ULL
#define DWRR_MAX_IDLE_ROUNDS	10	/* more of them: T_round is forgotten */
#define DWRR_MARK_NEVER		__DWRR_MARK_MAX
#define DWRR_MAX_SAMPLE_NS	(1000ULL * NSEC_PER_SEC)

/* Equation 6, with beta = alpha / 1000. */
static inline u64 dwrr_round_smooth(u64 round_ps, u64 sample_ns, u32 alpha)
{
	u64 sample_ps = min_t(u64, sample_ns, DWRR_MAX_SAMPLE_NS) * DWRR_PS_PER_NS;

	return div_u64(round_ps * alpha +
		       sample_ps * (DWRR_MAX_ROUND_ALPHA - alpha),
		       DWRR_MAX_ROUND_ALPHA);
}

/* What is left of T_round after the port stood empty for @idle_ns. */
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
 * Equation 5: @thresh scaled by quantum / (C * T_round), at most 1. The whole of
 * it is a queue's own up to T_round = quantum / C.
 */
static inline u64 dwrr_mq_ecn_thresh(u64 thresh, u64 whole_round_ps,
				     u64 round_ps)
{
	if (round_ps <= whole_round_ps)
		return thresh;
	return mul_u64_u64_div_u64(thresh, whole_round_ps, round_ps);
}

/* Is this queue alone at its priority, with others below it? */
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
 * A row: what is watched, where it stands, and the threshold that it is held to,
 * in bytes of what stands there or in ns of sojourn time. A packet above the
 * threshold is marked, unless a control law makes its own of it.
 */
struct dwrr_scheme {
	const u64 *(*watched)(const struct dwrr_sched *q,
			      const struct dwrr_queue *queue);
	u32 (*thresh)(const struct dwrr_config *config,
		      const struct dwrr_queue_config *queue);
	bool (*control)(const struct dwrr_sched *q, struct dwrr_queue *queue,
			bool above, u64 now);
	bool rounds;	/* the threshold shrinks as T_round grows */
	bool sojourn;
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

static inline u32 dwrr_queue_thresh(const struct dwrr_config *config,
				    const struct dwrr_queue_config *queue)
{
	return queue->thresh;
}

static inline u32 dwrr_port_thresh(const struct dwrr_config *config,
				   const struct dwrr_queue_config *queue)
{
	return config->port_thresh;
}

static inline u32 dwrr_tcn_thresh(const struct dwrr_config *config,
				  const struct dwrr_queue_config *queue)
{
	return config->tcn_thresh;
}

static inline u32 dwrr_codel_target(const struct dwrr_config *config,
				    const struct dwrr_queue_config *queue)
{
	return config->codel_target;
}

/* A queue that is left with one packet at most has no standing delay. */
static inline bool dwrr_codel_control(const struct dwrr_sched *q,
				      struct dwrr_queue *queue, bool above,
				      u64 now)
{
	u32 full = dwrr_wire_len(psched_mtu(qdisc_dev(q->sch)));

	return dwrr_codel_marks(&queue->codel, q->config.codel_interval,
				above && queue->bytes > full, now);
}

static const struct dwrr_scheme dwrr_schemes[__DWRR_ECN_MAX] = {
	[DWRR_ECN_NONE]		= { dwrr_queue_bytes },	/* no threshold */
	[DWRR_ECN_PER_QUEUE]	= { dwrr_queue_bytes,	dwrr_queue_thresh },
	[DWRR_ECN_PER_PORT]	= { dwrr_port_bytes,	dwrr_port_thresh },
	[DWRR_ECN_MQ_ECN]	= { dwrr_queue_bytes,	dwrr_port_thresh,
				    .rounds = true },
	[DWRR_ECN_TCN]		= { dwrr_queue_sojourn,	dwrr_tcn_thresh,
				    .sojourn = true },
	[DWRR_ECN_CODEL]	= { dwrr_queue_sojourn,	dwrr_codel_target,
				    dwrr_codel_control, .sojourn = true },
};

/* T_round up to which queue @i has the whole threshold. */
static inline u64 dwrr_whole_round(const struct dwrr_config *config, u32 i)
{
	if (!dwrr_schemes[config->ecn_scheme].rounds || dwrr_is_strict(config, i))
		return U64_MAX;
	return div64_u64(config->queue[i].quantum * DWRR_PS_PER_SEC,
			 config->rate);
}

/* What the scheme asks of a packet, ready for the path of packets. */
static inline void dwrr_prepare_marks(struct dwrr_sched *q)
{
	const struct dwrr_scheme *scheme = &dwrr_schemes[q->config.ecn_scheme];
	u32 i;

	for (i = 0; i < q->config.num_queues; i++) {
		struct dwrr_queue *queue = &q->queues[i];

		queue->watched = scheme->watched(q, queue);
		queue->thresh = scheme->thresh ?
				scheme->thresh(&q->config, queue->config) :
				U64_MAX;
		queue->whole_round_ps = dwrr_whole_round(&q->config, i);
	}
}

/* From now on packets are marked by the scheme of the port's configuration. */
static inline void dwrr_choose_scheme(struct dwrr_sched *q)
{
	const struct dwrr_scheme *scheme = &dwrr_schemes[q->config.ecn_scheme];
	bool noted = q->sojourn;	/* when packets arrived, so far */
	u32 i;

	dwrr_prepare_marks(q);
	q->mark_at = !scheme->thresh ? DWRR_MARK_NEVER :
		     scheme->sojourn ? DWRR_MARK_DEQUEUE : q->config.mark_at;
	q->sojourn = scheme->sojourn;
	q->rounds = scheme->rounds;
	if (q->scheme == scheme)
		return;
	q->scheme = scheme;
	for (i = 0; i < q->config.num_queues; i++) {
		struct dwrr_queue *queue = &q->queues[i];

		if (!noted)
			queue->undated = queue->fifo.qlen;
		queue->sojourn = 0;
		memset(&queue->codel, 0, sizeof(queue->codel));
	}
}

/*
 * A packet of which nobody knows when it came, because it came under another
 * scheme, has not waited.
 */
static inline void dwrr_take_sojourn(struct dwrr_queue *queue,
				     const struct sk_buff *skb, u64 now)
{
	if (unlikely(queue->undated)) {
		queue->undated--;
		queue->sojourn = 0;
	} else {
		queue->sojourn = now - dwrr_skb_cb(skb)->arrived;
	}
}

/* K in force. */
static inline u64 dwrr_thresh(const struct dwrr_queue *queue, u64 round_ps)
{
	return dwrr_mq_ecn_thresh(queue->thresh, queue->whole_round_ps,
				  round_ps);
}

/* Does what stands in @queue now, or has waited there, call for a mark? */
static inline bool dwrr_congested(const struct dwrr_sched *q,
				  struct dwrr_queue *queue, u64 now)
{
	bool above = *queue->watched > dwrr_thresh(queue, queue->level->round_ps);

	if (q->scheme->control)
		return q->scheme->control(q, queue, above, now);
	return above;
}

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
