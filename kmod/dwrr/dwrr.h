/* SPDX-License-Identifier: GPL-2.0-only */
/* What a dwrr port is made of, and what its files lend each other. */
#ifndef _DWRR_H
#define _DWRR_H

#include <linux/if_vlan.h>
#include <linux/list.h>
#include <linux/skbuff.h>
#include <linux/types.h>
#include <net/pkt_cls.h>
#include <net/pkt_sched.h>
#include <net/sch_generic.h>

#include "../common/packet.h"
#include "config.h"
#include "legacy/legacy.h"

/* Why a packet did not get through. The last two happen before it has a queue. */
enum dwrr_drop {
	DWRR_DROP_SHARED_BUFFER,
	DWRR_DROP_QUEUE_BUFFER,
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
	struct dwrr_count arrived;
	struct dwrr_count sent;
	struct dwrr_count marked;
	u64	dropped[DWRR_DROPS];	/* packets */
};

/* CoDel's state, see codel.h. */
struct dwrr_codel {
	u64	patience_ends;	/* ns: from then on it may mark; 0: no delay stands */
	u64	next_mark;	/* ns, while marking */
	u32	count;		/* marks since it began to mark */
	u32	last_count;	/* what count was at that beginning */
	bool	marking;
};

/* Queues of one priority, which share what higher ones leave to them. */
struct dwrr_level {
	struct list_head active;	/* queues with packets, in turn */
	unsigned long bit;		/* of this level, in dwrr_sched.busy */
	u64	busy_until;		/* ns: end of its last transmission, */
	u64	round_ps;		/* and T_round: where rounds count */
	u64	virtual_time;		/* of WFQ, see wfq.h */
	u64	last_finish;		/* the latest finish tag */
};

struct dwrr_queue {
	const struct dwrr_queue_config *config;
	struct dwrr_level *level;
	const u64 *watched;	/* what the scheme compares */
	u64	thresh;		/* with this, while T_round is no longer */
	u64	whole_round_ps;	/* than this */

	struct qdisc_skb_head fifo;
	struct list_head turn;	/* in dwrr_level.active; empty while idle */
	u64	bytes;		/* wire lengths of what stands here */
	u64	watermark;	/* the most that ever stood here */
	u64	round_start;	/* ns: when it joined its level's tail */
	u32	deficit;	/* bytes left of this turn, or of the last */
	bool	in_turn;
	u32	tag_per_byte;	/* of WFQ: one by the weight */
	u64	tag;
	u64	sojourn;	/* ns: of the last packet sent, where it counts */
	u32	undated;	/* packets at the head whose arrival was not noted */
	struct dwrr_codel codel;

	struct dwrr_counters count;
	struct gnet_stats_basic_sync bstats;
	struct gnet_stats_queue qstats;
};

/* Tokens in 1e-9 byte: rate [byte/s] * time [ns], so nothing is rounded. */
struct dwrr_shaper {
	u64	rate;		/* bytes/s */
	s64	depth;
	s64	tokens;		/* below zero after a packet larger than depth */
	s64	awaited;	/* by the packet that waits; 0: none does */
	u64	updated;	/* ns */
};

struct dwrr_sched {
	const struct dwrr_scheme *scheme;
	u32	mark_at;		/* the scheme may have its own */
	bool	sojourn;		/* sojourn times count */
	bool	rounds;			/* T_round counts */
	bool	fair;			/* WFQ */
	unsigned long busy;		/* bits of the levels that have packets */
	struct dwrr_queue *queues;
	u64	bytes;			/* sum over the queues */
	u64	watermark;
	struct dwrr_shaper shaper;
	struct psched_ratecfg line;	/* length to time at the port's rate */
	u8	dscp_to_queue[PACKET_NUM_DSCP];
	struct dwrr_level levels[DWRR_NUM_PRIOS];
	struct dwrr_config config;

	struct qdisc_watchdog watchdog;
	struct tcf_proto __rcu *filter_list;
	struct tcf_block *block;
	struct dwrr_counters unqueued;	/* dropped before they had a queue */
	struct Qdisc *sch;
	struct dwrr_legacy_port legacy;
};

/* Kept with each queued packet. */
struct dwrr_skb_cb {
	u64	arrived;	/* ns; where sojourn times count */
	u32	wire_len;
};

static inline struct dwrr_skb_cb *dwrr_skb_cb(const struct sk_buff *skb)
{
	qdisc_cb_private_validate(skb, sizeof(struct dwrr_skb_cb));
	return (struct dwrr_skb_cb *)qdisc_skb_cb(skb)->data;
}

/* frame + FCS, at least the minimum frame, and preamble and gap */
static inline u32 dwrr_wire_len(u32 frame)
{
	return max_t(u32, frame + ETH_FCS_LEN, ETH_ZLEN + ETH_FCS_LEN) + 20;
}

/* A VLAN tag that the device will insert is not in the packet yet. */
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

/* netlink.c */
int dwrr_create(struct Qdisc *sch, struct dwrr_config *config,
		struct nlattr *opt, struct netlink_ext_ack *extack);
int dwrr_change(struct Qdisc *sch, struct nlattr *opt,
		struct netlink_ext_ack *extack);
int dwrr_dump(struct Qdisc *sch, struct sk_buff *skb);
int dwrr_dump_stats(struct Qdisc *sch, struct gnet_dump *d);
int dwrr_class_dump(struct Qdisc *sch, unsigned long class,
		    struct sk_buff *skb, struct tcmsg *tcm);
int dwrr_class_dump_stats(struct Qdisc *sch, unsigned long class,
			  struct gnet_dump *d);

/* class.c */
extern const struct Qdisc_class_ops dwrr_class_ops;

#endif /* _DWRR_H */
