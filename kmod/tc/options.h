/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The options of a qdisc as a table: name, netlink attribute, type and range of each.
 * Parsing, printing, help and error messages follow from the table. Text output is
 * valid input: sizes, rates and times are printed in the largest unit that is exact.
 */
#ifndef _MQECN_TC_OPTIONS_H
#define _MQECN_TC_OPTIONS_H

#include <inttypes.h>

#include "tc.h"

#define ARRAY_SIZE(x) (sizeof(x) / sizeof((x)[0]))
#define MAX_REQUEST 16384	/* bytes; tc itself has room for 64 KB */
#define MAX_OPTIONS 32		/* per table */
#define VALUE_LEN 128	/* a set of code points has up to 121 */
#define EXPECTED_LEN (VALUE_LEN * 3)

enum value_kind {
	RATE,		/* bytes/s */
	SIZE,		/* bytes */
	TIME,		/* ns */
	PROBABILITY,	/* 1/1000000 */
	NUMBER,
	CHOICE,		/* one of the option's keywords */
	CODE_POINTS,	/* a set: bit i is code point i, min to max */
	FLAG,		/* no value: an action */
};

/* A number with a name. */
struct name {
	const char *text;
	unsigned int number;
};

struct option {
	const char *name;	/* on the command line, in text and in JSON */
	unsigned short attr;
	enum value_kind kind;
	__u64 min, max;
	const char *const *choices;
	const struct name *names;	/* of CODE_POINTS; the last is {} */
	bool is_u64;		/* otherwise the attribute is a u32 */
	const char *max_name;	/* keyword for UINT64_MAX */
};

/* The choices of an option that is off or on. */
extern const char *const switches[2];

/* The values of a request; is_set says which options it has. */
struct values {
	bool is_set[MAX_OPTIONS];
	__u64 value[MAX_OPTIONS];
};

/* A statistic. Several of them share a line of text. */
struct counter {
	unsigned short attr;
	const char *key;
	const char *fmt;	/* of a u64; of a string if there is a scale */
	bool starts_line;
	double scale;		/* in text, the value is divided by this */
};

const struct option *find_option(const struct option *options, size_t count,
				 const char *name);
__u64 parse_value(const struct option *opt, const char *text, const char *arg);
void set_value(struct values *values, size_t i, __u64 value, const char *name,
	       const char *arg);
int parse_option(struct values *values, size_t i, const struct option *opt,
		 int argc, char **argv);
bool any_set(const struct values *values);
void add_values(struct nlmsghdr *n, const struct option *options, size_t count,
		const struct values *values);
int parse_arguments(int (*parse)(int argc, char **argv, struct nlmsghdr *n),
		    int argc, char **argv, struct nlmsghdr *n);
void refuse(const char *why, const char *arg) __attribute__((noreturn));
void reject(const char *name, const char *why, const char *arg)
	__attribute__((noreturn));

void parse_nested(struct rtattr *tb[], int max, struct rtattr *nest);
__u64 read_uint(const struct rtattr *attr);
void print_value(const struct option *opt, const char *key, const char *fmt,
		 __u64 value);
void print_options(const struct option *options, size_t count,
		   struct rtattr *tb[]);
void print_usage_of(const struct option *options, size_t count);
void print_counters(const struct counter *counters, size_t count,
		    struct rtattr *tb[]);

#endif /* _MQECN_TC_OPTIONS_H */
