/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _COMPAT_NET_SCH_GENERIC_H
#define _COMPAT_NET_SCH_GENERIC_H

#include_next <net/sch_generic.h>

/* Before 7.1 qdiscs changed the length directly; dumps read it without a lock. */
#ifndef HAVE_QDISC_QLEN_INC
static inline void qdisc_qlen_inc(struct Qdisc *q)
{
	WRITE_ONCE(q->q.qlen, q->q.qlen + 1);
}

static inline void qdisc_qlen_dec(struct Qdisc *q)
{
	WRITE_ONCE(q->q.qlen, q->q.qlen - 1);
}
#endif

/* Before 7.0 a drop had no reason, or one of another type. */
#ifndef HAVE_QDISC_DROP_REASON
enum qdisc_drop_reason {
	QDISC_DROP_OVERLIMIT,
	QDISC_DROP_CONGESTED,
};

#define qdisc_drop_reason(skb, sch, to_free, reason)	\
	((void)(reason), qdisc_drop(skb, sch, to_free))
#endif

/* Since 7.0 a packet has a number of segments, which parents count. */
static inline void qdisc_set_pkt_segs(struct sk_buff *skb, u16 segments)
{
#ifdef HAVE_PKT_SEGS
	qdisc_skb_cb(skb)->pkt_segs = segments;
#endif
}

#endif
