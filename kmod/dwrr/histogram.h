/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Histograms of the sojourn time and of the occupancy of a queue.
 *
 * Buckets are those of an HDR histogram (hdrhistogram.org): four in each octave, below
 * eight units one a unit. A quantile that is read from the middle of a bucket is at most
 * 12.5 % off; with buckets of a whole octave it would be 50 %. The unit is 256 ns or 64
 * bytes, so that the last bucket begins at 30 s or 7.5 GB: longer than any queue.
 *
 * Each packet counts once in each, when it leaves its queue: the occupancy includes it, so
 * the highest is the watermark of the queue. What arrivals find and what departures leave
 * behind has the same distribution in a queue that changes by single packets, and at
 * departure the clock has been read.
 *
 * A port has no memory for histograms until they are switched on, because a packet needs
 * one more reading of the clock when it arrives.
 */
#ifndef _DWRR_HISTOGRAM_H
#define _DWRR_HISTOGRAM_H

#include <linux/bitops.h>
#include <linux/bits.h>
#include <linux/minmax.h>
#include <linux/types.h>

#include "../uapi/dwrr.h"

#define DWRR_HISTOGRAM_LINEAR	BIT(DWRR_HISTOGRAM_SUB_BITS)

struct dwrr_histogram {
	u64	count[DWRR_HISTOGRAM_BUCKETS];
	u64	sum;
	u64	max;
};

struct dwrr_queue_histograms {
	struct dwrr_histogram sojourn;		/* ns */
	struct dwrr_histogram occupancy;	/* bytes */
};

/* Return: the bucket of @units. */
static inline u32 dwrr_histogram_bucket(u64 units)
{
	u32 octave = fls64(units | DWRR_HISTOGRAM_LINEAR) - DWRR_HISTOGRAM_SUB_BITS - 1;

	return min_t(u64, octave * DWRR_HISTOGRAM_LINEAR + (units >> octave),
		     DWRR_HISTOGRAM_BUCKETS - 1);
}

static inline void dwrr_histogram_add(struct dwrr_histogram *h, u64 value, u32 unit_bits)
{
	h->count[dwrr_histogram_bucket(value >> unit_bits)]++;
	h->sum += value;
	h->max = max(h->max, value);
}

#endif /* _DWRR_HISTOGRAM_H */
