/* SPDX-License-Identifier: GPL-2.0-only */
/* The data structures of eiffel, and what each C file offers to the others. */
#ifndef _EIFFEL_H
#define _EIFFEL_H

#include <linux/list.h>
#include <linux/skbuff.h>
#include <linux/types.h>
#include <net/pkt_sched.h>
#include <net/sch_generic.h>
#include <net/sock.h>

#include "calendar.h"
#include "config.h"
#include "table.h"

enum eiffel_state {
	EIFFEL_IDLE,		/* has no packets; fq calls it detached */
	EIFFEL_READY,		/* may send: is in the scheduler */
	EIFFEL_THROTTLED,	/* must wait: is in the shaper */
};

/*
 * A flow: the packets of one socket or of one hash value, in order of arrival. It has two
 * cache lines, as in fq. A search of the table, and a packet that joins others, need the
 * first only.
 */
struct eiffel_flow {
	struct eiffel_table_entry hashed;	/* the key, a socket, is never dereferenced */
	u32			socket_hash;	/* sk_hash, to detect reuse of sk */
	u8			state;		/* enum eiffel_state */
	bool			is_new;		/* in its first quantum since it was idle */
	bool			has_txtime;	/* a packet since it was idle had a time */
	struct qdisc_skb_head	fifo;
	s32			credit;		/* bytes, as in fq */
	u32			min_rank;	/* srpt: of its packets since it was idle */

	struct eiffel_entry	entry;		/* in the shaper or the scheduler */
	u64			time_next_packet; /* ns */
	u64			tag;		/* wfq: start tag of the packet at the head, */
						/* or finish tag of the last packet sent */
	unsigned long		age;		/* jiffies when it became idle, for gc */
} ____cacheline_aligned_in_smp;

struct eiffel_counters {
	u64	gc_flows;
	u64	highprio_packets;
	u64	throttled;
	u64	limit_drops;
	u64	pushed_out;
	u64	flows_plimit;
	u64	pkts_too_long;
	u64	allocation_errors;
	u64	ce_mark;
	u64	horizon_drops;
	u64	horizon_caps;
	u64	timers;
};

/* Counters that every qdisc has. They cannot be reset, so a clear saves them. */
struct eiffel_totals {
	u64	packets;
	u64	bytes;
	u32	drops;
};

struct eiffel_sched {
	struct eiffel_calendar	*shaper;	/* throttled flows, by time */
	struct eiffel_calendar	*scheduler;	/* ready flows, by rank */
	const struct eiffel_policy *policy;
	struct eiffel_flow	internal;	/* control packets, and those without a flow */
	struct eiffel_table	table;		/* of flows */
	u32			gc_chain;	/* that is looked at next for idle flows */
	u32			seed;		/* of packet hashes */
	u64			virtual_time;	/* wfq: v(t) */
	u64			max_finish_tag;	/* wfq: of all packets sent */
	u32			flows[3];	/* number, by state */
	u64			ktime_cache;	/* ns: last ktime_get_ns() */
	u64			time_next_delayed_flow; /* ns: no throttled flow is due before */
	bool			needs_arrival_time;
	u32			control_prio;	/* masked skb->priority of control packets */
	u32			deadline_granularity; /* ns: width of a bucket for edf */
	unsigned long		refill_delay;	/* jiffies */

	struct eiffel_config	config;
	struct eiffel_counters	count;
	struct eiffel_totals	cleared;	/* totals at the last clear */
	u64			rank_packets[EIFFEL_RANKS]; /* packets queued, by rank */
	u64			unthrottle_latency; /* ns, smoothed */
	struct qdisc_watchdog	watchdog;
};

/* Stored in each queued packet. */
struct eiffel_skb_cb {
	u64	time_to_send;	/* ns: skb->tstamp or arrival; 0 if not needed */
	u32	rank;		/* as the packet carries it */
	u16	segments;	/* for the statistics */
};

static inline struct eiffel_skb_cb *eiffel_skb_cb(const struct sk_buff *skb)
{
	qdisc_cb_private_validate(skb, sizeof(struct eiffel_skb_cb));
	return (struct eiffel_skb_cb *)qdisc_skb_cb(skb)->data;
}

static inline struct sk_buff *eiffel_head(const struct eiffel_flow *flow)
{
	return flow->fifo.head;
}

static inline struct eiffel_flow *eiffel_flow_of(struct eiffel_entry *entry)
{
	return container_of(entry, struct eiffel_flow, entry);
}

static inline u32 eiffel_num_flows(const struct eiffel_sched *q)
{
	return q->flows[EIFFEL_IDLE] + q->flows[EIFFEL_READY] +
	       q->flows[EIFFEL_THROTTLED];
}

static inline void eiffel_set_state(struct eiffel_sched *q,
				    struct eiffel_flow *flow,
				    enum eiffel_state state)
{
	q->flows[flow->state]--;
	q->flows[state]++;
	flow->state = state;
}

/* qdisc.c */
int eiffel_commit(struct Qdisc *sch, const struct eiffel_config *config);
bool eiffel_uses_packet_rank(const struct eiffel_sched *q);
int eiffel_enqueue(struct sk_buff *skb, struct Qdisc *sch,
		   struct sk_buff **to_free);
struct sk_buff *eiffel_dequeue(struct Qdisc *sch);
void eiffel_reset(struct Qdisc *sch);
void eiffel_destroy(struct Qdisc *sch);
int __init eiffel_flow_cache_create(void);
void eiffel_flow_cache_destroy(void);

/* netlink.c */
int eiffel_init(struct Qdisc *sch, struct nlattr *opt,
		struct netlink_ext_ack *extack);
int eiffel_change(struct Qdisc *sch, struct nlattr *opt,
		  struct netlink_ext_ack *extack);
int eiffel_dump(struct Qdisc *sch, struct sk_buff *skb);
int eiffel_dump_stats(struct Qdisc *sch, struct gnet_dump *d);

#endif /* _EIFFEL_H */
