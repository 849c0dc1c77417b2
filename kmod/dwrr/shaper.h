/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Fifth question: now?
 *
 * A token bucket. A packet leaves when the bucket covers it; one that is larger
 * than the whole bucket waits until the bucket is full, and leaves a debt. Tokens
 * count 1e-9 byte, so that rates are exact and only a wait costs a division.
 *
 * Timers are late. What comes in while a packet waits is therefore kept up to a
 * whole bucket beyond what it waits for; otherwise a bucket not much larger than
 * a packet would lose the lateness of each.
 */
#ifndef _DWRR_SHAPER_H
#define _DWRR_SHAPER_H

#include <linux/math64.h>
#include <linux/overflow.h>
#include <linux/time64.h>

#include "dwrr.h"

static inline void dwrr_shaper_fill(struct dwrr_shaper *s, u64 now)
{
	u64 room = max_t(s64, s->depth + s->awaited - s->tokens, 0);
	u64 earned;

	if (check_mul_overflow(now - s->updated, s->rate, &earned) ||
	    earned > room)
		earned = room;
	s->tokens += earned;
	s->updated = now;
}

/* Return: ns until a packet of @len wire bytes may leave; 0 is now. */
static inline u64 dwrr_shaper_wait(struct dwrr_shaper *s, u32 len, u64 now)
{
	s64 needed = min_t(s64, (s64)len * NSEC_PER_SEC, s->depth);

	dwrr_shaper_fill(s, now);
	if (s->tokens >= needed) {
		s->awaited = 0;
		return 0;
	}
	s->awaited = needed;
	return DIV64_U64_ROUND_UP(needed - s->tokens, s->rate);
}

static inline void dwrr_shaper_charge(struct dwrr_shaper *s, u32 len)
{
	s->tokens -= (s64)len * NSEC_PER_SEC;
}

/* A new bucket is full; a change keeps the tokens that still fit. */
static inline void dwrr_shaper_configure(struct dwrr_shaper *s, u64 rate,
					 u32 bucket_ns, u64 now)
{
	if (s->rate)
		dwrr_shaper_fill(s, now);
	else
		s->tokens = S64_MAX;
	s->rate = rate;
	s->depth = rate * bucket_ns;
	s->tokens = min(s->tokens, s->depth);
	s->awaited = 0;
	s->updated = now;
}

#endif /* _DWRR_SHAPER_H */
