/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * The netlink interface of the eiffel qdisc, which paces and orders flows with bucketed
 * queues. The kernel module, the tc plugin and the Java command line share this file
 * and nothing else. Lengths are qdisc_pkt_len(), as in fq.
 */
#ifndef _UAPI_EIFFEL_H
#define _UAPI_EIFFEL_H

/*
 * The ranges of the values below, by the names of their attributes. There are no others:
 * the kernel's policies and messages, tc and Java, when it is built, take them from here.
 */
#define EIFFEL_LIMIT_MIN		1		/* packets */
#define EIFFEL_LIMIT_MAX		2147483647
#define EIFFEL_FLOW_LIMIT_MIN		1		/* packets */
#define EIFFEL_FLOW_LIMIT_MAX		2147483647
#define EIFFEL_BUCKETS_MIN		64
#define EIFFEL_BUCKETS_MAX		262144		/* a bitmap of three levels */
#define EIFFEL_GRANULARITY_MIN		64		/* ns */
#define EIFFEL_GRANULARITY_MAX		1000000000
#define EIFFEL_HASH_BUCKETS_MIN		1
#define EIFFEL_HASH_BUCKETS_MAX		262144		/* as in fq */
#define EIFFEL_QUANTUM_MIN		256		/* bytes */
#define EIFFEL_QUANTUM_MAX		1048576
#define EIFFEL_INITIAL_QUANTUM_MIN	256		/* bytes */
#define EIFFEL_INITIAL_QUANTUM_MAX	1048576
#define EIFFEL_PACING_MIN		0
#define EIFFEL_PACING_MAX		1
#define EIFFEL_MAXRATE64_MIN		1000		/* bytes/s: 8 kbit/s */
#define EIFFEL_MAXRATE64_MAX		125000000000000	/* bytes/s: 1 Pbit/s; or EIFFEL_UNLIMITED */
#define EIFFEL_LOW_RATE_THRESHOLD_MIN	0		/* bytes/s */
#define EIFFEL_LOW_RATE_THRESHOLD_MAX	4294967295
#define EIFFEL_REFILL_DELAY_MIN		0		/* ns */
#define EIFFEL_REFILL_DELAY_MAX		4000000000
#define EIFFEL_ORPHAN_MASK_MIN		0
#define EIFFEL_ORPHAN_MASK_MAX		4294967295
#define EIFFEL_CE_THRESHOLD64_MIN	0		/* ns */
#define EIFFEL_CE_THRESHOLD64_MAX	3600000000000	/* an hour; or EIFFEL_UNLIMITED */
#define EIFFEL_TIMER_SLACK_MIN		0		/* ns */
#define EIFFEL_TIMER_SLACK_MAX		4000000000
#define EIFFEL_HORIZON64_MIN		1000		/* ns */
#define EIFFEL_HORIZON64_MAX		3600000000000	/* an hour */
#define EIFFEL_DEADLINE_UNIT_MIN	1		/* ns */
#define EIFFEL_DEADLINE_UNIT_MAX	4000000000

#define EIFFEL_UNLIMITED	(~0ULL)		/* no maximum rate, no CE threshold */
#define EIFFEL_MAX_UNPRIVILEGED	65536		/* buckets, without the host's CAP_NET_ADMIN */
#define EIFFEL_RANKS		64		/* counters in the statistics */

/* Scheduling policies: which ready flow sends next. */
enum eiffel_policy_id {
	EIFFEL_PACING,		/* deficit round robin, new flows first, as in fq */
	EIFFEL_STRICT,		/* lowest rank of the packet at the head */
	EIFFEL_SRPT,		/* lowest rank of any packet of the flow (pFabric) */
	EIFFEL_EDF,		/* earliest deadline: arrival + rank * deadline unit */
	EIFFEL_LQF,		/* longest queue */
	EIFFEL_WFQ,		/* lowest start tag; the rank is the weight */
	__EIFFEL_POLICY_MAX,
};

#define EIFFEL_POLICY_MAX (__EIFFEL_POLICY_MAX - 1)

/* Where to read the rank of a packet. */
enum eiffel_rank_from {
	EIFFEL_RANK_DSCP,	/* strict: by class and drop precedence; otherwise the number */
	EIFFEL_RANK_PRIORITY,	/* skb->priority; there are no control packets then */
	EIFFEL_RANK_MARK,	/* skb->mark */
	__EIFFEL_RANK_MAX,
};

#define EIFFEL_RANK_MAX (__EIFFEL_RANK_MAX - 1)

enum eiffel_beyond_horizon {
	EIFFEL_HORIZON_CAP,	/* send the packet at the horizon */
	EIFFEL_HORIZON_DROP,
	__EIFFEL_HORIZON_MAX,
};

#define EIFFEL_HORIZON_MAX (__EIFFEL_HORIZON_MAX - 1)

/* TCA_OPTIONS of an eiffel qdisc, in a request and in a dump. */
enum {
	TCA_EIFFEL_UNSPEC,
	TCA_EIFFEL_PAD,
	TCA_EIFFEL_POLICY,	/* u32: enum eiffel_policy_id */
	TCA_EIFFEL_RANK_FROM,	/* u32: enum eiffel_rank_from */
	TCA_EIFFEL_LIMIT,	/* u32: packets */
	TCA_EIFFEL_FLOW_LIMIT,	/* u32: packets of a flow */
	TCA_EIFFEL_BUCKETS,	/* u32: per window; there are two */
	TCA_EIFFEL_GRANULARITY,	/* u32: ns, the width of a bucket */
	TCA_EIFFEL_HASH_BUCKETS, /* u32: of the flow table, at most */
	TCA_EIFFEL_QUANTUM,	/* u32: bytes */
	TCA_EIFFEL_INITIAL_QUANTUM, /* u32: bytes */
	TCA_EIFFEL_PACING,	/* u32: 0 or 1 */
	TCA_EIFFEL_MAXRATE64,	/* u64: bytes/s of a flow; EIFFEL_UNLIMITED */
	TCA_EIFFEL_LOW_RATE_THRESHOLD, /* u32: bytes/s */
	TCA_EIFFEL_REFILL_DELAY, /* u32: ns */
	TCA_EIFFEL_ORPHAN_MASK,	/* u32 */
	TCA_EIFFEL_CE_THRESHOLD64, /* u64: ns; EIFFEL_UNLIMITED */
	TCA_EIFFEL_TIMER_SLACK,	/* u32: ns */
	TCA_EIFFEL_HORIZON64,	/* u64: ns */
	TCA_EIFFEL_BEYOND_HORIZON, /* u32: enum eiffel_beyond_horizon */
	TCA_EIFFEL_DEADLINE_UNIT, /* u32: ns, of a rank of policy edf */
	TCA_EIFFEL_CLEAR,	/* flag: reset counters */
	__TCA_EIFFEL_MAX,
};

#define TCA_EIFFEL_MAX (__TCA_EIFFEL_MAX - 1)

/*
 * TCA_STATS_APP, with fq's names. All but RANKS are u64. At all times
 *   FLOWS = INACTIVE_FLOWS + READY_FLOWS + THROTTLED_FLOWS.
 * Counters start at creation or clear.
 */
enum {
	TCA_EIFFEL_STATS_UNSPEC,
	TCA_EIFFEL_STATS_PAD,
	TCA_EIFFEL_STATS_FLOWS,
	TCA_EIFFEL_STATS_INACTIVE_FLOWS,
	TCA_EIFFEL_STATS_READY_FLOWS,
	TCA_EIFFEL_STATS_THROTTLED_FLOWS,
	TCA_EIFFEL_STATS_GC_FLOWS,
	TCA_EIFFEL_STATS_HIGHPRIO_PACKETS,
	TCA_EIFFEL_STATS_THROTTLED,	/* times that a flow was throttled */
	TCA_EIFFEL_STATS_LIMIT_DROPS,	/* packets: the qdisc was full */
	TCA_EIFFEL_STATS_FLOWS_PLIMIT,	/* packets: the flow was full */
	TCA_EIFFEL_STATS_PKTS_TOO_LONG,	/* more than a second to send at the rate of the flow */
	TCA_EIFFEL_STATS_ALLOCATION_ERRORS,
	TCA_EIFFEL_STATS_CE_MARK,
	TCA_EIFFEL_STATS_HORIZON_DROPS,
	TCA_EIFFEL_STATS_HORIZON_CAPS,
	TCA_EIFFEL_STATS_UNTHROTTLE_LATENCY_NS,	/* smoothed: release - due time */
	TCA_EIFFEL_STATS_TIMERS,	/* times that the timer was set */
	TCA_EIFFEL_STATS_TIME_NEXT_DELAYED_FLOW, /* ns from now; absent if none is throttled */
	TCA_EIFFEL_STATS_PUSHED_OUT,	/* packets: dropped when full, for one with a lower rank */
	TCA_EIFFEL_STATS_RANKS,	/* u64[EIFFEL_RANKS]: packets queued, by rank; the
				 * last includes higher ranks; absent if the
				 * policy uses no ranks
				 */
	TCA_EIFFEL_STATS_SENT_PACKETS,	/* GSO packets count as their segments */
	TCA_EIFFEL_STATS_SENT_BYTES,
	TCA_EIFFEL_STATS_DROPPED_PACKETS, /* for any reason */
	__TCA_EIFFEL_STATS_MAX,
};

#define TCA_EIFFEL_STATS_MAX (__TCA_EIFFEL_STATS_MAX - 1)

#endif /* _UAPI_EIFFEL_H */
