// SPDX-License-Identifier: GPL-2.0-only
/* The tracepoints, and what they read of a port. */

#include "dwrr.h"
#include "marking.h"
#include "scheduler.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

/* @queue: NULL if @skb is not classified; @skb may be NULL */
void dwrr_trace_read(struct dwrr_trace_state *state, struct Qdisc *sch,
		     const struct dwrr_queue *queue, const struct sk_buff *skb)
{
	const struct dwrr_sched *q = qdisc_priv(sch);
	u64 thresh, round_ps;

	*state = (struct dwrr_trace_state) {
		.port_bytes	= q->bytes,
		.thresh		= -1,
		.in_ns		= q->uses_sojourn,
		.mark_at	= q->mark_at,
		.queue		= -1,
		.filters	= rcu_access_pointer(q->filter_list),
	};
	if (skb) {
		state->dsfield = max(packet_dsfield(skb), -1);
		state->pcp = skb_vlan_tag_present(skb) ?
			     skb_vlan_tag_get_prio(skb) : -1;
		state->len = dwrr_packet_wire_len(skb);
	}
	if (!queue)
		return;
	state->queue = queue->index;
	state->queue_bytes = queue->bytes;
	state->queue_packets = queue->fifo.qlen;
	state->deficit = queue->deficit;
	round_ps = q->uses_rounds ? dwrr_round_now(q, queue->level, ktime_get_ns()) : 0;
	state->round_ps = round_ps;
	thresh = dwrr_thresh(queue, round_ps);
	if (q->scheme->thresh && thresh != U64_MAX)
		state->thresh = thresh;
}
