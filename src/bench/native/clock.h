/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Included before every source of the benchmark (native.c): qdiscs read a clock that the
 * benchmark sets, set no timer, and are known to the benchmark alone, because the kernel
 * has an fq of its own. What they align for several processors is aligned for one, too.
 */
#ifndef _NATIVE_CLOCK_H
#define _NATIVE_CLOCK_H

#include <linux/cache.h>
#include <linux/hrtimer.h>
#include <linux/jiffies.h>
#include <linux/timekeeping.h>
#include <net/pkt_sched.h>

extern u64 native_ns;
extern unsigned long native_jiffies;

int native_register_qdisc(struct Qdisc_ops *ops);

#define ktime_get_ns()		native_ns
#define ktime_get()		ns_to_ktime(native_ns)
#define jiffies			native_jiffies
#define register_qdisc		native_register_qdisc
#define unregister_qdisc(ops)	((void)(ops))
#define qdisc_watchdog_schedule_range_ns(watchdog, ns, slack)	\
	((void)(watchdog), (void)(ns), (void)(slack))

#undef ____cacheline_aligned_in_smp
#define ____cacheline_aligned_in_smp	____cacheline_aligned

#endif /* _NATIVE_CLOCK_H */
