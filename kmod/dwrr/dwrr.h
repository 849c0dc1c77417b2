/* SPDX-License-Identifier: GPL-2.0-only */
/* The data structures of a dwrr port, and what each C file offers to the others. */
#ifndef _DWRR_H
#define _DWRR_H

#include <linux/hrtimer.h>
#include <linux/if_vlan.h>
#include <linux/skbuff.h>
#include <linux/types.h>
#include <net/pkt_cls.h>
#include <net/pkt_sched.h>
#include <net/sch_generic.h>

#include "../common/packet.h"
#include "config.h"
#include "histogram.h"
#include "legacy/legacy.h"
#include "wire.h"

/* Why a packet was dropped. The last two precede classification: they have no queue. */
enum dwrr_drop {
	DWRR_DROP_SHARED_BUFFER,
	DWRR_DROP_QUEUE_BUFFER,
	DWRR_DROP_EARLY,
	DWRR_DROP_PURGED,
	DWRR_QUEUE_DROPS,
	DWRR_DROP_FILTER = DWRR_QUEUE_DROPS,
	DWRR_DROP_SPLIT,
	DWRR_DROPS,
	DWRR_ADMITTED = DWRR_DROPS,
};

struct dwrr_count {
	u64	packets;
	u64	bytes;		/* wire lengths */
};

struct dwrr_counters {
	u64	arrived_packets[INET_ECN_MASK + 1];	/* by ECN codepoint */
	u64	arrived_bytes;
	u64	carried_packets; /* queued at the last clear: arrived too */
	struct dwrr_count sent;
	struct dwrr_count marked;
	u64	dropped[DWRR_DROPS];	/* packets */
};

/* Queues in order of service, see active.h. */
struct dwrr_active {
	struct dwrr_queue *first;	/* NULL: there is none */
	struct dwrr_queue *last;
};

/* The queues of one priority. They share the bandwidth that higher levels leave. */
struct dwrr_level {
	struct dwrr_active active;	/* backlogged queues */
	unsigned long bit;		/* of this level in dwrr_sched.busy_levels */
	u64	busy_until;		/* ns: end of the last transmission (uses_rounds) */
	u64	round_ps;		/* T_round (uses_rounds) */
	u64	traced_round_ps;	/* of the last event dwrr_threshold */
	u64	quanta;			/* of its queues, in bytes */
	u64	active_quanta;		/* of those with packets, at the last period */
	u64	virtual_time;		/* v(t) of WFQ, see wfq.h */
	u64	max_finish_tag;		/* of WFQ: of all packets sent */
};

/* What a scheme has of a queue. */
struct dwrr_scheme_data {
	struct dwrr_view view;	/* what it is shown; packets change parts */
	u64	param[DWRR_SCHEME_PARAMS];	/* values of its parameters */
	void	*state;		/* private to it: DWRR_QUEUE_STATE bytes, see dwrr_alloc_states() */
};

struct dwrr_queue {
	const struct dwrr_queue_config *config;
	struct dwrr_level *level;
	const u64 *metric;	/* what the scheme compares with thresh */
	u64	thresh;		/* bytes, or ns of sojourn time */
	u64	quantum_time_ps; /* quantum / C; U64_MAX: thresh does not scale */

	u8	index;
	struct qdisc_skb_head fifo;
	struct dwrr_queue *next_active; /* in dwrr_level.active, while it has packets */
	u64	bytes;		/* backlog, in wire lengths */
	u64	watermark;	/* highest backlog, in bytes */
	u64	round_start;	/* ns: when it was put at the tail of its level */
	u32	deficit;	/* deficit counter, in bytes */
	bool	in_turn;	/* has got its quantum for this round */
	bool	had_empty_turns; /* since it was activated: turns that sent no packet */
	u64	round_bytes;	/* sent since round_start (uses_rounds) */
	u32	inv_weight;	/* of WFQ: tag units per byte */
	u64	start_tag;	/* of WFQ: of the packet at the head, see wfq.h */
	u64	sojourn;	/* ns: of the last packet sent (stamps) */
	u32	unstamped;	/* packets at the head without enqueue_time */
	struct dwrr_scheme_data scheme[DWRR_ROLES];

	struct dwrr_counters count;
	struct gnet_stats_basic_sync bstats;
	struct gnet_stats_queue qstats;
};

/* Token bucket, see shaper.h. Tokens are 1e-9 byte: rate [byte/s] * time [ns]. */
struct dwrr_shaper {
	u64	rate;		/* bytes/s */
	s64	depth;		/* tokens of a full bucket */
	s64	tokens;		/* negative after a packet larger than depth */
	s64	needed;		/* tokens that the waiting packet needs; 0: none waits */
	u64	updated;	/* ns: time of tokens */
	u64	late_timers;	/* while a packet waited, the bucket overflowed */
	u64	lost_bytes;	/* the tokens that it lost then */
};

struct dwrr_pool;

struct dwrr_sched {
	const struct dwrr_scheme_ops *scheme;	/* for marking */
	const struct dwrr_scheme_ops *policy;	/* for the buffer */
	u32	mark_at;		/* of the scheme, which may override the configuration */
	bool	uses_sojourn;		/* the scheme compares sojourn times */
	bool	stamps;			/* packets get an enqueue_time: uses_sojourn, histograms */
	bool	uses_rounds;		/* the scheme needs T_round */
	bool	asks_enqueue;		/* the scheme decides at enqueue, */
	bool	asks_dequeue;		/* or at dequeue, with a callback */
	bool	has_policy;		/* a module limits queues and follows packets */
	bool	is_followed;		/* by that, or by the pool: they are told of packets */
	bool	wfq;			/* the scheduler is WFQ */
	bool	trusts_pcp;		/* a PCP, not a DSCP, selects the queue */
	unsigned long busy_levels;	/* a bit per level: it has packets */
	unsigned long idle_levels;	/* likewise: since busy_until, T_round decays */
	u64	joined;			/* a bit per queue: see dwrr_start_rounds() */
	struct dwrr_queue *queues;
	struct dwrr_queue_histograms *histograms; /* of all queues; NULL: off */
	struct dwrr_queue_histograms *histogram_memory; /* allocated before they are on */
	u64	bytes;			/* backlog of all queues */
	struct dwrr_pool *pool;		/* which includes it; NULL: the scheme needs none */
	u64	watermark;		/* highest backlog, in bytes */
	u64	memory;			/* of the queued packets, in bytes */
	u64	memory_limit;
	u64	last_sent;		/* ns: when the last packet left */
	void	*scheme_state[DWRR_ROLES]; /* private to each: DWRR_PORT_STATE bytes */
	struct dwrr_shaper shaper;
	struct psched_ratecfg line_rate; /* converts length to time at the port's rate */
	u8	queue_of_code_point[U8_MAX + 1]; /* U8_MAX: the packet has none */
	struct dwrr_level levels[DWRR_NUM_PRIOS];
	struct dwrr_config config;

	struct qdisc_watchdog watchdog;
	struct hrtimer period;		/* of the scheme's controller, see period.c */
	u64	period_ns;		/* 0: the scheme has none */
	struct tcf_proto __rcu *filter_list;
	struct tcf_block *block;
	struct dwrr_counters unqueued;	/* packets dropped before classification */
	struct Qdisc *sch;
	struct dwrr_snapshot *snapshots; /* of all queues, during a dump of all classes */
	struct dwrr_legacy_port legacy;
};

/* Stored in each queued packet. */
struct dwrr_skb_cb {
	u64	enqueue_time;	/* ns (stamps) */
	u32	wire_len;
	u8	queue;		/* index */
};

static inline struct dwrr_skb_cb *dwrr_skb_cb(const struct sk_buff *skb)
{
	qdisc_cb_private_validate(skb, sizeof(struct dwrr_skb_cb));
	return (struct dwrr_skb_cb *)qdisc_skb_cb(skb)->data;
}

/* The length of @skb does not include a VLAN tag that the device will insert. */
static inline u32 dwrr_packet_wire_len(const struct sk_buff *skb)
{
	return dwrr_wire_len(qdisc_pkt_len(skb) +
			     (skb_vlan_tag_present(skb) ? VLAN_HLEN : 0));
}

/* qdisc.c */
int dwrr_port_init(struct Qdisc *sch, struct netlink_ext_ack *extack);
int dwrr_port_open(struct Qdisc *sch, const struct dwrr_config *config);
void dwrr_port_commit(struct Qdisc *sch, const struct dwrr_config *config);
void dwrr_port_clear(struct Qdisc *sch);
void dwrr_port_destroy(struct Qdisc *sch);
void dwrr_port_reset(struct Qdisc *sch);
int dwrr_enqueue(struct sk_buff *skb, struct Qdisc *sch,
		 struct sk_buff **to_free);
struct sk_buff *dwrr_dequeue(struct Qdisc *sch);

/* pool.c */
int __init dwrr_pool_register(void);
void dwrr_pool_unregister(void);

/* period.c */
void dwrr_period_init(struct dwrr_sched *q);
void dwrr_period_set(struct dwrr_sched *q);
void dwrr_period_restart(struct dwrr_sched *q);
void dwrr_period_stop(struct dwrr_sched *q);
void dwrr_period_reset(struct dwrr_sched *q);

/* netlink.c */
int dwrr_create(struct Qdisc *sch, struct dwrr_config *config,
		struct nlattr *opt, struct netlink_ext_ack *extack);
int dwrr_change(struct Qdisc *sch, struct nlattr *opt,
		struct netlink_ext_ack *extack);
int dwrr_dump(struct Qdisc *sch, struct sk_buff *skb);
int dwrr_dump_stats(struct Qdisc *sch, struct gnet_dump *d);
void dwrr_snapshots_take(struct Qdisc *sch);
void dwrr_snapshots_drop(struct Qdisc *sch);
int dwrr_class_dump(struct Qdisc *sch, unsigned long class,
		    struct sk_buff *skb, struct tcmsg *tcm);
int dwrr_class_dump_stats(struct Qdisc *sch, unsigned long class,
			  struct gnet_dump *d);

/* histogram.c */
int dwrr_histograms_prepare(struct dwrr_sched *q, const struct dwrr_config *config);
void dwrr_histograms_set(struct dwrr_sched *q);
void dwrr_histograms_release(struct dwrr_sched *q);
void dwrr_histograms_clear(struct dwrr_sched *q);
int dwrr_put_histograms(struct sk_buff *skb, struct Qdisc *sch, u32 queue);

/* class.c */
extern const struct Qdisc_class_ops dwrr_class_ops;

#endif /* _DWRR_H */
