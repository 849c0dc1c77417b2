/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * The netlink interface of the dwrr qdisc, a multi-queue switch port that marks ECN.
 * The kernel module, the tc plugin and the Java command line share this file and
 * nothing else.
 *
 * Every length is a wire length: max(frame + FCS, 64) + preamble and gap (20),
 * so a full Ethernet frame counts 1538 bytes.
 */
#ifndef _UAPI_DWRR_H
#define _UAPI_DWRR_H

#define DWRR_DEFAULT_QUEUES	8

/*
 * The ranges of the values below, by the names of their attributes. There are no others:
 * the kernel's policies and messages, tc and Java, when it is built, take them from here.
 */
#define DWRR_RATE64_MIN		125000		/* bytes/s:   1 Mbit/s */
#define DWRR_RATE64_MAX		50000000000	/* bytes/s: 400 Gbit/s */
#define DWRR_NUM_QUEUES_MIN	1
#define DWRR_NUM_QUEUES_MAX	64
#define DWRR_PORT_THRESH_MIN	0		/* bytes */
#define DWRR_PORT_THRESH_MAX	2147483647
#define DWRR_SHARED_BUFFER_MIN	1538		/* bytes: one full frame */
#define DWRR_SHARED_BUFFER_MAX	2147483647
#define DWRR_ROUND_ALPHA_MIN	0
#define DWRR_ROUND_ALPHA_MAX	1000		/* weight 1 */
#define DWRR_IDLE_INTERVAL_MIN	1		/* ns */
#define DWRR_IDLE_INTERVAL_MAX	1000000000
#define DWRR_BUCKET_MIN		1		/* ns */
#define DWRR_BUCKET_MAX		100000000
#define DWRR_TCN_THRESH_MIN	0		/* ns */
#define DWRR_TCN_THRESH_MAX	1000000000
#define DWRR_CODEL_TARGET_MIN	1		/* ns */
#define DWRR_CODEL_TARGET_MAX	1000000000
#define DWRR_CODEL_INTERVAL_MIN	1		/* ns */
#define DWRR_CODEL_INTERVAL_MAX	1000000000
#define DWRR_DEFAULT_QUEUE_MIN	0
#define DWRR_DEFAULT_QUEUE_MAX	63
#define DWRR_QUEUE_INDEX_MIN	0
#define DWRR_QUEUE_INDEX_MAX	63
#define DWRR_QUEUE_QUANTUM_MIN	256		/* bytes */
#define DWRR_QUEUE_QUANTUM_MAX	1048576
#define DWRR_QUEUE_THRESH_MIN	0		/* bytes */
#define DWRR_QUEUE_THRESH_MAX	2147483647
#define DWRR_QUEUE_BUFFER_MIN	1538		/* bytes: one full frame */
#define DWRR_QUEUE_BUFFER_MAX	2147483647
#define DWRR_QUEUE_DSCP_MIN	0		/* of each code point in a set */
#define DWRR_QUEUE_DSCP_MAX	63
#define DWRR_QUEUE_PRIO_MIN	0		/* the highest */
#define DWRR_QUEUE_PRIO_MAX	7
#define DWRR_QUEUE_PCP_MIN	0		/* of each code point in a set */
#define DWRR_QUEUE_PCP_MAX	7

/* The sysctl of the quantum has the range of the prototype. */
#define DWRR_SYSCTL_QUANTUM_MIN	1538
#define DWRR_SYSCTL_QUANTUM_MAX	204800

#define DWRR_MAX_QUEUES		DWRR_NUM_QUEUES_MAX
#define DWRR_NUM_PRIOS		(DWRR_QUEUE_PRIO_MAX + 1)
#define DWRR_NUM_DSCPS		(DWRR_QUEUE_DSCP_MAX + 1)
#define DWRR_NUM_PCPS		(DWRR_QUEUE_PCP_MAX + 1)
#define DWRR_UNMAPPED		255		/* in a map: the default queue */
#define DWRR_ALWAYS		1000000		/* probability 1 in DWRR_UNIT_PPM */

/*
 * The marking schemes of the module itself; the values are those of the prototype's
 * dwrr.ecn_scheme. A scheme of a module of its own has a name only.
 */
enum dwrr_ecn_scheme {
	DWRR_ECN_NONE,
	DWRR_ECN_PER_QUEUE,	/* backlog of the queue > its threshold */
	DWRR_ECN_PER_PORT,	/* backlog of the port > its threshold */
	DWRR_ECN_MQ_ECN,	/* backlog of the queue > K_i = f(T_round); not with WFQ */
	DWRR_ECN_TCN,		/* sojourn time of the packet > TCN's threshold */
	DWRR_ECN_CODEL,		/* sojourn times remain above CoDel's target */
	__DWRR_ECN_MAX,
};

#define DWRR_ECN_MAX (__DWRR_ECN_MAX - 1)
#define DWRR_ECN_MODULE	255	/* in a dump: TCA_DWRR_SCHEME has its name */

/* The buffer policies of the module itself. One of a module of its own has a name only. */
enum dwrr_buffer_mode {
	DWRR_BUFFER_SHARED,	/* all queues share TCA_DWRR_SHARED_BUFFER */
	DWRR_BUFFER_STATIC,	/* only its own buffer limits each queue */
	__DWRR_BUFFER_MAX,
};

#define DWRR_BUFFER_MAX (__DWRR_BUFFER_MAX - 1)
#define DWRR_BUFFER_MODULE 255	/* in a dump: TCA_DWRR_BUFFER has its name */

enum dwrr_scheduler {
	DWRR_SCHED_DWRR,	/* deficit round robin: keeps the deficit of a turn */
	DWRR_SCHED_WRR,		/* weighted round robin: resets it */
	DWRR_SCHED_WFQ,		/* weighted fair queueing */
	__DWRR_SCHED_MAX,
};

#define DWRR_SCHED_MAX (__DWRR_SCHED_MAX - 1)

/* TCN and CoDel always mark at dequeue, when the sojourn time is known. */
enum dwrr_mark_at {
	DWRR_MARK_ENQUEUE,	/* the backlog includes the arriving packet */
	DWRR_MARK_DEQUEUE,	/* the backlog excludes the departing packet */
	__DWRR_MARK_MAX,
};

#define DWRR_MARK_MAX (__DWRR_MARK_MAX - 1)

/* The code point that chooses the queue of a packet. Packets without it: default queue. */
enum dwrr_trust {
	DWRR_TRUST_DSCP,	/* of the IPv4 or IPv6 header */
	DWRR_TRUST_PCP,		/* of the outer VLAN tag (IEEE 802.1Q) */
	__DWRR_TRUST_MAX,
};

#define DWRR_TRUST_MAX (__DWRR_TRUST_MAX - 1)

enum dwrr_histograms {
	DWRR_HISTOGRAMS_OFF,
	DWRR_HISTOGRAMS_ON,	/* of sojourn time and occupancy, in each queue */
	__DWRR_HISTOGRAMS_MAX,
};

#define DWRR_HISTOGRAMS_MAX (__DWRR_HISTOGRAMS_MAX - 1)

/* TCA_OPTIONS of a dwrr qdisc, in a request and in a dump. */
enum {
	TCA_DWRR_UNSPEC,
	TCA_DWRR_PAD,
	TCA_DWRR_RATE64,	/* u64: bytes/s; required at creation */
	TCA_DWRR_NUM_QUEUES,	/* u32: at creation only */
	TCA_DWRR_ECN_SCHEME,	/* u32: enum dwrr_ecn_scheme */
	TCA_DWRR_PORT_THRESH,	/* u32: bytes; also the standard K of MQ-ECN */
	TCA_DWRR_SHARED_BUFFER,	/* u32: bytes */
	TCA_DWRR_BUFFER_MODE,	/* u32: enum dwrr_buffer_mode */
	TCA_DWRR_SCHEDULER,	/* u32: enum dwrr_scheduler */
	TCA_DWRR_MARK_AT,	/* u32: enum dwrr_mark_at */
	TCA_DWRR_ROUND_ALPHA,	/* u32: weight of the old T_round, in 1/1000 */
	TCA_DWRR_IDLE_INTERVAL,	/* u32: ns, T_idle */
	TCA_DWRR_BUCKET,	/* u32: ns, depth of the token bucket at the rate */
	TCA_DWRR_QUEUES,	/* nested: TCA_DWRR_QUEUE, any number; in a request */
	TCA_DWRR_CLEAR,		/* flag: reset counters, watermarks to the backlog */
	TCA_DWRR_TCN_THRESH,	/* u32: ns of sojourn time */
	TCA_DWRR_CODEL_TARGET,	/* u32: ns of sojourn time */
	TCA_DWRR_CODEL_INTERVAL, /* u32: ns */
	TCA_DWRR_QUEUE_ROWS,	/* nested: TCA_DWRR_QUEUE_*; in a dump */
	TCA_DWRR_TRUST,		/* u32: enum dwrr_trust */
	TCA_DWRR_DEFAULT_QUEUE,	/* u32: 0 .. queues - 1; of unmapped code points */
	TCA_DWRR_DSCP_MAP,	/* u8[64]: queue of each DSCP, or DWRR_UNMAPPED */
	TCA_DWRR_PCP_MAP,	/* u8[8]: queue of each PCP, or DWRR_UNMAPPED */
	TCA_DWRR_SCHEME,	/* string: name of any scheme, in place of ECN_SCHEME */
	TCA_DWRR_PARAMS,	/* nested: DWRR_A_PARAM, any number; see below */
	TCA_DWRR_HISTOGRAMS,	/* u32: enum dwrr_histograms */
	TCA_DWRR_BUFFER,	/* string: name of a buffer policy, in place of BUFFER_MODE */
	TCA_DWRR_BUFFER_PARAMS,	/* nested: DWRR_A_PARAM, any number; of the policy */
	__TCA_DWRR_MAX,
};

#define TCA_DWRR_MAX (__TCA_DWRR_MAX - 1)

/* The only attribute inside TCA_DWRR_QUEUES. */
enum {
	TCA_DWRR_QUEUE_ENTRY_UNSPEC,
	TCA_DWRR_QUEUE,		/* nested: TCA_DWRR_QUEUE_* */
};

/*
 * A queue. In a request, absent attributes do not change. In TCA_DWRR_QUEUE_ROWS each
 * attribute is an array with one u32 per queue, or one u32 that all queues have, and
 * there is no index: this is so small that a port and the port that it replaces fit
 * one notification. The code points are not there: the maps of the port have them.
 *
 * Bit i of a set of code points is code point i. A set replaces those that the queue
 * had: a code point leaves the queue that had it, and one that no queue has any more is
 * unmapped. A map of the port in the same request comes first.
 */
enum {
	TCA_DWRR_QUEUE_UNSPEC,
	TCA_DWRR_QUEUE_INDEX,	/* u32: 0 .. queues - 1; absent: every queue */
	TCA_DWRR_QUEUE_QUANTUM,	/* u32: bytes per round */
	TCA_DWRR_QUEUE_THRESH,	/* u32: bytes */
	TCA_DWRR_QUEUE_BUFFER,	/* u32: bytes, the limit in static mode */
	TCA_DWRR_QUEUE_DSCP,	/* u64: set of code points */
	TCA_DWRR_QUEUE_PRIO,	/* u32: 0 .. 7; 0 is the highest */
	TCA_DWRR_QUEUE_PCP,	/* u32: set of code points */
	__TCA_DWRR_QUEUE_MAX,
};

#define TCA_DWRR_QUEUE_MAX (__TCA_DWRR_QUEUE_MAX - 1)

/*
 * TCA_STATS_APP of the qdisc (the port) and of its classes (class minor i + 1 is queue
 * i). All attributes that are not nested are u64. At all times, in packets,
 *   ARRIVED = SENT + BACKLOG + the sum of DROPPED_*.
 * ARRIVED is also the sum of ARRIVED_ECT, ARRIVED_CE, ARRIVED_NOT_ECT and the packets
 * that were in the queues at the last clear.
 */
enum {
	TCA_DWRR_STATS_UNSPEC,
	TCA_DWRR_STATS_PAD,
	TCA_DWRR_STATS_ARRIVED_PACKETS,	/* after GSO segmentation */
	TCA_DWRR_STATS_ARRIVED_BYTES,
	TCA_DWRR_STATS_SENT_PACKETS,
	TCA_DWRR_STATS_SENT_BYTES,
	TCA_DWRR_STATS_MARKED_PACKETS,	/* given CE by this port */
	TCA_DWRR_STATS_MARKED_BYTES,
	TCA_DWRR_STATS_DROPPED_SHARED_BUFFER,	/* packets: shared buffer full */
	TCA_DWRR_STATS_DROPPED_QUEUE_BUFFER,	/* packets: buffer of the queue full */
	TCA_DWRR_STATS_DROPPED_PURGED,	/* packets: in a queue at a reset */
	TCA_DWRR_STATS_DROPPED_FILTER,	/* packets: by a tc filter (port only) */
	TCA_DWRR_STATS_DROPPED_SPLIT,	/* packets: GSO segmentation failed (port only) */
	TCA_DWRR_STATS_BACKLOG_PACKETS,
	TCA_DWRR_STATS_BACKLOG_BYTES,
	TCA_DWRR_STATS_WATERMARK_BYTES,	/* highest backlog since creation or clear */
	TCA_DWRR_STATS_THRESHOLD_BYTES,	/* current K; absent if the scheme has none in bytes */
	TCA_DWRR_STATS_ROUND_TIME_PS,	/* T_round of the lowest priority (port only) */
	TCA_DWRR_STATS_THRESHOLD_NS,	/* of sojourn time; absent if the scheme has none */
	TCA_DWRR_STATS_SOJOURN_NS,	/* of the last packet sent (queue only), likewise */
	TCA_DWRR_STATS_DROPPED_EARLY,	/* packets: by the scheme */
	TCA_DWRR_STATS_ARRIVED_ECT_PACKETS, /* ECT(0) and ECT(1) */
	TCA_DWRR_STATS_ARRIVED_CE_PACKETS, /* marked by another port */
	TCA_DWRR_STATS_ARRIVED_NOT_ECT_PACKETS, /* also what is not IP */
	TCA_DWRR_STATS_LATE_TIMERS, /* later than the bucket allows for (port only) */
	TCA_DWRR_STATS_LOST_BYTES, /* of the rate, by late timers (port only) */
	TCA_DWRR_STATS_SCHEME,	/* nested: DWRR_A_STAT, any number; of the scheme's own */
	TCA_DWRR_STATS_SOJOURN_HISTOGRAM, /* nested: DWRR_HISTOGRAM_*, ns (queue only) */
	TCA_DWRR_STATS_OCCUPANCY_HISTOGRAM, /* likewise, bytes */
	TCA_DWRR_STATS_BUFFER,	/* nested: DWRR_A_STAT, any number; of the buffer policy's own */
	TCA_DWRR_STATS_LIMIT_BYTES, /* up to which the policy lets the queue fill (queue only) */
	__TCA_DWRR_STATS_MAX,
};

#define TCA_DWRR_STATS_MAX (__TCA_DWRR_STATS_MAX - 1)

/*
 * A histogram: packets that left the queue, by their sojourn time or by the occupancy with
 * them, while histograms are on. A unit is 2^UNIT_BITS ns or bytes. Bucket i < 8 begins at
 * i units; of the others, octave o = i / 4 - 1 has four, which begin at
 * (4 + i % 4) * 2^o units. The last bucket has no end.
 */
#define DWRR_HISTOGRAM_SUB_BITS	2	/* 4 buckets an octave */
#define DWRR_HISTOGRAM_BUCKETS	104
#define DWRR_SOJOURN_UNIT_BITS	8	/* 256 ns */
#define DWRR_OCCUPANCY_UNIT_BITS 6	/* 64 bytes */

enum {
	DWRR_HISTOGRAM_UNSPEC,
	DWRR_HISTOGRAM_PAD,
	DWRR_HISTOGRAM_FIRST,	/* u32: the first bucket in COUNTS */
	DWRR_HISTOGRAM_COUNTS,	/* u64[]: packets, to the last bucket that has any */
	DWRR_HISTOGRAM_SUM,	/* u64: of all values */
	DWRR_HISTOGRAM_HIGHEST,	/* u64: value */
	DWRR_HISTOGRAM_UNIT_BITS, /* u32 */
	__DWRR_HISTOGRAM_MAX,
};

#define DWRR_HISTOGRAM_MAX (__DWRR_HISTOGRAM_MAX - 1)

/*
 * Generic netlink family: the marking schemes and buffer policies describe themselves, so
 * that programs need not know them. A dump of DWRR_CMD_GET_SCHEME has all that are registered. With
 * DWRR_A_NAME, it is the answer for one; its module, sch_dwrr_NAME, is loaded if the
 * sender has CAP_NET_ADMIN.
 */
#define DWRR_GENL_NAME		"dwrr"
#define DWRR_GENL_VERSION	1

#define DWRR_NAME_LEN		32	/* of a scheme, a parameter or a statistic, with '\0' */
#define DWRR_SCHEME_PARAMS	16	/* at most, of a scheme */
#define DWRR_SCHEME_STATS	8
#define DWRR_BUFFER_PARAMS	4	/* at most, of a buffer policy */

enum {
	DWRR_CMD_UNSPEC,
	DWRR_CMD_GET_SCHEME,
	__DWRR_CMD_MAX,
};

#define DWRR_CMD_MAX (__DWRR_CMD_MAX - 1)

enum {
	DWRR_A_UNSPEC,
	DWRR_A_NAME,		/* string */
	DWRR_A_NUMBER,		/* u32: enum dwrr_ecn_scheme or dwrr_buffer_mode, if it has one */
	DWRR_A_TEXT,		/* string: one sentence */
	DWRR_A_PAPER,		/* string, if it has one */
	DWRR_A_PARAM,		/* nested: DWRR_FIELD_*; each of its parameters */
	DWRR_A_STAT,		/* nested: DWRR_FIELD_*; each of its statistics */
	DWRR_A_IS_BUFFER,	/* flag: a buffer policy, not a marking scheme */
	__DWRR_A_MAX,
};

#define DWRR_A_MAX (__DWRR_A_MAX - 1)

/* The unit of a parameter or statistic. */
enum dwrr_unit {
	DWRR_UNIT_NUMBER,
	DWRR_UNIT_BYTES,
	DWRR_UNIT_NS,
	DWRR_UNIT_PPM,		/* a probability, in 1/1000000 */
	DWRR_UNIT_SWITCH,	/* 0 (off) or 1 (on) */
	__DWRR_UNIT_MAX,
};

/*
 * A parameter or statistic. A description has all but the value. A request has the name,
 * the value and, for one queue, its index; a dump has name, unit, scope and values: one, or
 * one a queue in their order, where they differ.
 */
enum {
	DWRR_FIELD_UNSPEC,
	DWRR_FIELD_PAD,
	DWRR_FIELD_NAME,	/* string */
	DWRR_FIELD_TEXT,	/* string: one sentence */
	DWRR_FIELD_UNIT,	/* u32: enum dwrr_unit */
	DWRR_FIELD_PER_QUEUE,	/* flag: each queue has a value of its own */
	DWRR_FIELD_LOWEST,	/* u64: of the range */
	DWRR_FIELD_HIGHEST,	/* u64 */
	DWRR_FIELD_DEFAULT,	/* u64 */
	DWRR_FIELD_QUEUE,	/* u32: of a request; absent: every queue */
	DWRR_FIELD_VALUE,	/* u64; in a dump u64[] */
	DWRR_FIELD_AT_LEAST,	/* string: parameter that must not be above this one */
	DWRR_FIELD_ONLY_WITH,	/* string: switch without which this one has no effect */
	DWRR_FIELD_IS_THRESH,	/* flag: a backlog or sojourn time that marking keeps to */
	__DWRR_FIELD_MAX,
};

#define DWRR_FIELD_MAX (__DWRR_FIELD_MAX - 1)

#endif /* _UAPI_DWRR_H */
