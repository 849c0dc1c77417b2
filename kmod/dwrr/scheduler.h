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

#include "active.h"
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
	if (!(q->idle_levels & level->bit) || (s64)(now - level->busy_until) <= 0)
		return level->round_ps;
	return dwrr_round_decay(level->round_ps, now - level->busy_until,
				q->config.idle_interval, q->config.round_alpha);
}

static inline void dwrr_levels_init(struct dwrr_sched *q)
{
	u32 i;

	for (i = 0; i < DWRR_NUM_PRIOS; i++) {
		q->levels[i].bit = BIT(i);
		q->idle_levels |= BIT(i);
	}
}

/* Starts to measure T_round. */
static inline void dwrr_reset_rounds(struct dwrr_sched *q, u64 now)
{
	u32 i;

	q->idle_levels = ~q->busy_levels;
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
static inline void dwrr_activate(struct dwrr_sched *q, struct dwrr_queue *queue)
{
	struct dwrr_level *level = queue->level;

	q->busy_levels |= level->bit;
	if (unlikely(q->wfq)) {
		dwrr_wfq_activate(level, queue);
		return;
	}
	if (q->uses_rounds)
		q->joined |= BIT_ULL(queue->index);
	queue->deficit = 0;
	queue->in_turn = false;
	queue->had_empty_turns = false;
	dwrr_active_add_tail(&level->active, queue);
}

/*
 * Starts the first sample of T_round of the queues that joined their level, and ends the
 * decay of levels that were idle. Enqueue leaves this to the dequeue that follows it at
 * once, because reading the clock is expensive.
 */
static inline void dwrr_start_rounds(struct dwrr_sched *q, u64 now)
{
	struct dwrr_queue *queue;
	struct dwrr_level *level;

	while (q->joined) {
		queue = &q->queues[__ffs64(q->joined)];
		level = queue->level;
		q->joined &= q->joined - 1;
		level->round_ps = dwrr_round_now(q, level, now);
		q->idle_levels &= ~level->bit;
		dwrr_round_start(queue, now);
	}
}

/* Call when queues left the active list of @level. */
static inline void dwrr_update_busy(struct dwrr_sched *q, const struct dwrr_level *level)
{
	if (level->active.first)
		return;
	q->busy_levels &= ~level->bit;
	q->idle_levels |= level->bit;
}

/* Call when @queue, the first of its level, has sent its last packet. */
static inline void dwrr_deactivate(struct dwrr_sched *q,
				   struct dwrr_queue *queue)
{
	if (q->uses_rounds)
		dwrr_round_sample(q, queue);
	dwrr_active_del_first(&queue->level->active);
	dwrr_update_busy(q, queue->level);
}

/*
 * Assigns the queues to the levels and the scheduler of the configuration. A
 * backlogged queue whose level or scheduler changes is activated again.
 */
static inline void dwrr_update_levels(struct dwrr_sched *q)
{
	bool wfq = q->config.scheduler == DWRR_SCHED_WFQ;
	bool new_scheduler = q->wfq != wfq;
	struct dwrr_queue *queue;
	struct dwrr_level *level;
	u64 moved = 0;
	u32 i;

	for (i = 0; i < q->config.num_queues; i++) {
		queue = &q->queues[i];
		level = &q->levels[queue->config->prio];
		if ((new_scheduler || queue->level != level) && queue->fifo.qlen) {
			dwrr_active_del(&queue->level->active, queue);
			dwrr_update_busy(q, queue->level);
			moved |= BIT_ULL(i);
		}
		if (queue->level != level)	/* its tag is one of the other level */
			queue->start_tag = level->virtual_time;
		queue->level = level;
		level->quanta = dwrr_level_quanta(&q->config, i);
		queue->inv_weight = dwrr_inv_weight(queue->config->quantum);
	}
	q->wfq = wfq;
	for (i = 0; i < q->config.num_queues; i++)
		if (moved & BIT_ULL(i))
			dwrr_activate(q, &q->queues[i]);
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
	dwrr_active_rotate(&queue->level->active);
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
	dwrr_active_rotate(&queue->level->active);
}

/*
 * Return: the number of turns until @queue, whose deficit does not cover its packet, has
 * one that sends it.
 */
static inline u32 dwrr_empty_turns_ahead(const struct dwrr_queue *queue)
{
	u32 len = dwrr_skb_cb(dwrr_head(queue))->wire_len;

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

	for (queue = level->active.first; queue; queue = queue->next_active)
		rounds = min(rounds, dwrr_empty_turns_ahead(queue));
	for (queue = level->active.first; queue; queue = queue->next_active)
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
	struct dwrr_queue *first = level->active.first, *queue;

	for (queue = first;;) {
		dwrr_end_empty_turn(queue);
		queue = level->active.first;
		if (queue == first)	/* a whole round was empty */
			dwrr_skip_rounds(level);
		dwrr_begin_turn(queue);
		if (dwrr_skb_cb(dwrr_head(queue))->wire_len <= queue->deficit)
			return queue;
	}
}

/* Accounts for a packet of @len wire bytes that @queue has sent. */
static inline void dwrr_charge(struct dwrr_sched *q, struct dwrr_queue *queue, u32 len)
{
	if (unlikely(q->wfq))
		dwrr_wfq_charge(queue, len);
	else
		queue->deficit -= min(queue->deficit, len);
	if (!queue->fifo.qlen)
		dwrr_deactivate(q, queue);
	else if (unlikely(q->wfq))
		dwrr_wfq_move(queue->level, queue);
}

/* Return: the queue to send from next. The port has packets. */
static inline struct dwrr_queue *dwrr_schedule(struct dwrr_sched *q)
{
	struct dwrr_level *level = &q->levels[__ffs(q->busy_levels)];
	struct dwrr_queue *queue;
	u32 len;

	for (;;) {
		queue = level->active.first;
		if (unlikely(q->wfq))
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
}

#endif /* _DWRR_SCHEDULER_H */
