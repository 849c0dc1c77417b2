/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * CoDel (Nichols & Jacobson, "Controlling Queue Delay", ACM Queue 2012; RFC 8289),
 * which marks and never drops.
 *
 * When the sojourn times of a queue have been above the target for one interval, one
 * packet is marked and the queue enters the marking state. It marks the next packets
 * at the times of the control law, closer together with each mark, and leaves the
 * state at the first packet with a sojourn time below the target. A queue that
 * returns to the state soon continues at the marking rate it had reached.
 *
 * The kernel's helpers (net/codel.h) are no alternative: they drop packets that are
 * not ECN-capable, and their unit of time, 1024 ns, is too coarse for a target of a
 * few microseconds.
 */
#ifndef _DWRR_CODEL_H
#define _DWRR_CODEL_H

#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/types.h>

#define DWRR_CODEL_RECENT	16	/* intervals, as in RFC 8289, section 5 */

/*
 * The CoDel state of a queue, with the names of RFC 8289, section 5; this port
 * marks where the RFC drops.
 */
struct dwrr_codel {
	u64	first_above_time; /* ns: when to mark, if still above target; 0: below */
	u64	mark_next;	/* ns: when to mark the next packet */
	u32	count;		/* marks since entering the marking state */
	u32	lastcount;	/* count on entering the marking state */
	bool	marking;	/* in the marking state */
};

/*
 * Return: @interval / sqrt(@count), the time to the next mark by the control law. The
 * square root is a fixed-point number with 16 fractional bits.
 */
static inline u64 dwrr_codel_mark_interval(u32 interval, u32 count)
{
	return div_u64((u64)interval << 16, int_sqrt64((u64)count << 32));
}

/* Return: whether the sojourn time has been above the target for an interval. */
static inline bool dwrr_codel_ok_to_mark(struct dwrr_codel *codel, u32 interval,
					 bool above, u64 now)
{
	if (!above) {
		codel->first_above_time = 0;
		return false;
	}
	if (!codel->first_above_time) {
		codel->first_above_time = now + interval;
		return false;
	}
	return now >= codel->first_above_time;
}

static inline void dwrr_codel_enter_marking(struct dwrr_codel *codel,
					    u32 interval, u64 now)
{
	u32 delta = codel->count - codel->lastcount;
	bool recent = (s64)(now - codel->mark_next) <
		      DWRR_CODEL_RECENT * (s64)interval;

	codel->count = recent && delta > 1 ? delta : 1;
	codel->lastcount = codel->count;
	codel->mark_next = now + dwrr_codel_mark_interval(interval, codel->count);
	codel->marking = true;
}

/* Return: whether to mark the packet that is dequeued @now. */
static inline bool dwrr_codel_should_mark(struct dwrr_codel *codel, u32 interval,
					  bool above, u64 now)
{
	if (!dwrr_codel_ok_to_mark(codel, interval, above, now)) {
		codel->marking = false;
		return false;
	}
	if (!codel->marking) {
		dwrr_codel_enter_marking(codel, interval, now);
		return true;
	}
	if (now < codel->mark_next)
		return false;
	if (codel->count < U32_MAX)	/* wrapping to 0 would divide by 0 */
		codel->count++;
	codel->mark_next += dwrr_codel_mark_interval(interval, codel->count);
	return true;
}

#endif /* _DWRR_CODEL_H */
