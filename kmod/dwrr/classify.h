/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * First question: which queue?
 *
 * In order of precedence: a class id in skb->priority, the tc filters of the port,
 * the DSCP. Packets that are not IP and packets whose DSCP no queue has go to
 * queue 0.
 */
#ifndef _DWRR_CLASSIFY_H
#define _DWRR_CLASSIFY_H

#include "../common/packet.h"
#include "dwrr.h"

static inline struct dwrr_queue *
dwrr_queue_of_class(const struct dwrr_sched *q, u32 classid)
{
	u32 minor = TC_H_MIN(classid);

	if (minor < 1 || minor > q->config.num_queues)
		return NULL;
	return &q->queues[minor - 1];
}

static inline struct dwrr_queue *
dwrr_queue_of_dsfield(const struct dwrr_sched *q, int dsfield)
{
	return &q->queues[dsfield < 0 ? 0 : q->dscp_to_queue[dsfield >> 2]];
}

/*
 * @dsfield: of @skb, see packet_dsfield()
 *
 * Return: the queue; NULL if a filter dropped, stole or redirected the packet. Then
 * *verdict is the return value of enqueue.
 */
static inline struct dwrr_queue *
dwrr_classify(struct sk_buff *skb, struct Qdisc *sch, int dsfield, int *verdict)
{
	struct dwrr_sched *q = qdisc_priv(sch);
	struct dwrr_queue *queue = NULL;
	struct tcf_proto *filters;
	struct tcf_result res;
	int action;

	*verdict = NET_XMIT_SUCCESS | __NET_XMIT_BYPASS;
	filters = rcu_dereference_bh(q->filter_list);
	if (TC_H_MAJ(skb->priority) == sch->handle) {
		queue = dwrr_queue_of_class(q, skb->priority);
	} else if (filters) {
		action = tcf_classify_qdisc(skb, filters, &res, false);
		switch (action) {
		case TC_ACT_STOLEN:
		case TC_ACT_QUEUED:
		case TC_ACT_TRAP:
			*verdict = NET_XMIT_SUCCESS | __NET_XMIT_STOLEN;
			return NULL;
		case TC_ACT_SHOT:
			return NULL;
		}
		if (action >= 0)
			queue = dwrr_queue_of_class(q, res.classid);
	}
	return queue ?: dwrr_queue_of_dsfield(q, dsfield);
}

#endif /* _DWRR_CLASSIFY_H */
