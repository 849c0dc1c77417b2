/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The words of a qdisc as rows of a table: the word, its netlink attribute, how
 * its value is written and in which range it lies. Parsing, printing, help and
 * error messages all follow from the rows. Text output is valid input again, to
 * the last byte: sizes, rates and times are printed in the largest unit that is
 * exact.
 */
#ifndef _MQECN_TC_WORDS_H
#define _MQECN_TC_WORDS_H

#include <inttypes.h>

#include "tc.h"

#define ARRAY_SIZE(x) (sizeof(x) / sizeof((x)[0]))
#define MAX_REQUEST 16384	/* bytes; tc itself has room for 64 KB */
#define MAX_OPTIONS 32		/* of a table */
#define VALUE_LEN 64
#define EXPECTED_LEN (VALUE_LEN * 3)

enum value_kind {
	RATE,		/* bytes/s */
	SIZE,		/* bytes */
	TIME,		/* ns */
	NUMBER,
	CHOICE,		/* one of the option's words */
	FLAG,		/* no value: something to be done */
};

struct option {
	const char *word;	/* on the command line, in text and in JSON */
	unsigned short attr;
	enum value_kind kind;
	__u64 min, max;
	const char *const *choices;
	bool wide;		/* a u64 attribute; the others are u32 */
	const char *most;	/* a word for the largest u64 there is */
};

/* What a request sets: a value for each option that was named. */
struct values {
	bool named[MAX_OPTIONS];
	__u64 value[MAX_OPTIONS];
};

/* A counter. Many of them make a few lines of text. */
struct counter {
	unsigned short attr;
	const char *key;
	const char *fmt;	/* of a u64; of a string where there is a scale */
	bool starts_line;
	double scale;		/* what one of the unit in the text counts */
};

const struct option *find_option(const struct option *options, size_t count,
				 const char *word);
__u64 parse_value(const struct option *opt, const char *text, const char *arg);
void set_value(struct values *values, size_t i, __u64 value, const char *word,
	       const char *arg);
int take_value(struct values *values, size_t i, const struct option *opt,
	       int argc, char **argv);
bool names_any(const struct values *values);
void add_values(struct nlmsghdr *n, const struct option *options, size_t count,
		const struct values *values);
void refuse(const char *word, const char *why, const char *arg)
	__attribute__((noreturn));

void parse_nested(struct rtattr *tb[], int max, struct rtattr *nest);
__u64 read_uint(const struct rtattr *attr);
void print_value(const struct option *opt, const char *key, const char *fmt,
		 __u64 value);
void print_options(const struct option *options, size_t count,
		   struct rtattr *tb[]);
void print_expected(const struct option *options, size_t count);
void print_counters(const struct counter *counters, size_t count,
		    struct rtattr *tb[]);

#endif /* _MQECN_TC_WORDS_H */
