// SPDX-License-Identifier: GPL-2.0-only
/* KUnit tests of sch_dwrr: the arithmetic of the five questions, without a network. */

#include <kunit/test.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "../dwrr/buffer.h"
#include "../dwrr/classify.h"
#include "../dwrr/config.c"
#include "../dwrr/held.h"
#include "../dwrr/map.h"
#include "../dwrr/marking.h"
#undef EXPORT_SYMBOL_GPL
#define EXPORT_SYMBOL_GPL(symbol)	/* sch_dwrr exports it */
#include "../dwrr/registry.c"
#include "../dwrr/scheduler.h"
#include "../dwrr/schemes.c"
#include "../dwrr/shaper.h"

/* The tests have one namespace. */
static struct dwrr_pool test_pool;

struct dwrr_pool *dwrr_pool_of(const struct Qdisc *sch)
{
	return &test_pool;
}

#define MBIT	125000ULL		/* bytes/s */
#define GBIT	(1000 * MBIT)
#define MTU	1538

static void wire_length_includes_ethernet_overhead(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, dwrr_wire_len(1514), 1538u);
	KUNIT_EXPECT_EQ(test, dwrr_wire_len(508), 532u);
	KUNIT_EXPECT_EQ(test, dwrr_wire_len(60), 84u);
	KUNIT_EXPECT_EQ(test, dwrr_wire_len(61), 85u);
	KUNIT_EXPECT_EQ(test, dwrr_wire_len(1), 84u);
}

/* --- classification ---------------------------------------------------- */

#define NO_TAG	-1

/* Return: a frame with a DSCP in IPv4 or IPv6; @pcp is in a tag in the frame, or NO_TAG. */
static struct sk_buff *frame(struct kunit *test, int version, u32 dscp, int pcp)
{
	struct sk_buff *skb = alloc_skb(128, GFP_KERNEL);
	__be16 proto = htons(version == 4 ? ETH_P_IP : ETH_P_IPV6);
	struct vlan_hdr *tag;
	u8 *header;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_reset_mac_header(skb);
	memset(skb_put(skb, ETH_HLEN), 0, ETH_HLEN);
	skb->protocol = proto;
	if (pcp != NO_TAG) {
		skb->protocol = htons(ETH_P_8021Q);
		tag = skb_put(skb, sizeof(*tag));
		tag->h_vlan_TCI = htons(pcp << VLAN_PRIO_SHIFT | 9);
		tag->h_vlan_encapsulated_proto = proto;
	}
	skb_set_network_header(skb, skb->len);
	header = memset(skb_put(skb, sizeof(struct ipv6hdr)), 0,
			sizeof(struct ipv6hdr));
	if (version == 4)
		header[1] = dscp << 2 | INET_ECN_ECT_0;
	else
		put_unaligned_be16(6 << 12 | dscp << 6 | INET_ECN_ECT_0 << 4, header);
	return skb;
}

/* Return: a port whose queues get DSCP i and PCP i, if it has a queue i. */
static struct dwrr_sched *classifier(struct kunit *test, u32 queues)
{
	struct dwrr_sched *q = kunit_kzalloc(test, sizeof(*q), GFP_KERNEL);
	int i;

	KUNIT_ASSERT_NOT_NULL(test, q);
	q->queues = kunit_kcalloc(test, queues, sizeof(*q->queues), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, q->queues);
	q->config.num_queues = queues;
	for (i = 0; i < DWRR_MAX_QUEUES; i++)
		q->config.queue[i].dscp = i;
	dwrr_config_map_dscp(&q->config);
	dwrr_config_map_pcp(&q->config);
	dwrr_classifier_set(q);
	return q;
}

/* Return: the queue of a frame, which is freed. */
static long queue_of(struct dwrr_sched *q, struct sk_buff *skb)
{
	long queue = dwrr_queue_of_code_point(q, skb, packet_dsfield(skb)) - q->queues;

	kfree_skb(skb);
	return queue;
}

static void each_dscp_has_the_queue_of_the_map(struct kunit *test)
{
	struct dwrr_sched *q = classifier(test, 8);
	int i;

	q->config.default_queue = 5;
	for (i = 0; i < DWRR_NUM_DSCPS; i++)
		q->config.dscp_map[i] = i % 9 == 8 ? DWRR_UNMAPPED : i % 9;
	dwrr_classifier_set(q);
	for (i = 0; i < DWRR_NUM_DSCPS; i++) {
		long queue = i % 9 == 8 ? 5 : i % 9;

		KUNIT_EXPECT_EQ(test, queue_of(q, frame(test, 4, i, NO_TAG)), queue);
		KUNIT_EXPECT_EQ(test, queue_of(q, frame(test, 6, i, NO_TAG)), queue);
		KUNIT_EXPECT_EQ(test, queue_of(q, frame(test, 4, i, 6)), queue);
	}
}

static void packets_without_a_code_point_go_to_the_default_queue(struct kunit *test)
{
	struct dwrr_sched *q = classifier(test, 4);
	struct sk_buff *skb = frame(test, 4, 1, NO_TAG);

	q->config.default_queue = 3;
	dwrr_classifier_set(q);
	skb->protocol = htons(ETH_P_ARP);
	KUNIT_EXPECT_EQ(test, queue_of(q, skb), 3L);
	skb = frame(test, 4, 1, NO_TAG);
	skb_trim(skb, ETH_HLEN + 8);	/* the header is cut short */
	KUNIT_EXPECT_EQ(test, queue_of(q, skb), 3L);
	q->config.trust = DWRR_TRUST_PCP;
	dwrr_classifier_set(q);
	KUNIT_EXPECT_EQ(test, queue_of(q, frame(test, 4, 1, NO_TAG)), 3L);
}

static void each_pcp_has_the_queue_of_the_map(struct kunit *test)
{
	struct dwrr_sched *q = classifier(test, 8);
	struct sk_buff *skb;
	int i;

	q->config.trust = DWRR_TRUST_PCP;
	q->config.default_queue = 2;
	for (i = 0; i < DWRR_NUM_PCPS; i++)
		q->config.pcp_map[i] = 7 - i;
	q->config.pcp_map[4] = DWRR_UNMAPPED;
	dwrr_classifier_set(q);
	for (i = 0; i < DWRR_NUM_PCPS; i++) {
		long queue = i == 4 ? 2 : 7 - i;

		KUNIT_EXPECT_EQ(test, queue_of(q, frame(test, 6, 63, i)), queue);
		/* The device inserts this tag; that in the frame is the inner one. */
		skb = frame(test, 4, 63, 6);
		__vlan_hwaccel_put_tag(skb, htons(ETH_P_8021AD), i << VLAN_PRIO_SHIFT);
		KUNIT_EXPECT_EQ(test, queue_of(q, skb), queue);
	}
}

static void a_set_of_code_points_replaces_that_of_its_queue(struct kunit *test)
{
	struct dwrr_sched *q = classifier(test, 8);
	u8 *map = q->config.dscp_map;
	u64 set = BIT_ULL(46) | BIT_ULL(2) | BIT_ULL(63);
	u64 all = 0;
	int i;

	dwrr_map_set(map, DWRR_NUM_DSCPS, 1, set);
	KUNIT_EXPECT_EQ(test, dwrr_map_get(map, DWRR_NUM_DSCPS, 1), set);
	KUNIT_EXPECT_EQ(test, map[1], DWRR_UNMAPPED);
	KUNIT_EXPECT_EQ(test, dwrr_map_get(map, DWRR_NUM_DSCPS, 2), 0ULL);
	KUNIT_EXPECT_EQ(test, dwrr_map_get(map, DWRR_NUM_DSCPS, 3), BIT_ULL(3));
	for (i = 0; i < 8; i++) {
		set = dwrr_map_get(map, DWRR_NUM_DSCPS, i);
		KUNIT_EXPECT_EQ(test, all & set, 0ULL);
		all |= set;
	}
	dwrr_map_set(map, DWRR_NUM_DSCPS, 0, ~0ULL);
	KUNIT_EXPECT_EQ(test, dwrr_map_get(map, DWRR_NUM_DSCPS, 0), ~0ULL);
	dwrr_map_set(map, DWRR_NUM_DSCPS, 0, 0);
	KUNIT_EXPECT_EQ(test, dwrr_map_get(map, DWRR_NUM_DSCPS, DWRR_UNMAPPED), ~0ULL);
}

static void a_map_has_queues_of_the_port_only(struct kunit *test)
{
	struct dwrr_sched *q = classifier(test, 4);

	KUNIT_EXPECT_TRUE(test, dwrr_map_valid(q->config.dscp_map, DWRR_NUM_DSCPS, 4));
	KUNIT_EXPECT_TRUE(test, dwrr_map_valid(q->config.pcp_map, DWRR_NUM_PCPS, 4));
	KUNIT_EXPECT_FALSE(test, dwrr_map_valid(q->config.pcp_map, DWRR_NUM_PCPS, 3));
	q->config.dscp_map[63] = 4;
	KUNIT_EXPECT_FALSE(test, dwrr_map_valid(q->config.dscp_map, DWRR_NUM_DSCPS, 4));
}

static void the_first_queue_with_a_dscp_gets_it(struct kunit *test)
{
	struct dwrr_sched *q = classifier(test, 4);

	q->config.queue[3].dscp = 46;
	q->config.queue[1].dscp = 46;
	q->config.dscp_map[10] = 2;
	dwrr_config_map_dscp(&q->config);
	KUNIT_EXPECT_EQ(test, dwrr_map_get(q->config.dscp_map, DWRR_NUM_DSCPS, 1), BIT_ULL(46));
	KUNIT_EXPECT_EQ(test, dwrr_map_get(q->config.dscp_map, DWRR_NUM_DSCPS, 2), BIT_ULL(2));
	KUNIT_EXPECT_EQ(test, dwrr_map_get(q->config.dscp_map, DWRR_NUM_DSCPS, 3), 0ULL);
}

/* Its DS field is there, the rest of its header is not. */
static void a_packet_that_is_cut_short_is_not_marked(struct kunit *test)
{
	static const int versions[] = { 4, 6 };
	struct sk_buff *skb;
	int i;

	for (i = 0; i < ARRAY_SIZE(versions); i++) {
		skb = frame(test, versions[i], 1, NO_TAG);
		skb_trim(skb, ETH_HLEN + 8);
		KUNIT_EXPECT_FALSE(test, packet_set_ce(skb));
		kfree_skb(skb);
		skb = frame(test, versions[i], 1, NO_TAG);
		((u8 *)skb_network_header(skb))[0] |= versions[i] == 4 ? 0x45 : 0;
		KUNIT_EXPECT_TRUE(test, packet_set_ce(skb));
		KUNIT_EXPECT_EQ(test, packet_ecn(packet_dsfield(skb)), INET_ECN_CE);
		skb->protocol = htons(ETH_P_ARP);
		KUNIT_EXPECT_FALSE(test, packet_set_ce(skb));
		kfree_skb(skb);
	}
}

/* --- shaper ------------------------------------------------------------ */

static void shaper_start(struct dwrr_shaper *s, u64 rate, u32 bucket_ns)
{
	*s = (struct dwrr_shaper) {};
	dwrr_shaper_configure(s, rate, bucket_ns, 0);
}

/* Return: when the last of @packets has left, each sent as early as the shaper allows. */
static u64 shaper_send(struct dwrr_shaper *s, u32 len, u32 packets, u64 now)
{
	u64 wait;

	while (packets) {
		wait = dwrr_shaper_wait(s, len, now);
		if (wait) {
			now += wait;
			continue;
		}
		dwrr_shaper_charge(s, len);
		packets--;
	}
	return now;
}

struct shaper_case {
	u64 rate;
	u32 bucket_ns;
	u32 len;
};

static const struct shaper_case shaper_cases[] = {
	{ MBIT, 20000, 84 },
	{ MBIT, 100000000, 65559 },
	{ 100 * MBIT, 20000, MTU },	/* a packet larger than the bucket */
	{ 995 * MBIT, 20000, 84 },
	{ 995 * MBIT, 1, MTU },
	{ 10 * GBIT, 20000, MTU },
	{ 100 * GBIT, 20000, 84 },
	{ 400 * GBIT, 20000, 84 },	/* a packet each 1.68 ns */
	{ 400 * GBIT, 100000000, 65559 },
};

/* In a time t, bucket + rate * t bytes leave, less at most one packet. */
static void shaper_keeps_every_rate_exactly(struct kunit *test)
{
	const u32 packets = 100000;
	struct dwrr_shaper s;
	u64 sent, allowed, end;
	int i;

	for (i = 0; i < ARRAY_SIZE(shaper_cases); i++) {
		const struct shaper_case *c = &shaper_cases[i];

		shaper_start(&s, c->rate, c->bucket_ns);
		end = shaper_send(&s, c->len, packets, 0);
		sent = (u64)packets * c->len;
		allowed = mul_u64_u64_div_u64(c->rate, end + c->bucket_ns,
					      NSEC_PER_SEC);
		KUNIT_EXPECT_LE_MSG(test, sent, allowed + c->len, "case %d", i);
		KUNIT_EXPECT_GE_MSG(test, sent + 2 * c->len +
				    mul_u64_u64_div_u64(c->rate, 1, NSEC_PER_SEC),
				    allowed, "case %d", i);
	}
}

/* Timers that are late by up to one bucket do not lower the rate, for any packet size. */
static void shaper_compensates_late_timers(struct kunit *test)
{
	const u32 packets = 10000, late = 1000;
	struct dwrr_shaper s;
	u64 now, wait, ideal;
	u32 len, i;

	for (len = 84; len <= 9038; len += 151) {
		shaper_start(&s, 100 * MBIT, 20000);
		now = 0;
		for (i = 0; i < packets; i++) {
			while ((wait = dwrr_shaper_wait(&s, len, now)))
				now += wait + late;
			dwrr_shaper_charge(&s, len);
		}
		ideal = (u64)packets * len * 80;	/* ns a byte */
		KUNIT_EXPECT_LE_MSG(test, now, ideal + 20000 + late, "%u bytes", len);
		KUNIT_EXPECT_GE_MSG(test, now + 2 * 20000 + len * 80, ideal, "%u bytes", len);
	}
}

/* A timer that is later than the bucket allows for loses tokens: what is lost is counted. */
static void shaper_counts_what_late_timers_lose(struct kunit *test)
{
	struct dwrr_shaper s;
	u64 now = 0, wait;
	u32 i;

	shaper_start(&s, 100 * MBIT, 20000);	/* 250 bytes, 12.5 bytes/us */
	dwrr_shaper_fill(&s, 1000000);		/* idle: nothing waits */
	KUNIT_EXPECT_EQ(test, s.late_timers, 0ULL);
	now = 1000000;
	for (i = 0; i < 10; i++) {
		while ((wait = dwrr_shaper_wait(&s, MTU, now)))
			now += wait + 20000;	/* as late as the bucket is deep */
		dwrr_shaper_charge(&s, MTU);
	}
	KUNIT_EXPECT_EQ(test, s.late_timers, 0ULL);
	KUNIT_EXPECT_EQ(test, s.lost_bytes, 0ULL);
	for (i = 0; i < 10; i++) {
		while ((wait = dwrr_shaper_wait(&s, MTU, now)))
			now += wait + 100000;
		dwrr_shaper_charge(&s, MTU);
	}
	KUNIT_EXPECT_EQ(test, s.late_timers, 10ULL);
	KUNIT_EXPECT_EQ(test, s.lost_bytes, 10 * 1000ULL);	/* 80 us at 12.5 bytes/us */
	KUNIT_EXPECT_NE(test, dwrr_shaper_wait(&s, MTU, now), 0ULL);
	dwrr_shaper_fill(&s, U64_MAX / 2);	/* rate * time overflows */
	KUNIT_EXPECT_EQ(test, s.late_timers, 11ULL);
}

static void shaper_saves_at_most_one_bucket(struct kunit *test)
{
	struct dwrr_shaper s;

	shaper_start(&s, GBIT, 20000);		/* 2500 bytes */
	dwrr_shaper_fill(&s, U64_MAX / 2);	/* rate * time overflows */
	KUNIT_EXPECT_EQ(test, s.tokens, s.depth);
	KUNIT_EXPECT_EQ(test, dwrr_shaper_wait(&s, 2500, s.updated), 0ULL);
	dwrr_shaper_charge(&s, 2500);
	KUNIT_EXPECT_EQ(test, dwrr_shaper_wait(&s, MTU, s.updated), 12304ULL);
}

static void shaper_change_keeps_tokens_up_to_the_new_depth(struct kunit *test)
{
	struct dwrr_shaper s;

	shaper_start(&s, GBIT, 20000);
	dwrr_shaper_configure(&s, 100 * MBIT, 20000, 0);
	KUNIT_EXPECT_EQ(test, s.tokens, (s64)(250 * NSEC_PER_SEC));
	dwrr_shaper_charge(&s, 250);
	dwrr_shaper_configure(&s, GBIT, 20000, 0);
	KUNIT_EXPECT_EQ(test, s.tokens, 0LL);
}

/* --- marking ----------------------------------------------------------- */

static void round_time_is_smoothed_by_equation_6(struct kunit *test)
{
	u64 round = 0;
	int i;

	round = dwrr_round_smooth(round, 1000, 750);
	KUNIT_EXPECT_EQ(test, round, 250000ULL);
	round = dwrr_round_smooth(round, 1000, 750);
	KUNIT_EXPECT_EQ(test, round, 437500ULL);
	for (i = 0; i < 100; i++)
		round = dwrr_round_smooth(round, 1000, 750);
	KUNIT_EXPECT_GE(test, round, 999990ULL);
	KUNIT_EXPECT_LE(test, round, 1000000ULL);
	KUNIT_EXPECT_EQ(test, dwrr_round_smooth(round, 7, 0), 7000ULL);
	KUNIT_EXPECT_EQ(test, dwrr_round_smooth(round, 7, 1000), round);
}

static void round_time_of_any_size_does_not_overflow(struct kunit *test)
{
	u64 round = dwrr_round_smooth(0, U64_MAX, 0);

	KUNIT_EXPECT_EQ(test, round, DWRR_MAX_SAMPLE_NS * DWRR_PS_PER_NS);
	KUNIT_EXPECT_EQ(test, dwrr_round_smooth(round, U64_MAX, 500), round);
}

static void idle_intervals_are_samples_of_zero(struct kunit *test)
{
	const u64 round = 1000000;

	KUNIT_EXPECT_EQ(test, dwrr_round_decay(round, 11999, 12000, 750), round);
	KUNIT_EXPECT_EQ(test, dwrr_round_decay(round, 12000, 12000, 750), 750000ULL);
	KUNIT_EXPECT_EQ(test, dwrr_round_decay(round, 24000, 12000, 750), 562500ULL);
	KUNIT_EXPECT_GT(test, dwrr_round_decay(round, 120000, 12000, 750), 0ULL);
	KUNIT_EXPECT_EQ(test, dwrr_round_decay(round, 132000, 12000, 750), 0ULL);
}

/* Equation 5 at every rate: with m equal queues busy, K / m. */
static void mq_ecn_threshold_follows_equation_5(struct kunit *test)
{
	static const u64 rates[] = { MBIT, 995 * MBIT, 40 * GBIT, 400 * GBIT };
	const u64 thresh = 30000;
	u64 quantum, k;
	int i, m;

	for (i = 0; i < ARRAY_SIZE(rates); i++) {
		quantum = div64_u64(MTU * DWRR_PS_PER_SEC, rates[i]);
		KUNIT_EXPECT_EQ(test, dwrr_mq_ecn_thresh(thresh, quantum, 0), thresh);
		for (m = 1; m <= DWRR_MAX_QUEUES; m++) {
			k = dwrr_mq_ecn_thresh(thresh, quantum, m * quantum);
			KUNIT_EXPECT_LE(test, k, thresh / m);
			KUNIT_EXPECT_GE(test, k + 1, thresh / m);
		}
	}
}

static void mq_ecn_threshold_never_exceeds_the_port_threshold(struct kunit *test)
{
	u64 quantum = div64_u64((u64)DWRR_QUEUE_QUANTUM_MAX * DWRR_PS_PER_SEC, MBIT);

	KUNIT_EXPECT_EQ(test, dwrr_mq_ecn_thresh(30000, quantum, quantum - 1), 30000ULL);
	KUNIT_EXPECT_LE(test, dwrr_mq_ecn_thresh(DWRR_PORT_THRESH_MAX, quantum,
						 64 * quantum),
			(u64)DWRR_PORT_THRESH_MAX / 64 + 1);
}

/* Only a queue alone at its priority, above others, keeps the standard threshold. */
static void mq_ecn_keeps_the_threshold_of_strict_priority(struct kunit *test)
{
	static const struct {
		u32 prio[3];
		bool strict[3];
	} cases[] = {
		{ { 0, 0, 0 } },
		{ { 0, 1, 1 }, { true } },
		{ { 3, 7, 7 }, { true } },
		{ { 2, 1, 0 }, { false, true, true } },
		{ { 0, 0, 1 } },
	};
	struct dwrr_config *config = kunit_kzalloc(test, sizeof(*config), GFP_KERNEL);
	bool strict;
	int i, queue;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, config);
	config->rate = GBIT;
	config->num_queues = 3;
	config->ecn_scheme = DWRR_ECN_MQ_ECN;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		for (queue = 0; queue < 3; queue++) {
			config->queue[queue].prio = cases[i].prio[queue];
			config->queue[queue].quantum = MTU;
		}
		for (queue = 0; queue < 3; queue++) {
			strict = dwrr_quantum_time(config, queue) == U64_MAX;
			KUNIT_EXPECT_EQ_MSG(test, strict, cases[i].strict[queue],
					    "case %d, queue %d", i, queue);
		}
	}
}

/* Return: a port with one queue, on a device. */
static struct dwrr_sched *port_with_one_queue(struct kunit *test)
{
	struct dwrr_sched *q = kunit_kzalloc(test, sizeof(*q), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, q);
	q->queues = kunit_kzalloc(test, sizeof(*q->queues), GFP_KERNEL);
	q->sch = kunit_kzalloc(test, sizeof(*q->sch), GFP_KERNEL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, q->queues);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, q->sch);
	q->sch->dev_queue = kunit_kzalloc(test, sizeof(*q->sch->dev_queue), GFP_KERNEL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, q->sch->dev_queue);
	q->sch->dev_queue->dev = kunit_kzalloc(test, sizeof(struct net_device), GFP_KERNEL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, q->sch->dev_queue->dev);
	q->scheme_state[DWRR_MARKING] = kunit_kzalloc(test, DWRR_PORT_STATE, GFP_KERNEL);
	q->queues->scheme[DWRR_MARKING].state = kunit_kzalloc(test, DWRR_QUEUE_STATE, GFP_KERNEL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, q->scheme_state[DWRR_MARKING]);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, q->queues->scheme[DWRR_MARKING].state);
	q->config.num_queues = 1;
	q->queues->config = &q->config.queue[0];
	q->queues->level = &q->levels[0];
	return q;
}

/* The decision of each scheme for given backlogs and sojourn times. */
static void schemes_compare_bytes_or_sojourn_times(struct kunit *test)
{
	static const struct {
		u32 scheme;
		u64 bytes;
		u64 port_bytes;
		u64 sojourn;
		bool congested;
	} cases[] = {
		{ DWRR_ECN_NONE, U32_MAX, U32_MAX, U32_MAX, false },
		{ DWRR_ECN_PER_QUEUE, 1000, 9000, 9000, false },
		{ DWRR_ECN_PER_QUEUE, 1001, 0, 0, true },
		{ DWRR_ECN_PER_PORT, 9000, 2000, 9000, false },
		{ DWRR_ECN_PER_PORT, 0, 2001, 0, true },
		{ DWRR_ECN_MQ_ECN, 2000, 9000, 9000, false },
		{ DWRR_ECN_MQ_ECN, 2001, 0, 0, true },
		{ DWRR_ECN_TCN, 9000, 9000, 3000, false },
		{ DWRR_ECN_TCN, 0, 0, 3001, true },
	};
	struct dwrr_sched *q = port_with_one_queue(test);
	struct dwrr_queue *queue = q->queues;
	int i;

	q->config.rate = GBIT;
	q->config.mark_at = DWRR_MARK_DEQUEUE;
	q->config.port_thresh = 2000;
	q->config.tcn_thresh = 3000;
	q->config.queue[0].thresh = 1000;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		q->config.ecn_scheme = cases[i].scheme;
		dwrr_set_scheme(q);
		queue->bytes = cases[i].bytes;
		q->bytes = cases[i].port_bytes;
		queue->sojourn = cases[i].sojourn;
		KUNIT_EXPECT_EQ_MSG(test, dwrr_marks_departure(q, queue, MTU, 0),
				    cases[i].congested, "case %d", i);
	}
}

/* A packet without enqueue time has not waited; a new scheme starts without history. */
static void sojourn_time_without_enqueue_time_is_zero(struct kunit *test)
{
	struct sk_buff *skb = kunit_kzalloc(test, sizeof(*skb), GFP_KERNEL);
	struct dwrr_sched *q = port_with_one_queue(test);
	struct dwrr_queue *queue = q->queues;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, skb);
	queue->fifo.qlen = 2;
	q->config.ecn_scheme = DWRR_ECN_TCN;
	dwrr_set_scheme(q);
	KUNIT_EXPECT_EQ(test, q->mark_at, (u32)DWRR_MARK_DEQUEUE);
	dwrr_skb_cb(skb)->enqueue_time = 400000;
	dwrr_update_sojourn(queue, skb, 1000000);
	KUNIT_EXPECT_EQ(test, queue->sojourn, 0ULL);
	dwrr_update_sojourn(queue, skb, 1000000);
	KUNIT_EXPECT_EQ(test, queue->sojourn, 0ULL);
	dwrr_update_sojourn(queue, skb, 1000000);
	KUNIT_EXPECT_EQ(test, queue->sojourn, 600000ULL);
	q->config.ecn_scheme = DWRR_ECN_CODEL;
	dwrr_set_scheme(q);
	KUNIT_EXPECT_EQ(test, queue->sojourn, 0ULL);
	dwrr_update_sojourn(queue, skb, 1000000);	/* stamped under TCN */
	KUNIT_EXPECT_EQ(test, queue->sojourn, 600000ULL);
}

/* --- CoDel ------------------------------------------------------------- */

#define INTERVAL 2048000	/* ns */

static void codel_control_law_divides_by_the_square_root(struct kunit *test)
{
	static const struct { u32 count; u64 next; } cases[] = {
		{ 1, 2048000 }, { 2, 1448154 }, { 3, 1182413 }, { 4, 1024000 },
		{ 100, 204800 }, { 10000, 20480 }, { U32_MAX, 31 },
	};
	u64 next;
	int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		next = dwrr_codel_mark_interval(INTERVAL, cases[i].count);
		KUNIT_EXPECT_GE(test, next + 1, cases[i].next);
		KUNIT_EXPECT_LE(test, next, cases[i].next + 40);
	}
	KUNIT_EXPECT_EQ(test, dwrr_codel_mark_interval(DWRR_CODEL_INTERVAL_MAX, 1),
			(u64)DWRR_CODEL_INTERVAL_MAX);
}

/* Return: when the next packet is marked, with one dequeued each microsecond. */
static u64 codel_next(struct dwrr_codel *codel, u64 now, bool above)
{
	u64 end = now + 10 * INTERVAL;

	do
		now += 1000;
	while (!dwrr_codel_should_mark(codel, INTERVAL, above, now) && now < end);
	return now;
}

static void codel_marks_after_an_interval_and_then_faster(struct kunit *test)
{
	struct dwrr_codel codel = {};
	u64 now, next;
	u32 count;

	KUNIT_EXPECT_GE(test, codel_next(&codel, 0, false), 10ULL * INTERVAL);
	now = codel_next(&codel, 0, true);
	KUNIT_EXPECT_EQ(test, now, INTERVAL + 1000ULL);
	for (count = 1; count < 200; count++) {
		next = codel_next(&codel, now, true);
		now += dwrr_codel_mark_interval(INTERVAL, count);
		KUNIT_EXPECT_GE_MSG(test, next + 1000, now, "mark %u", count + 1);
		KUNIT_EXPECT_LE_MSG(test, next, now + 1000, "mark %u", count + 1);
	}
}

/* One packet below the target restarts the interval. */
static void codel_marks_nothing_below_the_target(struct kunit *test)
{
	struct dwrr_codel codel = {};
	u64 now;

	for (now = 1000; now < 50 * INTERVAL; now += INTERVAL) {
		KUNIT_EXPECT_FALSE(test, dwrr_codel_should_mark(&codel, INTERVAL, true, now));
		KUNIT_EXPECT_FALSE(test, dwrr_codel_should_mark(&codel, INTERVAL, true,
								now + INTERVAL - 2));
		KUNIT_EXPECT_FALSE(test, dwrr_codel_should_mark(&codel, INTERVAL, false,
								now + INTERVAL - 1));
	}
}

static void codel_continues_at_its_rate_after_a_short_pause(struct kunit *test)
{
	static const struct { u32 intervals; u32 count; } pauses[] = {
		{ 1, 9 }, { 14, 9 }, { 17, 1 }, { 1000, 1 },
	};
	struct dwrr_codel codel;
	u64 now;
	int i, mark;

	for (i = 0; i < ARRAY_SIZE(pauses); i++) {
		codel = (struct dwrr_codel) {};
		for (now = 0, mark = 0; mark < 10; mark++)
			now = codel_next(&codel, now, true);
		dwrr_codel_should_mark(&codel, INTERVAL, false, now);
		now = codel.mark_next + (u64)(pauses[i].intervals - 1) * INTERVAL;
		now = codel_next(&codel, now, true);
		KUNIT_EXPECT_EQ_MSG(test, codel.count, pauses[i].count, "pause %d", i);
	}
}

/* After hours of overload: if count wrapped to 0, the control law would divide by 0. */
static void codel_count_does_not_wrap(struct kunit *test)
{
	struct dwrr_codel codel = { .first_above_time = 1, .mark_next = 1, .count = U32_MAX,
				    .marking = true };

	KUNIT_EXPECT_TRUE(test, dwrr_codel_should_mark(&codel, INTERVAL, true, 1));
	KUNIT_EXPECT_EQ(test, codel.count, U32_MAX);
	KUNIT_EXPECT_EQ(test, codel.mark_next, 1 + dwrr_codel_mark_interval(INTERVAL, U32_MAX));
}

/* --- scheduler --------------------------------------------------------- */

#define QUEUES 4

/* A port with queues that always have a packet of a given length at the head. */
struct backlogged {
	struct dwrr_sched q;
	struct dwrr_queue queues[QUEUES];
	struct sk_buff skb[QUEUES];
	u64 sent[QUEUES];
	u64 now;	/* ns */
};

static struct backlogged *backlogged_port(struct kunit *test, u32 scheduler)
{
	struct backlogged *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);
	int i;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, b);
	dwrr_levels_init(&b->q);
	b->q.queues = b->queues;
	b->q.config.num_queues = QUEUES;
	b->q.config.scheduler = scheduler;
	b->q.config.round_alpha = 750;
	b->q.config.idle_interval = 12000;
	for (i = 0; i < QUEUES; i++) {
		b->q.config.queue[i].quantum = MTU;
		b->queues[i].config = &b->q.config.queue[i];
		b->queues[i].index = i;
	}
	dwrr_update_levels(&b->q);
	b->q.uses_rounds = scheduler != DWRR_SCHED_WFQ;
	return b;
}

static void backlogged_activate(struct backlogged *b, int i)
{
	dwrr_activate(&b->q, &b->queues[i]);
	dwrr_start_rounds(&b->q, b->now);
}

static void backlogged_queue(struct backlogged *b, int i, u32 quantum, u32 len)
{
	b->q.config.queue[i].quantum = quantum;
	dwrr_update_levels(&b->q);
	dwrr_skb_cb(&b->skb[i])->wire_len = len;
	b->queues[i].fifo.head = &b->skb[i];
	b->queues[i].fifo.qlen = 1;
	backlogged_activate(b, i);
}

/* Takes a queue off, wherever it is in its level. */
static void backlogged_stop(struct backlogged *b, int i)
{
	dwrr_active_del(&b->queues[i].level->active, &b->queues[i]);
	dwrr_update_busy(&b->q, b->queues[i].level);
}

static void backlogged_prio(struct backlogged *b, int i, u32 prio)
{
	b->q.config.queue[i].prio = prio;
	dwrr_update_levels(&b->q);
	dwrr_start_rounds(&b->q, b->now);
}

/* Sends one packet at one byte a nanosecond. */
static int backlogged_send(struct backlogged *b)
{
	struct dwrr_queue *queue = dwrr_schedule(&b->q);
	int i = queue - b->queues;
	u32 len = dwrr_skb_cb(&b->skb[i])->wire_len;

	b->now += len;
	queue->round_bytes += len;
	queue->level->busy_until = b->now;
	dwrr_charge(&b->q, queue, len);
	b->sent[i] += len;
	return i;
}

static void dwrr_shares_bytes_by_quanta(struct kunit *test)
{
	struct backlogged *b = backlogged_port(test, DWRR_SCHED_DWRR);
	static const u32 len[QUEUES] = { 84, MTU, 600, 9038 };
	u64 fair;
	int i;

	for (i = 0; i < QUEUES; i++)
		backlogged_queue(b, i, (i + 1) * MTU, len[i]);
	while (b->now < 10 * 1000 * 1000)
		backlogged_send(b);
	for (i = 0; i < QUEUES; i++) {
		fair = div_u64(b->now * (i + 1), 10);
		KUNIT_EXPECT_LE(test, b->sent[i], fair + 2 * 9038 + (i + 1) * MTU);
		KUNIT_EXPECT_GE(test, b->sent[i] + 2 * 9038 + (i + 1) * MTU, fair);
	}
}

static void wrr_resets_the_deficit_after_a_turn(struct kunit *test)
{
	struct backlogged *b = backlogged_port(test, DWRR_SCHED_WRR);

	backlogged_queue(b, 0, 2 * MTU, 1000);	/* 3 packets, 76 forgotten */
	backlogged_queue(b, 1, MTU, MTU);
	while (b->now < 1000 * 1000)
		backlogged_send(b);
	KUNIT_EXPECT_LE(test, b->sent[0] * MTU, b->sent[1] * 3000 + 3000 * MTU);
	KUNIT_EXPECT_GE(test, b->sent[0] * MTU + 3000 * MTU, b->sent[1] * 3000);
}

static void wrr_sends_a_packet_larger_than_its_quantum(struct kunit *test)
{
	struct backlogged *b = backlogged_port(test, DWRR_SCHED_WRR);
	int i;

	backlogged_queue(b, 0, 256, 9038);
	backlogged_queue(b, 1, 256, 9038);
	for (i = 0; i < 10; i++)
		KUNIT_EXPECT_EQ(test, backlogged_send(b), i % 2);
}

static void new_quantum_acts_at_the_next_turn(struct kunit *test)
{
	static const int turns[] = { 0, 1, 0, 0, 0, 1 };
	struct backlogged *b = backlogged_port(test, DWRR_SCHED_DWRR);
	int i;

	backlogged_queue(b, 0, MTU, MTU);
	backlogged_queue(b, 1, MTU, MTU);
	for (i = 0; i < ARRAY_SIZE(turns); i++) {
		KUNIT_EXPECT_EQ(test, backlogged_send(b), turns[i]);
		if (i == 1)	/* queue 0 has had its turn */
			b->q.config.queue[0].quantum = 3 * MTU;
	}
}

/* A round of m queues takes the time of m packets. */
static void round_time_converges_to_the_length_of_a_round(struct kunit *test)
{
	struct backlogged *b;
	int i, m;

	for (m = 1; m <= QUEUES; m++) {
		b = backlogged_port(test, DWRR_SCHED_DWRR);
		for (i = 0; i < m; i++)
			backlogged_queue(b, i, MTU, MTU);
		for (i = 0; i < 100 * m; i++)
			backlogged_send(b);
		KUNIT_EXPECT_GE(test, b->q.levels[0].round_ps + 10, (u64)m * MTU * DWRR_PS_PER_NS);
		KUNIT_EXPECT_LE(test, b->q.levels[0].round_ps, (u64)m * MTU * DWRR_PS_PER_NS);
	}
}

/* Equation 5 divides a quantum by it: a queue that gets an m-th sends one in that time. */
static void round_time_of_small_quanta_is_that_of_a_quantum(struct kunit *test)
{
	static const u32 quanta[] = { 256, 769, 1000, MTU - 1 };
	struct backlogged *b;
	u64 round;
	int i, m, n;

	for (n = 0; n < ARRAY_SIZE(quanta); n++) {
		for (m = 1; m <= QUEUES; m++) {
			b = backlogged_port(test, DWRR_SCHED_DWRR);
			for (i = 0; i < m; i++)
				backlogged_queue(b, i, quanta[n], MTU);
			round = (u64)m * quanta[n] * DWRR_PS_PER_NS;
			for (i = 0; i < 300 * m; i++) {
				backlogged_send(b);
				if (i < 100 * m)
					continue;
				KUNIT_ASSERT_GE_MSG(test, b->q.levels[0].round_ps + 10, round,
						    "quantum %u", quanta[n]);
				KUNIT_ASSERT_LE_MSG(test, b->q.levels[0].round_ps, round + 10,
						    "quantum %u", quanta[n]);
			}
		}
	}
}

/* Turn by turn, as the paper has it. Return: who sends. */
static int plain_round_robin(u32 *deficit, int *turn, bool *in_turn, u32 quantum,
			     const u32 *len)
{
	for (;;) {
		if (!*in_turn)
			deficit[*turn] += quantum;
		*in_turn = len[*turn] <= deficit[*turn];
		if (*in_turn) {
			deficit[*turn] -= len[*turn];
			return *turn;
		}
		*turn = (*turn + 1) % QUEUES;
	}
}

static void rounds_without_a_packet_change_no_order(struct kunit *test)
{
	static const u32 len[QUEUES] = { 1538, 84, 9038, 65559 };
	struct backlogged *b = backlogged_port(test, DWRR_SCHED_DWRR);
	u32 deficit[QUEUES] = {};
	bool in_turn = false;
	int i, turn = 0;

	for (i = 0; i < QUEUES; i++)
		backlogged_queue(b, i, 256, len[i]);
	for (i = 0; i < 10000; i++)
		KUNIT_ASSERT_EQ_MSG(test, backlogged_send(b),
				    plain_round_robin(deficit, &turn, &in_turn, 256, len),
				    "packet %d", i);
}

/* Four million turns a packet and queue, as with a size table: none of them is taken. */
static void rounds_without_a_packet_cost_nothing(struct kunit *test)
{
	struct backlogged *b = backlogged_port(test, DWRR_SCHED_DWRR);
	int i;

	for (i = 0; i < QUEUES; i++)
		backlogged_queue(b, i, 256, BIT(30));
	for (i = 0; i < 10000; i++)
		KUNIT_ASSERT_EQ(test, backlogged_send(b), i % QUEUES);
}

static void round_time_decays_on_an_idle_port(struct kunit *test)
{
	struct backlogged *b = backlogged_port(test, DWRR_SCHED_DWRR);

	b->q.levels[0].round_ps = 1000000;
	b->q.levels[0].busy_until = 100;
	b->q.config.queue[0].quantum = MTU;
	b->now = 100 + 12000;
	backlogged_activate(b, 0);
	KUNIT_EXPECT_EQ(test, b->q.levels[0].round_ps, 750000ULL);
	dwrr_deactivate(&b->q, &b->queues[0]);
	b->now = 100 + 12000 * 11;
	backlogged_activate(b, 0);
	KUNIT_EXPECT_EQ(test, b->q.levels[0].round_ps, 0ULL);
}

static void higher_levels_are_served_first(struct kunit *test)
{
	static const int prios[QUEUES] = { 5, 0, 5, 7 };
	static const int order[] = { 1, 1, 0, 2, 0, 2, 1, 0, 3, 3 };
	struct backlogged *b = backlogged_port(test, DWRR_SCHED_DWRR);
	int i;

	for (i = 0; i < QUEUES; i++)
		backlogged_prio(b, i, prios[i]);
	for (i = 0; i < QUEUES; i++)
		backlogged_queue(b, i, MTU, MTU);
	for (i = 0; i < ARRAY_SIZE(order); i++) {
		KUNIT_EXPECT_EQ_MSG(test, backlogged_send(b), order[i], "packet %d", i);
		if (i == 1 || i == 6)
			backlogged_stop(b, 1);
		if (i == 5)
			backlogged_activate(b, 1);
		if (i == 7) {
			backlogged_stop(b, 0);
			backlogged_stop(b, 2);
		}
	}
	backlogged_stop(b, 3);
	KUNIT_EXPECT_EQ(test, b->q.busy_levels, 0UL);
}

static void new_priority_moves_a_backlogged_queue(struct kunit *test)
{
	struct backlogged *b = backlogged_port(test, DWRR_SCHED_DWRR);
	int i;

	for (i = 0; i < 3; i++)
		backlogged_queue(b, i, 10 * MTU, MTU);
	KUNIT_EXPECT_EQ(test, backlogged_send(b), 0);
	backlogged_prio(b, 2, 3);
	backlogged_prio(b, 0, 3);
	for (i = 0; i < 20; i++)
		KUNIT_EXPECT_EQ(test, backlogged_send(b), 1);
	backlogged_prio(b, 1, 3);
	for (i = 0; i < 30; i++)	/* in order of activation */
		KUNIT_EXPECT_EQ(test, backlogged_send(b), (i / 10 + 2) % 3);
	backlogged_prio(b, 3, 7);	/* an empty queue is in no list */
	KUNIT_EXPECT_NULL(test, b->q.levels[7].active.first);
	for (i = 0; i < 3; i++)
		backlogged_stop(b, i);
	KUNIT_EXPECT_EQ(test, b->q.busy_levels, 0UL);
}

/* Queue 0 gets three packets in each round of queues 1 and 2. */
static void round_time_includes_higher_levels(struct kunit *test)
{
	struct backlogged *b = backlogged_port(test, DWRR_SCHED_DWRR);
	u64 round = 5ULL * MTU * DWRR_PS_PER_NS;
	int i, n;

	backlogged_prio(b, 1, 1);
	backlogged_prio(b, 2, 1);
	for (i = 0; i < 3; i++)
		backlogged_queue(b, i, MTU, MTU);
	dwrr_deactivate(&b->q, &b->queues[0]);
	for (i = 0; i < 100; i++) {
		backlogged_activate(b, 0);
		for (n = 0; n < 3; n++)
			KUNIT_EXPECT_EQ(test, backlogged_send(b), 0);
		dwrr_deactivate(&b->q, &b->queues[0]);
		for (n = 0; n < 2; n++)
			KUNIT_EXPECT_EQ(test, backlogged_send(b), n + 1);
	}
	KUNIT_EXPECT_GE(test, b->q.levels[1].round_ps + 10, round);
	KUNIT_EXPECT_LE(test, b->q.levels[1].round_ps, round);
}

/*
 * Theorem 1 of start-time fair queueing: while two queues are backlogged, their
 * services, each divided by the weight, differ by at most one packet of each queue
 * divided by its weight. This holds at every packet, also when tags wrap.
 */
static void wfq_is_fair_at_every_packet(struct kunit *test)
{
	static const u64 starts[] = { 0, S64_MAX - DWRR_TAG_ONE, U64_MAX - DWRR_TAG_ONE };
	static const u32 len[QUEUES] = { 84, MTU, 600, 9038 };
	struct backlogged *b;
	s64 ahead, allowed;
	int n, i, j;

	for (n = 0; n < ARRAY_SIZE(starts); n++) {
		b = backlogged_port(test, DWRR_SCHED_WFQ);
		b->q.levels[0].max_finish_tag = starts[n];
		for (i = 0; i < QUEUES; i++)
			backlogged_queue(b, i, (i + 1) * MTU, len[i]);
		while (b->now < 1000 * 1000) {
			backlogged_send(b);
			for (i = 0; i < QUEUES; i++) {
				j = (i + 1) % QUEUES;
				ahead = b->sent[i] * (j + 1) - b->sent[j] * (i + 1);
				allowed = len[i] * (j + 1) + len[j] * (i + 1) + 10;
				KUNIT_ASSERT_LE_MSG(test, ahead, allowed, "%d to %d", i, j);
				KUNIT_ASSERT_GE_MSG(test, ahead, -allowed, "%d to %d", i, j);
			}
		}
	}
}

/* A queue gets neither credit nor debt from the time before it was idle. */
static void wfq_activates_a_queue_at_virtual_time(struct kunit *test)
{
	static const u64 tags[] = { 0, U64_MAX, S64_MAX, (u64)S64_MIN };
	struct backlogged *b;
	int n, i;

	for (n = 0; n < ARRAY_SIZE(tags); n++) {
		b = backlogged_port(test, DWRR_SCHED_WFQ);
		backlogged_queue(b, 0, MTU, MTU);
		for (i = 0; i < 1000; i++)
			backlogged_send(b);
		b->queues[1].start_tag = b->queues[0].start_tag + tags[n];
		backlogged_queue(b, 1, MTU, MTU);
		for (i = 0; i < 100; i++)
			backlogged_send(b);
		KUNIT_EXPECT_GE(test, b->sent[1], 49ULL * MTU);
		KUNIT_EXPECT_LE(test, b->sent[1], 51ULL * MTU);
	}
}

static void new_scheduler_keeps_the_backlog(struct kunit *test)
{
	static const u32 schedulers[] = {
		DWRR_SCHED_WFQ, DWRR_SCHED_WRR, DWRR_SCHED_WFQ, DWRR_SCHED_DWRR,
	};
	struct backlogged *b = backlogged_port(test, DWRR_SCHED_DWRR);
	int n, i;

	for (i = 0; i < QUEUES; i++)
		backlogged_queue(b, i, MTU, MTU);
	for (n = 0; n < ARRAY_SIZE(schedulers); n++) {
		b->q.config.scheduler = schedulers[n];
		dwrr_update_levels(&b->q);
		memset(b->sent, 0, sizeof(b->sent));
		for (i = 0; i < 10 * QUEUES; i++)
			backlogged_send(b);
		for (i = 0; i < QUEUES; i++)
			KUNIT_EXPECT_EQ_MSG(test, b->sent[i], 10ULL * MTU, "queue %d", i);
	}
}

/* --- buffer ------------------------------------------------------------ */

static void buffer_limits_are_exact(struct kunit *test)
{
	struct backlogged *b = backlogged_port(test, DWRR_SCHED_DWRR);
	struct dwrr_queue *queue = &b->queues[0];

	b->q.config.shared_buffer = 3 * MTU;
	b->q.config.queue[0].buffer = 2 * MTU;
	dwrr_buffer_add(&b->q, queue, 2 * MTU);
	KUNIT_EXPECT_EQ(test, dwrr_admit(&b->q, queue, MTU), DWRR_ADMITTED);
	KUNIT_EXPECT_EQ(test, dwrr_admit(&b->q, queue, MTU + 1), DWRR_DROP_SHARED_BUFFER);
	b->q.config.buffer_mode = DWRR_BUFFER_STATIC;
	KUNIT_EXPECT_EQ(test, dwrr_admit(&b->q, queue, 84), DWRR_DROP_QUEUE_BUFFER);
	dwrr_buffer_remove(&b->q, queue, MTU);
	KUNIT_EXPECT_EQ(test, dwrr_admit(&b->q, queue, MTU), DWRR_ADMITTED);
	b->q.config.shared_buffer = MTU;	/* does not limit static buffers */
	KUNIT_EXPECT_EQ(test, dwrr_admit(&b->q, queue, MTU), DWRR_ADMITTED);
	KUNIT_EXPECT_EQ(test, b->q.watermark, 2ULL * MTU);
	KUNIT_EXPECT_EQ(test, queue->watermark, 2ULL * MTU);
}

static u64 half_of_what_is_free(const struct dwrr_view *view)
{
	return (view->shared_buffer - (view->port_bytes - view->len)) / 2;
}

static void a_policy_limits_each_queue_and_the_buffer_all(struct kunit *test)
{
	const struct dwrr_scheme_ops policy = { .limit = half_of_what_is_free };
	struct backlogged *b = backlogged_port(test, DWRR_SCHED_DWRR);
	struct dwrr_queue *queue = &b->queues[0];

	b->q.policy = &policy;
	b->q.config.buffer_mode = DWRR_BUFFER_MODULE;
	b->q.config.shared_buffer = 6 * MTU;
	queue->scheme[DWRR_BUFFERING].view.shared_buffer = 6 * MTU;
	dwrr_buffer_add(&b->q, queue, MTU);
	KUNIT_EXPECT_EQ(test, dwrr_admit(&b->q, queue, 3 * MTU / 2), DWRR_ADMITTED);
	KUNIT_EXPECT_EQ(test, dwrr_admit(&b->q, queue, 3 * MTU / 2 + 1),
			DWRR_DROP_QUEUE_BUFFER);
	KUNIT_EXPECT_EQ(test, dwrr_admit(&b->q, queue, 5 * MTU + 1), DWRR_DROP_SHARED_BUFFER);
}

static void own_policies_are_what_admission_does(struct kunit *test)
{
	const u64 buffer = 2 * MTU;
	struct dwrr_view view = {
		.param = &buffer, .shared_buffer = 5 * MTU,
		.queue_bytes = MTU, .port_bytes = 4 * MTU,
	};

	KUNIT_EXPECT_EQ(test, dwrr_own_scheme(DWRR_BUFFERING, DWRR_BUFFER_SHARED)->limit(&view),
			2ULL * MTU);
	KUNIT_EXPECT_EQ(test, dwrr_own_scheme(DWRR_BUFFERING, DWRR_BUFFER_STATIC)->limit(&view),
			buffer);
	view.port_bytes = 7 * MTU;
	KUNIT_EXPECT_EQ(test, dwrr_own_scheme(DWRR_BUFFERING, DWRR_BUFFER_SHARED)->limit(&view),
			0ULL);
}

/* --- registration of schemes --------------------------------------------- */

static u64 no_thresh(const struct dwrr_view *view)
{
	return U64_MAX;
}

/* --- packets held by the kernel ---------------------------------------- */

static struct sk_buff *packet_that_left(struct kunit *test, u8 queue, u32 len)
{
	struct sk_buff *skb = kunit_kzalloc(test, sizeof(*skb), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, skb);
	qdisc_skb_cb(skb)->pkt_len = len;
	dwrr_skb_cb(skb)->queue = queue;
	dwrr_skb_cb(skb)->wire_len = dwrr_wire_len(len);
	return skb;
}

static void packets_that_wait_for_a_transmit_queue_are_held(struct kunit *test)
{
	struct Qdisc *sch = kunit_kzalloc(test, sizeof(*sch) + sizeof(struct dwrr_sched),
					  GFP_KERNEL);
	struct dwrr_queue *queues = kunit_kcalloc(test, 2, sizeof(*queues), GFP_KERNEL);
	struct dwrr_sched *q;
	struct dwrr_held held;

	KUNIT_ASSERT_NOT_NULL(test, sch);
	KUNIT_ASSERT_NOT_NULL(test, queues);
	queues[1].index = 1;
	q = qdisc_priv(sch);
	q->config.num_queues = 2;
	__skb_queue_head_init(&sch->gso_skb);
	__skb_queue_head_init(&sch->skb_bad_txq);
	__skb_queue_tail(&sch->gso_skb, packet_that_left(test, 0, 1514));
	__skb_queue_tail(&sch->gso_skb, packet_that_left(test, 1, 1514));
	__skb_queue_tail(&sch->skb_bad_txq, packet_that_left(test, 1, 508));

	held = dwrr_held(sch, &queues[0]);
	KUNIT_EXPECT_EQ(test, held.packets, 1ULL);
	KUNIT_EXPECT_EQ(test, held.bytes, 1538ULL);
	KUNIT_EXPECT_EQ(test, held.backlog, 1514u);
	held = dwrr_held(sch, &queues[1]);
	KUNIT_EXPECT_EQ(test, held.packets, 2ULL);
	KUNIT_EXPECT_EQ(test, held.bytes, 1538ULL + 532);
	KUNIT_EXPECT_EQ(test, held.backlog, 1514u + 508);
}

static void a_held_packet_with_another_cb_belongs_to_a_queue(struct kunit *test)
{
	struct dwrr_sched *q = kunit_kzalloc(test, sizeof(*q), GFP_KERNEL);
	struct dwrr_queue last = { .index = 2 };

	KUNIT_ASSERT_NOT_NULL(test, q);
	q->config.num_queues = 3;
	KUNIT_EXPECT_TRUE(test, dwrr_left_queue(q, packet_that_left(test, 200, 60), &last));
}

static void no_dump(const struct dwrr_view *view, u64 *values)
{
}

static void no_departure(const struct dwrr_view *view)
{
}

static const struct dwrr_scheme_stat one_stat[] = {
	{ "my-marks", "marks", DWRR_UNIT_NUMBER },
	{}
};

static struct dwrr_scheme_ops valid_scheme(void)
{
	return (struct dwrr_scheme_ops) {
		.name = "my-scheme", .text = "Marks nothing", .thresh = no_thresh,
	};
}

static void a_name_is_registered_once(struct kunit *test)
{
	struct dwrr_scheme_ops one = valid_scheme(), other = valid_scheme();
	struct dwrr_scheme_ops codel = valid_scheme();

	codel.name = "codel";
	KUNIT_EXPECT_EQ(test, __dwrr_scheme_register(&codel, NULL), -EEXIST);
	KUNIT_EXPECT_EQ(test, __dwrr_scheme_register(&one, NULL), 0);
	KUNIT_EXPECT_EQ(test, __dwrr_scheme_register(&other, NULL), -EEXIST);
	KUNIT_EXPECT_PTR_EQ(test, (const void *)dwrr_scheme_find("my-scheme"), (const void *)&one);
	dwrr_scheme_unregister(&one);
	KUNIT_EXPECT_EQ(test, __dwrr_scheme_register(&other, NULL), 0);
	dwrr_scheme_unregister(&other);
	KUNIT_EXPECT_NULL(test, (const void *)dwrr_scheme_find("my-scheme"));
}

static void a_declaration_that_is_wrong_is_refused(struct kunit *test)
{
	struct dwrr_scheme_param param[3] = {
		{ "my-thresh", "threshold", DWRR_UNIT_BYTES, .min = 1, .max = 9, .def = 5 },
	};
	const struct {
		u64 min, max, def;
		const char *name;
	} wrong[] = {
		{ 1, 9, 0, "my-thresh" }, { 1, 9, 10, "my-thresh" }, { 9, 1, 5, "my-thresh" },
		{ 1, 9, 5, "My Thresh" }, { 1, 9, 5, "" },
		{ 1, 9, 5, "a-name-that-is-as-long-as-32-byt" },
	};
	struct dwrr_scheme_ops scheme = valid_scheme();
	size_t i;

	scheme.name = "../my-scheme";
	KUNIT_EXPECT_EQ(test, __dwrr_scheme_register(&scheme, NULL), -EINVAL);
	scheme = valid_scheme();
	scheme.thresh = NULL;
	KUNIT_EXPECT_EQ(test, __dwrr_scheme_register(&scheme, NULL), -EINVAL);
	scheme = valid_scheme();
	scheme.metric = DWRR_METRIC_SOJOURN;
	KUNIT_EXPECT_EQ(test, __dwrr_scheme_register(&scheme, NULL), -EINVAL);
	scheme = valid_scheme();
	scheme.stats = one_stat;
	KUNIT_EXPECT_EQ(test, __dwrr_scheme_register(&scheme, NULL), -EINVAL);
	scheme.dump = no_dump;
	scheme.params = param;
	KUNIT_EXPECT_EQ(test, __dwrr_scheme_register(&scheme, NULL), 0);
	dwrr_scheme_unregister(&scheme);
	param[1] = param[0];
	KUNIT_EXPECT_EQ(test, __dwrr_scheme_register(&scheme, NULL), -EINVAL);
	param[1].name = NULL;
	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		param[0].min = wrong[i].min;
		param[0].max = wrong[i].max;
		param[0].def = wrong[i].def;
		param[0].name = wrong[i].name;
		KUNIT_EXPECT_EQ(test, __dwrr_scheme_register(&scheme, NULL), -EINVAL);
	}
}

static void a_parameter_that_is_incomplete_is_refused(struct kunit *test)
{
	const struct dwrr_scheme_param wrong[] = {
		{ "my-thresh", NULL, DWRR_UNIT_BYTES, .max = 9 },
		{ "my-thresh", "threshold", __DWRR_UNIT_MAX, .max = 9 },
		{ "my-thresh", "threshold", DWRR_UNIT_BYTES, .max = 9, .not_below = "other" },
		{ "my-thresh", "threshold", DWRR_UNIT_BYTES, .max = 9, .only_with = "other" },
		{ "my-thresh", "threshold", DWRR_UNIT_BYTES, .max = 9, .field = 8 },
	};
	struct dwrr_scheme_param params[2] = {};
	struct dwrr_scheme_ops scheme = valid_scheme();
	size_t i;

	scheme.params = params;
	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		params[0] = wrong[i];
		KUNIT_EXPECT_NOT_NULL(test, dwrr_scheme_fault(&scheme));
	}
}

static void a_scheme_that_is_incomplete_is_refused(struct kunit *test)
{
	static const char * const names[] = {
		"a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "a10", "a11", "a12",
		"a13", "a14", "a15", "a16",
	};
	static struct dwrr_scheme_param params[DWRR_SCHEME_PARAMS + 2];
	static struct dwrr_scheme_stat stats[DWRR_SCHEME_STATS + 2];
	struct dwrr_scheme_stat no_text[2] = { { "my-stat" } };
	struct dwrr_scheme_ops scheme = valid_scheme();
	size_t i;

	scheme.text = NULL;
	KUNIT_EXPECT_STREQ(test, dwrr_scheme_fault(&scheme), "it has no text");
	scheme = valid_scheme();
	scheme.interval = no_thresh;
	KUNIT_EXPECT_STREQ(test, dwrr_scheme_fault(&scheme),
			   "it has a period or an interval, but not both");

	scheme = valid_scheme();
	for (i = 0; i <= DWRR_SCHEME_PARAMS; i++)
		params[i] = (struct dwrr_scheme_param) { names[i], "text" };
	scheme.params = params;
	KUNIT_EXPECT_STREQ(test, dwrr_scheme_fault(&scheme), "it has too many parameters");
	params[DWRR_SCHEME_PARAMS].name = NULL;
	KUNIT_EXPECT_NULL(test, dwrr_scheme_fault(&scheme));

	for (i = 0; i <= DWRR_SCHEME_STATS; i++)
		stats[i] = (struct dwrr_scheme_stat) { names[i], "text" };
	scheme.dump = no_dump;
	scheme.stats = stats;
	KUNIT_EXPECT_STREQ(test, dwrr_scheme_fault(&scheme), "it has too many statistics");
	scheme.stats = no_text;
	KUNIT_EXPECT_STREQ(test, dwrr_scheme_fault(&scheme),
			   "a statistic has no name, text or unit, or not a valid one");
}

static void a_policy_does_not_mark_and_a_scheme_has_no_limit(struct kunit *test)
{
	static const struct dwrr_scheme_param params[DWRR_BUFFER_PARAMS + 2] = {
		{ "a0", "text" }, { "a1", "text" }, { "a2", "text" }, { "a3", "text" },
		{ "a4", "text" },
	};
	struct dwrr_scheme_ops policy = valid_scheme();

	policy.limit = half_of_what_is_free;
	KUNIT_EXPECT_NOT_NULL(test, dwrr_scheme_fault(&policy));
	policy.thresh = NULL;
	KUNIT_EXPECT_NULL(test, dwrr_scheme_fault(&policy));
	KUNIT_EXPECT_EQ(test, dwrr_scheme_role(&policy), DWRR_BUFFERING);
	policy.interval = no_thresh;
	KUNIT_EXPECT_NOT_NULL(test, dwrr_scheme_fault(&policy));
	policy.interval = NULL;
	policy.needs = DWRR_NEEDS_SOJOURN;
	KUNIT_EXPECT_NOT_NULL(test, dwrr_scheme_fault(&policy));
	policy.needs = 0;
	policy.params = params;
	KUNIT_EXPECT_STREQ(test, dwrr_scheme_fault(&policy),
			   "a buffer policy has at most 4 parameters");

	policy = valid_scheme();
	policy.departed = no_departure;
	KUNIT_EXPECT_NOT_NULL(test, dwrr_scheme_fault(&policy));
}

static s64 pool_bytes(void)
{
	return atomic64_read(&test_pool.bytes);
}

static void a_port_is_part_of_the_pool_while_its_scheme_needs_it(struct kunit *test)
{
	struct dwrr_scheme_ops needs_pool = valid_scheme(), needs_none = valid_scheme();
	struct dwrr_sched *ports = kunit_kcalloc(test, 2, sizeof(*ports), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, ports);
	needs_pool.needs = DWRR_NEEDS_POOL;
	ports[0].bytes = 1000;
	ports[0].scheme = &needs_pool;
	ports[1].bytes = 200;
	ports[1].scheme = &needs_none;
	dwrr_pool_set(&ports[0]);
	dwrr_pool_set(&ports[1]);
	KUNIT_EXPECT_EQ(test, pool_bytes(), 1000LL);
	KUNIT_EXPECT_NULL(test, (const void *)ports[1].pool);

	ports[1].scheme = &needs_pool;
	dwrr_pool_set(&ports[1]);
	dwrr_pool_set(&ports[1]);
	KUNIT_EXPECT_EQ(test, pool_bytes(), 1200LL);
	dwrr_pool_add(&ports[0], 30);
	KUNIT_EXPECT_EQ(test, pool_bytes(), 1230LL);
	dwrr_pool_add(&ports[0], -30);

	ports[0].scheme = &needs_none;
	dwrr_pool_set(&ports[0]);
	KUNIT_EXPECT_EQ(test, pool_bytes(), 200LL);
	dwrr_pool_forget(&ports[1]);
	KUNIT_EXPECT_EQ(test, pool_bytes(), 0LL);
}

/* --- configuration -------------------------------------------------------- */

static struct dwrr_config *default_config(struct kunit *test)
{
	struct dwrr_config *config = kunit_kzalloc(test, sizeof(*config), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, config);
	dwrr_config_init(config);
	config->rate = GBIT;
	return config;
}

/* Also those of a scheme that is a module. */
static void rounds_need_round_robin(struct kunit *test)
{
	struct dwrr_config *config = default_config(test);
	struct dwrr_scheme_ops scheme = valid_scheme();
	struct netlink_ext_ack extack = {};

	scheme.needs = DWRR_NEEDS_ROUNDS;
	config->ecn_scheme = DWRR_ECN_MODULE;
	config->module[DWRR_MARKING] = &scheme;
	config->scheduler = DWRR_SCHED_WRR;
	KUNIT_EXPECT_TRUE(test, dwrr_config_valid(config, &extack));
	KUNIT_EXPECT_NULL(test, extack._msg);
	config->scheduler = DWRR_SCHED_WFQ;
	KUNIT_EXPECT_FALSE(test, dwrr_config_valid(config, &extack));
	KUNIT_ASSERT_NOT_NULL(test, extack._msg);
	KUNIT_EXPECT_NOT_NULL(test, strstr(extack._msg, "the scheme measures the rounds"));
}

/* @text: of the warning; NULL: there is none */
static void expect_warning(struct kunit *test, const struct dwrr_config *config,
			   const struct net_device *dev, const char *text)
{
	struct netlink_ext_ack extack = {};

	dwrr_config_warn(config, dev, &extack);
	if (!text) {
		KUNIT_EXPECT_NULL(test, extack._msg);
		return;
	}
	KUNIT_ASSERT_NOT_NULL(test, extack._msg);
	KUNIT_EXPECT_NOT_NULL(test, strstr(extack._msg, text));
}

/* At 1 Gbit/s a buffer of 2,000,000 bytes drains within 16 ms. */
static void a_target_that_no_packet_reaches_is_warned_of(struct kunit *test)
{
	struct net_device *dev = kunit_kzalloc(test, sizeof(*dev), GFP_KERNEL);
	struct dwrr_config *config = default_config(test);

	KUNIT_ASSERT_NOT_NULL(test, dev);
	config->ecn_scheme = DWRR_ECN_CODEL;
	config->codel_interval = 100 * NSEC_PER_MSEC;
	config->codel_target = 15 * NSEC_PER_MSEC;
	expect_warning(test, config, dev, NULL);
	config->codel_target = 16 * NSEC_PER_MSEC;
	expect_warning(test, config, dev, "drains within CoDel's target");

	config->ecn_scheme = DWRR_ECN_TCN;
	config->tcn_thresh = 15 * NSEC_PER_MSEC;
	expect_warning(test, config, dev, NULL);
	config->tcn_thresh = 16 * NSEC_PER_MSEC;
	expect_warning(test, config, dev, "drains within TCN's threshold");
}

/* --- histograms ---------------------------------------------------------- */

/* Bounds of consecutive buckets: none is empty, none overlaps, as uapi/dwrr.h has them. */
static void a_histogram_has_four_buckets_in_each_octave(struct kunit *test)
{
	u64 units = 0, width;
	u32 i;

	for (i = 0; i < DWRR_HISTOGRAM_BUCKETS; i++) {
		width = i < 8 ? 1 : 1ULL << (i / 4 - 1);
		KUNIT_EXPECT_EQ_MSG(test, dwrr_histogram_bucket(units), i, "begin of %u", i);
		KUNIT_EXPECT_EQ_MSG(test, dwrr_histogram_bucket(units + width - 1), i,
				    "end of %u", i);
		units += width;
	}
	KUNIT_EXPECT_EQ(test, dwrr_histogram_bucket(units), i - 1);
}

static void a_histogram_takes_every_value(struct kunit *test)
{
	struct dwrr_histogram *h = kunit_kzalloc(test, sizeof(*h), GFP_KERNEL);
	u32 i;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, h);
	dwrr_histogram_add(h, 0, DWRR_SOJOURN_UNIT_BITS);
	dwrr_histogram_add(h, 256, DWRR_SOJOURN_UNIT_BITS);
	dwrr_histogram_add(h, U64_MAX - 256, DWRR_SOJOURN_UNIT_BITS);
	KUNIT_EXPECT_EQ(test, h->count[0], 1ULL);
	KUNIT_EXPECT_EQ(test, h->count[1], 1ULL);
	KUNIT_EXPECT_EQ(test, h->count[DWRR_HISTOGRAM_BUCKETS - 1], 1ULL);
	KUNIT_EXPECT_EQ(test, h->sum, U64_MAX);
	KUNIT_EXPECT_EQ(test, h->max, U64_MAX - 256);
	/* The largest occupancy is not in the last bucket, which has no end. */
	i = dwrr_histogram_bucket((u64)DWRR_SHARED_BUFFER_MAX >> DWRR_OCCUPANCY_UNIT_BITS);
	KUNIT_EXPECT_LT(test, i, DWRR_HISTOGRAM_BUCKETS - 1U);
}

/* Packets that are queued when histograms are switched on have no time. */
static void histograms_need_enqueue_times(struct kunit *test)
{
	struct dwrr_queue_histograms *h = kunit_kzalloc(test, sizeof(*h), GFP_KERNEL);
	struct dwrr_sched *q = port_with_one_queue(test);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, h);
	q->config.ecn_scheme = DWRR_ECN_NONE;
	dwrr_set_scheme(q);
	KUNIT_EXPECT_FALSE(test, q->stamps);
	q->queues->fifo.qlen = 3;
	q->histograms = h;
	dwrr_set_scheme(q);
	KUNIT_EXPECT_TRUE(test, q->stamps);
	KUNIT_EXPECT_FALSE(test, q->uses_sojourn);
	KUNIT_EXPECT_EQ(test, q->queues->unstamped, 3U);
	q->queues->fifo.qlen = 2;
	q->queues->unstamped = 1;
	dwrr_set_scheme(q);	/* another change leaves the others stamped */
	KUNIT_EXPECT_EQ(test, q->queues->unstamped, 1U);
	q->config.ecn_scheme = DWRR_ECN_TCN;
	dwrr_set_scheme(q);
	KUNIT_EXPECT_EQ(test, q->queues->unstamped, 1U);
}

static struct kunit_case dwrr_cases[] = {
	KUNIT_CASE(wire_length_includes_ethernet_overhead),
	KUNIT_CASE(each_dscp_has_the_queue_of_the_map),
	KUNIT_CASE(packets_without_a_code_point_go_to_the_default_queue),
	KUNIT_CASE(each_pcp_has_the_queue_of_the_map),
	KUNIT_CASE(a_set_of_code_points_replaces_that_of_its_queue),
	KUNIT_CASE(a_map_has_queues_of_the_port_only),
	KUNIT_CASE(the_first_queue_with_a_dscp_gets_it),
	KUNIT_CASE(a_packet_that_is_cut_short_is_not_marked),
	KUNIT_CASE(shaper_keeps_every_rate_exactly),
	KUNIT_CASE(shaper_compensates_late_timers),
	KUNIT_CASE(shaper_counts_what_late_timers_lose),
	KUNIT_CASE(shaper_saves_at_most_one_bucket),
	KUNIT_CASE(shaper_change_keeps_tokens_up_to_the_new_depth),
	KUNIT_CASE(round_time_is_smoothed_by_equation_6),
	KUNIT_CASE(round_time_of_any_size_does_not_overflow),
	KUNIT_CASE(idle_intervals_are_samples_of_zero),
	KUNIT_CASE(mq_ecn_threshold_follows_equation_5),
	KUNIT_CASE(mq_ecn_threshold_never_exceeds_the_port_threshold),
	KUNIT_CASE(mq_ecn_keeps_the_threshold_of_strict_priority),
	KUNIT_CASE(schemes_compare_bytes_or_sojourn_times),
	KUNIT_CASE(sojourn_time_without_enqueue_time_is_zero),
	KUNIT_CASE(codel_control_law_divides_by_the_square_root),
	KUNIT_CASE(codel_marks_after_an_interval_and_then_faster),
	KUNIT_CASE(codel_marks_nothing_below_the_target),
	KUNIT_CASE(codel_continues_at_its_rate_after_a_short_pause),
	KUNIT_CASE(codel_count_does_not_wrap),
	KUNIT_CASE(a_name_is_registered_once),
	KUNIT_CASE(a_declaration_that_is_wrong_is_refused),
	KUNIT_CASE(a_parameter_that_is_incomplete_is_refused),
	KUNIT_CASE(a_scheme_that_is_incomplete_is_refused),
	KUNIT_CASE(rounds_need_round_robin),
	KUNIT_CASE(a_target_that_no_packet_reaches_is_warned_of),
	KUNIT_CASE(a_policy_does_not_mark_and_a_scheme_has_no_limit),
	KUNIT_CASE(a_port_is_part_of_the_pool_while_its_scheme_needs_it),
	KUNIT_CASE(dwrr_shares_bytes_by_quanta),
	KUNIT_CASE(wrr_resets_the_deficit_after_a_turn),
	KUNIT_CASE(wrr_sends_a_packet_larger_than_its_quantum),
	KUNIT_CASE(new_quantum_acts_at_the_next_turn),
	KUNIT_CASE(round_time_converges_to_the_length_of_a_round),
	KUNIT_CASE(round_time_of_small_quanta_is_that_of_a_quantum),
	KUNIT_CASE(rounds_without_a_packet_change_no_order),
	KUNIT_CASE(rounds_without_a_packet_cost_nothing),
	KUNIT_CASE(round_time_decays_on_an_idle_port),
	KUNIT_CASE(higher_levels_are_served_first),
	KUNIT_CASE(new_priority_moves_a_backlogged_queue),
	KUNIT_CASE(round_time_includes_higher_levels),
	KUNIT_CASE(wfq_is_fair_at_every_packet),
	KUNIT_CASE(wfq_activates_a_queue_at_virtual_time),
	KUNIT_CASE(new_scheduler_keeps_the_backlog),
	KUNIT_CASE(buffer_limits_are_exact),
	KUNIT_CASE(a_policy_limits_each_queue_and_the_buffer_all),
	KUNIT_CASE(own_policies_are_what_admission_does),
	KUNIT_CASE(packets_that_wait_for_a_transmit_queue_are_held),
	KUNIT_CASE(a_held_packet_with_another_cb_belongs_to_a_queue),
	KUNIT_CASE(a_histogram_has_four_buckets_in_each_octave),
	KUNIT_CASE(a_histogram_takes_every_value),
	KUNIT_CASE(histograms_need_enqueue_times),
	{}
};

static struct kunit_suite dwrr_suite = {
	.name		= "dwrr",
	.test_cases	= dwrr_cases,
};

kunit_test_suite(dwrr_suite);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("KUnit tests of sch_dwrr");
