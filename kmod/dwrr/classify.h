/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * First question: which queue?
 *
 * In order of precedence: a class id in skb->priority, the tc filters of the port, the
 * DSCP or, if the port trusts it instead, the PCP. Packets without a code point and
 * packets whose code point no queue has go to the default queue.
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

/* Compiles the map of the trusted code points and the default queue into one table. */
static inline void dwrr_classifier_set(struct dwrr_sched *q)
{
	const struct dwrr_config *config = &q->config;
	const u8 *map;
	u32 i, n;

	q->trusts_pcp = config->trust == DWRR_TRUST_PCP;
	map = q->trusts_pcp ? config->pcp_map : config->dscp_map;
	n = q->trusts_pcp ? DWRR_NUM_PCPS : DWRR_NUM_DSCPS;
	memset(q->queue_of_code_point, config->default_queue,
	       sizeof(q->queue_of_code_point));
	for (i = 0; i < n; i++)
		if (map[i] != DWRR_UNMAPPED)
			q->queue_of_code_point[i] = map[i];
}

static inline struct dwrr_queue *
dwrr_queue_of_code_point(const struct dwrr_sched *q, const struct sk_buff *skb,
			 int dsfield)
{
	u8 code_point = unlikely(q->trusts_pcp) ? packet_pcp(skb) : dsfield >> 2;

	return &q->queues[q->queue_of_code_point[code_point]];
}

/* Return: whether something goes before the code point of @skb. */
static inline bool dwrr_overrides_code_point(const struct sk_buff *skb,
					     struct Qdisc *sch)
{
	const struct dwrr_sched *q = qdisc_priv(sch);

	return TC_H_MAJ(skb->priority) == sch->handle || rcu_access_pointer(q->filter_list);
}

/*
 * Asks all that chooses a queue.
 *
 * @dsfield: of @skb, see packet_dsfield()
 *
 * Return: whether *queue is the queue. If not, a filter dropped, stole or redirected the
 * packet, and *verdict is the return value of enqueue.
 */
static inline bool dwrr_classify(struct sk_buff *skb, struct Qdisc *sch,
				 int dsfield, struct dwrr_queue **queue,
				 int *verdict)
{
	struct dwrr_sched *q = qdisc_priv(sch);
	struct tcf_proto *filters;
	struct tcf_result res;
	int action;

	*queue = NULL;
	*verdict = NET_XMIT_SUCCESS | __NET_XMIT_BYPASS;
	filters = rcu_dereference_bh(q->filter_list);
	if (TC_H_MAJ(skb->priority) == sch->handle) {
		*queue = dwrr_queue_of_class(q, skb->priority);
	} else if (filters) {
		action = tcf_classify_qdisc(skb, filters, &res, false);
		switch (action) {
		case TC_ACT_STOLEN:
		case TC_ACT_QUEUED:
		case TC_ACT_TRAP:
			*verdict = NET_XMIT_SUCCESS | __NET_XMIT_STOLEN;
			return false;
		case TC_ACT_SHOT:
			return false;
		}
		if (action >= 0)
			*queue = dwrr_queue_of_class(q, res.classid);
	}
	if (!*queue)
		*queue = dwrr_queue_of_code_point(q, skb, dsfield);
	return true;
}

#endif /* _DWRR_CLASSIFY_H */
