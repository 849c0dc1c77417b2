// SPDX-License-Identifier: GPL-2.0-only
/* tc plugin for the eiffel qdisc. A table defines its options; options.c does the rest. */
#include <string.h>

#include "../uapi/eiffel.h"
#include "options.h"

static const char *const policies[] = {
	[EIFFEL_PACING]	= "pacing",
	[EIFFEL_STRICT]	= "strict",
	[EIFFEL_SRPT]	= "srpt",
	[EIFFEL_EDF]	= "edf",
	[EIFFEL_LQF]	= "lqf",
	[EIFFEL_WFQ]	= "wfq",
};

static const char *const rank_froms[] = {
	[EIFFEL_RANK_DSCP]	= "dscp",
	[EIFFEL_RANK_PRIORITY]	= "priority",
	[EIFFEL_RANK_MARK]	= "mark",
};

static const char *const horizons[] = {
	[EIFFEL_HORIZON_CAP]	= "cap",
	[EIFFEL_HORIZON_DROP]	= "drop",
};

/* An option with the range of its attribute. */
#define EIFFEL(name, attr, kind, ...) \
	{ name, TCA_EIFFEL_##attr, kind, EIFFEL_##attr##_MIN, EIFFEL_##attr##_MAX, __VA_ARGS__ }

static const struct option options[] = {
	{ "policy", TCA_EIFFEL_POLICY, CHOICE, 0, EIFFEL_POLICY_MAX, policies },
	{ "rank-from", TCA_EIFFEL_RANK_FROM, CHOICE, 0, EIFFEL_RANK_MAX,
	  rank_froms },
	EIFFEL("limit", LIMIT, NUMBER),
	EIFFEL("flow-limit", FLOW_LIMIT, NUMBER),
	EIFFEL("buckets", BUCKETS, NUMBER),
	EIFFEL("granularity", GRANULARITY, TIME),
	EIFFEL("hash-buckets", HASH_BUCKETS, NUMBER),
	EIFFEL("quantum", QUANTUM, SIZE),
	EIFFEL("initial-quantum", INITIAL_QUANTUM, SIZE),
	EIFFEL("pacing", PACING, CHOICE, switches),
	EIFFEL("maxrate", MAXRATE64, RATE, .is_u64 = true, .max_name = "none"),
	EIFFEL("low-rate-threshold", LOW_RATE_THRESHOLD, RATE),
	EIFFEL("refill-delay", REFILL_DELAY, TIME),
	EIFFEL("orphan-mask", ORPHAN_MASK, NUMBER),
	EIFFEL("ce-threshold", CE_THRESHOLD64, TIME, .is_u64 = true,
	       .max_name = "none"),
	EIFFEL("timer-slack", TIMER_SLACK, TIME),
	EIFFEL("horizon", HORIZON64, TIME, .is_u64 = true),
	{ "beyond-horizon", TCA_EIFFEL_BEYOND_HORIZON, CHOICE, 0,
	  EIFFEL_HORIZON_MAX, horizons },
	EIFFEL("deadline-unit", DEADLINE_UNIT, TIME),
	{ "clear", TCA_EIFFEL_CLEAR, FLAG },
};

/* Options of fq with another name here. */
static const struct {
	const char *fq;
	const char *hint;
} fq_options[] = {
	{ "flow_limit", "eiffel calls it flow-limit" },
	{ "initial_quantum", "eiffel calls it initial-quantum" },
	{ "nopacing", "eiffel calls it pacing off" },
	{ "low_rate_threshold", "eiffel calls it low-rate-threshold" },
	{ "refill_delay", "eiffel calls it refill-delay" },
	{ "orphan_mask", "eiffel calls it orphan-mask" },
	{ "ce_threshold", "eiffel calls it ce-threshold" },
	{ "timer_slack", "eiffel calls it timer-slack" },
	{ "horizon_cap", "eiffel calls it beyond-horizon cap" },
	{ "horizon_drop", "eiffel calls it beyond-horizon drop" },
};

static const struct counter counters[] = {
	{ TCA_EIFFEL_STATS_SENT_PACKETS, "sent_packets", "  sent %" PRIu64 "p" },
	{ TCA_EIFFEL_STATS_SENT_BYTES, "sent_bytes", " %" PRIu64 "b" },
	{ TCA_EIFFEL_STATS_FLOWS, "flows", " flows %" PRIu64 },
	{ TCA_EIFFEL_STATS_INACTIVE_FLOWS, "inactive_flows",
	  " (inactive %" PRIu64 },
	{ TCA_EIFFEL_STATS_READY_FLOWS, "ready_flows", " ready %" PRIu64 },
	{ TCA_EIFFEL_STATS_THROTTLED_FLOWS, "throttled_flows",
	  " throttled %" PRIu64 ")" },
	{ TCA_EIFFEL_STATS_GC_FLOWS, "gc_flows", " gc %" PRIu64 },
	{ TCA_EIFFEL_STATS_HIGHPRIO_PACKETS, "highprio_packets",
	  " highprio %" PRIu64 "p" },
	{ TCA_EIFFEL_STATS_THROTTLED, "throttled", " throttled %" PRIu64 },
	{ TCA_EIFFEL_STATS_DROPPED_PACKETS, "dropped_packets",
	  "  dropped %" PRIu64 "p", true },
	{ TCA_EIFFEL_STATS_LIMIT_DROPS, "limit_drops", " limit %" PRIu64 "p" },
	{ TCA_EIFFEL_STATS_PUSHED_OUT, "pushed_out",
	  " pushed-out %" PRIu64 "p" },
	{ TCA_EIFFEL_STATS_FLOWS_PLIMIT, "flows_plimit",
	  " flow-limit %" PRIu64 "p" },
	{ TCA_EIFFEL_STATS_HORIZON_DROPS, "horizon_drops",
	  " horizon %" PRIu64 "p" },
	{ TCA_EIFFEL_STATS_HORIZON_CAPS, "horizon_caps",
	  " capped %" PRIu64 "p" },
	{ TCA_EIFFEL_STATS_CE_MARK, "ce_mark", " ce_mark %" PRIu64 },
	{ TCA_EIFFEL_STATS_PKTS_TOO_LONG, "pkts_too_long",
	  " too-long %" PRIu64 "p" },
	{ TCA_EIFFEL_STATS_ALLOCATION_ERRORS, "allocation_errors",
	  " allocation-errors %" PRIu64 },
	{ TCA_EIFFEL_STATS_UNTHROTTLE_LATENCY_NS, "unthrottle_latency_ns",
	  "  latency %sus", true, .scale = 1e3 },
	{ TCA_EIFFEL_STATS_TIMERS, "timers", " timers %" PRIu64 },
	{ TCA_EIFFEL_STATS_TIME_NEXT_DELAYED_FLOW, "time_next_delayed_flow_ns",
	  " next-delayed-flow %sus", .scale = 1e3 },
};

static void print_usage(void)
{
	fprintf(stderr, "Usage: ... eiffel [OPTION VALUE]... [clear]\n");
	print_usage_of(options, ARRAY_SIZE(options));
	fprintf(stderr,
		"Options that are not given have fq's defaults, or keep their values.\n"
		"clear resets the counters to 0.\n"
		"Example: tc qdisc add dev eth0 root eiffel policy strict maxrate 10mbit\n");
}

static const char *unknown_option_hint(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(fq_options); i++)
		if (strcmp(fq_options[i].fq, name) == 0)
			return fq_options[i].hint;
	return "eiffel has no such option; `tc qdisc add eiffel help` lists them";
}

static int parse_request(int argc, char **argv, struct nlmsghdr *n)
{
	struct values values = {};
	struct rtattr *nest;

	while (argc > 0) {
		const struct option *opt;
		int used;

		if (strcmp(argv[0], "help") == 0) {
			print_usage();
			return -1;
		}
		opt = find_option(options, ARRAY_SIZE(options), argv[0]);
		if (!opt)
			refuse(unknown_option_hint(argv[0]), argv[0]);
		used = 1 + parse_option(&values, opt - options, opt, argc - 1,
				      argv + 1);
		argc -= used;
		argv += used;
	}
	nest = addattr_nest(n, MAX_REQUEST, TCA_OPTIONS | NLA_F_NESTED);
	add_values(n, options, ARRAY_SIZE(options), &values);
	addattr_nest_end(n, nest);
	return 0;
}

static int parse_qdisc(const struct qdisc_util *util, int argc, char **argv,
		       struct nlmsghdr *n, const char *dev)
{
	(void)util, (void)dev;
	return parse_arguments(parse_request, argc, argv, n);
}

static int print_qdisc(const struct qdisc_util *util, FILE *f,
		       struct rtattr *opt)
{
	struct rtattr *tb[TCA_EIFFEL_MAX + 1];

	(void)util, (void)f;
	if (!opt)
		return 0;
	parse_nested(tb, TCA_EIFFEL_MAX, opt);
	print_options(options, ARRAY_SIZE(options), tb);
	return 0;
}

/* Prints packets by rank: in JSON all ranks, in text those with packets. */
static void print_ranks(const struct rtattr *ranks)
{
	const char *start = "%s  ranks";
	char rank[VALUE_LEN];
	__u64 packets;

	open_json_array(PRINT_JSON, "ranks");
	for (size_t i = 0; i < RTA_PAYLOAD(ranks) / sizeof(packets); i++) {
		memcpy(&packets, (const char *)RTA_DATA(ranks) + i * sizeof(packets),
		       sizeof(packets));
		print_color_u64(PRINT_JSON, COLOR_NONE, NULL, NULL, packets);
		if (!packets)
			continue;
		if (start)
			print_color_string(PRINT_FP, COLOR_NONE, NULL, start, _SL_);
		start = NULL;
		snprintf(rank, sizeof(rank), " %zu:%" PRIu64 "p", i, (uint64_t)packets);
		print_color_string(PRINT_FP, COLOR_NONE, NULL, "%s", rank);
	}
	close_json_array(PRINT_JSON, NULL);
}

static int print_xstats(const struct qdisc_util *util, FILE *f,
			struct rtattr *xstats)
{
	struct rtattr *tb[TCA_EIFFEL_STATS_MAX + 1];

	(void)util, (void)f;
	if (!xstats)
		return 0;
	parse_nested(tb, TCA_EIFFEL_STATS_MAX, xstats);
	print_counters(counters, ARRAY_SIZE(counters), tb);
	if (tb[TCA_EIFFEL_STATS_RANKS])
		print_ranks(tb[TCA_EIFFEL_STATS_RANKS]);
	return 0;
}

TC_PLUGIN struct qdisc_util eiffel_qdisc_util = {
	.id		= "eiffel",
	.parse_qopt	= parse_qdisc,
	.print_qopt	= print_qdisc,
	.print_xstats	= print_xstats,
};
