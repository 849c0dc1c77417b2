/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * The netlink interface of the eiffel qdisc: flows in buckets of time and of
 * rank. The kernel module, tc's plugin and the Java command line agree on this
 * file and on nothing else. Lengths are what the device counts (qdisc_pkt_len),
 * as in fq.
 */
#ifndef _UAPI_EIFFEL_H
#define _UAPI_EIFFEL_H

#define EIFFEL_MAX_PACKETS	0x7fffffff	/* limits */
#define EIFFEL_MIN_BUCKETS	64
#define EIFFEL_MAX_BUCKETS	262144		/* of a window: three levels of 64 */
#define EIFFEL_MIN_GRANULARITY	64		/* ns */
#define EIFFEL_MAX_GRANULARITY	1000000000	/* ns */
#define EIFFEL_MIN_HASH		1
#define EIFFEL_MAX_HASH		1048576
#define EIFFEL_MIN_QUANTUM	256		/* bytes */
#define EIFFEL_MAX_QUANTUM	1048576		/* bytes */
#define EIFFEL_MIN_RATE		1000ULL		/* bytes/s: 8 kbit/s */
#define EIFFEL_MAX_NS		4000000000U	/* refill delay, slack, deadline unit */
#define EIFFEL_MIN_HORIZON	1000ULL		/* ns */
#define EIFFEL_MAX_HORIZON	3600000000000ULL /* ns: an hour */
#define EIFFEL_RANKS		64		/* told apart in statistics */
#define EIFFEL_UNLIMITED	(~0ULL)		/* no maximum rate, no CE threshold */

/* Which of the flows that may send goes first. */
enum eiffel_policy_id {
	EIFFEL_PACING,		/* round robin by quanta, new flows first */
	EIFFEL_STRICT,		/* the least rank of the packet at the head */
	EIFFEL_SRPT,		/* the least rank of all its packets (pFabric) */
	EIFFEL_EDF,		/* the earliest deadline: arrival + rank units */
	EIFFEL_LQF,		/* the longest queue */
	EIFFEL_WFQ,		/* the least virtual start time; rank = weight */
	__EIFFEL_POLICY_MAX,
};

#define EIFFEL_POLICY_MAX (__EIFFEL_POLICY_MAX - 1)

/* Where a packet carries its rank. */
enum eiffel_rank_from {
	EIFFEL_RANK_DSCP,	/* strict: by class and drop level; else the number */
	EIFFEL_RANK_PRIORITY,	/* skb->priority */
	EIFFEL_RANK_MARK,	/* skb->mark */
	__EIFFEL_RANK_MAX,
};

#define EIFFEL_RANK_MAX (__EIFFEL_RANK_MAX - 1)

enum eiffel_beyond_horizon {
	EIFFEL_HORIZON_CAP,	/* is sent at the horizon */
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
	TCA_EIFFEL_BUCKETS,	/* u32: of each of the two windows */
	TCA_EIFFEL_GRANULARITY,	/* u32: ns, the width of a bucket */
	TCA_EIFFEL_HASH_BUCKETS, /* u32: of the table of flows */
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
	TCA_EIFFEL_CLEAR,	/* flag: counters to 0 */
	__TCA_EIFFEL_MAX,
};

#define TCA_EIFFEL_MAX (__TCA_EIFFEL_MAX - 1)

/*
 * TCA_STATS_APP, under fq's names. All but RANKS are u64. At all times
 *   FLOWS = INACTIVE_FLOWS + READY_FLOWS + THROTTLED_FLOWS.
 * Whatever is no state of now is counted since creation or clear.
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
	TCA_EIFFEL_STATS_THROTTLED,	/* times that a flow had to wait */
	TCA_EIFFEL_STATS_LIMIT_DROPS,	/* packets: the qdisc was full */
	TCA_EIFFEL_STATS_FLOWS_PLIMIT,	/* packets: the flow was full */
	TCA_EIFFEL_STATS_PKTS_TOO_LONG,	/* longer than a second at the flow's rate */
	TCA_EIFFEL_STATS_ALLOCATION_ERRORS,
	TCA_EIFFEL_STATS_CE_MARK,
	TCA_EIFFEL_STATS_HORIZON_DROPS,
	TCA_EIFFEL_STATS_HORIZON_CAPS,
	TCA_EIFFEL_STATS_UNTHROTTLE_LATENCY_NS,	/* smoothed: release - due time */
	TCA_EIFFEL_STATS_TIMERS,	/* times that the watchdog was set */
	TCA_EIFFEL_STATS_TIME_NEXT_DELAYED_FLOW, /* ns from now; while one waits */
	TCA_EIFFEL_STATS_PUSHED_OUT,	/* packets: gave way to better ones when full */
	TCA_EIFFEL_STATS_RANKS,	/* u64[EIFFEL_RANKS]: packets queued by their rank,
				 * the last with all above; where the policy
				 * reads ranks
				 */
	TCA_EIFFEL_STATS_SENT_PACKETS,	/* segments of super-packets */
	TCA_EIFFEL_STATS_SENT_BYTES,
	TCA_EIFFEL_STATS_DROPPED_PACKETS, /* for any reason */
	__TCA_EIFFEL_STATS_MAX,
};

#define TCA_EIFFEL_STATS_MAX (__TCA_EIFFEL_STATS_MAX - 1)

#endif /* _UAPI_EIFFEL_H */
