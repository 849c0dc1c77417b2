/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Fourth question: whose turn is it?
 *
 * Queues of one priority are a level. A level is served while all higher ones
 * are empty; a packet under way is not interrupted.
 *
 * Within a level: deficit round robin (Shreedhar & Varghese, SIGCOMM 1995) over
 * the active queues, weighted by their quanta. A turn gives a queue one quantum, and it
 * sends what that covers; then it goes to the tail. What is left of the quantum
 * is kept for the next turn (DWRR) or forgotten, and then even a packet larger
 * than the quantum may open a turn (WRR). Or weighted fair queueing, which has no
 * turns (WFQ, in wfq.h).
 *
 * Each turn that ends is a sample of the round's length for marking.h: from the
 * moment the queue joined the tail to the end of its level's last transmission.
 * A turn begins where the last one ended, so samples leave no gaps, and what the
 * higher levels take in between is in them.
 */
#ifndef _DWRR_SCHEDULER_H
#define _DWRR_SCHEDULER_H

#include <linux/bitops.h>

#include "dwrr.h"
#include "wfq.h"
#include "marking.h"

static inline struct sk_buff *dwrr_head(const struct dwrr_queue *queue)
{
	return queue->fifo.head;
}

/* psched_l2t_ns() without overheads and cells, which wire lengths have not. */
static inline u64 dwrr_line_ns(const struct dwrr_sched *q, u32 len)
{
	return ((u64)len * q->line.mult) >> q->line.shift;
}

static inline void dwrr_round_sample(struct dwrr_sched *q,
				     struct dwrr_queue *queue)
{
	struct dwrr_level *level = queue->level;

	if ((s64)(level->busy_until - queue->round_start) < 0)
		return;		/* nothing was sent since it joined */
	level->round_ps = dwrr_round_smooth(level->round_ps,
					    level->busy_until - queue->round_start,
					    q->config.round_alpha);
	queue->round_start = level->busy_until;
}

/* T_round as a packet that arrived now would find it. */
static inline u64 dwrr_round_now(const struct dwrr_sched *q,
				 const struct dwrr_level *level, u64 now)
{
	if (!list_empty(&level->active) || (s64)(now - level->busy_until) <= 0)
		return level->round_ps;
	return dwrr_round_decay(level->round_ps, now - level->busy_until,
				q->config.idle_interval, q->config.round_alpha);
}

static inline void dwrr_levels_init(struct dwrr_sched *q)
{
	u32 i;

	for (i = 0; i < DWRR_NUM_PRIOS; i++) {
		INIT_LIST_HEAD(&q->levels[i].active);
		q->levels[i].bit = BIT(i);
	}
}

/* Rounds begin to count: T_round is not known yet. */
static inline void dwrr_begin_rounds(struct dwrr_sched *q, u64 now)
{
	u32 i;

	for (i = 0; i < DWRR_NUM_PRIOS; i++)
		q->levels[i].round_ps = 0;
	for (i = 0; i < q->config.num_queues; i++)
		q->queues[i].round_start = now;
}

/* The queue was empty and is about to get a packet. */
static inline void dwrr_activate(struct dwrr_sched *q, struct dwrr_queue *queue,
				 u64 now)
{
	struct dwrr_level *level = queue->level;

	q->busy |= level->bit;
	if (q->fair) {
		dwrr_fair_join(level, queue);
		return;
	}
	if (q->rounds) {
		level->round_ps = dwrr_round_now(q, level, now);
		queue->round_start = now;
	}
	queue->deficit = 0;
	queue->in_turn = false;
	list_add_tail(&queue->turn, &level->active);
}

static inline void dwrr_leave(struct dwrr_sched *q, struct dwrr_queue *queue)
{
	list_del_init(&queue->turn);
	if (list_empty(&queue->level->active))
		q->busy &= ~queue->level->bit;
}

/* The queue has sent its last packet. */
static inline void dwrr_deactivate(struct dwrr_sched *q,
				   struct dwrr_queue *queue)
{
	if (q->rounds)
		dwrr_round_sample(q, queue);
	dwrr_leave(q, queue);
}

/*
 * Brings the queues to the levels and into the order of the configuration. Those
 * with packets that have to move join anew.
 */
static inline void dwrr_arrange(struct dwrr_sched *q, u64 now)
{
	bool fair = q->config.scheduler == DWRR_SCHED_WFQ;
	bool new_order = q->fair != fair;
	struct dwrr_queue *queue;
	struct dwrr_level *level;
	u32 i;

	for (i = 0; i < q->config.num_queues; i++) {
		queue = &q->queues[i];
		level = &q->levels[queue->config->prio];
		if ((new_order || queue->level != level) &&
		    !list_empty(&queue->turn))
			dwrr_leave(q, queue);
		queue->level = level;
		queue->tag_per_byte = dwrr_tag_per_byte(queue->config->quantum);
	}
	q->fair = fair;
	for (i = 0; i < q->config.num_queues; i++) {
		queue = &q->queues[i];
		if (queue->fifo.qlen && list_empty(&queue->turn))
			dwrr_activate(q, queue, now);
	}
}

static inline void dwrr_begin_turn(struct dwrr_queue *queue)
{
	queue->deficit += queue->config->quantum;
	queue->in_turn = true;
}

static inline void dwrr_end_turn(struct dwrr_sched *q, struct dwrr_queue *queue)
{
	if (q->rounds)
		dwrr_round_sample(q, queue);
	if (q->config.scheduler == DWRR_SCHED_WRR)
		queue->deficit = 0;
	queue->in_turn = false;
	list_move_tail(&queue->turn, &queue->level->active);
}

static inline bool dwrr_may_send(const struct dwrr_sched *q,
				 const struct dwrr_queue *queue, u32 len)
{
	return len <= queue->deficit ||
	       (q->config.scheduler == DWRR_SCHED_WRR &&
		queue->deficit >= queue->config->quantum);
}

static inline void dwrr_charge(const struct dwrr_sched *q,
			       struct dwrr_queue *queue, u32 len)
{
	if (q->fair)
		dwrr_fair_charge(queue, len);
	else
		queue->deficit -= min(queue->deficit, len);
}

/* Return: the queue whose head goes next; NULL when all are empty. */
static inline struct dwrr_queue *dwrr_schedule(struct dwrr_sched *q)
{
	struct dwrr_level *level;
	struct dwrr_queue *queue;

	while (q->busy) {
		level = &q->levels[__ffs(q->busy)];
		queue = list_first_entry(&level->active, struct dwrr_queue, turn);
		if (q->fair)
			return queue;
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
