/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * The netlink interface of the dwrr qdisc: a switch port with several queues
 * that marks ECN. The kernel module, tc's plugin and the Java command line
 * agree on this file and on nothing else.
 *
 * Every length is a wire length: max(frame + FCS, 64) + preamble and gap (20),
 * so a full Ethernet frame counts 1538 bytes.
 */
#ifndef _UAPI_DWRR_H
#define _UAPI_DWRR_H

#define DWRR_MAX_QUEUES		64
#define DWRR_DEFAULT_QUEUES	8

#define DWRR_MIN_RATE		125000ULL	/* bytes/s:   1 Mbit/s */
#define DWRR_MAX_RATE		50000000000ULL	/* bytes/s: 400 Gbit/s */
#define DWRR_MIN_QUANTUM	256		/* bytes */
#define DWRR_MAX_QUANTUM	1048576		/* bytes */
#define DWRR_MIN_BUFFER		1538		/* bytes: one full frame */
#define DWRR_MAX_BYTES		0x7fffffff	/* thresholds and buffers */
#define DWRR_MAX_ROUND_ALPHA	1000		/* weight 1 */
#define DWRR_MAX_INTERVAL_NS	1000000000	/* idle interval: 1 s */
#define DWRR_MAX_BUCKET_NS	100000000	/* bucket: 100 ms */
#define DWRR_MAX_SOJOURN_NS	1000000000	/* TCN's threshold, CoDel's times: 1 s */
#define DWRR_NUM_PRIOS		8		/* 0 is the highest */

/* Which ECN marking scheme (values of the prototype's dwrr.ecn_scheme). */
enum dwrr_ecn_scheme {
	DWRR_ECN_NONE,
	DWRR_ECN_PER_QUEUE,	/* queue's bytes > queue's threshold */
	DWRR_ECN_PER_PORT,	/* port's bytes > port's threshold */
	DWRR_ECN_MQ_ECN,	/* queue's bytes > K_i, which follows T_round; not with WFQ */
	DWRR_ECN_TCN,		/* packet's sojourn time > TCN's threshold */
	DWRR_ECN_CODEL,		/* sojourn times stay above CoDel's target */
	__DWRR_ECN_MAX,
};

#define DWRR_ECN_MAX (__DWRR_ECN_MAX - 1)

enum dwrr_buffer_mode {
	DWRR_BUFFER_SHARED,	/* all queues share TCA_DWRR_SHARED_BUFFER */
	DWRR_BUFFER_STATIC,	/* and each is held to its own buffer, too */
	__DWRR_BUFFER_MAX,
};

#define DWRR_BUFFER_MAX (__DWRR_BUFFER_MAX - 1)

enum dwrr_scheduler {
	DWRR_SCHED_DWRR,	/* what is left of a turn is kept */
	DWRR_SCHED_WRR,		/* each turn starts with one quantum */
	DWRR_SCHED_WFQ,		/* weighted fair queueing, without turns */
	__DWRR_SCHED_MAX,
};

#define DWRR_SCHED_MAX (__DWRR_SCHED_MAX - 1)

/* TCN and CoDel always mark at dequeue, where a sojourn time is known. */
enum dwrr_mark_at {
	DWRR_MARK_ENQUEUE,	/* counting the arriving packet */
	DWRR_MARK_DEQUEUE,	/* not counting the departing packet */
	__DWRR_MARK_MAX,
};

#define DWRR_MARK_MAX (__DWRR_MARK_MAX - 1)

/* TCA_OPTIONS of a dwrr qdisc, in a request and in a dump. */
enum {
	TCA_DWRR_UNSPEC,
	TCA_DWRR_PAD,
	TCA_DWRR_RATE64,	/* u64: bytes/s; needed at creation */
	TCA_DWRR_NUM_QUEUES,	/* u32: at creation only */
	TCA_DWRR_ECN_SCHEME,	/* u32: enum dwrr_ecn_scheme */
	TCA_DWRR_PORT_THRESH,	/* u32: bytes; also MQ-ECN's standard K */
	TCA_DWRR_SHARED_BUFFER,	/* u32: bytes */
	TCA_DWRR_BUFFER_MODE,	/* u32: enum dwrr_buffer_mode */
	TCA_DWRR_SCHEDULER,	/* u32: enum dwrr_scheduler */
	TCA_DWRR_MARK_AT,	/* u32: enum dwrr_mark_at */
	TCA_DWRR_ROUND_ALPHA,	/* u32: weight of the old T_round, 1/1000 */
	TCA_DWRR_IDLE_INTERVAL,	/* u32: ns, T_idle */
	TCA_DWRR_BUCKET,	/* u32: ns, the token bucket's depth as time */
	TCA_DWRR_QUEUES,	/* nested: TCA_DWRR_QUEUE, any number; in a request */
	TCA_DWRR_CLEAR,		/* flag: counters to 0, watermarks to now */
	TCA_DWRR_TCN_THRESH,	/* u32: ns of sojourn time */
	TCA_DWRR_CODEL_TARGET,	/* u32: ns of sojourn time */
	TCA_DWRR_CODEL_INTERVAL, /* u32: ns */
	TCA_DWRR_QUEUE_ROWS,	/* nested: TCA_DWRR_QUEUE_*; in a dump */
	__TCA_DWRR_MAX,
};

#define TCA_DWRR_MAX (__TCA_DWRR_MAX - 1)

/* The one type that stands in TCA_DWRR_QUEUES. */
enum {
	TCA_DWRR_QUEUE_ENTRY_UNSPEC,
	TCA_DWRR_QUEUE,		/* nested: TCA_DWRR_QUEUE_* */
};

/*
 * A queue. In a request, what is not named stays as it is. In TCA_DWRR_QUEUE_ROWS
 * there is one u32 a queue, in their order, and no index: so a port with all its
 * queues, and the port that it replaces, fit one notification.
 */
enum {
	TCA_DWRR_QUEUE_UNSPEC,
	TCA_DWRR_QUEUE_INDEX,	/* u32: 0 .. queues - 1; absent: every queue */
	TCA_DWRR_QUEUE_QUANTUM,	/* u32: bytes a round */
	TCA_DWRR_QUEUE_THRESH,	/* u32: bytes */
	TCA_DWRR_QUEUE_BUFFER,	/* u32: bytes, its cap in static mode */
	TCA_DWRR_QUEUE_DSCP,	/* u32: 0 .. 63; the first match wins */
	TCA_DWRR_QUEUE_PRIO,	/* u32: 0 .. 7; 0 is served before all others */
	__TCA_DWRR_QUEUE_MAX,
};

#define TCA_DWRR_QUEUE_MAX (__TCA_DWRR_QUEUE_MAX - 1)

/*
 * TCA_STATS_APP of the qdisc (the port) and of its classes (class minor i + 1
 * is queue i). Everything is u64. At all times
 *   ARRIVED = SENT + BACKLOG + the sum of DROPPED_*, in packets.
 */
enum {
	TCA_DWRR_STATS_UNSPEC,
	TCA_DWRR_STATS_PAD,
	TCA_DWRR_STATS_ARRIVED_PACKETS,	/* after a super-packet was split */
	TCA_DWRR_STATS_ARRIVED_BYTES,
	TCA_DWRR_STATS_SENT_PACKETS,
	TCA_DWRR_STATS_SENT_BYTES,
	TCA_DWRR_STATS_MARKED_PACKETS,	/* given CE here */
	TCA_DWRR_STATS_MARKED_BYTES,
	TCA_DWRR_STATS_DROPPED_SHARED_BUFFER,	/* packets: port's buffer full */
	TCA_DWRR_STATS_DROPPED_QUEUE_BUFFER,	/* packets: queue's buffer full */
	TCA_DWRR_STATS_DROPPED_PURGED,	/* packets: thrown away by a reset */
	TCA_DWRR_STATS_DROPPED_FILTER,	/* packets: by a tc filter (port only) */
	TCA_DWRR_STATS_DROPPED_SPLIT,	/* packets: super-packet not to be split (port only) */
	TCA_DWRR_STATS_BACKLOG_PACKETS,
	TCA_DWRR_STATS_BACKLOG_BYTES,
	TCA_DWRR_STATS_WATERMARK_BYTES,	/* highest backlog since creation or clear */
	TCA_DWRR_STATS_THRESHOLD_BYTES,	/* K in force now; absent where bytes do not count */
	TCA_DWRR_STATS_ROUND_TIME_PS,	/* T_round, of the lowest priority (port only) */
	TCA_DWRR_STATS_THRESHOLD_NS,	/* of sojourn time; absent where it does not count */
	TCA_DWRR_STATS_SOJOURN_NS,	/* of the last packet sent, likewise (queue only) */
	__TCA_DWRR_STATS_MAX,
};

#define TCA_DWRR_STATS_MAX (__TCA_DWRR_STATS_MAX - 1)

#endif /* _UAPI_DWRR_H */
