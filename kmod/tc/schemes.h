/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Marking schemes and buffer policies that are modules of their own. The kernel describes
 * them, so that the plugin needs to know none.
 */
#ifndef _MQECN_TC_SCHEMES_H
#define _MQECN_TC_SCHEMES_H

#include "../uapi/dwrr.h"
#include "options.h"

/* Options as those of the port and its queues; per_queue says which they are. */
struct scheme {
	char name[DWRR_NAME_LEN];
	bool is_buffer;		/* a buffer policy */
	char names[DWRR_SCHEME_PARAMS][DWRR_NAME_LEN];
	struct option options[DWRR_SCHEME_PARAMS];
	bool per_queue[DWRR_SCHEME_PARAMS];
	size_t count;
};

void read_scheme(struct scheme *scheme, const char *option, bool is_buffer,
		 const char *name);
void read_param(struct option *opt, bool *per_queue, char *name,
		struct rtattr *field);
void print_scheme_counters(struct rtattr *nest);

#endif /* _MQECN_TC_SCHEMES_H */
