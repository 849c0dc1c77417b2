/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Weighted fair queueing, in the form that needs no clock: start-time fair
 * queueing (Goyal, Vin & Cheng, SIGCOMM 1996).
 *
 * A packet has a start tag and a finish tag, which is length / weight later, and
 * the packet with the least start tag goes next. The level's virtual time is the
 * start tag of the packet that leaves. A packet behind another starts where that
 * one finishes; one that finds its queue empty does so too, but not before
 * virtual time. So a tag a queue is enough: that of its head or, when it is empty,
 * where its last packet finished.
 *
 * A level's active queues stand in the order of their tags. They are few, and most
 * come last, so a search from the end is short. Tags wrap round: one is before
 * another when the difference, as a signed number, is negative.
 */
#ifndef _DWRR_WFQ_H
#define _DWRR_WFQ_H

#include <linux/bits.h>
#include <linux/math64.h>

#include "dwrr.h"

#define DWRR_TAG_ONE	BIT_ULL(32)	/* one quantum's worth */
#define DWRR_MAX_TAG	BIT_ULL(41)	/* more than any packet's worth */

static inline bool dwrr_tag_before(u64 tag, u64 other)
{
	return (s64)(tag - other) < 0;
}

static inline u32 dwrr_tag_per_byte(u32 quantum)
{
	return div_u64(DWRR_TAG_ONE, quantum);
}

/* Of equal tags, the one that came first goes first. */
static inline void dwrr_fair_insert(struct dwrr_level *level,
				    struct dwrr_queue *queue)
{
	struct dwrr_queue *other;

	list_for_each_entry_reverse(other, &level->active, turn)
		if (!dwrr_tag_before(queue->tag, other->tag))
			break;
	list_add(&queue->turn, &other->turn);
}

/*
 * The queue is about to get a packet. After a pause of the whole level everybody
 * starts anew. No queue is ahead of virtual time by more than a packet; a tag that
 * seems to be is behind it, or of another time.
 */
static inline void dwrr_fair_join(struct dwrr_level *level,
				  struct dwrr_queue *queue)
{
	if (list_empty(&level->active))
		level->virtual_time = level->last_finish;
	if (queue->tag - level->virtual_time > DWRR_MAX_TAG)
		queue->tag = level->virtual_time;
	dwrr_fair_insert(level, queue);
}

/* The queue's head, of @len wire bytes, leaves. */
static inline void dwrr_fair_charge(struct dwrr_queue *queue, u32 len)
{
	struct dwrr_level *level = queue->level;

	level->virtual_time = queue->tag;
	queue->tag += (u64)queue->tag_per_byte * len;
	if (dwrr_tag_before(level->last_finish, queue->tag))
		level->last_finish = queue->tag;
	list_del(&queue->turn);
	dwrr_fair_insert(level, queue);
}

#endif /* _DWRR_WFQ_H */
