/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Fifth question: may the packet leave now?
 *
 * A token bucket. A packet leaves if the bucket holds enough tokens for it. A packet
 * larger than the bucket leaves when the bucket is full, and the tokens become
 * negative. A token is 1e-9 byte: rates are exact, and only a wait needs a division.
 *
 * Timers fire late. While a packet waits, the bucket may therefore exceed what the
 * packet needs by a whole bucket. Otherwise a bucket not much larger than a packet
 * would lose the tokens of each delay, and the rate would be too low. What later timers
 * lose is counted: the port is slower than its rate, and needs a larger bucket.
 */
#ifndef _DWRR_SHAPER_H
#define _DWRR_SHAPER_H

#include <linux/math64.h>
#include <linux/overflow.h>
#include <linux/time64.h>

#include "dwrr.h"

/* Adds the tokens since the last update. */
static inline void dwrr_shaper_fill(struct dwrr_shaper *s, u64 now)
{
	u64 room = max_t(s64, s->depth + s->needed - s->tokens, 0);
	u64 tokens;

	if (check_mul_overflow(now - s->updated, s->rate, &tokens))
		tokens = U64_MAX;
	if (tokens > room) {
		if (s->needed) {
			s->late_timers++;
			s->lost_bytes += div_u64(tokens - room, NSEC_PER_SEC);
		}
		tokens = room;
	}
	s->tokens += tokens;
	s->updated = now;
}

/* Return: ns until a packet of @len wire bytes may leave; 0: it may leave now. */
static inline u64 dwrr_shaper_wait(struct dwrr_shaper *s, u32 len, u64 now)
{
	s64 needed = min_t(s64, (s64)len * NSEC_PER_SEC, s->depth);

	dwrr_shaper_fill(s, now);
	if (s->tokens >= needed) {
		s->needed = 0;
		return 0;
	}
	s->needed = needed;
	return DIV64_U64_ROUND_UP(needed - s->tokens, s->rate);
}

static inline void dwrr_shaper_charge(struct dwrr_shaper *s, u32 len)
{
	s->tokens -= (s64)len * NSEC_PER_SEC;
}

/* A new bucket is full. A change keeps the tokens, up to the new depth. */
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
	s->needed = 0;
	s->updated = now;
}

#endif /* _DWRR_SHAPER_H */
