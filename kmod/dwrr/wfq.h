/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Weighted fair queueing, as start-time fair queueing (Goyal, Vin & Cheng, SIGCOMM
 * 1996), which needs no simulation of a fluid server.
 *
 * Each packet has a start tag and a finish tag, with finish = start + length / weight
 * (section 2). Packets are served in increasing order of start tags. Virtual time
 * v(t) is the start tag of the packet in service; at the end of a busy period it is
 * set to the maximum finish tag. The start tag of a packet is the finish tag of the
 * previous packet of its queue or, if greater, the virtual time of its arrival. One
 * tag per queue is enough: the start tag of the packet at the head or, if the queue
 * is empty, the finish tag of its last packet.
 *
 * The active queues of a level are sorted by start tag. They are few, and most
 * insertions are at the tail. Tags wrap: one is before another if the difference, as
 * a signed number, is negative.
 */
#ifndef _DWRR_WFQ_H
#define _DWRR_WFQ_H

#include <linux/bits.h>
#include <linux/math64.h>

#include "active.h"
#include "dwrr.h"

#define DWRR_TAG_ONE	BIT_ULL(32)	/* advance of a tag by one quantum */
#define DWRR_MAX_TAG	BIT_ULL(41)	/* more than any packet advances a tag */

static inline bool dwrr_tag_before(u64 tag, u64 other)
{
	return (s64)(tag - other) < 0;
}

/* Return: tag units per byte. The weight is the quantum. */
static inline u32 dwrr_inv_weight(u32 quantum)
{
	return div_u64(DWRR_TAG_ONE, quantum);
}

/* Inserts @queue behind the queues with the same start tag. */
static inline void dwrr_wfq_insert(struct dwrr_level *level,
				   struct dwrr_queue *queue)
{
	struct dwrr_active *active = &level->active;
	struct dwrr_queue **link = &active->first;

	if (!active->first || !dwrr_tag_before(queue->start_tag, active->last->start_tag)) {
		dwrr_active_add_tail(active, queue);
		return;
	}
	while (!dwrr_tag_before(queue->start_tag, (*link)->start_tag))
		link = &(*link)->next_active;
	queue->next_active = *link;
	*link = queue;
}

/*
 * Call when @queue is empty and about to get a packet. A busy period of the level
 * starts if it has no active queue. A tag is at most one packet ahead of virtual
 * time; one that appears to be further ahead is behind, or left from before a wrap.
 */
static inline void dwrr_wfq_activate(struct dwrr_level *level,
				     struct dwrr_queue *queue)
{
	if (!level->active.first)
		level->virtual_time = level->max_finish_tag;
	if (queue->start_tag - level->virtual_time > DWRR_MAX_TAG)
		queue->start_tag = level->virtual_time;
	dwrr_wfq_insert(level, queue);
}

/* Accounts for the packet at the head of @queue, of @len wire bytes. */
static inline void dwrr_wfq_charge(struct dwrr_queue *queue, u32 len)
{
	struct dwrr_level *level = queue->level;

	level->virtual_time = queue->start_tag;
	queue->start_tag += (u64)queue->inv_weight * len;
	if (dwrr_tag_before(level->max_finish_tag, queue->start_tag))
		level->max_finish_tag = queue->start_tag;
}

/* Moves @queue, which sent a packet and has more, to the place of its new tag. */
static inline void dwrr_wfq_move(struct dwrr_level *level, struct dwrr_queue *queue)
{
	dwrr_active_del_first(&level->active);
	dwrr_wfq_insert(level, queue);
}

#endif /* _DWRR_WFQ_H */
