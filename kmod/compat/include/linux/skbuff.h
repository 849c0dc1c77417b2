/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _COMPAT_LINUX_SKBUFF_H
#define _COMPAT_LINUX_SKBUFF_H

#include_next <linux/skbuff.h>

/* Before 6.10 a packet did not name the clock of its time; fq took it as monotonic. */
#ifndef HAVE_TSTAMP_TYPE
enum skb_tstamp_type {
	SKB_CLOCK_REALTIME,
	SKB_CLOCK_MONOTONIC,
	SKB_CLOCK_TAI,
};
#endif

static inline enum skb_tstamp_type skb_tstamp_clock(const struct sk_buff *skb)
{
#ifdef HAVE_TSTAMP_TYPE
	return skb->tstamp_type;
#else
	return SKB_CLOCK_MONOTONIC;
#endif
}

#endif
