/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tracepoints: what the port decides of each packet, and what it knew at that moment.
 *
 *	dwrr_enqueue	the packet was classified and admitted; it is in the queue
 *	dwrr_mark	it got CE
 *	dwrr_wait	it is the next to leave, and waits for tokens of the shaper
 *	dwrr_dequeue	it left the queue
 *	dwrr_drop	it was dropped
 *	dwrr_threshold	the threshold of a queue, after T_round or the configuration changed
 *
 * Only packets that leave or are dropped have bytes of the frame. A tracepoint that is off
 * costs one instruction. All are called in qdisc.c: the other files run without a kernel,
 * too.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM dwrr

#if !defined(_DWRR_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define _DWRR_TRACE_H

#include <linux/if.h>
#include <linux/tracepoint.h>
#include <net/sch_generic.h>

#ifndef _DWRR_TRACE_STATE
#define _DWRR_TRACE_STATE

struct dwrr_queue;

#define DWRR_TRACE_FRAME	128	/* bytes: the headers of a packet */

/* What a port knows. */
struct dwrr_trace_state {
	u64	port_bytes;
	u64	queue_bytes;
	u32	queue_packets;
	u32	deficit;	/* bytes */
	s64	thresh;		/* bytes or ns; -1: none */
	bool	in_ns;		/* thresh is a sojourn time */
	u8	mark_at;	/* enum dwrr_mark_at */
	u64	round_ps;	/* 0 if the scheme does not need it */
	int	queue;		/* index; -1: the packet is not classified */
	int	dsfield;	/* of the packet; -1: it has none */
	int	pcp;		/* likewise */
	u32	len;		/* wire length */
	bool	filters;	/* the port has filters, which may have chosen the queue */
};

void dwrr_trace_read(struct dwrr_trace_state *state, struct Qdisc *sch,
		     const struct dwrr_queue *queue, const struct sk_buff *skb);

#endif /* _DWRR_TRACE_STATE */

/* @value: of the event, see below; @frame: bytes of the frame to record, at most */
DECLARE_EVENT_CLASS(dwrr_packet,
	TP_PROTO(struct Qdisc *sch, const struct dwrr_queue *queue,
		 const struct sk_buff *skb, s64 value, u32 frame),

	TP_ARGS(sch, queue, skb, value, frame),

	TP_STRUCT__entry(
		__field(u64,	time)
		__field(const void *, skbaddr)
		__array(char,	dev,	IFNAMSIZ)
		__field(u32,	netns)
		__field(int,	ifindex)
		__field(u32,	handle)
		__field(int,	queue)
		__field(u32,	len)
		__field(int,	dsfield)
		__field(int,	pcp)
		__field(u32,	priority)
		__field(bool,	filters)
		__field(u64,	queue_bytes)
		__field(u32,	queue_packets)
		__field(u64,	port_bytes)
		__field(s64,	thresh)
		__field(bool,	in_ns)
		__field(u8,	mark_at)
		__field(u64,	round_ps)
		__field(u32,	deficit)
		__field(s64,	value)
		__dynamic_array(u8, frame, min_t(u32, frame, skb->len))
	),

	TP_fast_assign(
		struct dwrr_trace_state s;

		dwrr_trace_read(&s, sch, queue, skb);
		__entry->time = ktime_get_ns();
		__entry->skbaddr = skb;
		memcpy(__entry->dev, qdisc_dev(sch)->name, IFNAMSIZ);
		__entry->netns = dev_net(qdisc_dev(sch))->ns.inum;
		__entry->ifindex = qdisc_dev(sch)->ifindex;
		__entry->handle = sch->handle >> 16;
		__entry->queue = s.queue;
		__entry->len = s.len;
		__entry->dsfield = s.dsfield;
		__entry->pcp = s.pcp;
		__entry->priority = skb->priority;
		__entry->filters = s.filters;
		__entry->queue_bytes = s.queue_bytes;
		__entry->queue_packets = s.queue_packets;
		__entry->port_bytes = s.port_bytes;
		__entry->thresh = s.thresh;
		__entry->in_ns = s.in_ns;
		__entry->mark_at = s.mark_at;
		__entry->round_ps = s.round_ps;
		__entry->deficit = s.deficit;
		__entry->value = value;
		skb_copy_bits(skb, 0, __get_dynamic_array(frame),
			      __get_dynamic_array_len(frame));
	),

	TP_printk("time=%llu dev=%s ifindex=%d netns=%u handle=%x queue=%d skbaddr=%p len=%u dsfield=%d pcp=%d priority=%x filters=%d queue_bytes=%llu queue_packets=%u port_bytes=%llu threshold_%s=%lld mark_at=%u round_ps=%llu deficit=%u value=%lld frame=%s",
		  __entry->time, __entry->dev, __entry->ifindex, __entry->netns,
		  __entry->handle, __entry->queue, __entry->skbaddr, __entry->len,
		  __entry->dsfield, __entry->pcp, __entry->priority, __entry->filters,
		  __entry->queue_bytes, __entry->queue_packets, __entry->port_bytes,
		  __entry->in_ns ? "ns" : "bytes", __entry->thresh, __entry->mark_at,
		  __entry->round_ps, __entry->deficit, __entry->value,
		  __print_hex_str(__get_dynamic_array(frame),
				  __get_dynamic_array_len(frame)))
);

#define DWRR_PACKET_EVENT(name)						\
DEFINE_EVENT(dwrr_packet, name,						\
	TP_PROTO(struct Qdisc *sch, const struct dwrr_queue *queue,	\
		 const struct sk_buff *skb, s64 value, u32 frame),	\
	TP_ARGS(sch, queue, skb, value, frame)				\
)

DWRR_PACKET_EVENT(dwrr_enqueue);	/* value: 0 */
DWRR_PACKET_EVENT(dwrr_mark);		/* value: enum dwrr_mark_at */
DWRR_PACKET_EVENT(dwrr_wait);		/* value: ns */
DWRR_PACKET_EVENT(dwrr_dequeue);	/* value: ns of sojourn time, -1 if it is not known */
DWRR_PACKET_EVENT(dwrr_drop);		/* value: enum dwrr_drop */

TRACE_EVENT(dwrr_threshold,
	TP_PROTO(struct Qdisc *sch, const struct dwrr_queue *queue),

	TP_ARGS(sch, queue),

	TP_STRUCT__entry(
		__field(u64,	time)
		__array(char,	dev,	IFNAMSIZ)
		__field(u32,	netns)
		__field(int,	ifindex)
		__field(u32,	handle)
		__field(int,	queue)
		__field(s64,	thresh)
		__field(bool,	in_ns)
		__field(u64,	round_ps)
	),

	TP_fast_assign(
		struct dwrr_trace_state s;

		dwrr_trace_read(&s, sch, queue, NULL);
		__entry->time = ktime_get_ns();
		memcpy(__entry->dev, qdisc_dev(sch)->name, IFNAMSIZ);
		__entry->netns = dev_net(qdisc_dev(sch))->ns.inum;
		__entry->ifindex = qdisc_dev(sch)->ifindex;
		__entry->handle = sch->handle >> 16;
		__entry->queue = s.queue;
		__entry->thresh = s.thresh;
		__entry->in_ns = s.in_ns;
		__entry->round_ps = s.round_ps;
	),

	TP_printk("time=%llu dev=%s ifindex=%d netns=%u handle=%x queue=%d threshold_%s=%lld round_ps=%llu",
		  __entry->time, __entry->dev, __entry->ifindex, __entry->netns,
		  __entry->handle, __entry->queue, __entry->in_ns ? "ns" : "bytes",
		  __entry->thresh, __entry->round_ps)
);

#endif /* _DWRR_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
