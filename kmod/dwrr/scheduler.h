/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Fourth question: which queue is served next?
 *
 * The queues of one priority form a level. A level is served while all higher levels
 * are empty; a packet in transmission is not preempted.
 *
 * Within a level, one of:
 *
 *	DWRR	deficit round robin (Shreedhar & Varghese, SIGCOMM 1995), with the
 *		quanta as weights. Each turn adds one quantum to the deficit counter of
 *		the queue. The queue sends while the counter covers the packet at its
 *		head, then goes to the tail of the active list.
 *	WRR	the same, but the deficit counter is reset to 0 at the end of a turn, and
 *		the first packet of a turn may be larger than the quantum.
 *	WFQ	weighted fair queueing, which has no turns: see wfq.h.
 *
 * The end of each turn is a sample of T_round for marking.h: the time from when the
 * queue was put at the tail to the end of the last transmission of the level. The
 * next sample starts there, so samples leave no gaps, and they include the time that
 * higher levels take.
 *
 * If a quantum is smaller than a packet, some turns send nothing, and those of several
 * queues may follow each other in no time. They are no samples: equation 5 takes
 * quantum / T_round as the rate of a queue, so the sample of such a queue is the time
 * in which it sends one quantum at its rate.
 */
#ifndef _DWRR_SCHEDULER_H
#define _DWRR_SCHEDULER_H

#include <linux/bitops.h>

#include "dwrr.h"
#include "marking.h"
#include "wfq.h"

static inline struct sk_buff *dwrr_head(const struct dwrr_queue *queue)
{
	return queue->fifo.head;
}

/*
 * Return: ns to transmit @len wire bytes. This is psched_l2t_ns() without overhead
 * and cell size: a wire length includes the former, Ethernet has no cells.
 */
static inline u64 dwrr_tx_time(const struct dwrr_sched *q, u32 len)
{
	return ((u64)len * q->line_rate.mult) >> q->line_rate.shift;
}

/* Return: the part of @time, since round_start, in which @queue sent one quantum. */
static noinline u64 dwrr_scaled_sample(const struct dwrr_queue *queue, u64 time)
{
	return div64_u64(min_t(u64, time, DWRR_MAX_SAMPLE_NS) * queue->config->quantum,
			 queue->round_bytes);
}

/* Starts a sample of T_round. */
static inline void dwrr_round_start(struct dwrr_queue *queue, u64 now)
{
	queue->round_start = now;
	queue->round_bytes = 0;
}

/*
 * Ends a sample of T_round. A turn that sent nothing, because the configuration changed
 * during it, gives none.
 */
static inline void dwrr_round_sample(struct dwrr_sched *q,
				     struct dwrr_queue *queue)
{
	struct dwrr_level *level = queue->level;
	u64 time = level->busy_until - queue->round_start;

	if (unlikely(!queue->round_bytes)) {
		queue->had_empty_turns = true;
		return;
	}
	if ((s64)time < 0)
		return;		/* a burst of the token bucket, faster than the rate */
	if (unlikely(queue->had_empty_turns))
		time = dwrr_scaled_sample(queue, time);
	level->round_ps = dwrr_round_smooth(level->round_ps, time,
					    q->config.round_alpha);
	dwrr_round_start(queue, level->busy_until);
}

/* Return: T_round of @level at @now, decayed if the level is idle. */
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

/* Starts to measure T_round. */
static inline void dwrr_reset_rounds(struct dwrr_sched *q, u64 now)
{
	u32 i;

	for (i = 0; i < DWRR_NUM_PRIOS; i++) {
		q->levels[i].round_ps = 0;
		q->levels[i].busy_until = now;
	}
	for (i = 0; i < q->config.num_queues; i++) {
		dwrr_round_start(&q->queues[i], now);
		q->queues[i].had_empty_turns = false;
	}
}

/* Call when @queue is empty and about to get a packet. */
static inline void dwrr_activate(struct dwrr_sched *q, struct dwrr_queue *queue,
				 u64 now)
{
	struct dwrr_level *level = queue->level;

	q->busy_levels |= level->bit;
	if (q->wfq) {
		dwrr_wfq_activate(level, queue);
		return;
	}
	if (q->uses_rounds) {
		level->round_ps = dwrr_round_now(q, level, now);
		dwrr_round_start(queue, now);
	}
	queue->deficit = 0;
	queue->in_turn = false;
	queue->had_empty_turns = false;
	list_add_tail(&queue->alist, &level->active);
}

/* Takes @queue off the active list of its level. */
static inline void dwrr_alist_del(struct dwrr_sched *q, struct dwrr_queue *queue)
{
	list_del_init(&queue->alist);
	if (list_empty(&queue->level->active))
		q->busy_levels &= ~queue->level->bit;
}

/* Call when @queue has sent its last packet. */
static inline void dwrr_deactivate(struct dwrr_sched *q,
				   struct dwrr_queue *queue)
{
	if (q->uses_rounds)
		dwrr_round_sample(q, queue);
	dwrr_alist_del(q, queue);
}

/*
 * Assigns the queues to the levels and the scheduler of the configuration. A
 * backlogged queue whose level or scheduler changes is activated again.
 */
static inline void dwrr_update_levels(struct dwrr_sched *q, u64 now)
{
	bool wfq = q->config.scheduler == DWRR_SCHED_WFQ;
	bool new_scheduler = q->wfq != wfq;
	struct dwrr_queue *queue;
	struct dwrr_level *level;
	u32 i;

	for (i = 0; i < q->config.num_queues; i++) {
		queue = &q->queues[i];
		level = &q->levels[queue->config->prio];
		if ((new_scheduler || queue->level != level) &&
		    !list_empty(&queue->alist))
			dwrr_alist_del(q, queue);
		if (queue->level != level)	/* its tag is one of the other level */
			queue->start_tag = level->virtual_time;
		queue->level = level;
		level->quanta = dwrr_level_quanta(&q->config, i);
		queue->inv_weight = dwrr_inv_weight(queue->config->quantum);
	}
	q->wfq = wfq;
	for (i = 0; i < q->config.num_queues; i++) {
		queue = &q->queues[i];
		if (queue->fifo.qlen && list_empty(&queue->alist))
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
	if (q->uses_rounds)
		dwrr_round_sample(q, queue);
	if (q->config.scheduler == DWRR_SCHED_WRR)
		queue->deficit = 0;
	queue->in_turn = false;
	list_move_tail(&queue->alist, &queue->level->active);
}

static inline bool dwrr_can_send(const struct dwrr_sched *q,
				 const struct dwrr_queue *queue, u32 len)
{
	return len <= queue->deficit ||
	       (q->config.scheduler == DWRR_SCHED_WRR &&
		queue->deficit >= queue->config->quantum);
}

/* Ends a turn that sent no packet. WRR has none. */
static inline void dwrr_end_empty_turn(struct dwrr_queue *queue)
{
	queue->had_empty_turns = true;
	queue->in_turn = false;
	list_move_tail(&queue->alist, &queue->level->active);
}

/* Return: the number of turns until @queue has one that sends a packet. */
static inline u32 dwrr_empty_turns_ahead(const struct dwrr_queue *queue)
{
	u32 len = dwrr_skb_cb(dwrr_head(queue))->wire_len;

	if (len <= queue->deficit)
		return 0;
	return (len - queue->deficit - 1) / queue->config->quantum;
}

/*
 * Skips the rounds in which no queue of @level can send. With a size table a packet
 * may be as long as thousands of quanta, on older kernels as millions.
 */
static noinline void dwrr_skip_rounds(struct dwrr_level *level)
{
	struct dwrr_queue *queue;
	u32 rounds = U32_MAX;

	list_for_each_entry(queue, &level->active, alist)
		rounds = min(rounds, dwrr_empty_turns_ahead(queue));
	list_for_each_entry(queue, &level->active, alist)
		queue->deficit += rounds * queue->config->quantum;
}

/*
 * Ends the turn of the first queue of @level, whose quantum does not cover its packet,
 * and those of the same kind that follow.
 *
 * Return: the next queue that can send, in its turn.
 */
static noinline struct dwrr_queue *dwrr_end_empty_turns(struct dwrr_level *level)
{
	struct dwrr_queue *first, *queue;

	first = list_first_entry(&level->active, struct dwrr_queue, alist);
	for (queue = first;;) {
		dwrr_end_empty_turn(queue);
		queue = list_first_entry(&level->active, struct dwrr_queue, alist);
		if (queue == first)	/* a whole round was empty */
			dwrr_skip_rounds(level);
		dwrr_begin_turn(queue);
		if (dwrr_skb_cb(dwrr_head(queue))->wire_len <= queue->deficit)
			return queue;
	}
}

/* Accounts for a packet of @len wire bytes that @queue sends. */
static inline void dwrr_charge(const struct dwrr_sched *q,
			       struct dwrr_queue *queue, u32 len)
{
	if (q->wfq)
		dwrr_wfq_charge(queue, len);
	else
		queue->deficit -= min(queue->deficit, len);
}

/* Return: the queue to send from next; NULL if all are empty. */
static inline struct dwrr_queue *dwrr_schedule(struct dwrr_sched *q)
{
	struct dwrr_level *level;
	struct dwrr_queue *queue;
	u32 len;

	while (q->busy_levels) {
		level = &q->levels[__ffs(q->busy_levels)];
		queue = list_first_entry(&level->active, struct dwrr_queue, alist);
		if (q->wfq)
			return queue;
		len = dwrr_skb_cb(dwrr_head(queue))->wire_len;
		if (queue->in_turn) {
			if (dwrr_can_send(q, queue, len))
				return queue;
			dwrr_end_turn(q, queue);
			continue;
		}
		dwrr_begin_turn(queue);
		if (likely(dwrr_can_send(q, queue, len)))
			return queue;
		return dwrr_end_empty_turns(level);
	}
	return NULL;
}

#endif /* _DWRR_SCHEDULER_H */
