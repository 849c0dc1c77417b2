/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a qdisc plugin may use of the tc program that loads it.
 *
 * iproute2 has no development package: a plugin is linked against nothing and
 * finds these symbols in the running tc. Only what every tc from 5.10 to 7.1
 * exports with one and the same meaning is declared here; `make check` proves
 * it for the tc of this machine.
 */
#ifndef _MQECN_TC_H
#define _MQECN_TC_H

#include <linux/rtnetlink.h>
#include <linux/types.h>
#include <stdbool.h>
#include <stdio.h>

/* What the plugin shows of itself; names of its own never stand in for tc's. */
#define TC_PLUGIN __attribute__((visibility("default")))

/* tc looks for the symbol KIND_qdisc_util in q_KIND.so. Its layout is fixed. */
struct qdisc_util {
	struct qdisc_util *next;
	const char *id;
	int (*parse_qopt)(const struct qdisc_util *util, int argc, char **argv,
			  struct nlmsghdr *n, const char *dev);
	int (*print_qopt)(const struct qdisc_util *util, FILE *f,
			  struct rtattr *opt);
	int (*print_xstats)(const struct qdisc_util *util, FILE *f,
			    struct rtattr *xstats);
	int (*parse_copt)(const struct qdisc_util *util, int argc, char **argv,
			  struct nlmsghdr *n, const char *dev);
	int (*print_copt)(const struct qdisc_util *util, FILE *f,
			  struct rtattr *opt);
	int (*has_block)(const struct qdisc_util *util, struct rtattr *opt,
			 __u32 block_index, bool *has);
};

/* Words in. All but invarg() return 0 when they understood @arg. */
int get_u32(__u32 *value, const char *arg, int base);
int get_rate64(__u64 *bytes_per_s, const char *arg);
int get_size(unsigned int *bytes, const char *arg);
int get_time64(__s64 *ns, const char *arg);
void invarg(const char *message, const char *arg) __attribute__((noreturn));

/* Attributes out and in. */
int addattr_l(struct nlmsghdr *n, int max_len, int type, const void *data,
	      int len);
struct rtattr *addattr_nest(struct nlmsghdr *n, int max_len, int type);
int addattr_nest_end(struct nlmsghdr *n, struct rtattr *nest);
int parse_rtattr_flags(struct rtattr *tb[], int max, struct rtattr *rta,
		       int len, unsigned short flags);

/*
 * Text and JSON out, at once: @fmt is used in text, @key in JSON. A NULL key
 * makes an element of an array.
 */
enum output_type {
	PRINT_FP	= 1,	/* text only */
	PRINT_JSON	= 2,	/* JSON only */
	PRINT_ANY	= 4,
};

enum color_attr {
	COLOR_NONE	= 6,
};

bool is_json_context(void);
void open_json_array(enum output_type type, const char *key);
void close_json_array(enum output_type type, const char *suffix);
int print_color_string(enum output_type type, enum color_attr color,
		       const char *key, const char *fmt, const char *value);
int print_color_u64(enum output_type type, enum color_attr color,
		    const char *key, const char *fmt, __u64 value);

extern const char *_SL_;	/* end of a line; a backslash in `tc -o` */

#endif /* _MQECN_TC_H */
