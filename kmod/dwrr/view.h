/* SPDX-License-Identifier: GPL-2.0-only */
/* What the marking scheme and the buffer policy of a port are shown of a queue. */
#ifndef _DWRR_VIEW_H
#define _DWRR_VIEW_H

#include <linux/string.h>

#include "dwrr.h"
#include "pool.h"

/* Return: what the scheme is shown of @queue, without a packet. */
static inline struct dwrr_view *dwrr_view_now(const struct dwrr_sched *q,
					      struct dwrr_queue *queue, enum dwrr_role role)
{
	struct dwrr_view *view = &queue->scheme[role].view;

	view->queue_bytes = queue->bytes;
	view->port_bytes = q->bytes;
	view->active_quanta = queue->level->active_quanta;
	return view;
}

/* Return: what the scheme is shown of @queue from now on, until the configuration changes. */
static inline struct dwrr_view *dwrr_view_set(struct dwrr_sched *q, struct dwrr_queue *queue,
					      enum dwrr_role role)
{
	struct dwrr_scheme_data *data = &queue->scheme[role];

	dwrr_config_params(&q->config, role, queue->index, data->param);
	data->view = (struct dwrr_view) {
		.param		= data->param,
		.state		= data->state,
		.port_state	= q->scheme_state[role],
		.dev		= qdisc_dev(q->sch),
		.pool		= q->pool ? &q->pool->bytes : NULL,
		.shared_buffer	= q->config.shared_buffer,
		.rate		= q->config.rate,
		.quantum	= queue->config->quantum,
		.level_quanta	= queue->level->quanta,
		.mark_at	= q->config.mark_at,
		.num_queues	= q->config.num_queues,
	};
	return dwrr_view_now(q, queue, role);
}

/* Forgets what the scheme knows of @queue. */
static inline void dwrr_zero_state(struct dwrr_queue *queue, enum dwrr_role role)
{
	memset(queue->scheme[role].state, 0, DWRR_QUEUE_STATE);
}

/* Forgets what the scheme knows of the port. */
static inline void dwrr_zero_port_state(struct dwrr_sched *q, enum dwrr_role role)
{
	memset(q->scheme_state[role], 0, DWRR_PORT_STATE);
}

#endif /* _DWRR_VIEW_H */
