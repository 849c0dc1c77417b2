/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The configuration of an eiffel qdisc: one value. A change copies it, validates the
 * copy and commits it as a whole under the tree lock.
 */
#ifndef _EIFFEL_CONFIG_H
#define _EIFFEL_CONFIG_H

#include <linux/netlink.h>
#include <linux/types.h>

#include "../uapi/eiffel.h"

struct eiffel_config {
	u32	policy;
	u32	rank_from;
	u32	limit;			/* packets */
	u32	flow_limit;		/* packets */
	u32	buckets;
	u32	granularity;		/* ns */
	u32	hash_buckets;
	u32	quantum;		/* bytes */
	u32	initial_quantum;	/* bytes */
	u32	pacing;
	u64	maxrate;		/* bytes/s */
	u32	low_rate_threshold;	/* bytes/s */
	u32	refill_delay;		/* ns */
	u32	orphan_mask;
	u64	ce_threshold;		/* ns */
	u32	timer_slack;		/* ns */
	u64	horizon;		/* ns */
	u32	beyond_horizon;
	u32	deadline_unit;		/* ns */
};

void eiffel_config_init(struct eiffel_config *config, u32 mtu);
void eiffel_config_warn(const struct eiffel_config *config, u32 mtu,
			struct netlink_ext_ack *extack);

#endif /* _EIFFEL_CONFIG_H */
