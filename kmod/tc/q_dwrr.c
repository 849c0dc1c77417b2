// SPDX-License-Identifier: GPL-2.0-only
/*
 * tc's words for the dwrr qdisc.
 *
 * Two tables say everything: what can be set on a port, and what can be set on
 * each of its queues. A row holds the word, its netlink attribute, how its
 * value is written and in which range it lies; parsing, printing, help and
 * error messages all follow from it. Text output is valid input again, to the
 * last byte: sizes, rates and times are printed in the largest unit that is
 * exact.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "../uapi/dwrr.h"
#include "tc.h"

#define ARRAY_SIZE(x) (sizeof(x) / sizeof((x)[0]))
#define MAX_REQUEST 16384	/* bytes; tc itself has room for 64 KB */
#define VALUE_LEN 64

enum value_kind {
	RATE,		/* u64 attribute, bytes/s; the other kinds are u32 */
	SIZE,		/* bytes */
	TIME,		/* ns */
	NUMBER,
	CHOICE,		/* one of the option's words */
};

struct option {
	const char *word;	/* on the command line, in text and in JSON */
	unsigned short attr;
	enum value_kind kind;
	__u64 min, max;
	const char *const *choices;
};

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
};

static const char *const mark_ats[] = {
	[DWRR_MARK_ENQUEUE]	= "enqueue",
	[DWRR_MARK_DEQUEUE]	= "dequeue",
};

static const struct option port_options[] = {
	{ "rate", TCA_DWRR_RATE64, RATE, DWRR_MIN_RATE, DWRR_MAX_RATE },
	{ "queues", TCA_DWRR_NUM_QUEUES, NUMBER, 1, DWRR_MAX_QUEUES },
	{ "ecn-scheme", TCA_DWRR_ECN_SCHEME, CHOICE, 0, DWRR_ECN_MAX,
	  ecn_schemes },
	{ "port-thresh", TCA_DWRR_PORT_THRESH, SIZE, 0, DWRR_MAX_BYTES },
	{ "shared-buffer", TCA_DWRR_SHARED_BUFFER, SIZE, DWRR_MIN_BUFFER,
	  DWRR_MAX_BYTES },
	{ "buffer-mode", TCA_DWRR_BUFFER_MODE, CHOICE, 0, DWRR_BUFFER_MAX,
	  buffer_modes },
	{ "scheduler", TCA_DWRR_SCHEDULER, CHOICE, 0, DWRR_SCHED_MAX,
	  schedulers },
	{ "mark-at", TCA_DWRR_MARK_AT, CHOICE, 0, DWRR_MARK_MAX, mark_ats },
	{ "round-alpha", TCA_DWRR_ROUND_ALPHA, NUMBER, 0,
	  DWRR_MAX_ROUND_ALPHA },
	{ "idle-interval", TCA_DWRR_IDLE_INTERVAL, TIME, 1,
	  DWRR_MAX_INTERVAL_NS },
	{ "bucket", TCA_DWRR_BUCKET, TIME, 1, DWRR_MAX_BUCKET_NS },
	{ "tcn-thresh", TCA_DWRR_TCN_THRESH, TIME, 0, DWRR_MAX_SOJOURN_NS },
	{ "codel-target", TCA_DWRR_CODEL_TARGET, TIME, 1,
	  DWRR_MAX_SOJOURN_NS },
	{ "codel-interval", TCA_DWRR_CODEL_INTERVAL, TIME, 1,
	  DWRR_MAX_SOJOURN_NS },
};

static const struct option queue_options[] = {
	{ "quantum", TCA_DWRR_QUEUE_QUANTUM, SIZE, DWRR_MIN_QUANTUM,
	  DWRR_MAX_QUANTUM },
	{ "queue-thresh", TCA_DWRR_QUEUE_THRESH, SIZE, 0, DWRR_MAX_BYTES },
	{ "queue-buffer", TCA_DWRR_QUEUE_BUFFER, SIZE, DWRR_MIN_BUFFER,
	  DWRR_MAX_BYTES },
	{ "dscp", TCA_DWRR_QUEUE_DSCP, NUMBER, 0, 63 },
};

/* A counter of a port or a queue. The text has three lines of them. */
struct counter {
	unsigned short attr;
	const char *key;
	const char *fmt;	/* NULL: a time in ps, shown in us */
	bool starts_line;
};

static const struct counter counters[] = {
	{ TCA_DWRR_STATS_ARRIVED_PACKETS, "arrived_packets",
	  "  arrived %" PRIu64 "p" },
	{ TCA_DWRR_STATS_ARRIVED_BYTES, "arrived_bytes", " %" PRIu64 "b" },
	{ TCA_DWRR_STATS_SENT_PACKETS, "sent_packets", " sent %" PRIu64 "p" },
	{ TCA_DWRR_STATS_SENT_BYTES, "sent_bytes", " %" PRIu64 "b" },
	{ TCA_DWRR_STATS_MARKED_PACKETS, "marked_packets",
	  " marked %" PRIu64 "p" },
	{ TCA_DWRR_STATS_MARKED_BYTES, "marked_bytes", " %" PRIu64 "b" },
	{ TCA_DWRR_STATS_DROPPED_SHARED_BUFFER, "dropped_shared_buffer",
	  "  dropped shared-buffer %" PRIu64 "p", true },
	{ TCA_DWRR_STATS_DROPPED_QUEUE_BUFFER, "dropped_queue_buffer",
	  " queue-buffer %" PRIu64 "p" },
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
	{ TCA_DWRR_STATS_ROUND_TIME_PS, "round_time_ps", NULL },
};

/* ------------------------------------------------------------- values --- */

struct unit {
	__u64 scale;
	const char *name;
};

static const struct unit rate_units[] = {
	{ 1000000000000, "Tbit" }, { 1000000000, "Gbit" },
	{ 1000000, "Mbit" }, { 1000, "Kbit" }, { 1, "bit" },
};

static const struct unit size_units[] = {
	{ 1 << 20, "Mb" }, { 1 << 10, "Kb" }, { 1, "b" },
};

static const struct unit time_units[] = {
	{ 1000000000, "s" }, { 1000000, "ms" }, { 1000, "us" }, { 1, "ns" },
};

/* Write @value in the largest of @units, the last of which is 1, that is exact. */
static void format_in(char *buf, __u64 value, const struct unit *unit)
{
	while (unit->scale > 1 && (value == 0 || value % unit->scale))
		unit++;
	snprintf(buf, VALUE_LEN, "%" PRIu64 "%s",
		 (uint64_t)(value / unit->scale), unit->name);
}

static void format_value(char *buf, const struct option *opt, __u64 value)
{
	switch (opt->kind) {
	case RATE:
		format_in(buf, value * 8, rate_units);
		break;
	case SIZE:
		format_in(buf, value, size_units);
		break;
	case TIME:
		format_in(buf, value, time_units);
		break;
	case NUMBER:
		snprintf(buf, VALUE_LEN, "%" PRIu64, (uint64_t)value);
		break;
	case CHOICE:
		snprintf(buf, VALUE_LEN, "%s", value <= opt->max ?
			 opt->choices[value] : "unknown");
		break;
	}
}

/* Write what @opt takes: "1Mbit to 400Gbit", or "shared, static". */
static void format_expected(char *buf, size_t len, const struct option *opt)
{
	char min[VALUE_LEN], max[VALUE_LEN];
	int used = 0;

	if (opt->kind != CHOICE) {
		format_value(min, opt, opt->min);
		format_value(max, opt, opt->max);
		snprintf(buf, len, "%s to %s%s", min, max,
			 opt->kind == TIME ? ", with a unit" : "");
		return;
	}
	for (__u64 i = 0; i <= opt->max; i++)
		used += snprintf(buf + used, len - used, "%s%s",
				 i ? ", " : "", opt->choices[i]);
}

static void __attribute__((noreturn))
refuse(const char *word, const char *why, const char *arg)
{
	char message[256];

	snprintf(message, sizeof(message), "%s: %s", word, why);
	invarg(message, arg);
}

/* A bare number of a time means ns here and us there: ask for a unit. */
static bool has_time_unit(const char *arg)
{
	return strchr(arg, 's');
}

static int parse_choice(__u64 *value, const struct option *opt,
			const char *arg)
{
	for (__u64 i = 0; i <= opt->max; i++) {
		if (strcmp(arg, opt->choices[i]) == 0) {
			*value = i;
			return 0;
		}
	}
	return -1;
}

static int parse_kind(__u64 *value, const struct option *opt, const char *arg)
{
	unsigned int u32 = 0;
	__s64 s64 = 0;
	int err = -1;

	switch (opt->kind) {
	case RATE:
		return get_rate64(value, arg);
	case SIZE:
		err = get_size(&u32, arg);
		*value = u32;
		break;
	case TIME:
		err = has_time_unit(arg) ? get_time64(&s64, arg) : -1;
		*value = s64;
		break;
	case NUMBER:
		err = get_u32(&u32, arg, 10);
		*value = u32;
		break;
	case CHOICE:
		return parse_choice(value, opt, arg);
	}
	return err;
}

/* Read the value of @opt from @text; @arg is the whole word, for the message. */
static __u64 parse_value(const struct option *opt, const char *text,
			 const char *arg)
{
	char expected[VALUE_LEN * 3] = "expected ";
	size_t prefix = strlen(expected);
	__u64 value;

	if (text[0] != '-' && parse_kind(&value, opt, text) == 0 &&
	    value >= opt->min && value <= opt->max)
		return value;

	format_expected(expected + prefix, sizeof(expected) - prefix, opt);
	refuse(opt->word, expected, arg);
}

/* ------------------------------------------------------------ parsing --- */

/* What a request sets: a value for each option that was named. */
struct values {
	bool named[ARRAY_SIZE(port_options)];
	__u64 value[ARRAY_SIZE(port_options)];
};

#define ALL_QUEUES DWRR_MAX_QUEUES

struct request {
	struct values port;
	struct values queue[DWRR_MAX_QUEUES + 1];	/* the last is "all" */
	bool clear;
};

static const struct option *find_option(const struct option *options,
					size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(options[i].word, word) == 0)
			return &options[i];
	return NULL;
}

static void set_value(struct values *values, size_t i, __u64 value,
		      const char *word, const char *arg)
{
	if (values->named[i])
		refuse(word, "given twice", arg);
	values->named[i] = true;
	values->value[i] = value;
}

/* Read "3:" or "all:", at the start of @arg. */
static unsigned int parse_queue(const char *word, const char *arg,
				const char *colon)
{
	char *end;
	unsigned long queue;

	if (colon - arg == 3 && strncmp(arg, "all", 3) == 0)
		return ALL_QUEUES;
	queue = strtoul(arg, &end, 10);
	if (arg[0] < '0' || arg[0] > '9' || end != colon ||
	    queue >= DWRR_MAX_QUEUES)
		refuse(word, "expected QUEUE:VALUE, the queue 0 to 63 or all",
		       arg);
	return queue;
}

/* Read QUEUE:VALUE words up to the first word without a colon. */
static int parse_queue_words(struct request *request,
			     const struct option *opt, int argc, char **argv)
{
	int used = 0;

	for (; used < argc && strchr(argv[used], ':'); used++) {
		const char *arg = argv[used];
		const char *colon = strchr(arg, ':');
		unsigned int queue = parse_queue(opt->word, arg, colon);

		set_value(&request->queue[queue], opt - queue_options,
			  parse_value(opt, colon + 1, arg), opt->word, arg);
	}
	if (used == 0)
		refuse(opt->word, "expected QUEUE:VALUE, the queue 0 to 63 or all",
		       argc ? argv[0] : opt->word);
	return used;
}

static void print_usage(void)
{
	char expected[VALUE_LEN * 3];

	fprintf(stderr, "Usage: ... dwrr [OPTION VALUE]... [clear]\n");
	for (size_t i = 0; i < ARRAY_SIZE(port_options); i++) {
		format_expected(expected, sizeof(expected), &port_options[i]);
		fprintf(stderr, "  %-15s %s\n", port_options[i].word, expected);
	}
	fprintf(stderr, "of each queue, as QUEUE:VALUE..., all:VALUE for those not named:\n");
	for (size_t i = 0; i < ARRAY_SIZE(queue_options); i++) {
		format_expected(expected, sizeof(expected), &queue_options[i]);
		fprintf(stderr, "  %-15s %s\n", queue_options[i].word,
			expected);
	}
	fprintf(stderr,
		"rate is needed at creation, queues is taken only then.\n"
		"clear sets the counters to 0 and the watermarks to the backlog of now.\n"
		"Example: tc qdisc add dev eth1 root handle 1: dwrr rate 995mbit \\\n"
		"             ecn-scheme mq-ecn port-thresh 32k quantum 0:1538 1:3076\n");
}

/* Read the words after "dwrr". Return 0, or -1 when help was asked for. */
static int parse_words(struct request *request, int argc, char **argv)
{
	while (argc > 0) {
		const char *word = argv[0];
		const struct option *opt;
		int used;

		argc--, argv++;
		if (strcmp(word, "help") == 0) {
			print_usage();
			return -1;
		}
		if (strcmp(word, "clear") == 0) {
			request->clear = true;
			continue;
		}
		opt = find_option(port_options, ARRAY_SIZE(port_options), word);
		if (opt) {
			if (argc == 0)
				refuse(word, "needs a value", word);
			set_value(&request->port, opt - port_options,
				  parse_value(opt, argv[0], argv[0]), word,
				  argv[0]);
			used = 1;
		} else {
			opt = find_option(queue_options,
					  ARRAY_SIZE(queue_options), word);
			if (!opt)
				invarg("dwrr has no such option; `tc qdisc add dwrr help` lists them",
				       word);
			used = parse_queue_words(request, opt, argc, argv);
		}
		argc -= used;
		argv += used;
	}
	return 0;
}

static void add_values(struct nlmsghdr *n, const struct option *options,
		       size_t count, const struct values *values)
{
	for (size_t i = 0; i < count; i++) {
		__u64 u64 = values->value[i];
		__u32 u32 = u64;

		if (!values->named[i])
			continue;
		if (options[i].kind == RATE)
			addattr_l(n, MAX_REQUEST, options[i].attr, &u64,
				  sizeof(u64));
		else
			addattr_l(n, MAX_REQUEST, options[i].attr, &u32,
				  sizeof(u32));
	}
}

static bool names_any(const struct values *values)
{
	return memchr(values->named, true, sizeof(values->named));
}

/* An entry without an index means every queue. */
static void add_queue(struct nlmsghdr *n, const struct values *values,
		      __u32 index)
{
	struct rtattr *entry;

	if (!names_any(values))
		return;
	entry = addattr_nest(n, MAX_REQUEST, TCA_DWRR_QUEUE | NLA_F_NESTED);
	if (index != ALL_QUEUES)
		addattr_l(n, MAX_REQUEST, TCA_DWRR_QUEUE_INDEX, &index,
			  sizeof(index));
	add_values(n, queue_options, ARRAY_SIZE(queue_options), values);
	addattr_nest_end(n, entry);
}

/* "all" comes first, so that a queue that was named keeps its own value. */
static void add_queues(struct nlmsghdr *n, const struct request *request)
{
	struct rtattr *queues;

	queues = addattr_nest(n, MAX_REQUEST, TCA_DWRR_QUEUES | NLA_F_NESTED);
	add_queue(n, &request->queue[ALL_QUEUES], ALL_QUEUES);
	for (__u32 i = 0; i < DWRR_MAX_QUEUES; i++)
		add_queue(n, &request->queue[i], i);
	addattr_nest_end(n, queues);
}

static int parse_qdisc(const struct qdisc_util *util, int argc, char **argv,
		       struct nlmsghdr *n, const char *dev)
{
	struct request request = {};
	struct rtattr *options;

	(void)util, (void)dev;
	if (parse_words(&request, argc, argv))
		return -1;

	options = addattr_nest(n, MAX_REQUEST, TCA_OPTIONS | NLA_F_NESTED);
	add_values(n, port_options, ARRAY_SIZE(port_options), &request.port);
	for (size_t i = 0; i < ARRAY_SIZE(request.queue); i++) {
		if (names_any(&request.queue[i])) {
			add_queues(n, &request);
			break;
		}
	}
	if (request.clear)
		addattr_l(n, MAX_REQUEST, TCA_DWRR_CLEAR, NULL, 0);
	addattr_nest_end(n, options);
	return 0;
}

static int parse_class(const struct qdisc_util *util, int argc, char **argv,
		       struct nlmsghdr *n, const char *dev)
{
	(void)util, (void)argc, (void)argv, (void)n, (void)dev;
	fprintf(stderr,
		"The queues of dwrr are made and set with the qdisc: tc qdisc change dev DEV ... dwrr quantum 3:3076\n");
	return -1;
}

/* ----------------------------------------------------------- printing --- */

static void parse_nested(struct rtattr *tb[], int max, struct rtattr *nest)
{
	parse_rtattr_flags(tb, max, RTA_DATA(nest), RTA_PAYLOAD(nest),
			   NLA_F_NESTED);
}

/* Read an unsigned attribute of either size. */
static __u64 read_uint(const struct rtattr *attr)
{
	__u64 u64;
	__u32 u32;

	if (RTA_PAYLOAD(attr) >= sizeof(u64)) {
		memcpy(&u64, RTA_DATA(attr), sizeof(u64));
		return u64;
	}
	if (RTA_PAYLOAD(attr) < sizeof(u32))
		return 0;
	memcpy(&u32, RTA_DATA(attr), sizeof(u32));
	return u32;
}

/* Print @value: in JSON as @key, in text as @fmt. */
static void print_value(const struct option *opt, const char *key,
			const char *fmt, __u64 value)
{
	char text[VALUE_LEN];

	format_value(text, opt, value);
	if (opt->kind == CHOICE || !is_json_context())
		print_color_string(PRINT_ANY, COLOR_NONE, key, fmt, text);
	else
		print_color_u64(PRINT_JSON, COLOR_NONE, key, NULL, value);
}

static void print_options(const struct option *options, size_t count,
			  struct rtattr *tb[])
{
	char fmt[VALUE_LEN];

	for (size_t i = 0; i < count; i++) {
		const struct rtattr *attr = tb[options[i].attr];

		if (!attr)
			continue;
		snprintf(fmt, sizeof(fmt), "%s %%s ", options[i].word);
		print_value(&options[i], options[i].word, fmt,
			    read_uint(attr));
	}
}

static bool all_equal(const __u64 *values, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (values[i] != values[0])
			return false;
	return true;
}

/* One option of all queues: "quantum 0:1538b 1:3076b ", or "quantum all:1538b ". */
static void print_queues(const struct option *opt, const __u64 *values,
			 size_t count)
{
	bool compact = !is_json_context() && all_equal(values, count);
	char fmt[VALUE_LEN];

	open_json_array(PRINT_JSON, opt->word);
	print_color_string(PRINT_FP, COLOR_NONE, NULL, "%s ", opt->word);
	if (compact)
		print_value(opt, NULL, "all:%s ", values[0]);
	for (size_t i = 0; i < count && !compact; i++) {
		snprintf(fmt, sizeof(fmt), "%zu:%%s ", i);
		print_value(opt, NULL, fmt, values[i]);
	}
	close_json_array(PRINT_JSON, NULL);
}

/* Collect what the queues have, a row for each option, and print it. */
static void print_queue_options(struct rtattr *queues)
{
	__u64 values[ARRAY_SIZE(queue_options)][DWRR_MAX_QUEUES] = {};
	struct rtattr *entry = RTA_DATA(queues);
	int len = RTA_PAYLOAD(queues);
	size_t count = 0;

	for (; RTA_OK(entry, len); entry = RTA_NEXT(entry, len)) {
		struct rtattr *tb[TCA_DWRR_QUEUE_MAX + 1];
		__u64 index;

		parse_nested(tb, TCA_DWRR_QUEUE_MAX, entry);
		if (!tb[TCA_DWRR_QUEUE_INDEX])
			continue;
		index = read_uint(tb[TCA_DWRR_QUEUE_INDEX]);
		if (index >= DWRR_MAX_QUEUES)
			continue;
		if (count <= index)
			count = index + 1;
		for (size_t i = 0; i < ARRAY_SIZE(queue_options); i++)
			if (tb[queue_options[i].attr])
				values[i][index] =
					read_uint(tb[queue_options[i].attr]);
	}
	for (size_t i = 0; i < ARRAY_SIZE(queue_options) && count; i++)
		print_queues(&queue_options[i], values[i], count);
}

static int print_qdisc(const struct qdisc_util *util, FILE *f,
		       struct rtattr *opt)
{
	struct rtattr *tb[TCA_DWRR_MAX + 1];

	(void)util, (void)f;
	if (!opt)
		return 0;
	parse_nested(tb, TCA_DWRR_MAX, opt);
	print_options(port_options, ARRAY_SIZE(port_options), tb);
	if (tb[TCA_DWRR_QUEUES])
		print_queue_options(tb[TCA_DWRR_QUEUES]);
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

static void print_counter(const struct counter *counter, __u64 value)
{
	char text[VALUE_LEN];

	if (counter->fmt || is_json_context()) {
		print_color_u64(PRINT_ANY, COLOR_NONE, counter->key,
				counter->fmt, value);
		return;
	}
	snprintf(text, sizeof(text), "%.3fus", value / 1e6);
	print_color_string(PRINT_FP, COLOR_NONE, NULL, " round-time %s", text);
}

static int print_counters(const struct qdisc_util *util, FILE *f,
			  struct rtattr *xstats)
{
	struct rtattr *tb[TCA_DWRR_STATS_MAX + 1];

	(void)util, (void)f;
	if (!xstats)
		return 0;
	parse_nested(tb, TCA_DWRR_STATS_MAX, xstats);
	for (size_t i = 0; i < ARRAY_SIZE(counters); i++) {
		const struct counter *counter = &counters[i];

		if (!tb[counter->attr])
			continue;
		if (counter->starts_line)
			print_color_string(PRINT_FP, COLOR_NONE, NULL, "%s",
					   _SL_);
		print_counter(counter, read_uint(tb[counter->attr]));
	}
	return 0;
}

struct qdisc_util dwrr_qdisc_util = {
	.id		= "dwrr",
	.parse_qopt	= parse_qdisc,
	.print_qopt	= print_qdisc,
	.print_xstats	= print_counters,
	.parse_copt	= parse_class,
	.print_copt	= print_class,
};
