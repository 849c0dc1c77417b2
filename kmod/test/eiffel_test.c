// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests of sch_eiffel: bitmaps and calendars against linear searches; a table that
 * grows; the arithmetic of times and ranks.
 */

#include <kunit/test.h>
#include <linux/bitmap.h>
#include <linux/module.h>
#include <linux/prandom.h>
#include <linux/slab.h>

#include "../eiffel/bitmap.h"
#include "../eiffel/calendar.h"
#include "../eiffel/scheduler.h"

static const u32 widths[] = { 1, 2, 63, 64, 65, 127, 128, 4095, 4096, 4097, 8192,
			      262143, 262144 };

/* --- bitmap ------------------------------------------------------------ */

static void bitmap_start(struct kunit *test, struct eiffel_bitmap *map, u32 bits)
{
	u64 *words = kunit_kcalloc(test, eiffel_bitmap_words(bits), sizeof(u64),
				   GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, words);
	eiffel_bitmap_init(map, bits, words);
}

static void bitmap_size_in_words(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, eiffel_bitmap_words(1), 1u);
	KUNIT_EXPECT_EQ(test, eiffel_bitmap_words(64), 1u);
	KUNIT_EXPECT_EQ(test, eiffel_bitmap_words(65), 2u + 1);
	KUNIT_EXPECT_EQ(test, eiffel_bitmap_words(4096), 64u + 1);
	KUNIT_EXPECT_EQ(test, eiffel_bitmap_words(4097), 65u + 2 + 1);
	KUNIT_EXPECT_EQ(test, eiffel_bitmap_words(262144), 4096u + 64 + 1);
}

static void bitmap_finds_one_bit_at_every_width(struct kunit *test)
{
	struct eiffel_bitmap map;
	u32 w, i;

	for (w = 0; w < ARRAY_SIZE(widths); w++) {
		bitmap_start(test, &map, widths[w]);
		KUNIT_EXPECT_TRUE(test, eiffel_bitmap_empty(&map));
		for (i = 0; i < widths[w]; i++) {
			eiffel_bitmap_set(&map, i);
			if (eiffel_bitmap_first(&map) != i ||
			    eiffel_bitmap_last(&map) != i)
				KUNIT_FAIL(test, "bit %u of %u", i, widths[w]);
			eiffel_bitmap_clear(&map, i);
			if (!eiffel_bitmap_empty(&map))
				KUNIT_FAIL(test, "bit %u of %u stays", i, widths[w]);
		}
	}
}

static void bitmap_agrees_with_a_linear_search(struct kunit *test)
{
	struct rnd_state random;
	struct eiffel_bitmap map;
	unsigned long *plain;
	u32 w, i, bit, first;

	prandom_seed_state(&random, 1);
	for (w = 0; w < ARRAY_SIZE(widths); w++) {
		bitmap_start(test, &map, widths[w]);
		plain = kunit_kcalloc(test, BITS_TO_LONGS(widths[w]),
				      sizeof(long), GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, plain);
		for (i = 0; i < 10000; i++) {
			bit = prandom_u32_state(&random) % widths[w];
			if (i % 3) {
				first = find_first_bit(plain, widths[w]);
				bit = i % 3 == 1 && first < widths[w] ? first : bit;
				eiffel_bitmap_clear(&map, bit);
				clear_bit(bit, plain);
			} else {
				eiffel_bitmap_set(&map, bit);
				set_bit(bit, plain);
			}
			first = find_first_bit(plain, widths[w]);
			KUNIT_ASSERT_EQ_MSG(test, eiffel_bitmap_empty(&map),
					    first >= widths[w],
					    "step %u of width %u", i, widths[w]);
			if (first >= widths[w])
				continue;
			KUNIT_ASSERT_EQ_MSG(test, eiffel_bitmap_first(&map), first,
					    "step %u of width %u", i, widths[w]);
			KUNIT_ASSERT_EQ_MSG(test, eiffel_bitmap_last(&map),
					    (u32)find_last_bit(plain, widths[w]),
					    "step %u of width %u", i, widths[w]);
		}
	}
}

/* --- calendar ---------------------------------------------------------- */

#define COUNT 2000

struct trace {
	struct eiffel_calendar *calendar;
	struct eiffel_entry entry[COUNT];
	u64 rank[COUNT];	/* as inserted */
	u32 order[COUNT];	/* of insertion; 0: not in the calendar */
	u32 inserted;
	u64 next;		/* rank of the next bucket, if none was due */
};

static struct trace *trace(struct kunit *test, u32 size)
{
	struct trace *d = kunit_kzalloc(test, sizeof(*d), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, d);
	d->calendar = eiffel_calendar_new(size, false);
	KUNIT_ASSERT_NOT_NULL(test, d->calendar);
	return d;
}

static void trace_insert(struct trace *d, u32 i, u64 rank)
{
	d->rank[i] = rank;
	d->order[i] = ++d->inserted;
	eiffel_calendar_insert(d->calendar, &d->entry[i], rank);
}

/* Removes the first entry up to @limit. Return: its index; COUNT: there is none. */
static u32 trace_remove_first(struct trace *d, u64 floor, u64 limit)
{
	struct eiffel_entry *e;
	u64 next;

	e = eiffel_calendar_first(d->calendar, floor, limit, &next);
	if (!e) {
		d->next = next;
		return COUNT;
	}
	eiffel_calendar_remove(d->calendar, e);
	d->order[e - d->entry] = 0;
	return e - d->entry;
}

/* Return: the same by linear search: the lowest rank, then the first insertion. */
static u32 trace_search(const struct trace *d, u64 limit)
{
	u32 i, best = COUNT;

	for (i = 0; i < COUNT; i++) {
		if (!d->order[i] || d->rank[i] > limit)
			continue;
		if (best == COUNT || d->rank[i] < d->rank[best] ||
		    (d->rank[i] == d->rank[best] && d->order[i] < d->order[best]))
			best = i;
	}
	return best;
}

static const u32 sizes[] = { 1, 2, 63, 64, 65, 4096, 4097, 262144 };

/* Ranks up to one window ahead of a floor that moves through many windows. */
static void calendar_agrees_with_a_linear_search(struct kunit *test)
{
	struct rnd_state random;
	u64 floor, ahead;
	struct trace *d;
	u32 s, i, wanted;

	prandom_seed_state(&random, 2);
	for (s = 0; s < ARRAY_SIZE(sizes); s++) {
		d = trace(test, sizes[s]);
		floor = 0;
		for (i = 0; i < 6 * COUNT; i++) {
			eiffel_calendar_rebase(d->calendar, floor);
			if (!d->order[i % COUNT]) {
				ahead = prandom_u32_state(&random) % sizes[s];
				trace_insert(d, i % COUNT, floor + ahead);
			}
			if (prandom_u32_state(&random) % 8 == 0)
				continue;
			wanted = trace_search(d, U64_MAX);
			KUNIT_ASSERT_EQ_MSG(test, trace_remove_first(d, floor, U64_MAX), wanted,
					    "step %u of size %u", i, sizes[s]);
			if (wanted != COUNT)
				floor = max(floor, d->rank[wanted]);
		}
		kvfree(d->calendar);
	}
}

/* Like a shaper: ranks at any distance, removed when they are due. */
static void calendar_releases_nothing_early_or_late(struct kunit *test)
{
	struct rnd_state random;
	struct trace *d;
	u32 s, i, taken;
	u64 now;

	prandom_seed_state(&random, 3);
	for (s = 0; s < ARRAY_SIZE(sizes); s++) {
		d = trace(test, sizes[s]);
		now = 1000000007;
		for (i = 0; i < COUNT; i++) {
			eiffel_calendar_rebase(d->calendar, now);
			trace_insert(d, i, now + prandom_u32_state(&random) %
				     (40 * sizes[s]));
		}
		while (d->inserted) {
			now += prandom_u32_state(&random) % (sizes[s] + 1) + 1;
			while ((taken = trace_remove_first(d, now, now)) != COUNT) {
				KUNIT_ASSERT_LE(test, d->rank[taken], now);
				d->inserted--;
			}
			KUNIT_ASSERT_EQ_MSG(test, trace_search(d, now), (u32)COUNT,
					    "size %u, now %llu", sizes[s], now);
		}
		KUNIT_EXPECT_TRUE(test, eiffel_calendar_empty(d->calendar));
		KUNIT_EXPECT_EQ(test, d->next, U64_MAX);
		kvfree(d->calendar);
	}
}

/* Like a scheduler of deadlines: ranks at any distance leave in order, due or not. */
static void calendar_orders_ranks_beyond_its_windows(struct kunit *test)
{
	struct rnd_state random;
	u32 s, i, wanted;
	struct trace *d;
	u64 floor;

	prandom_seed_state(&random, 5);
	for (s = 0; s < ARRAY_SIZE(sizes); s++) {
		d = trace(test, sizes[s]);
		d->calendar->orders_beyond = true;
		floor = 0;
		for (i = 0; i < 6 * COUNT; i++) {
			floor += prandom_u32_state(&random) % 3 * sizes[s] / 2;
			eiffel_calendar_rebase(d->calendar, floor);
			if (!d->order[i % COUNT])
				trace_insert(d, i % COUNT, floor + prandom_u32_state(&random) %
					     (40 * sizes[s]));
			if (prandom_u32_state(&random) % 2 == 0)
				continue;
			wanted = trace_search(d, U64_MAX);
			KUNIT_ASSERT_EQ_MSG(test, trace_remove_first(d, floor, U64_MAX), wanted,
					    "step %u of size %u", i, sizes[s]);
		}
		kvfree(d->calendar);
	}
}

static void calendar_places_ranks_at_the_edges_of_its_windows(struct kunit *test)
{
	const u32 size = 100;
	struct trace *d = trace(test, size);
	struct eiffel_calendar *c = d->calendar;

	eiffel_calendar_rebase(c, 1000);	/* empty: the windows move there */
	KUNIT_EXPECT_EQ(test, c->base, 1000ULL);
	trace_insert(d, 0, 1000 + 2 * size);	/* beyond both */
	trace_insert(d, 1, 1000 + 2 * size - 1);
	trace_insert(d, 2, 1000 + size);
	trace_insert(d, 3, 1000 + size - 1);
	trace_insert(d, 4, 1000);
	trace_insert(d, 5, 999);		/* late */
	KUNIT_EXPECT_PTR_EQ(test, d->entry[4].window, c->primary);
	KUNIT_EXPECT_EQ(test, d->entry[5].bucket, 0u);
	KUNIT_EXPECT_PTR_EQ(test, d->entry[3].window, c->primary);
	KUNIT_EXPECT_EQ(test, d->entry[3].bucket, size - 1);
	KUNIT_EXPECT_PTR_EQ(test, d->entry[2].window, c->secondary);
	KUNIT_EXPECT_EQ(test, d->entry[2].bucket, 0u);
	KUNIT_EXPECT_EQ(test, d->entry[1].bucket, size - 1);
	KUNIT_EXPECT_EQ(test, d->entry[0].bucket, size - 1);

	KUNIT_EXPECT_EQ(test, trace_remove_first(d, 1000, U64_MAX), 4u);
	KUNIT_EXPECT_EQ(test, trace_remove_first(d, 1000, U64_MAX), 5u);
	KUNIT_EXPECT_EQ(test, trace_remove_first(d, 1000, 1000 + size - 2), (u32)COUNT);
	KUNIT_EXPECT_EQ(test, d->next, 1000ULL + size - 1);
	KUNIT_EXPECT_EQ(test, trace_remove_first(d, 1000 + size, 1000 + size), 3u);
	KUNIT_EXPECT_EQ(test, c->base, 1000ULL);	/* the primary was not empty */
	KUNIT_EXPECT_EQ(test, trace_remove_first(d, 1000 + size, 1000 + size), 2u);
	KUNIT_EXPECT_EQ(test, c->base, 1000ULL + size);
	KUNIT_EXPECT_EQ(test, trace_remove_first(d, 1000 + size, U64_MAX), 1u);
	KUNIT_EXPECT_EQ(test, trace_remove_first(d, 1000 + size, 1000 + 2 * size - 1),
			(u32)COUNT);
	KUNIT_EXPECT_PTR_EQ(test, d->entry[0].window, c->secondary);
	KUNIT_EXPECT_EQ(test, d->entry[0].bucket, 0u);	/* sorted now */
	KUNIT_EXPECT_EQ(test, trace_remove_first(d, 1000 + size, U64_MAX), 0u);
	kvfree(c);
}

/* One window at a time would take hours. */
static void calendar_advances_many_windows_at_once(struct kunit *test)
{
	struct trace *d = trace(test, 64);
	const u64 far = 1ULL << 40;
	u32 i;

	for (i = 0; i < COUNT; i++)
		trace_insert(d, i, far + (i * 7) % COUNT);
	KUNIT_EXPECT_EQ(test, trace_remove_first(d, far - 1, far - 1), (u32)COUNT);
	for (i = 0; i < COUNT; i++)
		KUNIT_ASSERT_EQ(test, d->rank[trace_remove_first(d, far + i, far + i)], far + i);
	KUNIT_EXPECT_TRUE(test, eiffel_calendar_empty(d->calendar));
	kvfree(d->calendar);
}

static void calendar_holds_one_in_every_bucket(struct kunit *test)
{
	const u32 size = COUNT / 2;
	struct trace *d = trace(test, size);
	u32 i;

	for (i = 0; i < COUNT; i++)
		trace_insert(d, i, (i * 7) % COUNT);
	for (i = 0; i < COUNT; i++)
		KUNIT_EXPECT_EQ(test, d->rank[trace_remove_first(d, 0, U64_MAX)], (u64)i);
	KUNIT_EXPECT_TRUE(test, eiffel_calendar_empty(d->calendar));
	KUNIT_EXPECT_EQ(test, trace_remove_first(d, 0, U64_MAX), (u32)COUNT);
	kvfree(d->calendar);
}

static void calendar_removes_any_entry_of_a_bucket(struct kunit *test)
{
	struct trace *d = trace(test, 64);
	u32 i;

	for (i = 0; i < 4; i++)
		trace_insert(d, i, 5);
	eiffel_calendar_remove(d->calendar, &d->entry[2]);
	eiffel_calendar_remove(d->calendar, &d->entry[0]);
	KUNIT_EXPECT_EQ(test, trace_remove_first(d, 0, U64_MAX), 1u);
	eiffel_calendar_remove(d->calendar, &d->entry[3]);
	KUNIT_EXPECT_TRUE(test, eiffel_calendar_empty(d->calendar));
	kvfree(d->calendar);
}

static void calendar_finds_the_last_entry(struct kunit *test)
{
	struct trace *d = trace(test, 4096);

	KUNIT_EXPECT_NULL(test, eiffel_calendar_last(d->calendar));
	trace_insert(d, 0, 7);
	trace_insert(d, 1, 4095);
	trace_insert(d, 2, 4095);
	trace_insert(d, 3, 100);
	KUNIT_EXPECT_PTR_EQ(test, eiffel_calendar_last(d->calendar), &d->entry[2]);
	eiffel_calendar_remove(d->calendar, &d->entry[2]);
	KUNIT_EXPECT_PTR_EQ(test, eiffel_calendar_last(d->calendar), &d->entry[1]);
	eiffel_calendar_remove(d->calendar, &d->entry[1]);
	KUNIT_EXPECT_PTR_EQ(test, eiffel_calendar_last(d->calendar), &d->entry[3]);
	kvfree(d->calendar);
}

/* --- times ------------------------------------------------------------- */

static struct eiffel_sched *sched(struct kunit *test, u32 policy)
{
	struct eiffel_sched *q = kunit_kzalloc(test, sizeof(*q), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, q);
	q->policy = &eiffel_policies[policy];
	q->ktime_cache = 1000;
	q->config.granularity = 8000;
	q->config.buckets = 64;
	q->config.quantum = 3028;
	q->config.pacing = 1;
	q->config.maxrate = EIFFEL_UNLIMITED;
	q->config.low_rate_threshold = 550000 / 8;
	q->config.deadline_unit = NSEC_PER_MSEC;
	q->deadline_granularity = eiffel_deadline_granularity(&q->config);
	return q;
}

static struct sk_buff *packet(struct kunit *test, u32 len, u32 rank)
{
	struct sk_buff *skb = kunit_kzalloc(test, sizeof(*skb), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, skb);
	qdisc_skb_cb(skb)->pkt_len = len;
	eiffel_skb_cb(skb)->rank = rank;
	return skb;
}

static void bucket_of_a_time_starts_no_earlier(struct kunit *test)
{
	struct eiffel_sched *q = sched(test, EIFFEL_PACING);

	KUNIT_EXPECT_EQ(test, eiffel_tick_ceil(q, 0), 0ULL);
	KUNIT_EXPECT_EQ(test, eiffel_tick_ceil(q, 1), 1ULL);
	KUNIT_EXPECT_EQ(test, eiffel_tick_ceil(q, 8000), 1ULL);
	KUNIT_EXPECT_EQ(test, eiffel_tick_ceil(q, 8001), 2ULL);
	KUNIT_EXPECT_EQ(test, eiffel_tick_floor(q, 7999), 0ULL);
	KUNIT_EXPECT_EQ(test, eiffel_tick_floor(q, 8000), 1ULL);
}

static void rates_hold_per_quantum(struct kunit *test)
{
	struct eiffel_sched *q = sched(test, EIFFEL_PACING);
	struct sk_buff *skb = packet(test, 1514, 0);
	struct eiffel_flow flow = { .credit = 3028 };

	q->config.maxrate = 1000000;
	eiffel_charge(q, &flow, skb);
	KUNIT_EXPECT_EQ(test, flow.time_next_packet, 0ULL);	/* the quantum covers more */
	eiffel_charge(q, &flow, skb);
	KUNIT_EXPECT_EQ(test, flow.time_next_packet, 1000ULL + 3028000);
	KUNIT_EXPECT_EQ(test, flow.credit, 0);
}

static void low_rates_hold_per_packet(struct kunit *test)
{
	struct eiffel_sched *q = sched(test, EIFFEL_PACING);
	struct sk_buff *skb = packet(test, 1514, 0);
	struct eiffel_flow flow = { .credit = 30280 };

	q->config.maxrate = 50000;
	eiffel_charge(q, &flow, skb);
	KUNIT_EXPECT_EQ(test, flow.time_next_packet, 1000ULL + 30280000);
	KUNIT_EXPECT_EQ(test, flow.credit, 0);
}

static void delay_of_a_bucket_is_compensated_and_of_more_half_a_packet(struct kunit *test)
{
	struct eiffel_sched *q = sched(test, EIFFEL_PACING);
	struct eiffel_flow flow = { .time_next_packet = 10000 };

	q->config.timer_slack = 2000;	/* with the granularity, 10 us */
	q->ktime_cache = 20000;
	eiffel_pace(q, &flow, 500);
	KUNIT_EXPECT_EQ(test, flow.time_next_packet, 10500ULL);
	q->ktime_cache = 20501;
	eiffel_pace(q, &flow, 500);
	KUNIT_EXPECT_EQ(test, flow.time_next_packet, 11001ULL);
	q->ktime_cache = 111001;
	eiffel_pace(q, &flow, 30000);
	KUNIT_EXPECT_EQ(test, flow.time_next_packet, 111001ULL + 30000 - 15000);
	flow.time_next_packet = 0;		/* has sent nothing */
	eiffel_pace(q, &flow, 500);
	KUNIT_EXPECT_EQ(test, flow.time_next_packet, 111501ULL);
}

static void transmission_time_is_at_most_a_second(struct kunit *test)
{
	struct eiffel_sched *q = sched(test, EIFFEL_PACING);

	KUNIT_EXPECT_EQ(test, eiffel_tx_time(q, 1514, 1000), (u64)NSEC_PER_SEC);
	KUNIT_EXPECT_EQ(test, eiffel_tx_time(q, 1514, 0), (u64)NSEC_PER_SEC);
	KUNIT_EXPECT_EQ(test, q->count.pkts_too_long, 2ULL);
	KUNIT_EXPECT_EQ(test, eiffel_tx_time(q, 1000, 1000), (u64)NSEC_PER_SEC);
	KUNIT_EXPECT_EQ(test, q->count.pkts_too_long, 2ULL);
}

/* --- ranks ------------------------------------------------------------- */

/* In order of rank. */
static const u8 dscps[] = { 56, 48, 40, 46, 32, 34, 36, 38, 24, 26, 28, 30,
			    16, 18, 20, 22, 8, 10, 12, 14, 0, 1 };

static void dscp_ranks_by_class_and_then_by_drop_precedence(struct kunit *test)
{
	u32 i;

	for (i = 1; i < ARRAY_SIZE(dscps); i++)
		KUNIT_EXPECT_LE_MSG(test, eiffel_dscp_rank(dscps[i - 1]),
				    eiffel_dscp_rank(dscps[i]),
				    "DSCP %u and %u", dscps[i - 1], dscps[i]);
	KUNIT_EXPECT_LT(test, eiffel_dscp_rank(34), eiffel_dscp_rank(36));
	KUNIT_EXPECT_EQ(test, eiffel_dscp_rank(46), eiffel_dscp_rank(40));
	KUNIT_EXPECT_EQ(test, eiffel_dscp_rank(0), 56u);
	KUNIT_EXPECT_EQ(test, eiffel_dscp_rank(1), 63u);
}

static void policies_rank_a_flow(struct kunit *test)
{
	struct eiffel_sched *q = sched(test, EIFFEL_EDF);
	struct sk_buff *skb = packet(test, 1514, 5);
	struct eiffel_flow flow = { .min_rank = 3 };

	eiffel_skb_cb(skb)->time_to_send = 16000;
	flow.fifo.head = skb;
	flow.fifo.qlen = 10;
	flow.tag = 1000;
	KUNIT_EXPECT_EQ(test, eiffel_rank_pacing(q, &flow), 1ULL);
	flow.is_new = true;
	KUNIT_EXPECT_EQ(test, eiffel_rank_pacing(q, &flow), 0ULL);
	KUNIT_EXPECT_EQ(test, eiffel_rank_strict(q, &flow), 5ULL);
	KUNIT_EXPECT_EQ(test, eiffel_rank_srpt(q, &flow), 3ULL);
	KUNIT_EXPECT_EQ(test, eiffel_rank_edf(q, &flow), 5ULL);
	KUNIT_EXPECT_EQ(test, eiffel_rank_lqf(q, &flow), 54ULL);
	KUNIT_EXPECT_EQ(test, eiffel_rank_wfq(q, &flow), 1000ULL >> EIFFEL_TAG_SHIFT);
	eiffel_skb_cb(skb)->rank = 1000;
	flow.min_rank = 1000;
	flow.fifo.qlen = 1000;
	KUNIT_EXPECT_EQ(test, eiffel_rank_strict(q, &flow), 63ULL);
	KUNIT_EXPECT_EQ(test, eiffel_rank_srpt(q, &flow), 63ULL);
	KUNIT_EXPECT_EQ(test, eiffel_rank_lqf(q, &flow), 0ULL);
}

static void deadlines_of_all_code_points_fit_into_a_window(struct kunit *test)
{
	struct eiffel_sched *q = sched(test, EIFFEL_EDF);

	KUNIT_EXPECT_EQ(test, q->deadline_granularity, (u32)NSEC_PER_MSEC);
	q->config.buckets = 16384;
	KUNIT_EXPECT_EQ(test, eiffel_deadline_granularity(&q->config), 8000u);
	q->config.deadline_unit = EIFFEL_DEADLINE_UNIT_MAX;
	KUNIT_EXPECT_EQ(test, eiffel_deadline_granularity(&q->config), 15625000u);
	q->config.buckets = EIFFEL_BUCKETS_MIN;
	KUNIT_EXPECT_EQ(test, eiffel_deadline_granularity(&q->config), EIFFEL_DEADLINE_UNIT_MAX);
}

static void wfq_charges_by_weight(struct kunit *test)
{
	struct eiffel_sched *q = sched(test, EIFFEL_WFQ);
	struct sk_buff *light = packet(test, 1500, 1);
	struct sk_buff *heavy = packet(test, 1500, 3);
	struct sk_buff *none = packet(test, 1500, 0);
	struct eiffel_flow flow = { .tag = 100 };

	eiffel_dequeue_wfq(q, &flow, light);
	KUNIT_EXPECT_EQ(test, flow.tag, 1600ULL);
	flow.tag = 100;
	eiffel_dequeue_wfq(q, &flow, heavy);
	KUNIT_EXPECT_EQ(test, flow.tag, 600ULL);
	flow.tag = 100;
	eiffel_dequeue_wfq(q, &flow, none);
	KUNIT_EXPECT_EQ(test, flow.tag, 1600ULL);
	KUNIT_EXPECT_EQ(test, q->virtual_time, 100ULL);
	KUNIT_EXPECT_EQ(test, q->max_finish_tag, 1600ULL);
}

/* --- flow table -------------------------------------------------------- */

static void table_insert(struct eiffel_table *table, struct eiffel_table_entry *entry)
{
	hlist_add_head(&entry->node, eiffel_table_chain(table, entry->key));
}

/* Return: the number of entries that are in the chain of their key. */
static u32 table_count(const struct eiffel_table *table)
{
	struct eiffel_table_entry *entry;
	u32 i, count = 0;

	for (i = 0; i < table->chains; i++)
		hlist_for_each_entry(entry, eiffel_table_at(table, i), node)
			count += eiffel_table_index(table, entry->key) == i;
	return count;
}

static struct eiffel_table_entry *table_entries(struct kunit *test, u64 first, u64 step)
{
	struct eiffel_table_entry *entry = kunit_kcalloc(test, COUNT, sizeof(*entry), GFP_KERNEL);
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, entry);
	for (i = 0; i < COUNT; i++)
		entry[i].key = (const void *)(unsigned long)(first + i * step);
	return entry;
}

#define SOCKETS	0xffff888012345000ULL	/* an address at which they may be */

static void table_loses_no_entry_while_it_grows_and_shrinks(struct kunit *test)
{
	struct eiffel_table_entry *entry = table_entries(test, SOCKETS, 2304);
	struct eiffel_table table;
	u32 i;

	KUNIT_ASSERT_EQ(test, eiffel_table_init(&table, 1), 0);
	for (i = 0; i < COUNT; i++) {
		table_insert(&table, &entry[i]);
		KUNIT_ASSERT_EQ_MSG(test, table_count(&table), i + 1, "before growth %u", i);
		KUNIT_ASSERT_TRUE(test, eiffel_table_grow(&table));
		KUNIT_ASSERT_EQ(test, table.chains, i + 2);
		KUNIT_ASSERT_EQ_MSG(test, table_count(&table), i + 1, "after growth %u", i);
	}
	while (table.chains > 1) {
		eiffel_table_shrink(&table, table.chains - 1);
		KUNIT_ASSERT_EQ_MSG(test, table_count(&table), COUNT, "%u chains", table.chains);
	}
	KUNIT_EXPECT_PTR_EQ(test, table.segment[1], NULL);
	eiffel_table_destroy(&table);
}

/* The mean number of entries that a search for each of them looks at, in hundredths. */
static u32 table_search_length(struct kunit *test, u64 first, u64 step)
{
	struct eiffel_table_entry *entry = table_entries(test, first, step), *other;
	struct eiffel_table table;
	u32 i, place, sum = 0;

	KUNIT_ASSERT_EQ(test, eiffel_table_init(&table, EIFFEL_HASH_BUCKETS_MAX), 0);
	for (i = 0; i < COUNT; i++) {
		table_insert(&table, &entry[i]);
		if (table.chains < i + 1)
			eiffel_table_grow(&table);
	}
	for (i = 0; i < table.chains; i++) {
		place = 0;
		hlist_for_each_entry(other, eiffel_table_at(&table, i), node)
			sum += ++place;
	}
	eiffel_table_destroy(&table);
	return sum * 100 / COUNT;
}

/* Keys are addresses at equal distances, or odd numbers; 150 is that of random chains. */
static void table_spreads_keys(struct kunit *test)
{
	static const u16 steps[] = { 64, 1088, 1152, 2304, 2368, 4096 };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(steps); i++)
		KUNIT_EXPECT_LE_MSG(test, table_search_length(test, SOCKETS, steps[i]), 170u,
				    "addresses at distances of %u", steps[i]);
	KUNIT_EXPECT_LE(test, table_search_length(test, 1, 2), 170u);
}

/* --- turns ------------------------------------------------------------- */

/* Flows of one bucket with the largest debt that a size table can cause. */
static struct eiffel_flow *flows_in_debt(struct kunit *test, struct eiffel_sched *q)
{
	struct eiffel_flow *flow = kunit_kcalloc(test, COUNT, sizeof(*flow), GFP_KERNEL);
	struct rnd_state random;
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, flow);
	q->scheduler = eiffel_calendar_new(q->policy->ranks, false);
	KUNIT_ASSERT_NOT_NULL(test, q->scheduler);
	prandom_seed_state(&random, 4);
	for (i = 0; i < COUNT; i++) {
		flow[i].credit = (s32)(prandom_u32_state(&random) % 100000) - S32_MAX;
		flow[i].state = EIFFEL_READY;
		q->flows[EIFFEL_READY]++;
		eiffel_calendar_insert(q->scheduler, &flow[i].entry, 1);
	}
	return flow;
}

/* Return: the flow that needs the fewest quanta, the first of several; COUNT: none. */
static u32 next_to_send(const struct eiffel_flow *flow, const s32 *debt, s32 quantum)
{
	u32 i, best = COUNT;

	for (i = 0; i < COUNT; i++)
		if (flow[i].state == EIFFEL_READY &&
		    (best == COUNT || debt[i] / quantum < debt[best] / quantum))
			best = i;
	return best;
}

/* One turn at a time would take minutes with the root lock held. */
static void rounds_without_a_sender_are_skipped(struct kunit *test)
{
	struct eiffel_sched *q = sched(test, EIFFEL_PACING);
	struct eiffel_flow *flow = flows_in_debt(test, q), *sends;
	s32 *debt = kunit_kcalloc(test, COUNT, sizeof(*debt), GFP_KERNEL);
	u32 i, n, wanted;

	KUNIT_ASSERT_NOT_NULL(test, debt);
	q->config.quantum = EIFFEL_QUANTUM_MIN;
	for (i = 0; i < COUNT; i++)
		debt[i] = -flow[i].credit;
	for (n = 0; n < COUNT; n++) {
		sends = eiffel_schedule(q);
		wanted = next_to_send(flow, debt, EIFFEL_QUANTUM_MIN);
		KUNIT_ASSERT_EQ(test, (u32)(sends - flow), wanted);
		KUNIT_ASSERT_EQ(test, sends->credit,
				EIFFEL_QUANTUM_MIN - debt[wanted] % EIFFEL_QUANTUM_MIN);
		eiffel_calendar_remove(q->scheduler, &sends->entry);
		eiffel_set_state(q, sends, EIFFEL_IDLE);
	}
	kvfree(q->scheduler);
}

/* Without round robin, only the flow at the head gets credit. */
static void debt_is_credited_at_once_without_round_robin(struct kunit *test)
{
	struct eiffel_sched *q = sched(test, EIFFEL_PACING);
	struct eiffel_flow *flow = flows_in_debt(test, q);
	s32 other = flow[1].credit;

	q->policy = &eiffel_policies[EIFFEL_LQF];
	KUNIT_EXPECT_PTR_EQ(test, eiffel_schedule(q), &flow[0]);
	KUNIT_EXPECT_EQ(test, flow[1].credit, other);
	kvfree(q->scheduler);
}

static struct kunit_case eiffel_cases[] = {
	KUNIT_CASE(bitmap_size_in_words),
	KUNIT_CASE(bitmap_finds_one_bit_at_every_width),
	KUNIT_CASE(bitmap_agrees_with_a_linear_search),
	KUNIT_CASE(calendar_agrees_with_a_linear_search),
	KUNIT_CASE(calendar_releases_nothing_early_or_late),
	KUNIT_CASE(calendar_orders_ranks_beyond_its_windows),
	KUNIT_CASE(calendar_places_ranks_at_the_edges_of_its_windows),
	KUNIT_CASE(calendar_advances_many_windows_at_once),
	KUNIT_CASE(calendar_holds_one_in_every_bucket),
	KUNIT_CASE(calendar_removes_any_entry_of_a_bucket),
	KUNIT_CASE(calendar_finds_the_last_entry),
	KUNIT_CASE(bucket_of_a_time_starts_no_earlier),
	KUNIT_CASE(rates_hold_per_quantum),
	KUNIT_CASE(low_rates_hold_per_packet),
	KUNIT_CASE(delay_of_a_bucket_is_compensated_and_of_more_half_a_packet),
	KUNIT_CASE(transmission_time_is_at_most_a_second),
	KUNIT_CASE(dscp_ranks_by_class_and_then_by_drop_precedence),
	KUNIT_CASE(policies_rank_a_flow),
	KUNIT_CASE(deadlines_of_all_code_points_fit_into_a_window),
	KUNIT_CASE(wfq_charges_by_weight),
	KUNIT_CASE(table_loses_no_entry_while_it_grows_and_shrinks),
	KUNIT_CASE(table_spreads_keys),
	KUNIT_CASE(rounds_without_a_sender_are_skipped),
	KUNIT_CASE(debt_is_credited_at_once_without_round_robin),
	{}
};

static struct kunit_suite eiffel_suite = {
	.name		= "eiffel",
	.test_cases	= eiffel_cases,
};

kunit_test_suite(eiffel_suite);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("KUnit tests of sch_eiffel");
