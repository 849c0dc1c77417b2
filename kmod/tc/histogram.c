// SPDX-License-Identifier: GPL-2.0-only
/* Histograms in the statistics of a queue, see uapi/dwrr.h. */

#include <string.h>

#include "histogram.h"

struct histogram {
	__u32 first, buckets, unit_bits;
	const char *counts;	/* u64[buckets], perhaps not aligned */
	__u64 sum, highest, total;
};

static __u64 count_of(const struct histogram *h, __u32 i)
{
	__u64 count;

	memcpy(&count, h->counts + i * sizeof(count), sizeof(count));
	return count;
}

/* Return: the lowest value in @bucket. */
static __u64 bucket_begin(const struct histogram *h, __u32 bucket)
{
	__u32 linear = 1 << DWRR_HISTOGRAM_SUB_BITS;
	__u64 units = bucket;

	if (bucket >= 2 * linear)
		units = (__u64)(linear + bucket % linear) << (bucket / linear - 1);
	return units << h->unit_bits;
}

static bool read_histogram(struct histogram *h, struct rtattr *nest)
{
	struct rtattr *tb[DWRR_HISTOGRAM_MAX + 1];

	parse_nested(tb, DWRR_HISTOGRAM_MAX, nest);
	for (int i = DWRR_HISTOGRAM_FIRST; i <= DWRR_HISTOGRAM_MAX; i++)
		if (!tb[i])
			return false;
	*h = (struct histogram) {
		.first = read_uint(tb[DWRR_HISTOGRAM_FIRST]),
		.buckets = RTA_PAYLOAD(tb[DWRR_HISTOGRAM_COUNTS]) / sizeof(__u64),
		.unit_bits = read_uint(tb[DWRR_HISTOGRAM_UNIT_BITS]),
		.counts = RTA_DATA(tb[DWRR_HISTOGRAM_COUNTS]),
		.sum = read_uint(tb[DWRR_HISTOGRAM_SUM]),
		.highest = read_uint(tb[DWRR_HISTOGRAM_HIGHEST]),
	};
	for (__u32 i = 0; i < h->buckets; i++)
		h->total += count_of(h, i);
	return true;
}

/* Return: the middle of the bucket that has the quantile @ppm / 1000000, at most the highest. */
static __u64 quantile(const struct histogram *h, __u64 ppm)
{
	__u64 rank = (h->total * ppm + 999999) / 1000000, seen = 0, middle;

	for (__u32 i = 0; i < h->buckets; i++) {
		seen += count_of(h, i);
		if (seen < rank)
			continue;
		middle = (bucket_begin(h, h->first + i) +
			  bucket_begin(h, h->first + i + 1)) / 2;
		return middle < h->highest ? middle : h->highest;
	}
	return h->highest;
}

static void print_text(const struct histogram *h, const char *name, const char *unit)
{
	static const struct { const char *name; __u64 ppm; } quantiles[] = {
		{ "p50", 500000 }, { "p99", 990000 }, { "p99.9", 999000 },
	};
	char fmt[64];

	print_color_string(PRINT_FP, COLOR_NONE, NULL, "%s ", _SL_);
	print_color_string(PRINT_FP, COLOR_NONE, NULL, " %s", name);
	for (size_t i = 0; i < ARRAY_SIZE(quantiles); i++) {
		snprintf(fmt, sizeof(fmt), " %s %%" PRIu64 "%s", quantiles[i].name, unit);
		print_color_u64(PRINT_FP, COLOR_NONE, NULL, fmt,
				quantile(h, quantiles[i].ppm));
	}
	snprintf(fmt, sizeof(fmt), " highest %%" PRIu64 "%s", unit);
	print_color_u64(PRINT_FP, COLOR_NONE, NULL, fmt, h->highest);
}

/* An array of [lowest value of the bucket, packets in it], then sum and highest value. */
static void print_json(const struct histogram *h, const char *name, const char *unit)
{
	char key[64];

	snprintf(key, sizeof(key), "%s_histogram_%s", name, unit);
	open_json_array(PRINT_JSON, key);
	for (__u32 i = 0; i < h->buckets; i++) {
		open_json_array(PRINT_JSON, NULL);
		print_color_u64(PRINT_JSON, COLOR_NONE, NULL, NULL,
				bucket_begin(h, h->first + i));
		print_color_u64(PRINT_JSON, COLOR_NONE, NULL, NULL, count_of(h, i));
		close_json_array(PRINT_JSON, NULL);
	}
	close_json_array(PRINT_JSON, NULL);
	snprintf(key, sizeof(key), "%s_sum_%s", name, unit);
	print_color_u64(PRINT_JSON, COLOR_NONE, key, NULL, h->sum);
	snprintf(key, sizeof(key), "%s_highest_%s", name, unit);
	print_color_u64(PRINT_JSON, COLOR_NONE, key, NULL, h->highest);
}

/* @name: "sojourn" or "occupancy"; @unit: "ns" or "bytes", in text @short_unit */
void print_histogram(struct rtattr *nest, const char *name, const char *unit,
		     const char *short_unit)
{
	struct histogram h;

	if (!read_histogram(&h, nest))
		return;
	if (is_json_context())
		print_json(&h, name, unit);
	else if (h.total)
		print_text(&h, name, short_unit);
}
