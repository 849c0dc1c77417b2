// SPDX-License-Identifier: GPL-2.0-only
/*
 * tc plugin for the dwrr qdisc. Two tables define the options of a port and those of
 * each of its queues; options.c parses and prints them.
 */
#include <stdlib.h>
#include <string.h>

#include "../uapi/dwrr.h"
#include "options.h"
#include "histogram.h"
#include "schemes.h"

static const char *const ecn_schemes[] = {
	[DWRR_ECN_NONE]		= "none",
	[DWRR_ECN_PER_QUEUE]	= "per-queue",
	[DWRR_ECN_PER_PORT]	= "per-port",
	[DWRR_ECN_MQ_ECN]	= "mq-ecn",
	[DWRR_ECN_TCN]		= "tcn",
	[DWRR_ECN_CODEL]	= "codel",
};

static const char *const buffer_modes[] = {
	[DWRR_BUFFER_SHARED]	= "shared",
	[DWRR_BUFFER_STATIC]	= "static",
};

static const char *const schedulers[] = {
	[DWRR_SCHED_DWRR]	= "dwrr",
	[DWRR_SCHED_WRR]	= "wrr",
	[DWRR_SCHED_WFQ]	= "wfq",
};

static const char *const mark_ats[] = {
	[DWRR_MARK_ENQUEUE]	= "enqueue",
	[DWRR_MARK_DEQUEUE]	= "dequeue",
};

static const char *const trusts[] = {
	[DWRR_TRUST_DSCP]	= "dscp",
	[DWRR_TRUST_PCP]	= "pcp",
};

/* RFC 2474, 2597, 3246, 5865, 8622. */
static const struct name dscp_names[] = {
	{ "be", 0 }, { "cs0", 0 }, { "cs1", 8 }, { "cs2", 16 }, { "cs3", 24 },
	{ "cs4", 32 }, { "cs5", 40 }, { "cs6", 48 }, { "cs7", 56 },
	{ "af11", 10 }, { "af12", 12 }, { "af13", 14 },
	{ "af21", 18 }, { "af22", 20 }, { "af23", 22 },
	{ "af31", 26 }, { "af32", 28 }, { "af33", 30 },
	{ "af41", 34 }, { "af42", 36 }, { "af43", 38 },
	{ "le", 1 }, { "va", 44 }, { "ef", 46 },
	{},
};

/* An option with the range of its attribute. */
#define DWRR(name, attr, kind, ...) \
	{ name, TCA_DWRR_##attr, kind, DWRR_##attr##_MIN, DWRR_##attr##_MAX, __VA_ARGS__ }

static const struct option port_options[] = {
	DWRR("rate", RATE64, RATE, .is_u64 = true),
	DWRR("queues", NUM_QUEUES, NUMBER),
	{ "ecn-scheme", TCA_DWRR_ECN_SCHEME, CHOICE, 0, DWRR_ECN_MAX,
	  ecn_schemes },
	DWRR("port-thresh", PORT_THRESH, SIZE),
	DWRR("shared-buffer", SHARED_BUFFER, SIZE),
	{ "buffer-mode", TCA_DWRR_BUFFER_MODE, CHOICE, 0, DWRR_BUFFER_MAX,
	  buffer_modes },
	{ "scheduler", TCA_DWRR_SCHEDULER, CHOICE, 0, DWRR_SCHED_MAX,
	  schedulers },
	{ "mark-at", TCA_DWRR_MARK_AT, CHOICE, 0, DWRR_MARK_MAX, mark_ats },
	DWRR("round-alpha", ROUND_ALPHA, NUMBER),
	DWRR("idle-interval", IDLE_INTERVAL, TIME),
	DWRR("bucket", BUCKET, TIME),
	DWRR("tcn-thresh", TCN_THRESH, TIME),
	DWRR("codel-target", CODEL_TARGET, TIME),
	DWRR("codel-interval", CODEL_INTERVAL, TIME),
	{ "trust", TCA_DWRR_TRUST, CHOICE, 0, DWRR_TRUST_MAX, trusts },
	DWRR("default-queue", DEFAULT_QUEUE, NUMBER),
	{ "histograms", TCA_DWRR_HISTOGRAMS, CHOICE, 0, DWRR_HISTOGRAMS_MAX, switches },
	{ "clear", TCA_DWRR_CLEAR, FLAG },
};

static const struct option queue_options[] = {
	DWRR("quantum", QUEUE_QUANTUM, SIZE),
	DWRR("queue-thresh", QUEUE_THRESH, SIZE),
	DWRR("queue-buffer", QUEUE_BUFFER, SIZE),
	DWRR("dscp", QUEUE_DSCP, CODE_POINTS, .is_u64 = true,
	     .names = dscp_names),
	DWRR("prio", QUEUE_PRIO, NUMBER),
	DWRR("pcp", QUEUE_PCP, CODE_POINTS),
};

static const struct counter counters[] = {
	{ TCA_DWRR_STATS_ARRIVED_PACKETS, "arrived_packets",
	  "  arrived %" PRIu64 "p" },
	{ TCA_DWRR_STATS_ARRIVED_BYTES, "arrived_bytes", " %" PRIu64 "b" },
	{ TCA_DWRR_STATS_ARRIVED_ECT_PACKETS, "arrived_ect_packets",
	  " (ect %" PRIu64 "p" },
	{ TCA_DWRR_STATS_ARRIVED_CE_PACKETS, "arrived_ce_packets",
	  " ce %" PRIu64 "p" },
	{ TCA_DWRR_STATS_ARRIVED_NOT_ECT_PACKETS, "arrived_not_ect_packets",
	  " not-ect %" PRIu64 "p)" },
	{ TCA_DWRR_STATS_SENT_PACKETS, "sent_packets", " sent %" PRIu64 "p" },
	{ TCA_DWRR_STATS_SENT_BYTES, "sent_bytes", " %" PRIu64 "b" },
	{ TCA_DWRR_STATS_MARKED_PACKETS, "marked_packets",
	  " marked %" PRIu64 "p" },
	{ TCA_DWRR_STATS_MARKED_BYTES, "marked_bytes", " %" PRIu64 "b" },
	{ TCA_DWRR_STATS_DROPPED_SHARED_BUFFER, "dropped_shared_buffer",
	  "  dropped shared-buffer %" PRIu64 "p", true },
	{ TCA_DWRR_STATS_DROPPED_QUEUE_BUFFER, "dropped_queue_buffer",
	  " queue-buffer %" PRIu64 "p" },
	{ TCA_DWRR_STATS_DROPPED_EARLY, "dropped_early",
	  " early %" PRIu64 "p" },
	{ TCA_DWRR_STATS_DROPPED_PURGED, "dropped_purged",
	  " purged %" PRIu64 "p" },
	{ TCA_DWRR_STATS_DROPPED_FILTER, "dropped_filter",
	  " filter %" PRIu64 "p" },
	{ TCA_DWRR_STATS_DROPPED_SPLIT, "dropped_split",
	  " split %" PRIu64 "p" },
	{ TCA_DWRR_STATS_BACKLOG_PACKETS, "backlog_packets",
	  "  backlog %" PRIu64 "p", true },
	{ TCA_DWRR_STATS_BACKLOG_BYTES, "backlog_bytes", " %" PRIu64 "b" },
	{ TCA_DWRR_STATS_WATERMARK_BYTES, "watermark_bytes",
	  " watermark %" PRIu64 "b" },
	{ TCA_DWRR_STATS_THRESHOLD_BYTES, "threshold_bytes",
	  " threshold %" PRIu64 "b" },
	{ TCA_DWRR_STATS_THRESHOLD_NS, "threshold_ns",
	  " threshold %" PRIu64 "ns" },
	{ TCA_DWRR_STATS_SOJOURN_NS, "sojourn_ns", " sojourn %" PRIu64 "ns" },
	{ TCA_DWRR_STATS_LIMIT_BYTES, "limit_bytes", " limit %" PRIu64 "b" },
	{ TCA_DWRR_STATS_ROUND_TIME_PS, "round_time_ps", " round-time %sus",
	  .scale = 1e6 },
	{ TCA_DWRR_STATS_LATE_TIMERS, "late_timers", " late-timers %" PRIu64 },
	{ TCA_DWRR_STATS_LOST_BYTES, "lost_bytes", " lost %" PRIu64 "b" },
};

/* ------------------------------------------------------------ parsing --- */

#define ALL_QUEUES DWRR_MAX_QUEUES

/* The options whose value may be a scheme that is a module of its own, which has a name. */
static const struct role {
	const char *option;
	unsigned short number, name, params;	/* attributes */
	const char *const *own;			/* what is no module */
	size_t own_count;
	bool is_buffer;
} roles[] = {
	{ "ecn-scheme", TCA_DWRR_ECN_SCHEME, TCA_DWRR_SCHEME, TCA_DWRR_PARAMS,
	  ecn_schemes, ARRAY_SIZE(ecn_schemes), false },
	{ "buffer-mode", TCA_DWRR_BUFFER_MODE, TCA_DWRR_BUFFER, TCA_DWRR_BUFFER_PARAMS,
	  buffer_modes, ARRAY_SIZE(buffer_modes), true },
};

#define ROLES ARRAY_SIZE(roles)

/* A scheme that a request names, and the values of its parameters. */
struct named_scheme {
	struct scheme scheme;
	struct values values[DWRR_MAX_QUEUES + 1];	/* the last is "all" */
};

struct request {
	struct values port;
	struct values queue[DWRR_MAX_QUEUES + 1];	/* the last is "all" */
	struct named_scheme named[ROLES];
};

/* Parses "3:" or "all:" at the start of @arg. */
static unsigned int parse_queue(const char *name, const char *arg,
				const char *colon)
{
	char *end;
	unsigned long queue;

	if (colon - arg == 3 && strncmp(arg, "all", 3) == 0)
		return ALL_QUEUES;
	queue = strtoul(arg, &end, 10);
	if (arg[0] < '0' || arg[0] > '9' || end != colon ||
	    queue >= DWRR_MAX_QUEUES)
		reject(name, "expected QUEUE:VALUE, the queue 0 to 63 or all",
		       arg);
	return queue;
}

/* A code point belongs to one queue. */
static void check_code_points(const struct values *values,
			      const struct option *opt, unsigned int queue,
			      const char *arg)
{
	size_t i = opt - queue_options;
	__u64 set = values[queue].value[i];

	if (queue == ALL_QUEUES && set)
		reject(opt->name, "a code point belongs to one queue", arg);
	for (unsigned int other = 0; other < DWRR_MAX_QUEUES; other++)
		if (other != queue && values[other].value[i] & set)
			reject(opt->name, "a code point belongs to one queue",
			       arg);
}

/*
 * Parses QUEUE:VALUE arguments of option number @i up to the first argument without a
 * colon.
 */
static int parse_queue_values(struct values *values, size_t i,
			      const struct option *opt, int argc, char **argv)
{
	int used = 0;

	for (; used < argc && strchr(argv[used], ':'); used++) {
		const char *arg = argv[used];
		const char *colon = strchr(arg, ':');
		unsigned int queue = parse_queue(opt->name, arg, colon);

		set_value(&values[queue], i, parse_value(opt, colon + 1, arg),
			  opt->name, arg);
		if (opt->kind == CODE_POINTS)
			check_code_points(values, opt, queue, arg);
	}
	if (used == 0)
		reject(opt->name, "expected QUEUE:VALUE, the queue 0 to 63 or all",
		       argc ? argv[0] : opt->name);
	return used;
}

static void print_usage(const struct request *request)
{
	fprintf(stderr, "Usage: ... dwrr [OPTION VALUE]... [clear]\n");
	print_usage_of(port_options, ARRAY_SIZE(port_options));
	fprintf(stderr, "Options of queues, as QUEUE:VALUE...; all:VALUE sets the queues that are not listed:\n");
	print_usage_of(queue_options, ARRAY_SIZE(queue_options));
	for (size_t i = 0; i < ROLES; i++) {
		const struct scheme *scheme = &request->named[i].scheme;

		if (!scheme->name[0])
			continue;
		fprintf(stderr, "Parameters of %s:\n", scheme->name);
		print_usage_of(scheme->options, scheme->count);
	}
	fprintf(stderr,
		"ecn-scheme and buffer-mode take also what has a module of its own, sch_dwrr_NAME;\n"
		"its parameters follow, and 'ecn-scheme NAME help' lists them.\n"
		"rate is required at creation; queues can be set only then.\n"
		"clear resets the counters to 0 and the watermarks to the current backlog.\n"
		"Example: tc qdisc add dev eth1 root handle 1: dwrr rate 995mbit \\\n"
		"             ecn-scheme mq-ecn port-thresh 32k quantum 0:1538 1:3076\n");
}

/* Return: whether @name may be that of a module. */
static bool is_module(const struct role *role, const char *name)
{
	for (size_t i = 0; i < role->own_count; i++)
		if (strcmp(name, role->own[i]) == 0)
			return false;
	return name[0] >= 'a' && name[0] <= 'z';
}

/* Reads the scheme that @option selects. Return: false if it is not the name of a module. */
static bool parse_named(struct request *request, const char *option, const char *name)
{
	for (size_t i = 0; i < ROLES; i++) {
		struct scheme *scheme = &request->named[i].scheme;

		if (strcmp(option, roles[i].option) || !is_module(&roles[i], name))
			continue;
		if (scheme->name[0])
			reject(option, "given twice", name);
		read_scheme(scheme, option, roles[i].is_buffer, name);
		return true;
	}
	return false;
}

/* Parses a parameter of a scheme. Return: the number of arguments used; -1: it has none. */
static int parse_param(struct named_scheme *named, const char *name, int argc, char **argv)
{
	const struct scheme *scheme = &named->scheme;
	const struct option *opt = find_option(scheme->options, scheme->count, name);
	size_t i = opt - scheme->options;

	if (!opt)
		return -1;
	if (scheme->per_queue[i])
		return parse_queue_values(named->values, i, opt, argc, argv);
	return parse_option(&named->values[ALL_QUEUES], i, opt, argc, argv);
}

/*
 * Parses the option @name from the arguments after it.
 *
 * Return: the number of arguments used
 */
static int parse_one(struct request *request, const char *name, int argc,
		     char **argv)
{
	const struct option *opt;
	bool is_named = false;

	if (strcmp(name, "scheme") == 0)
		name = "ecn-scheme";
	if (argc && parse_named(request, name, argv[0]))
		return 1;
	opt = find_option(port_options, ARRAY_SIZE(port_options), name);
	if (opt)
		return parse_option(&request->port, opt - port_options, opt,
				    argc, argv);
	opt = find_option(queue_options, ARRAY_SIZE(queue_options), name);
	if (opt)
		return parse_queue_values(request->queue, opt - queue_options,
					  opt, argc, argv);
	for (size_t i = 0; i < ROLES; i++) {
		int used = parse_param(&request->named[i], name, argc, argv);

		if (used >= 0)
			return used;
		is_named |= request->named[i].scheme.name[0];
	}
	refuse(is_named ?
	       "dwrr and its scheme have no such option; `tc qdisc add dwrr ecn-scheme NAME help` lists them" :
	       "dwrr has no such option; `tc qdisc add dwrr help` lists them", name);
}

/* Parses the arguments after "dwrr". Return: 0, or -1 after printing help. */
static int parse_options(struct request *request, int argc, char **argv)
{
	while (argc > 0) {
		const char *name = argv[0];
		int used;

		argc--, argv++;
		if (strcmp(name, "help") == 0) {
			print_usage(request);
			return -1;
		}
		used = parse_one(request, name, argc, argv);
		argc -= used;
		argv += used;
	}
	return 0;
}

/* An entry without an index applies to every queue. */
static void add_queue(struct nlmsghdr *n, const struct values *values,
		      __u32 index)
{
	struct rtattr *entry;

	if (!any_set(values))
		return;
	entry = addattr_nest(n, MAX_REQUEST, TCA_DWRR_QUEUE | NLA_F_NESTED);
	if (index != ALL_QUEUES)
		addattr_l(n, MAX_REQUEST, TCA_DWRR_QUEUE_INDEX, &index,
			  sizeof(index));
	add_values(n, queue_options, ARRAY_SIZE(queue_options), values);
	addattr_nest_end(n, entry);
}

/* "all" comes first, so that the values of single queues override it. */
static void add_queues(struct nlmsghdr *n, const struct request *request)
{
	struct rtattr *queues;

	queues = addattr_nest(n, MAX_REQUEST, TCA_DWRR_QUEUES | NLA_F_NESTED);
	add_queue(n, &request->queue[ALL_QUEUES], ALL_QUEUES);
	for (__u32 i = 0; i < DWRR_MAX_QUEUES; i++)
		add_queue(n, &request->queue[i], i);
	addattr_nest_end(n, queues);
}

/* "all" comes first here, too. */
static void add_params(struct nlmsghdr *n, const struct named_scheme *named)
{
	for (__u32 i = 0; i <= DWRR_MAX_QUEUES; i++) {
		__u32 queue = i ? i - 1 : ALL_QUEUES;
		const struct values *values = &named->values[queue];

		for (size_t j = 0; j < named->scheme.count; j++) {
			const char *name = named->scheme.names[j];
			struct rtattr *param;

			if (!values->is_set[j])
				continue;
			param = addattr_nest(n, MAX_REQUEST, DWRR_A_PARAM | NLA_F_NESTED);
			addattr_l(n, MAX_REQUEST, DWRR_FIELD_NAME, name, strlen(name) + 1);
			if (queue != ALL_QUEUES)
				addattr_l(n, MAX_REQUEST, DWRR_FIELD_QUEUE, &queue, sizeof(queue));
			addattr_l(n, MAX_REQUEST, DWRR_FIELD_VALUE, &values->value[j],
				  sizeof(values->value[j]));
			addattr_nest_end(n, param);
		}
	}
}

static void add_scheme(struct nlmsghdr *n, const struct role *role,
		       const struct named_scheme *named)
{
	const char *name = named->scheme.name;
	struct rtattr *params;

	if (!name[0])
		return;
	addattr_l(n, MAX_REQUEST, role->name, name, strlen(name) + 1);
	params = addattr_nest(n, MAX_REQUEST, role->params | NLA_F_NESTED);
	add_params(n, named);
	addattr_nest_end(n, params);
}

static int parse_request(int argc, char **argv, struct nlmsghdr *n)
{
	struct request request = {};
	struct rtattr *options;

	if (parse_options(&request, argc, argv))
		return -1;

	options = addattr_nest(n, MAX_REQUEST, TCA_OPTIONS | NLA_F_NESTED);
	add_values(n, port_options, ARRAY_SIZE(port_options), &request.port);
	for (size_t i = 0; i < ARRAY_SIZE(request.queue); i++) {
		if (any_set(&request.queue[i])) {
			add_queues(n, &request);
			break;
		}
	}
	for (size_t i = 0; i < ROLES; i++)
		add_scheme(n, &roles[i], &request.named[i]);
	addattr_nest_end(n, options);
	return 0;
}

static int parse_qdisc(const struct qdisc_util *util, int argc, char **argv,
		       struct nlmsghdr *n, const char *dev)
{
	(void)util, (void)dev;
	return parse_arguments(parse_request, argc, argv, n);
}

static int parse_class(const struct qdisc_util *util, int argc, char **argv,
		       struct nlmsghdr *n, const char *dev)
{
	(void)util, (void)argc, (void)argv, (void)n, (void)dev;
	fprintf(stderr,
		"dwrr: set queues through the qdisc: tc qdisc change dev DEV ... dwrr quantum 3:3076\n");
	return -1;
}

/* ----------------------------------------------------------- printing --- */

static bool all_equal(const __u64 *values, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (values[i] != values[0])
			return false;
	return true;
}

/* Prints one option of all queues: "quantum 0:1538b 1:3076b ", or "quantum all:1538b ". */
static void print_queues(const struct option *opt, const __u64 *values,
			 size_t count)
{
	bool compact = !is_json_context() && all_equal(values, count) &&
		       (opt->kind != CODE_POINTS || !values[0]);
	char fmt[VALUE_LEN];

	open_json_array(PRINT_JSON, opt->name);
	print_color_string(PRINT_FP, COLOR_NONE, NULL, "%s ", opt->name);
	if (compact)
		print_value(opt, NULL, "all:%s ", values[0]);
	for (size_t i = 0; i < count && !compact; i++) {
		snprintf(fmt, sizeof(fmt), "%zu:%%s ", i);
		print_value(opt, NULL, fmt, values[i]);
	}
	close_json_array(PRINT_JSON, NULL);
}

/*
 * Reads one option of @count queues, or one value that all of them have.
 *
 * Return: whether @row is such a row.
 */
static bool read_row(__u64 *values, const struct rtattr *row, size_t count)
{
	size_t size = row ? RTA_PAYLOAD(row) : 0;
	__u32 value;

	if (size != sizeof(value) && size != count * sizeof(value))
		return false;
	for (size_t i = 0; i < count; i++) {
		size_t at = size == sizeof(value) ? 0 : i * sizeof(value);

		memcpy(&value, (const __u8 *)RTA_DATA(row) + at, sizeof(value));
		values[i] = value;
	}
	return true;
}

/* Reads the set of code points of each queue from the queue of each code point. */
static void read_map(__u64 *sets, size_t queues, const struct rtattr *map)
{
	const __u8 *queue = RTA_DATA(map);

	memset(sets, 0, queues * sizeof(*sets));
	for (size_t i = 0; i < RTA_PAYLOAD(map) && i < DWRR_NUM_DSCPS; i++)
		if (queue[i] < queues)
			sets[queue[i]] |= (__u64)1 << i;
}

/* Return: the attribute with the code points of all queues; NULL for other options. */
static const struct rtattr *map_of(const struct option *opt, struct rtattr *tb[])
{
	if (opt->attr == TCA_DWRR_QUEUE_DSCP)
		return tb[TCA_DWRR_DSCP_MAP];
	if (opt->attr == TCA_DWRR_QUEUE_PCP)
		return tb[TCA_DWRR_PCP_MAP];
	return NULL;
}

/* @tb: the options of the port, with as many @queues */
static void print_queue_rows(struct rtattr *tb[], size_t queues)
{
	struct rtattr *rows[TCA_DWRR_QUEUE_MAX + 1];
	__u64 values[DWRR_MAX_QUEUES];

	parse_nested(rows, TCA_DWRR_QUEUE_MAX, tb[TCA_DWRR_QUEUE_ROWS]);
	for (size_t i = 0; i < ARRAY_SIZE(queue_options); i++) {
		const struct option *opt = &queue_options[i];
		const struct rtattr *map = map_of(opt, tb);

		if (map)
			read_map(values, queues, map);
		else if (!read_row(values, rows[opt->attr], queues))
			continue;
		print_queues(opt, values, queues);
	}
}

/* Prints one parameter of the scheme: of the port, or of its queues. */
static void print_param(struct rtattr *field, size_t queues)
{
	struct rtattr *tb[DWRR_FIELD_MAX + 1], *row;
	char name[DWRR_NAME_LEN], fmt[VALUE_LEN];
	__u64 values[DWRR_MAX_QUEUES];
	struct option opt;
	bool per_queue;
	size_t size;

	read_param(&opt, &per_queue, name, field);
	parse_nested(tb, DWRR_FIELD_MAX, field);
	row = tb[DWRR_FIELD_VALUE];
	size = row ? RTA_PAYLOAD(row) : 0;
	if (!per_queue && row) {
		snprintf(fmt, sizeof(fmt), "%s %%s ", name);
		print_value(&opt, name, fmt, read_uint(row));
	} else if (size == sizeof(*values) || size == queues * sizeof(*values)) {
		for (size_t i = 0; i < queues; i++)
			memcpy(&values[i], (const __u8 *)RTA_DATA(row) + i * sizeof(*values) % size,
			       sizeof(*values));
		print_queues(&opt, values, queues);
	}
}

/* A scheme with a module of its own, and the values of its parameters. */
static void print_scheme(const struct role *role, struct rtattr *tb[], size_t queues)
{
	struct rtattr *attr = RTA_DATA(tb[role->params]);
	int len = RTA_PAYLOAD(tb[role->params]);
	char fmt[VALUE_LEN];

	snprintf(fmt, sizeof(fmt), "%s %%s ", role->option);
	print_color_string(PRINT_ANY, COLOR_NONE, role->option, fmt, RTA_DATA(tb[role->name]));
	for (; RTA_OK(attr, len); attr = RTA_NEXT(attr, len))
		print_param(attr, queues);
}

static int print_qdisc(const struct qdisc_util *util, FILE *f,
		       struct rtattr *opt)
{
	struct rtattr *tb[TCA_DWRR_MAX + 1];
	__u64 queues = 0;

	(void)util, (void)f;
	if (!opt)
		return 0;
	parse_nested(tb, TCA_DWRR_MAX, opt);
	for (size_t i = 0; i < ROLES; i++)
		if (tb[roles[i].name])	/* its number says only that it has a name */
			tb[roles[i].number] = NULL;
	print_options(port_options, ARRAY_SIZE(port_options), tb);
	if (tb[TCA_DWRR_NUM_QUEUES])
		queues = read_uint(tb[TCA_DWRR_NUM_QUEUES]);
	if (tb[TCA_DWRR_QUEUE_ROWS] && queues <= DWRR_MAX_QUEUES)
		print_queue_rows(tb, queues);
	for (size_t i = 0; i < ROLES; i++)
		if (tb[roles[i].name] && tb[roles[i].params] && queues <= DWRR_MAX_QUEUES)
			print_scheme(&roles[i], tb, queues);
	return 0;
}

static int print_class(const struct qdisc_util *util, FILE *f,
		       struct rtattr *opt)
{
	static const struct option index = {
		"queue", TCA_DWRR_QUEUE_INDEX, NUMBER, 0, DWRR_MAX_QUEUES - 1
	};
	struct rtattr *tb[TCA_DWRR_QUEUE_MAX + 1];

	(void)util, (void)f;
	if (!opt)
		return 0;
	parse_nested(tb, TCA_DWRR_QUEUE_MAX, opt);
	print_options(&index, 1, tb);
	print_options(queue_options, ARRAY_SIZE(queue_options), tb);
	return 0;
}

static __u64 stat_of(struct rtattr *tb[], int attr)
{
	return tb[attr] ? read_uint(tb[attr]) : 0;
}

/*
 * The marks once more, in the words of fq_pie: flent and other tools search the text for
 * exactly this line. JSON needs no line, so it has only the name. A port has no limit of
 * memory.
 */
static void print_common_names(struct rtattr *tb[])
{
	__u64 overlimit = stat_of(tb, TCA_DWRR_STATS_DROPPED_SHARED_BUFFER) +
			  stat_of(tb, TCA_DWRR_STATS_DROPPED_QUEUE_BUFFER);

	print_color_string(PRINT_FP, COLOR_NONE, NULL, "%s", _SL_);
	print_color_u64(PRINT_FP, COLOR_NONE, NULL, "  pkts_in %" PRIu64,
			stat_of(tb, TCA_DWRR_STATS_ARRIVED_PACKETS));
	print_color_u64(PRINT_FP, COLOR_NONE, NULL,
			" overlimit %" PRIu64 " overmemory 0", overlimit);
	print_color_u64(PRINT_FP, COLOR_NONE, NULL, " dropped %" PRIu64,
			stat_of(tb, TCA_DWRR_STATS_DROPPED_EARLY));
	print_color_u64(PRINT_ANY, COLOR_NONE, "ecn_mark", " ecn_mark %" PRIu64,
			stat_of(tb, TCA_DWRR_STATS_MARKED_PACKETS));
}

static int print_xstats(const struct qdisc_util *util, FILE *f,
			struct rtattr *xstats)
{
	struct rtattr *tb[TCA_DWRR_STATS_MAX + 1];

	(void)util, (void)f;
	if (!xstats)
		return 0;
	parse_nested(tb, TCA_DWRR_STATS_MAX, xstats);
	print_counters(counters, ARRAY_SIZE(counters), tb);
	if (tb[TCA_DWRR_STATS_SCHEME])
		print_scheme_counters(tb[TCA_DWRR_STATS_SCHEME]);
	if (tb[TCA_DWRR_STATS_BUFFER])
		print_scheme_counters(tb[TCA_DWRR_STATS_BUFFER]);
	if (tb[TCA_DWRR_STATS_SOJOURN_HISTOGRAM])
		print_histogram(tb[TCA_DWRR_STATS_SOJOURN_HISTOGRAM], "sojourn", "ns",
				"ns");
	if (tb[TCA_DWRR_STATS_OCCUPANCY_HISTOGRAM])
		print_histogram(tb[TCA_DWRR_STATS_OCCUPANCY_HISTOGRAM], "occupancy", "bytes",
				"b");
	print_common_names(tb);
	return 0;
}

TC_PLUGIN struct qdisc_util dwrr_qdisc_util = {
	.id		= "dwrr",
	.parse_qopt	= parse_qdisc,
	.print_qopt	= print_qdisc,
	.print_xstats	= print_xstats,
	.parse_copt	= parse_class,
	.print_copt	= print_class,
};
