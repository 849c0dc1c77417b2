// SPDX-License-Identifier: GPL-2.0-only
/* Parses and prints the options of options.h. */
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "options.h"

const char *const switches[] = { "off", "on" };

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

static const struct unit probability_units[] = {
	{ 10000, "%" }, { 1, "ppm" },
};

/* Formats @value in the largest unit that is exact. The last unit must be 1. */
static void format_in(char *buf, __u64 value, const struct unit *unit)
{
	while (unit->scale > 1 && (value == 0 || value % unit->scale))
		unit++;
	snprintf(buf, VALUE_LEN, "%" PRIu64 "%s",
		 (uint64_t)(value / unit->scale), unit->name);
}

/* Formats a set as "1,8-10", or "none". */
static void format_set(char *buf, __u64 set)
{
	int used = 0, i, last;

	snprintf(buf, VALUE_LEN, "none");
	for (i = 0; i < 64; i = last + 1) {
		last = i;
		if (!(set >> i & 1))
			continue;
		while (last < 63 && set >> (last + 1) & 1)
			last++;
		used += snprintf(buf + used, VALUE_LEN - used, "%s%d",
				 used ? "," : "", i);
		if (last > i)
			used += snprintf(buf + used, VALUE_LEN - used, "-%d",
					 last);
	}
}

static void format_value(char *buf, const struct option *opt, __u64 value)
{
	if (opt->max_name && value == UINT64_MAX) {
		snprintf(buf, VALUE_LEN, "%s", opt->max_name);
		return;
	}
	switch (opt->kind) {
	case RATE:
		if (value > UINT64_MAX / 8)
			snprintf(buf, VALUE_LEN, "%" PRIu64 "bps", (uint64_t)value);
		else
			format_in(buf, value * 8, rate_units);
		break;
	case SIZE:
		format_in(buf, value, size_units);
		break;
	case TIME:
		format_in(buf, value, time_units);
		break;
	case PROBABILITY:
		format_in(buf, value, probability_units);
		break;
	case NUMBER:
		snprintf(buf, VALUE_LEN, "%" PRIu64, (uint64_t)value);
		break;
	case CHOICE:
		snprintf(buf, VALUE_LEN, "%s", value <= opt->max ?
			 opt->choices[value] : "unknown");
		break;
	case CODE_POINTS:
		format_set(buf, value);
		break;
	case FLAG:
		buf[0] = '\0';
		break;
	}
}

/* Formats the values that @opt accepts: "1Mbit to 400Gbit", or "shared, static". */
static void format_expected(char *buf, size_t len, const struct option *opt)
{
	char min[VALUE_LEN], max[VALUE_LEN];
	int used = 0;

	if (opt->kind == FLAG) {
		snprintf(buf, len, "(no value)");
		return;
	}
	if (opt->kind == CODE_POINTS) {
		snprintf(buf, len, "none or a list of %d to %d%s, as %s",
			 (int)opt->min, (int)opt->max,
			 opt->names ? " or names" : "",
			 opt->names ? "ef,af41-af43,44" : "0,4-7");
		return;
	}
	if (opt->kind != CHOICE) {
		format_value(min, opt, opt->min);
		format_value(max, opt, opt->max);
		snprintf(buf, len, "%s to %s%s%s%s", min, max,
			 opt->kind == TIME || opt->kind == PROBABILITY ?
			 ", with a unit" : "",
			 opt->max_name ? ", or " : "",
			 opt->max_name ?: "");
		return;
	}
	for (__u64 i = 0; i <= opt->max; i++)
		used += snprintf(buf + used, len - used, "%s%s",
				 i ? ", " : "", opt->choices[i]);
}

static jmp_buf refused;

/*
 * Calls @parse for the arguments of a command. invarg() would end tc, and with it a batch
 * that is to go on (tc -force -batch).
 *
 * Return: its result; -1 if it refuses an argument
 */
int parse_arguments(int (*parse)(int argc, char **argv, struct nlmsghdr *n),
		    int argc, char **argv, struct nlmsghdr *n)
{
	return setjmp(refused) ? -1 : parse(argc, argv, n);
}

void refuse(const char *why, const char *arg)
{
	fprintf(stderr, "Error: argument \"%s\" is wrong: %s\n", arg, why);
	longjmp(refused, 1);
}

void reject(const char *name, const char *why, const char *arg)
{
	char message[256];

	snprintf(message, sizeof(message), "%s: %s", name, why);
	refuse(message, arg);
}

/* tc reads a number without a unit as us, the kernel as ns: require a unit. */
static bool has_time_unit(const char *arg)
{
	return strchr(arg, 's');
}

/* Only 0x is a prefix: 010 is ten. */
static bool is_hexadecimal(const char *arg)
{
	return strncmp(arg, "0x", 2) == 0;
}

/* Parses "5%", "0.25%" or "2500ppm", exactly. */
static int parse_probability(__u64 *value, const char *arg)
{
	__u64 place = probability_units[0].scale;
	char *end;

	if (arg[0] < '0' || arg[0] > '9')
		return -1;
	*value = strtoul(arg, &end, 10);
	if (strcmp(end, "ppm") == 0)
		return 0;
	if (*value > UINT32_MAX)
		return -1;
	*value *= place;
	if (*end == '.')
		for (end++; *end >= '0' && *end <= '9' && place > 1; end++) {
			place /= 10;
			*value += (*end - '0') * place;
		}
	return strcmp(end, "%");
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

static const struct name *find_name(const struct name *names, const char *text)
{
	for (; names && names->text; names++)
		if (strcasecmp(names->text, text) == 0)
			return names;
	return NULL;
}

static int parse_code_point(__u32 *code_point, const struct option *opt,
			    const char *text)
{
	const struct name *name = find_name(opt->names, text);

	if (name)
		*code_point = name->number;
	else if (text[0] == '-' ||
		 get_u32(code_point, text, is_hexadecimal(text) ? 16 : 10))
		return -1;
	return *code_point >= opt->min && *code_point <= opt->max ? 0 : -1;
}

/* Parses a list of code points and ranges. */
static int parse_set(__u64 *set, const struct option *opt, const char *arg)
{
	char list[EXPECTED_LEN * 2], *rest = list, *item, *dash;
	__u32 first, last;

	*set = 0;
	if (strcasecmp(arg, "none") == 0)
		return 0;
	if (snprintf(list, sizeof(list), "%s", arg) >= (int)sizeof(list))
		return -1;
	while ((item = strsep(&rest, ","))) {
		dash = strchr(item, '-');
		if (dash)
			*dash++ = '\0';
		if (parse_code_point(&first, opt, item) ||
		    parse_code_point(&last, opt, dash ? dash : item) ||
		    first > last)
			return -1;
		for (; first <= last; first++)
			*set |= (__u64)1 << first;
	}
	return 0;
}

static int parse_kind(__u64 *value, const struct option *opt, const char *arg)
{
	unsigned int u32 = 0;
	__s64 s64 = 0;
	int err = -1;

	if (opt->max_name && strcmp(arg, opt->max_name) == 0) {
		*value = UINT64_MAX;
		return 0;
	}
	switch (opt->kind) {
	case RATE:
		return get_rate64(value, arg);
	case SIZE:
		err = get_size(&u32, arg);
		*value = u32;
		break;
	case TIME:
		err = has_time_unit(arg) ? get_time64(&s64, arg) : -1;
		if (s64 < 0)	/* also after an overflow */
			err = -1;
		*value = s64;
		break;
	case PROBABILITY:
		return parse_probability(value, arg);
	case NUMBER:
		err = get_u32(&u32, arg, is_hexadecimal(arg) ? 16 : 10);
		*value = u32;
		break;
	case CHOICE:
		return parse_choice(value, opt, arg);
	case CODE_POINTS:
		return parse_set(value, opt, arg);
	case FLAG:
		break;
	}
	return err;
}

static bool is_in_range(__u64 value, const struct option *opt)
{
	return opt->kind == CODE_POINTS ||
	       (value >= opt->min && value <= opt->max) ||
	       (opt->max_name && value == UINT64_MAX);
}

/* Parses the value of @opt from @text; @arg is the whole argument, for messages. */
__u64 parse_value(const struct option *opt, const char *text, const char *arg)
{
	char expected[EXPECTED_LEN] = "expected ";
	size_t prefix = strlen(expected);
	__u64 value;

	if (text[0] != '-' && parse_kind(&value, opt, text) == 0 &&
	    is_in_range(value, opt))
		return value;

	format_expected(expected + prefix, sizeof(expected) - prefix, opt);
	reject(opt->name, expected, arg);
}

const struct option *find_option(const struct option *options,
				 size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(options[i].name, name) == 0)
			return &options[i];
	return NULL;
}

void set_value(struct values *values, size_t i, __u64 value,
	       const char *name, const char *arg)
{
	if (values->is_set[i])
		reject(name, "given twice", arg);
	values->is_set[i] = true;
	values->value[i] = value;
}

/*
 * Parses the value of @opt, option number @i, from the arguments after its name.
 *
 * Return: the number of arguments used.
 */
int parse_option(struct values *values, size_t i, const struct option *opt,
		 int argc, char **argv)
{
	if (opt->kind == FLAG) {
		set_value(values, i, 0, opt->name, opt->name);
		return 0;
	}
	if (argc == 0)
		reject(opt->name, "needs a value", opt->name);
	set_value(values, i, parse_value(opt, argv[0], argv[0]), opt->name,
		  argv[0]);
	return 1;
}

void add_values(struct nlmsghdr *n, const struct option *options,
		size_t count, const struct values *values)
{
	for (size_t i = 0; i < count; i++) {
		__u64 u64 = values->value[i];
		__u32 u32 = u64;

		if (!values->is_set[i])
			continue;
		if (options[i].kind == FLAG)
			addattr_l(n, MAX_REQUEST, options[i].attr, NULL, 0);
		else if (options[i].is_u64)
			addattr_l(n, MAX_REQUEST, options[i].attr, &u64,
				  sizeof(u64));
		else
			addattr_l(n, MAX_REQUEST, options[i].attr, &u32,
				  sizeof(u32));
	}
}

bool any_set(const struct values *values)
{
	return memchr(values->is_set, true, sizeof(values->is_set));
}

void parse_nested(struct rtattr *tb[], int max, struct rtattr *nest)
{
	parse_rtattr_flags(tb, max, RTA_DATA(nest), RTA_PAYLOAD(nest),
			   NLA_F_NESTED);
}

/* Return: an unsigned attribute of 4 or 8 bytes. */
__u64 read_uint(const struct rtattr *attr)
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

/* Prints the members of a set. */
static void print_json_set(const char *key, __u64 set)
{
	open_json_array(PRINT_JSON, key);
	for (__u64 i = 0; i < 64; i++)
		if (set >> i & 1)
			print_color_u64(PRINT_JSON, COLOR_NONE, NULL, NULL, i);
	close_json_array(PRINT_JSON, NULL);
}

/* Prints @value: in JSON as @key, unless it is none; in text with @fmt. */
void print_value(const struct option *opt, const char *key,
		 const char *fmt, __u64 value)
{
	char text[VALUE_LEN];

	if (opt->max_name && value == UINT64_MAX && is_json_context())
		return;		/* no number means none */
	if (opt->kind == CODE_POINTS && is_json_context()) {
		print_json_set(key, value);
		return;
	}
	format_value(text, opt, value);
	if (opt->kind == CHOICE || !is_json_context())
		print_color_string(PRINT_ANY, COLOR_NONE, key, fmt, text);
	else
		print_color_u64(PRINT_JSON, COLOR_NONE, key, NULL, value);
}

void print_options(const struct option *options, size_t count,
		   struct rtattr *tb[])
{
	char fmt[VALUE_LEN];

	for (size_t i = 0; i < count; i++) {
		const struct rtattr *attr = tb[options[i].attr];

		if (!attr)
			continue;
		snprintf(fmt, sizeof(fmt), "%s %%s ", options[i].name);
		print_value(&options[i], options[i].name, fmt,
			    read_uint(attr));
	}
}

/* Prints each option and the values it accepts, for help. */
void print_usage_of(const struct option *options, size_t count)
{
	char expected[EXPECTED_LEN];

	for (size_t i = 0; i < count; i++) {
		format_expected(expected, sizeof(expected), &options[i]);
		fprintf(stderr, "  %-15s %s\n", options[i].name, expected);
	}
}

static void print_counter(const struct counter *counter, __u64 value)
{
	char text[VALUE_LEN];

	if (!counter->scale || is_json_context()) {
		print_color_u64(PRINT_ANY, COLOR_NONE, counter->key,
				counter->fmt, value);
		return;
	}
	snprintf(text, sizeof(text), "%.3f", value / counter->scale);
	print_color_string(PRINT_FP, COLOR_NONE, NULL, counter->fmt, text);
}

void print_counters(const struct counter *counters, size_t count,
		    struct rtattr *tb[])
{
	for (size_t i = 0; i < count; i++) {
		const struct counter *counter = &counters[i];

		if (!tb[counter->attr])
			continue;
		if (counter->starts_line)
			print_color_string(PRINT_FP, COLOR_NONE, NULL, "%s",
					   _SL_);
		print_counter(counter, read_uint(tb[counter->attr]));
	}
}
