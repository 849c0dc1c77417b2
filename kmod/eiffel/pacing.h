/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Second question: when at the earliest?
 *
 * Every limit is a timestamp: the time that the packet brings along (EDT,
 * SO_TXTIME), and the time at which what its flow sent last is over at the rate of
 * its socket (sk_pacing_rate), or at maxrate. The later one counts. A rate is held
 * per quantum, as in fq: what a quantum covers leaves in one go, and then the flow
 * waits for as long as that takes; flows of low rates wait after each packet.
 */
#ifndef _EIFFEL_PACING_H
#define _EIFFEL_PACING_H

#include <linux/math64.h>
#include <linux/time64.h>

#include "eiffel.h"

/* Return: ns, when the packet at the head of @flow may leave. */
static inline u64 eiffel_due(const struct eiffel_flow *flow)
{
	return max(eiffel_skb_cb(eiffel_head(flow))->time_to_send,
		   flow->time_next);
}

/* The bucket that begins at @time or next after it: nothing leaves too early. */
static inline u64 eiffel_tick(const struct eiffel_sched *q, u64 time)
{
	return DIV64_U64_ROUND_UP(time, q->config.granularity);
}

/* The last bucket that has begun. */
static inline u64 eiffel_ticks(const struct eiffel_sched *q, u64 now)
{
	return div_u64(now, q->config.granularity);
}

/* Return: bytes/s that hold for @skb; EIFFEL_UNLIMITED where nothing does. */
static inline u64 eiffel_rate(const struct eiffel_sched *q,
			      const struct sk_buff *skb)
{
	u64 rate = q->config.maxrate;
	unsigned long own;

	if (skb->tstamp || !skb->sk)	/* a time of its own is its rate */
		return rate;
	own = READ_ONCE(skb->sk->sk_pacing_rate);
	return own == ~0UL ? rate : min_t(u64, own, rate);
}

/* Return: ns that @len takes at @rate, at most a second: rates may change. */
static inline u64 eiffel_duration(struct eiffel_sched *q, u32 len, u64 rate)
{
	u64 time = (u64)len * NSEC_PER_SEC;

	if (likely(rate))
		time = div64_u64(time, rate);
	if (unlikely(time > NSEC_PER_SEC)) {
		time = NSEC_PER_SEC;
		q->count.pkts_too_long++;
	}
	return time;
}

/*
 * Not before the end of @time. What a bucket and the timer made this packet late is
 * given back, so that buckets of any width keep the rate; of more than that up to
 * half of @time, as in fq.
 */
static inline void eiffel_not_before(const struct eiffel_sched *q,
				     struct eiffel_flow *flow, u64 time)
{
	u64 ours = (u64)q->config.granularity + q->config.timer_slack;
	u64 back = 0;

	if (flow->time_next)
		back = min(q->now - flow->time_next, max(ours, time / 2));
	flow->time_next = q->now + time - back;
}

/* @flow has just sent @skb. */
static inline void eiffel_charge(struct eiffel_sched *q,
				 struct eiffel_flow *flow,
				 const struct sk_buff *skb)
{
	u32 len = qdisc_pkt_len(skb);
	u64 rate;

	flow->credit -= len;
	if (!q->config.pacing)
		return;
	rate = eiffel_rate(q, skb);
	if (!skb->tstamp) {
		if (rate <= q->config.low_rate_threshold) {
			flow->credit = 0;
		} else {
			if (flow->credit > 0)
				return;
			len = max(len, q->config.quantum);
		}
	}
	if (rate != EIFFEL_UNLIMITED)
		eiffel_not_before(q, flow, eiffel_duration(q, len, rate));
}

#endif /* _EIFFEL_PACING_H */
