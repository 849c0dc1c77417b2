/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The symbols of tc that a qdisc plugin may use.
 *
 * iproute2 has no development package. A plugin is linked against nothing; the dynamic
 * linker resolves these symbols in the tc that loads it. Every tc from 5.10 to 7.1
 * exports them with the same meaning; `make check` verifies the tc of this machine.
 */
#ifndef _MQECN_TC_H
#define _MQECN_TC_H

#include <linux/rtnetlink.h>
#include <linux/types.h>
#include <stdbool.h>
#include <stdio.h>

/* The only symbol that the plugin exports; the others cannot clash with those of tc. */
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

/* Parsers of arguments. They return 0 on success. */
int get_u32(__u32 *value, const char *arg, int base);
int get_rate64(__u64 *bytes_per_s, const char *arg);
int get_size(unsigned int *bytes, const char *arg);
int get_time64(__s64 *ns, const char *arg);

/* Netlink attributes. */
int addattr_l(struct nlmsghdr *n, int max_len, int type, const void *data,
	      int len);
struct rtattr *addattr_nest(struct nlmsghdr *n, int max_len, int type);
int addattr_nest_end(struct nlmsghdr *n, struct rtattr *nest);
int parse_rtattr_flags(struct rtattr *tb[], int max, struct rtattr *rta,
		       int len, unsigned short flags);

/*
 * Output: @fmt is used for text, @key for JSON. A NULL key prints an element of an
 * array.
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

extern const char *_SL_;	/* end of line; a backslash in `tc -o` */

#endif /* _MQECN_TC_H */
