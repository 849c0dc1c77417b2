// SPDX-License-Identifier: GPL-2.0-only
/* Bitmaps and calendars beside plain searches; the arithmetic of times and ranks. */

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

static void bitmap_takes_few_words(struct kunit *test)
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

static void bitmap_agrees_with_a_plain_search(struct kunit *test)
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

struct diary {
	struct eiffel_calendar *calendar;
	struct eiffel_entry entry[COUNT];
	u64 rank[COUNT];	/* as inserted */
	u32 order[COUNT];	/* of insertion; 0: does not stand there */
	u32 inserted;
	u64 next;		/* rank of the next bucket, if none was taken */
};

static struct diary *diary(struct kunit *test, u32 size)
{
	struct diary *d = kunit_kzalloc(test, sizeof(*d), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, d);
	d->calendar = eiffel_calendar_new(size);
	KUNIT_ASSERT_NOT_NULL(test, d->calendar);
	return d;
}

static void diary_insert(struct diary *d, u32 i, u64 rank)
{
	d->rank[i] = rank;
	d->order[i] = ++d->inserted;
	eiffel_calendar_insert(d->calendar, &d->entry[i], rank);
}

/* Return: which entry comes first up to @limit, and is taken out; COUNT: none. */
static u32 diary_take(struct diary *d, u64 floor, u64 limit)
{
	struct eiffel_entry *e;
	u64 next;

	e = eiffel_calendar_first(d->calendar, floor, limit, &next);
	if (!e) {
		d->next = next;
		return COUNT;
	}
	eiffel_calendar_remove(e);
	d->order[e - d->entry] = 0;
	return e - d->entry;
}

/* Return: the same by a plain search: the least rank, then the first inserted. */
static u32 diary_search(const struct diary *d, u64 limit)
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

/* Ranks up to a window ahead of a floor that moves, through many windows. */
static void calendar_agrees_with_a_plain_search(struct kunit *test)
{
	struct rnd_state random;
	u64 floor, ahead;
	struct diary *d;
	u32 s, i, wanted;

	prandom_seed_state(&random, 2);
	for (s = 0; s < ARRAY_SIZE(sizes); s++) {
		d = diary(test, sizes[s]);
		floor = 0;
		for (i = 0; i < 6 * COUNT; i++) {
			eiffel_calendar_open(d->calendar, floor);
			if (!d->order[i % COUNT]) {
				ahead = prandom_u32_state(&random) % sizes[s];
				diary_insert(d, i % COUNT, floor + ahead);
			}
			if (prandom_u32_state(&random) % 8 == 0)
				continue;
			wanted = diary_search(d, U64_MAX);
			KUNIT_ASSERT_EQ_MSG(test, diary_take(d, floor, U64_MAX), wanted,
					    "step %u of size %u", i, sizes[s]);
			if (wanted != COUNT)
				floor = max(floor, d->rank[wanted]);
		}
		kvfree(d->calendar);
	}
}

/* As a shaper has it: ranks of any distance, taken when their time has come. */
static void calendar_lets_nothing_out_early_or_late(struct kunit *test)
{
	struct rnd_state random;
	struct diary *d;
	u32 s, i, taken;
	u64 now;

	prandom_seed_state(&random, 3);
	for (s = 0; s < ARRAY_SIZE(sizes); s++) {
		d = diary(test, sizes[s]);
		now = 1000000007;
		for (i = 0; i < COUNT; i++) {
			eiffel_calendar_open(d->calendar, now);
			diary_insert(d, i, now + prandom_u32_state(&random) %
				     (40 * sizes[s]));
		}
		while (d->inserted) {
			now += prandom_u32_state(&random) % (sizes[s] + 1) + 1;
			while ((taken = diary_take(d, now, now)) != COUNT) {
				KUNIT_ASSERT_LE(test, d->rank[taken], now);
				d->inserted--;
			}
			KUNIT_ASSERT_EQ_MSG(test, diary_search(d, now), (u32)COUNT,
					    "size %u, now %llu", sizes[s], now);
		}
		KUNIT_EXPECT_TRUE(test, eiffel_calendar_empty(d->calendar));
		KUNIT_EXPECT_EQ(test, d->next, U64_MAX);
		kvfree(d->calendar);
	}
}

static void calendar_tells_the_edges_of_its_windows(struct kunit *test)
{
	const u32 size = 100;
	struct diary *d = diary(test, size);
	struct eiffel_calendar *c = d->calendar;

	eiffel_calendar_open(c, 1000);	/* empty: the windows jump there */
	KUNIT_EXPECT_EQ(test, c->base, 1000ULL);
	diary_insert(d, 0, 1000 + 2 * size);	/* beyond both */
	diary_insert(d, 1, 1000 + 2 * size - 1);
	diary_insert(d, 2, 1000 + size);
	diary_insert(d, 3, 1000 + size - 1);
	diary_insert(d, 4, 1000);
	diary_insert(d, 5, 999);		/* late */
	KUNIT_EXPECT_PTR_EQ(test, d->entry[4].window, c->primary);
	KUNIT_EXPECT_EQ(test, d->entry[5].bucket, 0u);
	KUNIT_EXPECT_PTR_EQ(test, d->entry[3].window, c->primary);
	KUNIT_EXPECT_EQ(test, d->entry[3].bucket, size - 1);
	KUNIT_EXPECT_PTR_EQ(test, d->entry[2].window, c->secondary);
	KUNIT_EXPECT_EQ(test, d->entry[2].bucket, 0u);
	KUNIT_EXPECT_EQ(test, d->entry[1].bucket, size - 1);
	KUNIT_EXPECT_EQ(test, d->entry[0].bucket, size - 1);

	KUNIT_EXPECT_EQ(test, diary_take(d, 1000, U64_MAX), 4u);
	KUNIT_EXPECT_EQ(test, diary_take(d, 1000, U64_MAX), 5u);
	KUNIT_EXPECT_EQ(test, diary_take(d, 1000, 1000 + size - 2), (u32)COUNT);
	KUNIT_EXPECT_EQ(test, d->next, 1000ULL + size - 1);
	KUNIT_EXPECT_EQ(test, diary_take(d, 1000 + size, 1000 + size), 3u);
	KUNIT_EXPECT_EQ(test, c->base, 1000ULL);	/* not while it held one */
	KUNIT_EXPECT_EQ(test, diary_take(d, 1000 + size, 1000 + size), 2u);
	KUNIT_EXPECT_EQ(test, c->base, 1000ULL + size);
	KUNIT_EXPECT_EQ(test, diary_take(d, 1000 + size, U64_MAX), 1u);
	KUNIT_EXPECT_EQ(test, diary_take(d, 1000 + size, 1000 + 2 * size - 1),
			(u32)COUNT);
	KUNIT_EXPECT_PTR_EQ(test, d->entry[0].window, c->secondary);
	KUNIT_EXPECT_EQ(test, d->entry[0].bucket, 0u);	/* sorted now */
	KUNIT_EXPECT_EQ(test, diary_take(d, 1000 + size, U64_MAX), 0u);
	kvfree(c);
}

/* Window by window it would take hours. */
static void calendar_goes_far_at_once(struct kunit *test)
{
	struct diary *d = diary(test, 64);
	const u64 far = 1ULL << 40;
	u32 i;

	for (i = 0; i < COUNT; i++)
		diary_insert(d, i, far + (i * 7) % COUNT);
	KUNIT_EXPECT_EQ(test, diary_take(d, far - 1, far - 1), (u32)COUNT);
	for (i = 0; i < COUNT; i++)
		KUNIT_ASSERT_EQ(test, d->rank[diary_take(d, far + i, far + i)], far + i);
	KUNIT_EXPECT_TRUE(test, eiffel_calendar_empty(d->calendar));
	kvfree(d->calendar);
}

static void calendar_holds_one_in_every_bucket(struct kunit *test)
{
	const u32 size = COUNT / 2;
	struct diary *d = diary(test, size);
	u32 i;

	for (i = 0; i < COUNT; i++)
		diary_insert(d, i, (i * 7) % COUNT);
	for (i = 0; i < COUNT; i++)
		KUNIT_EXPECT_EQ(test, d->rank[diary_take(d, 0, U64_MAX)], (u64)i);
	KUNIT_EXPECT_TRUE(test, eiffel_calendar_empty(d->calendar));
	KUNIT_EXPECT_EQ(test, diary_take(d, 0, U64_MAX), (u32)COUNT);
	kvfree(d->calendar);
}

static void calendar_lets_anyone_leave_a_bucket(struct kunit *test)
{
	struct diary *d = diary(test, 64);
	u32 i;

	for (i = 0; i < 4; i++)
		diary_insert(d, i, 5);
	eiffel_calendar_remove(&d->entry[2]);
	eiffel_calendar_remove(&d->entry[0]);
	KUNIT_EXPECT_EQ(test, diary_take(d, 0, U64_MAX), 1u);
	eiffel_calendar_remove(&d->entry[3]);
	KUNIT_EXPECT_TRUE(test, eiffel_calendar_empty(d->calendar));
	kvfree(d->calendar);
}

static void calendar_tells_who_stands_last(struct kunit *test)
{
	struct diary *d = diary(test, 4096);

	KUNIT_EXPECT_NULL(test, eiffel_calendar_last(d->calendar));
	diary_insert(d, 0, 7);
	diary_insert(d, 1, 4095);
	diary_insert(d, 2, 4095);
	diary_insert(d, 3, 100);
	KUNIT_EXPECT_PTR_EQ(test, eiffel_calendar_last(d->calendar), &d->entry[2]);
	eiffel_calendar_remove(&d->entry[2]);
	KUNIT_EXPECT_PTR_EQ(test, eiffel_calendar_last(d->calendar), &d->entry[1]);
	eiffel_calendar_remove(&d->entry[1]);
	KUNIT_EXPECT_PTR_EQ(test, eiffel_calendar_last(d->calendar), &d->entry[3]);
	kvfree(d->calendar);
}

/* --- times ------------------------------------------------------------- */

static struct eiffel_sched *sched(struct kunit *test, u32 policy)
{
	struct eiffel_sched *q = kunit_kzalloc(test, sizeof(*q), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, q);
	q->policy = &eiffel_policies[policy];
	q->now = 1000;
	q->config.granularity = 8000;
	q->config.buckets = 64;
	q->config.quantum = 3028;
	q->config.pacing = 1;
	q->config.maxrate = EIFFEL_UNLIMITED;
	q->config.low_rate_threshold = 550000 / 8;
	q->config.deadline_unit = NSEC_PER_MSEC;
	q->deadline_width = eiffel_deadline_width(&q->config);
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

static void bucket_of_a_time_begins_no_sooner(struct kunit *test)
{
	struct eiffel_sched *q = sched(test, EIFFEL_PACING);

	KUNIT_EXPECT_EQ(test, eiffel_tick(q, 0), 0ULL);
	KUNIT_EXPECT_EQ(test, eiffel_tick(q, 1), 1ULL);
	KUNIT_EXPECT_EQ(test, eiffel_tick(q, 8000), 1ULL);
	KUNIT_EXPECT_EQ(test, eiffel_tick(q, 8001), 2ULL);
	KUNIT_EXPECT_EQ(test, eiffel_ticks(q, 7999), 0ULL);
	KUNIT_EXPECT_EQ(test, eiffel_ticks(q, 8000), 1ULL);
}

static void rates_are_held_by_the_quantum(struct kunit *test)
{
	struct eiffel_sched *q = sched(test, EIFFEL_PACING);
	struct sk_buff *skb = packet(test, 1514, 0);
	struct eiffel_flow flow = { .credit = 3028 };

	q->config.maxrate = 1000000;
	eiffel_charge(q, &flow, skb);
	KUNIT_EXPECT_EQ(test, flow.time_next, 0ULL);	/* the quantum covers more */
	eiffel_charge(q, &flow, skb);
	KUNIT_EXPECT_EQ(test, flow.time_next, 1000ULL + 3028000);
	KUNIT_EXPECT_EQ(test, flow.credit, 0);
}

static void low_rates_are_held_by_the_packet(struct kunit *test)
{
	struct eiffel_sched *q = sched(test, EIFFEL_PACING);
	struct sk_buff *skb = packet(test, 1514, 0);
	struct eiffel_flow flow = { .credit = 30280 };

	q->config.maxrate = 50000;
	eiffel_charge(q, &flow, skb);
	KUNIT_EXPECT_EQ(test, flow.time_next, 1000ULL + 30280000);
	KUNIT_EXPECT_EQ(test, flow.credit, 0);
}

static void lateness_of_a_bucket_is_given_back_and_of_more_half_a_packet(struct kunit *test)
{
	struct eiffel_sched *q = sched(test, EIFFEL_PACING);
	struct eiffel_flow flow = { .time_next = 10000 };

	q->config.timer_slack = 2000;	/* with the granularity, 10 us */
	q->now = 20000;
	eiffel_not_before(q, &flow, 500);
	KUNIT_EXPECT_EQ(test, flow.time_next, 10500ULL);
	q->now = 20501;
	eiffel_not_before(q, &flow, 500);
	KUNIT_EXPECT_EQ(test, flow.time_next, 11001ULL);
	q->now = 111001;
	eiffel_not_before(q, &flow, 30000);
	KUNIT_EXPECT_EQ(test, flow.time_next, 111001ULL + 30000 - 15000);
	flow.time_next = 0;		/* has not sent anything */
	eiffel_not_before(q, &flow, 500);
	KUNIT_EXPECT_EQ(test, flow.time_next, 111501ULL);
}

static void no_packet_takes_more_than_a_second(struct kunit *test)
{
	struct eiffel_sched *q = sched(test, EIFFEL_PACING);

	KUNIT_EXPECT_EQ(test, eiffel_duration(q, 1514, 1000), (u64)NSEC_PER_SEC);
	KUNIT_EXPECT_EQ(test, eiffel_duration(q, 1514, 0), (u64)NSEC_PER_SEC);
	KUNIT_EXPECT_EQ(test, q->count.pkts_too_long, 2ULL);
	KUNIT_EXPECT_EQ(test, eiffel_duration(q, 1000, 1000), (u64)NSEC_PER_SEC);
	KUNIT_EXPECT_EQ(test, q->count.pkts_too_long, 2ULL);
}

/* --- ranks ------------------------------------------------------------- */

/* From the first to the last to go. */
static const u8 dscps[] = { 56, 48, 40, 46, 32, 34, 36, 38, 24, 26, 28, 30,
			    16, 18, 20, 22, 8, 10, 12, 14, 0, 1 };

static void dscp_ranks_by_class_and_then_by_drop_level(struct kunit *test)
{
	u32 i;

	for (i = 1; i < ARRAY_SIZE(dscps); i++)
		KUNIT_EXPECT_LE_MSG(test, eiffel_rank_of_dscp(dscps[i - 1]),
				    eiffel_rank_of_dscp(dscps[i]),
				    "DSCP %u and %u", dscps[i - 1], dscps[i]);
	KUNIT_EXPECT_LT(test, eiffel_rank_of_dscp(34), eiffel_rank_of_dscp(36));
	KUNIT_EXPECT_EQ(test, eiffel_rank_of_dscp(46), eiffel_rank_of_dscp(40));
	KUNIT_EXPECT_EQ(test, eiffel_rank_of_dscp(0), 56u);
	KUNIT_EXPECT_EQ(test, eiffel_rank_of_dscp(1), 63u);
}

static void policies_rank_a_flow_by_their_rules(struct kunit *test)
{
	struct eiffel_sched *q = sched(test, EIFFEL_EDF);
	struct sk_buff *skb = packet(test, 1514, 5);
	struct eiffel_flow flow = { .best_rank = 3 };

	eiffel_skb_cb(skb)->time_to_send = 16000;
	flow.fifo.head = skb;
	flow.fifo.qlen = 10;
	flow.finish = 1000;
	KUNIT_EXPECT_EQ(test, eiffel_rank_pacing(q, &flow), 1ULL);
	flow.fresh = true;
	KUNIT_EXPECT_EQ(test, eiffel_rank_pacing(q, &flow), 0ULL);
	KUNIT_EXPECT_EQ(test, eiffel_rank_strict(q, &flow), 5ULL);
	KUNIT_EXPECT_EQ(test, eiffel_rank_srpt(q, &flow), 3ULL);
	KUNIT_EXPECT_EQ(test, eiffel_rank_edf(q, &flow), 5ULL);
	KUNIT_EXPECT_EQ(test, eiffel_rank_lqf(q, &flow), 54ULL);
	KUNIT_EXPECT_EQ(test, eiffel_rank_wfq(q, &flow), 1000ULL >> EIFFEL_VIRTUAL_SHIFT);
	eiffel_skb_cb(skb)->rank = 1000;
	flow.best_rank = 1000;
	flow.fifo.qlen = 1000;
	KUNIT_EXPECT_EQ(test, eiffel_rank_strict(q, &flow), 63ULL);
	KUNIT_EXPECT_EQ(test, eiffel_rank_srpt(q, &flow), 63ULL);
	KUNIT_EXPECT_EQ(test, eiffel_rank_lqf(q, &flow), 0ULL);
}

static void deadlines_of_all_code_points_fit_into_a_window(struct kunit *test)
{
	struct eiffel_sched *q = sched(test, EIFFEL_EDF);

	KUNIT_EXPECT_EQ(test, q->deadline_width, (u32)NSEC_PER_MSEC);
	q->config.buckets = 16384;
	KUNIT_EXPECT_EQ(test, eiffel_deadline_width(&q->config), 8000u);
	q->config.deadline_unit = EIFFEL_MAX_NS;
	KUNIT_EXPECT_EQ(test, eiffel_deadline_width(&q->config), 15625000u);
	q->config.buckets = EIFFEL_MIN_BUCKETS;
	KUNIT_EXPECT_EQ(test, eiffel_deadline_width(&q->config), EIFFEL_MAX_NS);
}

static void wfq_charges_by_weight(struct kunit *test)
{
	struct eiffel_sched *q = sched(test, EIFFEL_WFQ);
	struct sk_buff *light = packet(test, 1500, 1);
	struct sk_buff *heavy = packet(test, 1500, 3);
	struct sk_buff *none = packet(test, 1500, 0);
	struct eiffel_flow flow = { .start = 100 };

	eiffel_sent_wfq(q, &flow, light);
	KUNIT_EXPECT_EQ(test, flow.finish, 1600ULL);
	eiffel_sent_wfq(q, &flow, heavy);
	KUNIT_EXPECT_EQ(test, flow.finish, 600ULL);
	eiffel_sent_wfq(q, &flow, none);
	KUNIT_EXPECT_EQ(test, flow.finish, 1600ULL);
	KUNIT_EXPECT_EQ(test, q->virtual, 100ULL);
	KUNIT_EXPECT_EQ(test, q->last_finish, 1600ULL);
}

/* --- turns ------------------------------------------------------------- */

/* Flows of a ring whose last packets were as long as a size table can make them. */
static struct eiffel_flow *debtors(struct kunit *test, struct eiffel_sched *q)
{
	struct eiffel_flow *flow = kunit_kcalloc(test, COUNT, sizeof(*flow), GFP_KERNEL);
	struct rnd_state random;
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, flow);
	q->scheduler = eiffel_calendar_new(q->policy->ranks);
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

/* Return: the flow that needs the fewest turns, and of these the first; COUNT: none. */
static u32 next_solvent(const struct eiffel_flow *flow, const s32 *debt, s32 quantum)
{
	u32 i, best = COUNT;

	for (i = 0; i < COUNT; i++)
		if (flow[i].state == EIFFEL_READY &&
		    (best == COUNT || debt[i] / quantum < debt[best] / quantum))
			best = i;
	return best;
}

/* Turn by turn it would take minutes, and nobody else would get the root lock. */
static void turns_in_vain_are_not_taken_one_by_one(struct kunit *test)
{
	struct eiffel_sched *q = sched(test, EIFFEL_PACING);
	struct eiffel_flow *flow = debtors(test, q), *sends;
	s32 *debt = kunit_kcalloc(test, COUNT, sizeof(*debt), GFP_KERNEL);
	u32 i, n, wanted;

	KUNIT_ASSERT_NOT_NULL(test, debt);
	q->config.quantum = EIFFEL_MIN_QUANTUM;
	for (i = 0; i < COUNT; i++)
		debt[i] = -flow[i].credit;
	for (n = 0; n < COUNT; n++) {
		sends = eiffel_schedule(q);
		wanted = next_solvent(flow, debt, EIFFEL_MIN_QUANTUM);
		KUNIT_ASSERT_EQ(test, (u32)(sends - flow), wanted);
		KUNIT_ASSERT_EQ(test, sends->credit,
				EIFFEL_MIN_QUANTUM - debt[wanted] % EIFFEL_MIN_QUANTUM);
		eiffel_calendar_remove(&sends->entry);
		eiffel_set_state(q, sends, EIFFEL_IDLE);
	}
	kvfree(q->scheduler);
}

/* Who takes no turns pays his own debt alone. */
static void debts_are_paid_at_once_without_turns(struct kunit *test)
{
	struct eiffel_sched *q = sched(test, EIFFEL_PACING);
	struct eiffel_flow *flow = debtors(test, q);
	s32 other = flow[1].credit;

	q->policy = &eiffel_policies[EIFFEL_LQF];
	KUNIT_EXPECT_PTR_EQ(test, eiffel_schedule(q), &flow[0]);
	KUNIT_EXPECT_EQ(test, flow[1].credit, other);
	kvfree(q->scheduler);
}

static struct kunit_case eiffel_cases[] = {
	KUNIT_CASE(bitmap_takes_few_words),
	KUNIT_CASE(bitmap_finds_one_bit_at_every_width),
	KUNIT_CASE(bitmap_agrees_with_a_plain_search),
	KUNIT_CASE(calendar_agrees_with_a_plain_search),
	KUNIT_CASE(calendar_lets_nothing_out_early_or_late),
	KUNIT_CASE(calendar_tells_the_edges_of_its_windows),
	KUNIT_CASE(calendar_goes_far_at_once),
	KUNIT_CASE(calendar_holds_one_in_every_bucket),
	KUNIT_CASE(calendar_lets_anyone_leave_a_bucket),
	KUNIT_CASE(calendar_tells_who_stands_last),
	KUNIT_CASE(bucket_of_a_time_begins_no_sooner),
	KUNIT_CASE(rates_are_held_by_the_quantum),
	KUNIT_CASE(low_rates_are_held_by_the_packet),
	KUNIT_CASE(lateness_of_a_bucket_is_given_back_and_of_more_half_a_packet),
	KUNIT_CASE(no_packet_takes_more_than_a_second),
	KUNIT_CASE(dscp_ranks_by_class_and_then_by_drop_level),
	KUNIT_CASE(policies_rank_a_flow_by_their_rules),
	KUNIT_CASE(deadlines_of_all_code_points_fit_into_a_window),
	KUNIT_CASE(wfq_charges_by_weight),
	KUNIT_CASE(turns_in_vain_are_not_taken_one_by_one),
	KUNIT_CASE(debts_are_paid_at_once_without_turns),
	{}
};

static struct kunit_suite eiffel_suite = {
	.name		= "eiffel",
	.test_cases	= eiffel_cases,
};

kunit_test_suite(eiffel_suite);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("KUnit tests of sch_eiffel");
