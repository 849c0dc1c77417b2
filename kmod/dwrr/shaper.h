/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Fifth question: now?
 *
 * A token bucket. A packet leaves when the bucket covers it; one that is larger
 * than the whole bucket waits until the bucket is full, and leaves a debt. Tokens
 * count 1e-9 byte, so that rates are exact and only a wait costs a division.
 */
#ifndef _DWRR_SHAPER_H
#define _DWRR_SHAPER_H

#include <linux/math64.h>
#include <linux/overflow.h>
#include <linux/time64.h>

#include "dwrr.h"

static inline void dwrr_shaper_fill(struct dwrr_shaper *s, u64 now)
{
	u64 room = s->depth - s->tokens;
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
	s64 missing;

	dwrr_shaper_fill(s, now);
	missing = min_t(s64, (s64)len * NSEC_PER_SEC, s->depth) - s->tokens;
	return missing > 0 ? DIV64_U64_ROUND_UP(missing, s->rate) : 0;
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
	s->updated = now;
}

#endif /* _DWRR_SHAPER_H */
