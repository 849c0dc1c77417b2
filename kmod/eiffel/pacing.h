/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Second question: when may the packet leave?
 *
 * Each limit is a time, and the latest one applies: the time in the packet (EDT,
 * SO_TXTIME), and the time at which the flow's last transmission ends at the rate of
 * its socket (sk_pacing_rate) or at maxrate. As in fq, the rate holds per quantum: a
 * flow sends one quantum in a burst, then waits for its transmission time. A flow at
 * or below low_rate_threshold waits after each packet.
 */
#ifndef _EIFFEL_PACING_H
#define _EIFFEL_PACING_H

#include <linux/math64.h>
#include <linux/time64.h>

#include "eiffel.h"

/*
 * The time of a packet that the sender has not timed is its arrival, or 0: never after
 * now. Such a packet is not looked at, because it is far away before it is at the head.
 *
 * Return: when the packet at the head of @flow may leave, in ns.
 */
static inline u64 eiffel_due_time(const struct eiffel_flow *flow)
{
	if (likely(!flow->has_txtime))
		return flow->time_next_packet;
	return max(eiffel_skb_cb(eiffel_head(flow))->time_to_send,
		   flow->time_next_packet);
}

/* Return: the first bucket that starts at @time or later: no packet leaves early. */
static inline u64 eiffel_tick_ceil(const struct eiffel_sched *q, u64 time)
{
	return DIV64_U64_ROUND_UP(time, q->config.granularity);
}

/* Return: the last bucket that has started at @now. */
static inline u64 eiffel_tick_floor(const struct eiffel_sched *q, u64 now)
{
	return div_u64(now, q->config.granularity);
}

/* Return: the rate limit of @skb in bytes/s, or EIFFEL_UNLIMITED. */
static inline u64 eiffel_rate(const struct eiffel_sched *q,
			      const struct sk_buff *skb)
{
	u64 rate = q->config.maxrate;
	unsigned long pacing_rate;

	if (skb->tstamp || !skb->sk)	/* the sender has paced it already */
		return rate;
	pacing_rate = READ_ONCE(skb->sk->sk_pacing_rate);
	return pacing_rate == ~0UL ? rate : min_t(u64, pacing_rate, rate);
}

/* Return: ns to send @len bytes at @rate; at most 1 s, because rates may change. */
static inline u64 eiffel_tx_time(struct eiffel_sched *q, u32 len, u64 rate)
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
 * Sets the time of the next packet of @flow to @time ns from now, less the delay of
 * this packet. The delay that a bucket and the timer can cause is compensated in full,
 * so that the rate holds for every granularity; a longer one up to half of @time, as
 * in fq.
 */
static inline void eiffel_pace(const struct eiffel_sched *q,
			       struct eiffel_flow *flow, u64 time)
{
	u64 max_delay = (u64)q->config.granularity + q->config.timer_slack;
	u64 compensation = 0;

	if (flow->time_next_packet)
		compensation = min(q->ktime_cache - flow->time_next_packet,
				   max(max_delay, time / 2));
	flow->time_next_packet = q->ktime_cache + time - compensation;
}

/* Accounts for @skb, which @flow has just sent. */
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
		eiffel_pace(q, flow, eiffel_tx_time(q, len, rate));
}

#endif /* _EIFFEL_PACING_H */
