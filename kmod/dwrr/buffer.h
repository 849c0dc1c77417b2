/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Second question: is the packet admitted?
 *
 * Shared mode: the backlog of all queues together is limited by the shared buffer
 * (complete sharing). Static mode: each queue is limited by its own buffer, and by
 * nothing else.
 *
 * Buffers count wire bytes, as those of a switch do. A small packet takes ten times as
 * much memory, so memory is limited as well, far above what full frames need. Both
 * limits are the buffer for the counters of drops.
 */
#ifndef _DWRR_BUFFER_H
#define _DWRR_BUFFER_H

#include "dwrr.h"

/* Return: DWRR_ADMITTED, or why a packet of @len wire bytes is dropped. */
static inline enum dwrr_drop dwrr_admit(const struct dwrr_sched *q,
					const struct dwrr_queue *queue, u32 len)
{
	bool full = q->memory > q->memory_limit;

	if (q->config.buffer_mode == DWRR_BUFFER_STATIC)
		return full || queue->bytes + len > queue->config->buffer ?
		       DWRR_DROP_QUEUE_BUFFER : DWRR_ADMITTED;
	return full || q->bytes + len > q->config.shared_buffer ?
	       DWRR_DROP_SHARED_BUFFER : DWRR_ADMITTED;
}

/* Accounts for a packet of @len wire bytes that joins @queue. */
static inline void dwrr_buffer_add(struct dwrr_sched *q,
				   struct dwrr_queue *queue, u32 len)
{
	queue->bytes += len;
	if (unlikely(queue->bytes > queue->watermark))
		queue->watermark = queue->bytes;
	q->bytes += len;
	if (unlikely(q->bytes > q->watermark))
		q->watermark = q->bytes;
}

static inline void dwrr_buffer_remove(struct dwrr_sched *q,
				      struct dwrr_queue *queue, u32 len)
{
	queue->bytes -= len;
	q->bytes -= len;
}

#endif /* _DWRR_BUFFER_H */
