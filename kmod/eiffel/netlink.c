// SPDX-License-Identifier: GPL-2.0-only
/* Netlink: takes requests in, gives configuration and statistics out. */

#include <linux/capability.h>
#include <linux/random.h>

#include "../common/nl_field.h"
#include "eiffel.h"

NL_RANGE(EIFFEL_LIMIT);
NL_RANGE(EIFFEL_FLOW_LIMIT);
NL_RANGE(EIFFEL_BUCKETS);
NL_RANGE(EIFFEL_GRANULARITY);
NL_RANGE(EIFFEL_HASH_BUCKETS);
NL_RANGE(EIFFEL_QUANTUM);
NL_RANGE(EIFFEL_INITIAL_QUANTUM);
NL_RANGE(EIFFEL_PACING);
NL_RANGE(EIFFEL_REFILL_DELAY);
NL_RANGE(EIFFEL_TIMER_SLACK);
NL_RANGE(EIFFEL_HORIZON64);
NL_RANGE(EIFFEL_DEADLINE_UNIT);

#define EIFFEL_U32(attr) NLA_POLICY_FULL_RANGE(NLA_U32, &EIFFEL_##attr##_range)

static const struct nla_policy eiffel_policy[TCA_EIFFEL_MAX + 1] = {
	[TCA_EIFFEL_POLICY]	= NLA_POLICY_MAX(NLA_U32, EIFFEL_POLICY_MAX),
	[TCA_EIFFEL_RANK_FROM]	= NLA_POLICY_MAX(NLA_U32, EIFFEL_RANK_MAX),
	[TCA_EIFFEL_LIMIT]	= EIFFEL_U32(LIMIT),
	[TCA_EIFFEL_FLOW_LIMIT]	= EIFFEL_U32(FLOW_LIMIT),
	[TCA_EIFFEL_BUCKETS]	= EIFFEL_U32(BUCKETS),
	[TCA_EIFFEL_GRANULARITY] = EIFFEL_U32(GRANULARITY),
	[TCA_EIFFEL_HASH_BUCKETS] = EIFFEL_U32(HASH_BUCKETS),
	[TCA_EIFFEL_QUANTUM]	= EIFFEL_U32(QUANTUM),
	[TCA_EIFFEL_INITIAL_QUANTUM] = EIFFEL_U32(INITIAL_QUANTUM),
	[TCA_EIFFEL_PACING]	= EIFFEL_U32(PACING),
	[TCA_EIFFEL_MAXRATE64]	= { .type = NLA_U64 },	/* see eiffel_parse() */
	[TCA_EIFFEL_LOW_RATE_THRESHOLD] = { .type = NLA_U32 },
	[TCA_EIFFEL_REFILL_DELAY] = EIFFEL_U32(REFILL_DELAY),
	[TCA_EIFFEL_ORPHAN_MASK] = { .type = NLA_U32 },
	[TCA_EIFFEL_CE_THRESHOLD64] = { .type = NLA_U64 },	/* likewise */
	[TCA_EIFFEL_TIMER_SLACK] = EIFFEL_U32(TIMER_SLACK),
	[TCA_EIFFEL_HORIZON64] =
		NLA_POLICY_FULL_RANGE(NLA_U64, &EIFFEL_HORIZON64_range),
	[TCA_EIFFEL_BEYOND_HORIZON] = NLA_POLICY_MAX(NLA_U32, EIFFEL_HORIZON_MAX),
	[TCA_EIFFEL_DEADLINE_UNIT] = EIFFEL_U32(DEADLINE_UNIT),
	[TCA_EIFFEL_CLEAR]	= { .type = NLA_FLAG },
};

#define EIFFEL_IN(attr) " " NL_RANGE_TEXT(EIFFEL_##attr)
#define EIFFEL_FIELD(member, text)	\
	NL_U32(struct eiffel_config, member, "eiffel: " text)
#define EIFFEL_FIELD64(member, text)	\
	NL_U64(struct eiffel_config, member, "eiffel: " text)

static const struct nl_field eiffel_fields[TCA_EIFFEL_MAX + 1] = {
	[TCA_EIFFEL_POLICY] = EIFFEL_FIELD(policy,
		"the policy is 0 (pacing) to 5 (wfq)"),
	[TCA_EIFFEL_RANK_FROM] = EIFFEL_FIELD(rank_from,
		"the source of ranks is 0 (DSCP), 1 (priority) or 2 (mark)"),
	[TCA_EIFFEL_LIMIT] = EIFFEL_FIELD(limit,
		"the limit is" EIFFEL_IN(LIMIT) " packets"),
	[TCA_EIFFEL_FLOW_LIMIT] = EIFFEL_FIELD(flow_limit,
		"the flow limit is" EIFFEL_IN(FLOW_LIMIT) " packets"),
	[TCA_EIFFEL_BUCKETS] = EIFFEL_FIELD(buckets,
		"a window has" EIFFEL_IN(BUCKETS) " buckets"),
	[TCA_EIFFEL_GRANULARITY] = EIFFEL_FIELD(granularity,
		"the granularity is" EIFFEL_IN(GRANULARITY) " ns"),
	[TCA_EIFFEL_HASH_BUCKETS] = EIFFEL_FIELD(hash_buckets,
		"the flow table has" EIFFEL_IN(HASH_BUCKETS) " buckets"),
	[TCA_EIFFEL_QUANTUM] = EIFFEL_FIELD(quantum,
		"a quantum is" EIFFEL_IN(QUANTUM) " bytes"),
	[TCA_EIFFEL_INITIAL_QUANTUM] = EIFFEL_FIELD(initial_quantum,
		"an initial quantum is" EIFFEL_IN(INITIAL_QUANTUM) " bytes"),
	[TCA_EIFFEL_PACING] = EIFFEL_FIELD(pacing,
		"pacing is 0 (off) or 1 (on)"),
	[TCA_EIFFEL_MAXRATE64] = NL_U64(struct eiffel_config, maxrate, NULL),
	[TCA_EIFFEL_LOW_RATE_THRESHOLD] = NL_U32(struct eiffel_config, low_rate_threshold, NULL),
	[TCA_EIFFEL_REFILL_DELAY] = EIFFEL_FIELD(refill_delay,
		"the refill delay is" EIFFEL_IN(REFILL_DELAY) " ns"),
	[TCA_EIFFEL_ORPHAN_MASK] = NL_U32(struct eiffel_config, orphan_mask, NULL),
	[TCA_EIFFEL_CE_THRESHOLD64] = NL_U64(struct eiffel_config, ce_threshold, NULL),
	[TCA_EIFFEL_TIMER_SLACK] = EIFFEL_FIELD(timer_slack,
		"the timer slack is" EIFFEL_IN(TIMER_SLACK) " ns"),
	[TCA_EIFFEL_HORIZON64] = EIFFEL_FIELD64(horizon,
		"the horizon is" EIFFEL_IN(HORIZON64) " ns"),
	[TCA_EIFFEL_BEYOND_HORIZON] = EIFFEL_FIELD(beyond_horizon,
		"beyond-horizon is 0 (cap) or 1 (drop)"),
	[TCA_EIFFEL_DEADLINE_UNIT] = EIFFEL_FIELD(deadline_unit,
		"the deadline unit is" EIFFEL_IN(DEADLINE_UNIT) " ns"),
	[TCA_EIFFEL_CLEAR] = { .rule = "eiffel: clear has no value" },
};

/*
 * Calendars use kernel memory, and a user namespace may have many qdiscs. The flow table
 * has no more buckets than there were flows at once.
 */
static bool eiffel_size_allowed(struct nlattr **tb, struct netlink_ext_ack *extack)
{
	struct nlattr *attr = tb[TCA_EIFFEL_BUCKETS];

	if (!attr || nla_get_u32(attr) <= EIFFEL_MAX_UNPRIVILEGED || capable(CAP_NET_ADMIN))
		return true;
	NL_SET_ERR_MSG_ATTR(extack, attr,
			    "eiffel: more than 65536 buckets require CAP_NET_ADMIN on the host, not in a user namespace");
	return false;
}

/* Commits @config as modified by @tb. */
static int eiffel_configure(struct Qdisc *sch, struct nlattr **tb,
			    struct eiffel_config *config,
			    struct netlink_ext_ack *extack)
{
	if (!eiffel_size_allowed(tb, extack))
		return -EPERM;
	nl_fields_get(tb, TCA_EIFFEL_MAX, eiffel_fields, config);
	eiffel_config_warn(config, psched_mtu(qdisc_dev(sch)), extack);
	return eiffel_commit(sch, config);
}

static void eiffel_totals(const struct Qdisc *sch, struct eiffel_totals *totals)
{
	totals->packets = u64_stats_read(&sch->bstats.packets);
	totals->bytes = u64_stats_read(&sch->bstats.bytes);
	totals->drops = sch->qstats.drops;
}

/* Resets the counters. */
static void eiffel_clear(struct Qdisc *sch)
{
	struct eiffel_sched *q = qdisc_priv(sch);

	sch_tree_lock(sch);
	eiffel_totals(sch, &q->cleared);
	memset(&q->count, 0, sizeof(q->count));
	memset(q->rank_packets, 0, sizeof(q->rank_packets));
	q->unthrottle_latency = 0;
	sch_tree_unlock(sch);
}

/*
 * Two attributes may also be EIFFEL_UNLIMITED, which is not in their range. A policy
 * with a function would check them as well, but kernels warn when they report a bad
 * attribute with such a policy (nla_get_range_unsigned()).
 */
static int eiffel_parse(struct nlattr **tb, const struct nlattr *opt,
			struct netlink_ext_ack *extack)
{
	const struct nlattr *attr;
	u64 value;
	int err;

	err = nl_fields_parse(tb, TCA_EIFFEL_MAX, opt, eiffel_policy,
			      eiffel_fields, extack);
	if (err)
		return err;
	attr = tb[TCA_EIFFEL_MAXRATE64];
	value = attr ? nla_get_u64(attr) : EIFFEL_UNLIMITED;
	if (value != EIFFEL_UNLIMITED &&
	    (value < EIFFEL_MAXRATE64_MIN || value > EIFFEL_MAXRATE64_MAX)) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "eiffel: the maximum rate is 8 kbit/s to 1 Pbit/s");
		return -ERANGE;
	}
	attr = tb[TCA_EIFFEL_CE_THRESHOLD64];
	value = attr ? nla_get_u64(attr) : EIFFEL_UNLIMITED;
	if (value != EIFFEL_UNLIMITED && value > EIFFEL_CE_THRESHOLD64_MAX) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "eiffel: the CE threshold is "
				    NL_RANGE_TEXT(EIFFEL_CE_THRESHOLD64) " ns");
		return -ERANGE;
	}
	return 0;
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
		err = eiffel_parse(tb, opt, extack);
		if (err)
			return err;
	}
	eiffel_config_init(&config, psched_mtu(qdisc_dev(sch)));
	return eiffel_configure(sch, tb, &config, extack);
}

int eiffel_change(struct Qdisc *sch, struct nlattr *opt,
		  struct netlink_ext_ack *extack)
{
	struct eiffel_sched *q = qdisc_priv(sch);
	struct eiffel_config config = q->config;
	struct nlattr *tb[TCA_EIFFEL_MAX + 1];
	int err;

	err = eiffel_parse(tb, opt, extack);
	if (!err && nl_fields_any(tb, TCA_EIFFEL_MAX, eiffel_fields))
		err = eiffel_configure(sch, tb, &config, extack);
	if (!err && tb[TCA_EIFFEL_CLEAR])
		eiffel_clear(sch);
	return err;
}

/* The configuration changes under RTNL only, which a dump holds. */
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

/* Copied under the tree lock, so that the values agree; indexed by attribute. */
struct eiffel_snapshot {
	u64	value[TCA_EIFFEL_STATS_MAX + 1];
	u64	rank_packets[EIFFEL_RANKS];
	bool	has_delayed_flow;
	bool	has_ranks;	/* the policy uses the ranks of packets */
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
	value[TCA_EIFFEL_STATS_FLOWS] = eiffel_num_flows(q);
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
	s->has_delayed_flow = q->time_next_delayed_flow != U64_MAX;
	if (s->has_delayed_flow)
		value[TCA_EIFFEL_STATS_TIME_NEXT_DELAYED_FLOW] =
			max_t(s64, q->time_next_delayed_flow - ktime_get_ns(), 0);
	s->has_ranks = eiffel_uses_packet_rank(q);
	memcpy(s->rank_packets, q->rank_packets, sizeof(s->rank_packets));
	sch_tree_unlock(sch);
}

static int eiffel_put_stat(struct sk_buff *skb, const struct eiffel_snapshot *s,
			   int attr)
{
	if (attr == TCA_EIFFEL_STATS_RANKS)
		return s->has_ranks ? nla_put(skb, attr, sizeof(s->rank_packets),
					      s->rank_packets) : 0;
	if (attr == TCA_EIFFEL_STATS_TIME_NEXT_DELAYED_FLOW && !s->has_delayed_flow)
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
