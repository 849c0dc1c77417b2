/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The configuration of a dwrr port: one value. A change copies it, validates the
 * copy and commits it as a whole under the tree lock.
 */
#ifndef _DWRR_CONFIG_H
#define _DWRR_CONFIG_H

#include <linux/netlink.h>
#include <linux/types.h>

#include "scheme.h"

/* DWRR_RATE64_MIN to DWRR_RATE64_MAX, in the unit in which people write rates. */
#define DWRR_RATE_RULE	"dwrr: the rate is 1 Mbit/s to 400 Gbit/s"

/* The parameters of a marking scheme and behind them those of a buffer policy. */
#define DWRR_PARAMS	(DWRR_SCHEME_PARAMS + DWRR_BUFFER_PARAMS)

struct dwrr_queue_config {
	u32	quantum;	/* bytes per round: the weight of the queue */
	u32	thresh;		/* bytes */
	u32	buffer;		/* bytes, in static mode */
	u32	dscp;		/* of the sysctl, see map.h */
	u32	prio;		/* 0 is the highest */
	u64	param[DWRR_PARAMS];	/* of schemes with a module of their own */
};

struct dwrr_config {
	u64	rate;		/* bytes/s */
	u32	num_queues;
	u32	ecn_scheme;	/* enum dwrr_ecn_scheme, or DWRR_ECN_MODULE */
	const struct dwrr_scheme_ops *module[DWRR_ROLES];	/* with DWRR_*_MODULE */
	u32	port_thresh;	/* bytes */
	u32	shared_buffer;	/* bytes */
	u32	buffer_mode;	/* enum dwrr_buffer_mode, or DWRR_BUFFER_MODULE */
	u32	scheduler;
	u32	mark_at;
	u32	round_alpha;	/* 1/1000 */
	u32	idle_interval;	/* ns */
	u32	bucket;		/* ns */
	u32	tcn_thresh;	/* ns */
	u32	codel_target;	/* ns */
	u32	codel_interval;	/* ns */
	u32	trust;
	u32	default_queue;
	u32	histograms;	/* enum dwrr_histograms */
	u8	dscp_map[DWRR_NUM_DSCPS];	/* queue, or DWRR_UNMAPPED */
	u8	pcp_map[DWRR_NUM_PCPS];
	struct dwrr_queue_config queue[DWRR_MAX_QUEUES];
};

/* Return: which of a queue's param is the first of a scheme with that role. */
static inline u32 dwrr_param_base(enum dwrr_role role)
{
	return role == DWRR_BUFFERING ? DWRR_SCHEME_PARAMS : 0;
}

void dwrr_config_init(struct dwrr_config *config);
bool dwrr_config_valid(const struct dwrr_config *config,
		       struct netlink_ext_ack *extack);
void dwrr_config_warn_default_queue(const struct dwrr_config *config,
				    struct netlink_ext_ack *extack);
void dwrr_config_warn(const struct dwrr_config *config, const struct net_device *dev,
		      struct netlink_ext_ack *extack);
u64 dwrr_memory_limit(const struct dwrr_config *config);
u64 dwrr_level_quanta(const struct dwrr_config *config, u32 queue);
bool dwrr_config_has_module(const struct dwrr_config *config, enum dwrr_role role);
void dwrr_config_set_scheme(struct dwrr_config *config, const struct dwrr_scheme_ops *scheme);
const struct dwrr_scheme_ops *dwrr_config_scheme(const struct dwrr_config *config,
						 enum dwrr_role role);
void dwrr_config_params(const struct dwrr_config *config, enum dwrr_role role, u32 queue,
			u64 *values);
void dwrr_config_set_param(struct dwrr_config *config, enum dwrr_role role, u32 queue,
			   const struct dwrr_scheme_param *param, u64 value);
bool dwrr_rate_valid(u64 rate, struct netlink_ext_ack *extack);

#endif /* _DWRR_CONFIG_H */
