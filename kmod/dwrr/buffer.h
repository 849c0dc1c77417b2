/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Second question: is the packet admitted?
 *
 * Shared mode: the backlog of all queues together is limited by the shared buffer
 * (complete sharing). Static mode: each queue is limited by its own buffer, and by
 * nothing else. A buffer policy with a module of its own limits each queue, and the
 * shared buffer limits all.
 *
 * Buffers count wire bytes, as those of a switch do. A small packet takes ten times as
 * much memory, so memory is limited as well, far above what full frames need. Both
 * limits are the buffer for the counters of drops.
 */
#ifndef _DWRR_BUFFER_H
#define _DWRR_BUFFER_H

#include "dwrr.h"
#include "view.h"

/* Return: what the policy is shown of a packet of @len wire bytes. */
static inline struct dwrr_view *dwrr_view_packet(const struct dwrr_sched *q,
						 struct dwrr_queue *queue, u32 len, u64 now)
{
	struct dwrr_view *view = dwrr_view_now(q, queue, DWRR_BUFFERING);

	view->len = len;
	view->now = now;
	return view;
}

/* Return: bytes up to which the policy lets @queue fill with an arriving packet of @len. */
static inline u64 dwrr_ask_limit(const struct dwrr_sched *q, struct dwrr_queue *queue, u32 len,
				 u64 now)
{
	struct dwrr_view *view = dwrr_view_packet(q, queue, len, now);

	view->queue_bytes += len;
	view->port_bytes += len;
	return q->policy->limit(view);
}

/* Return: what the buffer that all queues share says of a packet. */
static inline enum dwrr_drop dwrr_admit_shared(const struct dwrr_sched *q, u32 len)
{
	return q->memory > q->memory_limit || q->bytes + len > q->config.shared_buffer ?
	       DWRR_DROP_SHARED_BUFFER : DWRR_ADMITTED;
}

/* The same, if each queue has a limit of its own. */
static noinline enum dwrr_drop dwrr_admit_limited(const struct dwrr_sched *q,
						  struct dwrr_queue *queue, u32 len)
{
	if (q->config.buffer_mode == DWRR_BUFFER_STATIC)
		return q->memory > q->memory_limit || queue->bytes + len > queue->config->buffer ?
		       DWRR_DROP_QUEUE_BUFFER : DWRR_ADMITTED;
	if (dwrr_admit_shared(q, len) != DWRR_ADMITTED)
		return DWRR_DROP_SHARED_BUFFER;
	return queue->bytes + len > dwrr_ask_limit(q, queue, len, ktime_get_ns()) ?
	       DWRR_DROP_QUEUE_BUFFER : DWRR_ADMITTED;
}

/* Return: DWRR_ADMITTED, or why a packet of @len wire bytes is dropped. */
static inline enum dwrr_drop dwrr_admit(const struct dwrr_sched *q,
					struct dwrr_queue *queue, u32 len)
{
	return likely(q->config.buffer_mode == DWRR_BUFFER_SHARED) ?
	       dwrr_admit_shared(q, len) : dwrr_admit_limited(q, queue, len);
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

/* Shows the policy a queue whose configuration or state is new. */
static inline void dwrr_configure_policy(struct dwrr_sched *q, struct dwrr_queue *queue)
{
	const struct dwrr_view *view = dwrr_view_set(q, queue, DWRR_BUFFERING);

	if (q->policy->configured)
		q->policy->configured(view);
}

/* Switches to the policy of the configuration, which knows nothing yet if it is another. */
static inline void dwrr_set_policy(struct dwrr_sched *q)
{
	const struct dwrr_scheme_ops *policy = dwrr_config_scheme(&q->config, DWRR_BUFFERING);
	bool new = q->policy != policy;
	u32 i;

	q->policy = policy;
	q->has_policy = dwrr_config_has_module(&q->config, DWRR_BUFFERING);
	q->is_followed = q->has_policy || q->pool;
	if (new)
		dwrr_zero_port_state(q, DWRR_BUFFERING);
	for (i = 0; i < q->config.num_queues; i++) {
		if (new)
			dwrr_zero_state(&q->queues[i], DWRR_BUFFERING);
		dwrr_configure_policy(q, &q->queues[i]);
	}
}

#endif /* _DWRR_BUFFER_H */
