/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Fourth question: whose turn is it?
 *
 * Deficit round robin (Shreedhar & Varghese, SIGCOMM 1995) over the active
 * queues, weighted by their quanta. A turn gives a queue one quantum, and it
 * sends what that covers; then it goes to the tail. What is left of the quantum
 * is kept for the next turn (DWRR) or forgotten, and then even a packet larger
 * than the quantum may open a turn (WRR).
 *
 * Each turn that ends is a sample of the round's length for marking.h: from the
 * moment the queue joined the tail to the end of the port's last transmission.
 * A turn begins where the last one ended, so samples leave no gaps.
 */
#ifndef _DWRR_SCHEDULER_H
#define _DWRR_SCHEDULER_H

#include "dwrr.h"
#include "marking.h"

static inline struct sk_buff *dwrr_head(const struct dwrr_queue *queue)
{
	return queue->fifo.head;
}

static inline void dwrr_round_sample(struct dwrr_sched *q,
				     struct dwrr_queue *queue)
{
	if ((s64)(q->busy_until - queue->round_start) < 0)
		return;		/* nothing was sent since it joined */
	q->round_ps = dwrr_round_smooth(q->round_ps,
					q->busy_until - queue->round_start,
					q->config.round_alpha);
	queue->round_start = q->busy_until;
}

/* T_round as a packet that arrived now would find it. */
static inline u64 dwrr_round_now(const struct dwrr_sched *q, u64 now)
{
	if (!list_empty(&q->active) || (s64)(now - q->busy_until) <= 0)
		return q->round_ps;
	return dwrr_round_decay(q->round_ps, now - q->busy_until,
				q->config.idle_interval, q->config.round_alpha);
}

/* The queue was empty and is about to get a packet. */
static inline void dwrr_activate(struct dwrr_sched *q, struct dwrr_queue *queue,
				 u64 now)
{
	q->round_ps = dwrr_round_now(q, now);
	queue->deficit = 0;
	queue->in_turn = false;
	queue->round_start = now;
	list_add_tail(&queue->turn, &q->active);
}

/* The queue has sent its last packet. */
static inline void dwrr_deactivate(struct dwrr_sched *q,
				   struct dwrr_queue *queue)
{
	dwrr_round_sample(q, queue);
	list_del_init(&queue->turn);
}

static inline void dwrr_begin_turn(struct dwrr_queue *queue)
{
	queue->deficit += queue->config->quantum;
	queue->in_turn = true;
}

static inline void dwrr_end_turn(struct dwrr_sched *q, struct dwrr_queue *queue)
{
	dwrr_round_sample(q, queue);
	if (q->config.scheduler == DWRR_SCHED_WRR)
		queue->deficit = 0;
	queue->in_turn = false;
	list_move_tail(&queue->turn, &q->active);
}

static inline bool dwrr_may_send(const struct dwrr_sched *q,
				 const struct dwrr_queue *queue, u32 len)
{
	return len <= queue->deficit ||
	       (q->config.scheduler == DWRR_SCHED_WRR &&
		queue->deficit >= queue->config->quantum);
}

static inline void dwrr_charge(struct dwrr_queue *queue, u32 len)
{
	queue->deficit -= min(queue->deficit, len);
}

/* Return: the queue whose head goes next; NULL when all are empty. */
static inline struct dwrr_queue *dwrr_schedule(struct dwrr_sched *q)
{
	struct dwrr_queue *queue;

	while (!list_empty(&q->active)) {
		queue = list_first_entry(&q->active, struct dwrr_queue, turn);
		if (!queue->in_turn)
			dwrr_begin_turn(queue);
		if (dwrr_may_send(q, queue,
				  dwrr_skb_cb(dwrr_head(queue))->wire_len))
			return queue;
		dwrr_end_turn(q, queue);
	}
	return NULL;
}

#endif /* _DWRR_SCHEDULER_H */
