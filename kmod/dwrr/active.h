/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The active list of a level: its queues that have packets, in order of service (the
 * ActiveList of Shreedhar & Varghese, SIGCOMM 1995, section 3).
 *
 * It is singly linked, which costs a packet less: a queue is served at the head of the
 * list, and only a change of the configuration takes others off.
 */
#ifndef _DWRR_ACTIVE_H
#define _DWRR_ACTIVE_H

#include "dwrr.h"

static inline void dwrr_active_add_tail(struct dwrr_active *active, struct dwrr_queue *queue)
{
	queue->next_active = NULL;
	if (active->first)
		active->last->next_active = queue;
	else
		active->first = queue;
	active->last = queue;
}

static inline void dwrr_active_del_first(struct dwrr_active *active)
{
	active->first = active->first->next_active;
}

/* Moves the first queue to the tail. */
static inline void dwrr_active_rotate(struct dwrr_active *active)
{
	struct dwrr_queue *queue = active->first;

	dwrr_active_del_first(active);
	dwrr_active_add_tail(active, queue);
}

/* Takes off @queue, wherever it is. */
static inline void dwrr_active_del(struct dwrr_active *active, const struct dwrr_queue *queue)
{
	struct dwrr_queue **link = &active->first, *before = NULL;

	while (*link != queue) {
		before = *link;
		link = &before->next_active;
	}
	*link = queue->next_active;
	if (active->last == queue)
		active->last = before;
}

#endif /* _DWRR_ACTIVE_H */
