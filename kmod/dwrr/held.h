/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Packets that left their queue, but not the port. The kernel holds them, because a
 * parent peeked, the device was busy (both in gso_skb), or the packets before are for
 * another transmit queue of the device (skb_bad_txq). Its own qlen and backlog count
 * them, and it frees them when it resets the port.
 */
#ifndef _DWRR_HELD_H
#define _DWRR_HELD_H

#include "dwrr.h"

struct dwrr_held {
	u64	packets;
	u64	bytes;		/* wire lengths */
	u32	backlog;	/* as tc counts it */
};

/* Return: whether @skb left @queue. A driver that was busy may have overwritten its cb. */
static inline bool dwrr_left_queue(const struct dwrr_sched *q, const struct sk_buff *skb,
				   const struct dwrr_queue *queue)
{
	return min_t(u32, dwrr_skb_cb(skb)->queue, q->config.num_queues - 1) ==
	       queue->index;
}

static inline void dwrr_held_add(struct dwrr_held *held, const struct dwrr_sched *q,
				 const struct sk_buff_head *list,
				 const struct dwrr_queue *queue)
{
	const struct sk_buff *skb;

	skb_queue_walk(list, skb) {
		if (!dwrr_left_queue(q, skb, queue))
			continue;
		held->packets++;
		held->bytes += dwrr_skb_cb(skb)->wire_len;
		held->backlog += qdisc_pkt_len(skb);
	}
}

/* Return: those that left @queue. The caller holds the tree lock. */
static inline struct dwrr_held dwrr_held(struct Qdisc *sch,
					 const struct dwrr_queue *queue)
{
	const struct dwrr_sched *q = qdisc_priv(sch);
	struct dwrr_held held = {};

	dwrr_held_add(&held, q, &sch->gso_skb, queue);
	dwrr_held_add(&held, q, &sch->skb_bad_txq, queue);
	return held;
}

#endif /* _DWRR_HELD_H */
