/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * CoDel's control law, marking only.
 *
 * Nichols & Jacobson, "Controlling Queue Delay", ACM Queue 2012; RFC 8289. While
 * the sojourn times of a queue stay above the target for a whole interval, one
 * packet is marked, and the next ones at distances of interval / sqrt(count),
 * until a packet finds the delay gone. A queue whose delay is back soon goes on
 * where it was.
 *
 * The kernel's own helpers (net/codel.h) drop what they cannot mark and count
 * time in 1024 ns, too coarse for a target of a few microseconds.
 */
#ifndef _DWRR_CODEL_H
#define _DWRR_CODEL_H

#include <linux/kernel.h>
#include <linux/math64.h>

#include "dwrr.h"

#define DWRR_CODEL_SOON	16	/* intervals */

/* @interval / sqrt(@count); 16 bits of the root are behind the point. */
static inline u64 dwrr_codel_distance(u32 interval, u32 count)
{
	return div_u64((u64)interval << 16, int_sqrt64((u64)count << 32));
}

/* Has the delay stood for an interval? */
static inline bool dwrr_codel_persists(struct dwrr_codel *codel, u32 interval,
				       bool above, u64 now)
{
	if (!above) {
		codel->patience_ends = 0;
		return false;
	}
	if (!codel->patience_ends) {
		codel->patience_ends = now + interval;
		return false;
	}
	return now >= codel->patience_ends;
}

static inline void dwrr_codel_begin(struct dwrr_codel *codel, u32 interval,
				    u64 now)
{
	u32 since = codel->count - codel->last_count;
	bool soon = (s64)(now - codel->next_mark) <
		    DWRR_CODEL_SOON * (s64)interval;

	codel->count = soon && since > 1 ? since : 1;
	codel->last_count = codel->count;
	codel->next_mark = now + dwrr_codel_distance(interval, codel->count);
	codel->marking = true;
}

/* Return: whether the packet that leaves now is to be marked. */
static inline bool dwrr_codel_marks(struct dwrr_codel *codel, u32 interval,
				    bool above, u64 now)
{
	if (!dwrr_codel_persists(codel, interval, above, now)) {
		codel->marking = false;
		return false;
	}
	if (!codel->marking) {
		dwrr_codel_begin(codel, interval, now);
		return true;
	}
	if (now < codel->next_mark)
		return false;
	if (codel->count < U32_MAX)	/* else after hours of a flood it is 0 again */
		codel->count++;
	codel->next_mark += dwrr_codel_distance(interval, codel->count);
	return true;
}

#endif /* _DWRR_CODEL_H */
