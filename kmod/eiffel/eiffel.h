/* SPDX-License-Identifier: GPL-2.0-only */
/* What an eiffel qdisc is made of, and what its files lend each other. */
#ifndef _EIFFEL_H
#define _EIFFEL_H

#include <linux/list.h>
#include <linux/skbuff.h>
#include <linux/types.h>
#include <net/pkt_sched.h>
#include <net/sch_generic.h>
#include <net/sock.h>

#include "../uapi/eiffel.h"
#include "calendar.h"

/* A value: made as a whole, checked, then committed under the tree lock. */
struct eiffel_config {
	u32	policy;
	u32	rank_from;
	u32	limit;			/* packets */
	u32	flow_limit;		/* packets */
	u32	buckets;
	u32	granularity;		/* ns */
	u32	hash_buckets;
	u32	quantum;		/* bytes */
	u32	initial_quantum;	/* bytes */
	u32	pacing;
	u64	maxrate;		/* bytes/s */
	u32	low_rate_threshold;	/* bytes/s */
	u32	refill_delay;		/* ns */
	u32	orphan_mask;
	u64	ce_threshold;		/* ns */
	u32	timer_slack;		/* ns */
	u64	horizon;		/* ns */
	u32	beyond_horizon;
	u32	deadline_unit;		/* ns */
};

enum eiffel_state {
	EIFFEL_IDLE,		/* has no packets */
	EIFFEL_READY,		/* may send: stands in the scheduler */
	EIFFEL_THROTTLED,	/* must wait: stands in the shaper */
};

/* Packets of one socket, or of one hash value, first in, first out. */
struct eiffel_flow {
	struct hlist_node	node;		/* in the table of flows */
	struct sock		*sk;		/* a key; looked at no further */
	u32			socket_hash;
	enum eiffel_state	state;

	struct qdisc_skb_head	fifo;
	struct eiffel_entry	entry;		/* in shaper or scheduler */
	u64			time_next;	/* ns: not before that */
	s32			credit;		/* bytes left of its quantum */
	bool			fresh;		/* its first quantum since it was idle */
	u32			best_rank;	/* srpt: the least since it was idle */
	u64			start;		/* wfq: virtual start of its head */
	u64			finish;		/* wfq: virtual finish of what it sent last */
	unsigned long		idle_since;	/* jiffies */
};

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

/* What the kernel counts of every qdisc, which goes on when ours is cleared. */
struct eiffel_totals {
	u64	packets;
	u64	bytes;
	u32	drops;
};

struct eiffel_sched {
	struct eiffel_calendar	*shaper;	/* throttled flows, by time */
	struct eiffel_calendar	*scheduler;	/* ready flows, by the policy's rank */
	const struct eiffel_policy *policy;
	struct eiffel_flow	urgent;		/* control packets, and what has no flow */
	struct hlist_head	*table;
	u32			seed;		/* of hashes of packets */
	u64			virtual;	/* wfq: start of what was sent last */
	u64			last_finish;	/* wfq: of all that was sent */
	u32			flows[3];	/* by state */
	u64			now;		/* ns: when the clock was read last */
	u64			next_due;	/* ns: nobody in the shaper is due before */
	bool			times_arrivals;	/* it matters when packets came */
	u32			deadline_width;	/* ns: of a bucket of deadlines */
	unsigned long		refill_delay;	/* jiffies */

	struct eiffel_config	config;
	struct eiffel_counters	count;
	struct eiffel_totals	cleared;	/* when our counters began */
	u64			ranked[EIFFEL_RANKS];	/* packets queued, by rank */
	u64			unthrottle_latency;	/* ns, smoothed */
	struct qdisc_watchdog	watchdog;
};

/* Kept with each queued packet. */
struct eiffel_skb_cb {
	u64	time_to_send;	/* ns: its own, or its arrival; 0 where that is no matter */
	u32	rank;		/* as the packet carried it */
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

static inline u32 eiffel_all_flows(const struct eiffel_sched *q)
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
bool eiffel_reads_rank(const struct eiffel_sched *q);

/* netlink.c */
int eiffel_init(struct Qdisc *sch, struct nlattr *opt,
		struct netlink_ext_ack *extack);
int eiffel_change(struct Qdisc *sch, struct nlattr *opt,
		  struct netlink_ext_ack *extack);
int eiffel_dump(struct Qdisc *sch, struct sk_buff *skb);
int eiffel_dump_stats(struct Qdisc *sch, struct gnet_dump *d);

#endif /* _EIFFEL_H */
