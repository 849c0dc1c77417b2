// SPDX-License-Identifier: GPL-2.0-only
/* Configuration in, configuration and statistics out. */

#include <linux/random.h>

#include "../common/nl_field.h"
#include "eiffel.h"
#include "pacing.h"

NL_RANGE(eiffel_packets, 1, EIFFEL_MAX_PACKETS);
NL_RANGE(eiffel_buckets, EIFFEL_MIN_BUCKETS, EIFFEL_MAX_BUCKETS);
NL_RANGE(eiffel_granularity, EIFFEL_MIN_GRANULARITY, EIFFEL_MAX_GRANULARITY);
NL_RANGE(eiffel_hash, EIFFEL_MIN_HASH, EIFFEL_MAX_HASH);
NL_RANGE(eiffel_quantum, EIFFEL_MIN_QUANTUM, EIFFEL_MAX_QUANTUM);
NL_RANGE(eiffel_flag, 0, 1);
NL_RANGE(eiffel_rate, EIFFEL_MIN_RATE, EIFFEL_UNLIMITED);
NL_RANGE(eiffel_ns, 0, EIFFEL_MAX_NS);
NL_RANGE(eiffel_unit, 1, EIFFEL_MAX_NS);
NL_RANGE(eiffel_horizon, EIFFEL_MIN_HORIZON, EIFFEL_MAX_HORIZON);

#define EIFFEL_U32(range) NLA_POLICY_FULL_RANGE(NLA_U32, &eiffel_##range##_range)
#define EIFFEL_U64(range) NLA_POLICY_FULL_RANGE(NLA_U64, &eiffel_##range##_range)

static const struct nla_policy eiffel_policy[TCA_EIFFEL_MAX + 1] = {
	[TCA_EIFFEL_POLICY]	= NLA_POLICY_MAX(NLA_U32, EIFFEL_POLICY_MAX),
	[TCA_EIFFEL_RANK_FROM]	= NLA_POLICY_MAX(NLA_U32, EIFFEL_RANK_MAX),
	[TCA_EIFFEL_LIMIT]	= EIFFEL_U32(packets),
	[TCA_EIFFEL_FLOW_LIMIT]	= EIFFEL_U32(packets),
	[TCA_EIFFEL_BUCKETS]	= EIFFEL_U32(buckets),
	[TCA_EIFFEL_GRANULARITY] = EIFFEL_U32(granularity),
	[TCA_EIFFEL_HASH_BUCKETS] = EIFFEL_U32(hash),
	[TCA_EIFFEL_QUANTUM]	= EIFFEL_U32(quantum),
	[TCA_EIFFEL_INITIAL_QUANTUM] = EIFFEL_U32(quantum),
	[TCA_EIFFEL_PACING]	= EIFFEL_U32(flag),
	[TCA_EIFFEL_MAXRATE64]	= EIFFEL_U64(rate),
	[TCA_EIFFEL_LOW_RATE_THRESHOLD] = { .type = NLA_U32 },
	[TCA_EIFFEL_REFILL_DELAY] = EIFFEL_U32(ns),
	[TCA_EIFFEL_ORPHAN_MASK] = { .type = NLA_U32 },
	[TCA_EIFFEL_CE_THRESHOLD64] = { .type = NLA_U64 },
	[TCA_EIFFEL_TIMER_SLACK] = EIFFEL_U32(ns),
	[TCA_EIFFEL_HORIZON64]	= EIFFEL_U64(horizon),
	[TCA_EIFFEL_BEYOND_HORIZON] = NLA_POLICY_MAX(NLA_U32, EIFFEL_HORIZON_MAX),
	[TCA_EIFFEL_DEADLINE_UNIT] = EIFFEL_U32(unit),
	[TCA_EIFFEL_CLEAR]	= { .type = NLA_FLAG },
};

#define EIFFEL_FIELD(member, text)	\
	NL_U32(struct eiffel_config, member, "eiffel: " text)
#define EIFFEL_FIELD64(member, text)	\
	NL_U64(struct eiffel_config, member, "eiffel: " text)

static const struct nl_field eiffel_fields[TCA_EIFFEL_MAX + 1] = {
	[TCA_EIFFEL_POLICY] = EIFFEL_FIELD(policy,
		"the policy is 0 (pacing) to 5 (wfq)"),
	[TCA_EIFFEL_RANK_FROM] = EIFFEL_FIELD(rank_from,
		"the rank is from 0 (DSCP), 1 (priority) or 2 (mark)"),
	[TCA_EIFFEL_LIMIT] = EIFFEL_FIELD(limit,
		"the limit is 1 to 2147483647 packets"),
	[TCA_EIFFEL_FLOW_LIMIT] = EIFFEL_FIELD(flow_limit,
		"the limit of a flow is 1 to 2147483647 packets"),
	[TCA_EIFFEL_BUCKETS] = EIFFEL_FIELD(buckets,
		"a window has 64 to 262144 buckets"),
	[TCA_EIFFEL_GRANULARITY] = EIFFEL_FIELD(granularity,
		"the granularity is 64 ns to 1 s"),
	[TCA_EIFFEL_HASH_BUCKETS] = EIFFEL_FIELD(hash_buckets,
		"the table of flows has 1 to 1048576 buckets"),
	[TCA_EIFFEL_QUANTUM] = EIFFEL_FIELD(quantum,
		"a quantum is 256 to 1048576 bytes"),
	[TCA_EIFFEL_INITIAL_QUANTUM] = EIFFEL_FIELD(initial_quantum,
		"an initial quantum is 256 to 1048576 bytes"),
	[TCA_EIFFEL_PACING] = EIFFEL_FIELD(pacing,
		"pacing is 0 (off) or 1 (on)"),
	[TCA_EIFFEL_MAXRATE64] = EIFFEL_FIELD64(maxrate,
		"the maximum rate is 8 kbit/s or more"),
	[TCA_EIFFEL_LOW_RATE_THRESHOLD] = NL_U32(struct eiffel_config, low_rate_threshold, NULL),
	[TCA_EIFFEL_REFILL_DELAY] = EIFFEL_FIELD(refill_delay,
		"the refill delay is 0 to 4 s"),
	[TCA_EIFFEL_ORPHAN_MASK] = NL_U32(struct eiffel_config, orphan_mask, NULL),
	[TCA_EIFFEL_CE_THRESHOLD64] = NL_U64(struct eiffel_config, ce_threshold, NULL),
	[TCA_EIFFEL_TIMER_SLACK] = EIFFEL_FIELD(timer_slack,
		"the timer's slack is 0 to 4 s"),
	[TCA_EIFFEL_HORIZON64] = EIFFEL_FIELD64(horizon,
		"the horizon is 1 us to an hour"),
	[TCA_EIFFEL_BEYOND_HORIZON] = EIFFEL_FIELD(beyond_horizon,
		"what is beyond the horizon is 0 (capped) or 1 (dropped)"),
	[TCA_EIFFEL_DEADLINE_UNIT] = EIFFEL_FIELD(deadline_unit,
		"the unit of deadlines is 1 ns to 4 s"),
	[TCA_EIFFEL_CLEAR] = { .rule = "eiffel: clear has no value" },
};

/*
 * fq's values, but for what is our own: a bucket of 8 us makes no packet later
 * than fq's timer slack of 10 us does. 16384 of them make windows of 131 ms, in
 * which 20,000 flows that share a processor's 200,000 packets a second stand to
 * their place; slower ones are sorted again once a window. Both calendars together
 * take 520 KB at most. Chains of the table stay short up to 100,000 flows.
 */
static void eiffel_defaults(const struct Qdisc *sch,
			    struct eiffel_config *config)
{
	u32 mtu = clamp_t(u32, psched_mtu(qdisc_dev(sch)), EIFFEL_MIN_QUANTUM,
			  EIFFEL_MAX_QUANTUM);

	*config = (struct eiffel_config) {
		.policy			= EIFFEL_PACING,
		.rank_from		= EIFFEL_RANK_DSCP,
		.limit			= 10000,
		.flow_limit		= 100,
		.buckets		= 16384,
		.granularity		= 8 * NSEC_PER_USEC,
		.hash_buckets		= 16384,
		.quantum		= min_t(u32, 2 * mtu, EIFFEL_MAX_QUANTUM),
		.initial_quantum	= min_t(u32, 10 * mtu, EIFFEL_MAX_QUANTUM),
		.pacing			= 1,
		.maxrate		= EIFFEL_UNLIMITED,
		.low_rate_threshold	= 550000 / 8,
		.refill_delay		= 40 * NSEC_PER_MSEC,
		.orphan_mask		= 1024 - 1,
		.ce_threshold		= EIFFEL_UNLIMITED,
		.timer_slack		= 10 * NSEC_PER_USEC,
		.horizon		= 10ULL * NSEC_PER_SEC,
		.beyond_horizon		= EIFFEL_HORIZON_DROP,
		.deadline_unit		= NSEC_PER_MSEC,
	};
}

/* Not wrong, but hardly meant. A flow has to wait for @frame ns after a full frame. */
static void eiffel_advise(const struct eiffel_config *config, u64 frame,
			  struct netlink_ext_ack *extack)
{
	u64 window = (u64)config->buckets * config->granularity;

	if (config->horizon < config->granularity)
		NL_SET_ERR_MSG(extack,
			       "eiffel: the horizon is shorter than a bucket: packets with times of their own are hardly held back");
	else if (config->horizon < frame)
		NL_SET_ERR_MSG(extack,
			       "eiffel: the horizon is shorter than what a full frame takes at the maximum rate: packets timed for that rate are beyond it");
	else if (frame && !config->pacing)
		NL_SET_ERR_MSG(extack,
			       "eiffel: a maximum rate is for nothing: pacing is off");
	else if (window > EIFFEL_MAX_HORIZON)
		NL_SET_ERR_MSG(extack,
			       "eiffel: a window reaches further than any time of a packet: narrower buckets would tell more times apart");
	else if (window < config->timer_slack)
		NL_SET_ERR_MSG(extack,
			       "eiffel: a window reaches less far than the timer may be late: flows leave out of turn");
	else if (2 * window < frame)
		NL_SET_ERR_MSG(extack,
			       "eiffel: both windows are shorter than what a full frame takes at the maximum rate: flows are sorted twice");
	else if (config->policy != EIFFEL_PACING && config->flow_limit > config->limit)
		NL_SET_ERR_MSG(extack,
			       "eiffel: the limit of a flow is above the limit of all: one flow can keep out the others");
}

/* Return: ns that a full frame takes at the maximum rate; 0 where there is none. */
static u64 eiffel_frame_time(const struct Qdisc *sch,
			     const struct eiffel_config *config)
{
	if (config->maxrate == EIFFEL_UNLIMITED)
		return 0;
	return div64_u64((u64)psched_mtu(qdisc_dev(sch)) * NSEC_PER_SEC,
			 config->maxrate);
}

/* The configuration that @tb names on top of @config becomes the qdisc's own. */
static int eiffel_configure(struct Qdisc *sch, struct nlattr **tb,
			    struct eiffel_config *config,
			    struct netlink_ext_ack *extack)
{
	nl_fields_get(tb, TCA_EIFFEL_MAX, eiffel_fields, config);
	eiffel_advise(config, eiffel_frame_time(sch, config), extack);
	return eiffel_commit(sch, config);
}

static void eiffel_totals(const struct Qdisc *sch, struct eiffel_totals *totals)
{
	totals->packets = u64_stats_read(&sch->bstats.packets);
	totals->bytes = u64_stats_read(&sch->bstats.bytes);
	totals->drops = sch->qstats.drops;
}

/* Counts from now on. */
static void eiffel_clear(struct Qdisc *sch)
{
	struct eiffel_sched *q = qdisc_priv(sch);

	sch_tree_lock(sch);
	eiffel_totals(sch, &q->cleared);
	memset(&q->count, 0, sizeof(q->count));
	memset(q->ranked, 0, sizeof(q->ranked));
	q->unthrottle_latency = 0;
	sch_tree_unlock(sch);
}

int eiffel_init(struct Qdisc *sch, struct nlattr *opt,
		struct netlink_ext_ack *extack)
{
	struct nlattr *tb[TCA_EIFFEL_MAX + 1] = {};
	struct eiffel_sched *q = qdisc_priv(sch);
	struct eiffel_config config;
	int err;

	q->seed = get_random_u32();
	qdisc_watchdog_init_clockid(&q->watchdog, sch, CLOCK_MONOTONIC);
	if (opt) {
		err = nl_fields_parse(tb, TCA_EIFFEL_MAX, opt, eiffel_policy,
				      eiffel_fields, extack);
		if (err)
			return err;
	}
	eiffel_defaults(sch, &config);
	return eiffel_configure(sch, tb, &config, extack);
}

int eiffel_change(struct Qdisc *sch, struct nlattr *opt,
		  struct netlink_ext_ack *extack)
{
	struct eiffel_sched *q = qdisc_priv(sch);
	struct eiffel_config config = q->config;
	struct nlattr *tb[TCA_EIFFEL_MAX + 1];
	int err;

	err = nl_fields_parse(tb, TCA_EIFFEL_MAX, opt, eiffel_policy,
			      eiffel_fields, extack);
	if (!err && nl_fields_any(tb, TCA_EIFFEL_MAX, eiffel_fields))
		err = eiffel_configure(sch, tb, &config, extack);
	if (!err && tb[TCA_EIFFEL_CLEAR])
		eiffel_clear(sch);
	return err;
}

/* The configuration changes under RTNL, which a dump holds. */
int eiffel_dump(struct Qdisc *sch, struct sk_buff *skb)
{
	struct eiffel_sched *q = qdisc_priv(sch);
	struct nlattr *options;

	options = nla_nest_start_noflag(skb, TCA_OPTIONS);
	if (!options)
		return -EMSGSIZE;
	if (nl_fields_put(skb, TCA_EIFFEL_MAX, TCA_EIFFEL_PAD, eiffel_fields,
			  &q->config)) {
		nla_nest_cancel(skb, options);
		return -EMSGSIZE;
	}
	return nla_nest_end(skb, options);
}

/* A snapshot, so that its parts agree with each other; a slot an attribute. */
struct eiffel_snapshot {
	u64	value[TCA_EIFFEL_STATS_MAX + 1];
	u64	ranked[EIFFEL_RANKS];
	bool	waits;		/* somebody: there is a next one */
	bool	ranks;		/* packets have ranks */
};

static void eiffel_take_snapshot(struct Qdisc *sch, struct eiffel_snapshot *s)
{
	struct eiffel_sched *q = qdisc_priv(sch);
	struct eiffel_totals totals;
	u64 *value = s->value;

	sch_tree_lock(sch);
	eiffel_totals(sch, &totals);
	value[TCA_EIFFEL_STATS_SENT_PACKETS] = totals.packets - q->cleared.packets;
	value[TCA_EIFFEL_STATS_SENT_BYTES] = totals.bytes - q->cleared.bytes;
	value[TCA_EIFFEL_STATS_DROPPED_PACKETS] = (u32)(totals.drops - q->cleared.drops);
	value[TCA_EIFFEL_STATS_FLOWS] = eiffel_all_flows(q);
	value[TCA_EIFFEL_STATS_INACTIVE_FLOWS] = q->flows[EIFFEL_IDLE];
	value[TCA_EIFFEL_STATS_READY_FLOWS] = q->flows[EIFFEL_READY];
	value[TCA_EIFFEL_STATS_THROTTLED_FLOWS] = q->flows[EIFFEL_THROTTLED];
	value[TCA_EIFFEL_STATS_GC_FLOWS] = q->count.gc_flows;
	value[TCA_EIFFEL_STATS_HIGHPRIO_PACKETS] = q->count.highprio_packets;
	value[TCA_EIFFEL_STATS_THROTTLED] = q->count.throttled;
	value[TCA_EIFFEL_STATS_LIMIT_DROPS] = q->count.limit_drops;
	value[TCA_EIFFEL_STATS_PUSHED_OUT] = q->count.pushed_out;
	value[TCA_EIFFEL_STATS_FLOWS_PLIMIT] = q->count.flows_plimit;
	value[TCA_EIFFEL_STATS_PKTS_TOO_LONG] = q->count.pkts_too_long;
	value[TCA_EIFFEL_STATS_ALLOCATION_ERRORS] = q->count.allocation_errors;
	value[TCA_EIFFEL_STATS_CE_MARK] = q->count.ce_mark;
	value[TCA_EIFFEL_STATS_HORIZON_DROPS] = q->count.horizon_drops;
	value[TCA_EIFFEL_STATS_HORIZON_CAPS] = q->count.horizon_caps;
	value[TCA_EIFFEL_STATS_UNTHROTTLE_LATENCY_NS] = q->unthrottle_latency;
	value[TCA_EIFFEL_STATS_TIMERS] = q->count.timers;
	s->waits = q->next_due != U64_MAX;
	if (s->waits)
		value[TCA_EIFFEL_STATS_TIME_NEXT_DELAYED_FLOW] =
			max_t(s64, q->next_due - ktime_get_ns(), 0);
	s->ranks = eiffel_reads_rank(q);
	memcpy(s->ranked, q->ranked, sizeof(s->ranked));
	sch_tree_unlock(sch);
}

static int eiffel_put_stat(struct sk_buff *skb, const struct eiffel_snapshot *s,
			   int attr)
{
	if (attr == TCA_EIFFEL_STATS_RANKS)
		return s->ranks ? nla_put(skb, attr, sizeof(s->ranked), s->ranked) : 0;
	if (attr == TCA_EIFFEL_STATS_TIME_NEXT_DELAYED_FLOW && !s->waits)
		return 0;
	return nla_put_u64_64bit(skb, attr, s->value[attr], TCA_EIFFEL_STATS_PAD);
}

int eiffel_dump_stats(struct Qdisc *sch, struct gnet_dump *d)
{
	struct eiffel_snapshot s;
	struct nlattr *stats;
	int i, err = 0;

	eiffel_take_snapshot(sch, &s);
	stats = nla_nest_start_noflag(d->skb, TCA_STATS_APP);
	if (!stats)
		return -1;
	for (i = TCA_EIFFEL_STATS_FLOWS; !err && i <= TCA_EIFFEL_STATS_MAX; i++)
		err = eiffel_put_stat(d->skb, &s, i);
	if (err) {
		nla_nest_cancel(d->skb, stats);
		return -1;
	}
	nla_nest_end(d->skb, stats);
	return 0;
}
