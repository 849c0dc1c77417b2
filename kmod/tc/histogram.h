/* SPDX-License-Identifier: GPL-2.0-only */
/* Prints a histogram of a queue: quantiles in text, all buckets in JSON. */
#ifndef _MQECN_TC_HISTOGRAM_H
#define _MQECN_TC_HISTOGRAM_H

#include "../uapi/dwrr.h"
#include "options.h"

void print_histogram(struct rtattr *nest, const char *name, const char *unit,
		     const char *short_unit);

#endif /* _MQECN_TC_HISTOGRAM_H */
