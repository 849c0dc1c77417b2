/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The time in a packet (EDT, SO_TXTIME), as in fq: a packet names its clock, and the
 * qdisc works with the monotonic one.
 */
#ifndef _EIFFEL_TXTIME_H
#define _EIFFEL_TXTIME_H

#include <linux/skbuff.h>
#include <linux/time64.h>
#include <linux/timekeeping.h>

/*
 * No monotonic clock shows more than this, and no real-time clock less. A BPF program
 * may set a monotonic time without its clock.
 */
#define EIFFEL_MAX_UPTIME	((u64)TIME_UPTIME_SEC_MAX * NSEC_PER_SEC)

/*
 * A time before the start of the monotonic clock is 1: 0 means none. One that is
 * beyond the range of s64 is beyond every horizon.
 *
 * Return: the time in @skb, which has one, on the monotonic clock.
 */
static inline u64 eiffel_txtime_get(const struct sk_buff *skb)
{
	u64 time = skb->tstamp, origin = 0;

	switch (skb_tstamp_clock(skb)) {
	case SKB_CLOCK_TAI:
		origin = ktime_mono_to_any(0, TK_OFFS_TAI);
		break;
	case SKB_CLOCK_REALTIME:
		if (time > EIFFEL_MAX_UPTIME)
			origin = ktime_mono_to_real(0);
		break;
	default:
		break;
	}
	return time > origin ? time - origin : 1;
}

/* Sets the time in @skb to @time of the monotonic clock. */
static inline void eiffel_txtime_set(struct sk_buff *skb, u64 time)
{
	switch (skb_tstamp_clock(skb)) {
	case SKB_CLOCK_TAI:
		skb->tstamp = ktime_mono_to_any(time, TK_OFFS_TAI);
		break;
	case SKB_CLOCK_REALTIME:
		skb->tstamp = (u64)skb->tstamp > EIFFEL_MAX_UPTIME ?
			      ktime_mono_to_real(time) : time;
		break;
	default:
		skb->tstamp = time;
		break;
	}
}

#endif /* _EIFFEL_TXTIME_H */
