// SPDX-License-Identifier: GPL-2.0-only
/*
 * Defaults and warnings of a configuration. The range of each value is in the netlink
 * policy (netlink.c); no two values exclude each other.
 */

#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/time64.h>

#include "config.h"

/*
 * The defaults of fq, except for what fq does not have. A bucket of 8 us delays a
 * packet by less than fq's timer slack of 10 us. 16384 buckets make windows of 131 ms:
 * if 20,000 flows share 200,000 packets/s, the most that one processor sends, the next
 * packet of each is inside the windows; slower flows are sorted again once per window.
 * Both calendars together take 520 KB at most. The flow table has a bucket per flow, up
 * to the largest number that can be configured.
 */
void eiffel_config_init(struct eiffel_config *config, u32 mtu)
{
	mtu = clamp_t(u32, mtu, EIFFEL_QUANTUM_MIN, EIFFEL_QUANTUM_MAX);

	*config = (struct eiffel_config) {
		.policy			= EIFFEL_PACING,
		.rank_from		= EIFFEL_RANK_DSCP,
		.limit			= 10000,
		.flow_limit		= 100,
		.buckets		= 16384,
		.granularity		= 8 * NSEC_PER_USEC,
		.hash_buckets		= 262144,
		.quantum		= min_t(u32, 2 * mtu, EIFFEL_QUANTUM_MAX),
		.initial_quantum	= min_t(u32, 10 * mtu, EIFFEL_QUANTUM_MAX),
		.pacing			= 1,
		.maxrate		= EIFFEL_UNLIMITED,
		.low_rate_threshold	= 550000 / 8,
		.refill_delay		= 40 * NSEC_PER_MSEC,
		.orphan_mask		= 1024 - 1,
		.ce_threshold		= EIFFEL_UNLIMITED,
		.timer_slack		= 10 * NSEC_PER_USEC,
		.horizon		= 10ULL * NSEC_PER_SEC,
		.beyond_horizon		= EIFFEL_HORIZON_DROP,
		.deadline_unit		= NSEC_PER_MSEC,
	};
}

/* Return: ns to send a full frame at the maximum rate; 0 if there is none. */
static u64 eiffel_frame_time(const struct eiffel_config *config, u32 mtu)
{
	if (config->maxrate == EIFFEL_UNLIMITED)
		return 0;
	return div64_u64((u64)mtu * NSEC_PER_SEC, config->maxrate);
}

/* Warns about values that are valid but unlikely to be intended. */
void eiffel_config_warn(const struct eiffel_config *config, u32 mtu,
			struct netlink_ext_ack *extack)
{
	u64 frame = eiffel_frame_time(config, mtu);
	u64 window = (u64)config->buckets * config->granularity;

	if (config->horizon < config->granularity)
		NL_SET_ERR_MSG(extack,
			       "eiffel: the horizon is shorter than a bucket: packets with a transmission time are hardly delayed");
	else if (config->horizon < frame)
		NL_SET_ERR_MSG(extack,
			       "eiffel: the horizon is shorter than the transmission time of a full frame at maxrate: packets timed for that rate are beyond it");
	else if (frame && !config->pacing)
		NL_SET_ERR_MSG(extack,
			       "eiffel: maxrate has no effect: pacing is off");
	else if (window > EIFFEL_HORIZON64_MAX)
		NL_SET_ERR_MSG(extack,
			       "eiffel: a window is longer than the longest horizon: narrower buckets would resolve more transmission times");
	else if (window < config->timer_slack)
		NL_SET_ERR_MSG(extack,
			       "eiffel: a window is shorter than the timer slack: flows are served out of order");
	else if (2 * window < frame)
		NL_SET_ERR_MSG(extack,
			       "eiffel: both windows are shorter than the transmission time of a full frame at maxrate: flows are sorted twice");
	else if (config->policy != EIFFEL_PACING && config->flow_limit > config->limit)
		NL_SET_ERR_MSG(extack,
			       "eiffel: flow-limit is above limit: one flow can take the whole limit");
}
