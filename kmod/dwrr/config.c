// SPDX-License-Identifier: GPL-2.0-only
/*
 * Defaults and validation of a configuration. The range of each value is in the
 * netlink policy (netlink.c) or in the table of sysctls (legacy/sysctl.c); this
 * file checks what depends on more than one value.
 */

#include <linux/bits.h>
#include <linux/build_bug.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <linux/time64.h>

#include "config.h"
#include "registry.h"

/*
 * The defaults of the MQ-ECN and TCN prototypes. Their sojourn times are multiples
 * of 1024 ns. A port has no default rate.
 */
void dwrr_config_init(struct dwrr_config *config)
{
	u32 i;

	*config = (struct dwrr_config) {
		.num_queues	= DWRR_DEFAULT_QUEUES,
		.ecn_scheme	= DWRR_ECN_PER_QUEUE,
		.port_thresh	= 30000,
		.shared_buffer	= 2000000,
		.buffer_mode	= DWRR_BUFFER_SHARED,
		.scheduler	= DWRR_SCHED_DWRR,
		.mark_at	= DWRR_MARK_ENQUEUE,
		.round_alpha	= 750,
		.idle_interval	= 12000,
		.bucket		= 20000,
		.tcn_thresh	= 250 * 1024,
		.codel_target	= 100 * 1024,
		.codel_interval	= 2000 * 1024,
	};
	for (i = 0; i < DWRR_MAX_QUEUES; i++)
		config->queue[i] = (struct dwrr_queue_config) {
			.quantum	= 1538,
			.thresh		= 30000,
			.buffer		= 2000000,
			.dscp		= i,
		};
}

static u32 dwrr_config_number(const struct dwrr_config *config, enum dwrr_role role)
{
	return role == DWRR_BUFFERING ? config->buffer_mode : config->ecn_scheme;
}

static_assert(DWRR_BUFFER_MODULE == DWRR_ECN_MODULE);

/* Return: whether the scheme or policy has a module of its own. */
bool dwrr_config_has_module(const struct dwrr_config *config, enum dwrr_role role)
{
	return dwrr_config_number(config, role) == DWRR_ECN_MODULE;
}

const struct dwrr_scheme_ops *dwrr_config_scheme(const struct dwrr_config *config,
						 enum dwrr_role role)
{
	return dwrr_config_has_module(config, role) ? config->module[role] :
	       dwrr_own_scheme(role, dwrr_config_number(config, role));
}

/* Selects @scheme. One with a module of its own has the defaults of its parameters. */
void dwrr_config_set_scheme(struct dwrr_config *config, const struct dwrr_scheme_ops *scheme)
{
	enum dwrr_role role = dwrr_scheme_role(scheme);
	u32 i;

	if (role == DWRR_BUFFERING)
		config->buffer_mode = dwrr_scheme_number(scheme);
	else
		config->ecn_scheme = dwrr_scheme_number(scheme);
	if (!scheme->owner)
		return;
	config->module[role] = scheme;
	for (i = 0; i < DWRR_MAX_QUEUES; i++)
		dwrr_scheme_defaults(scheme, &config->queue[i].param[dwrr_param_base(role)]);
}

/* Reads the values of the scheme's parameters for @queue. */
void dwrr_config_params(const struct dwrr_config *config, enum dwrr_role role, u32 queue,
			u64 *values)
{
	const struct dwrr_scheme_param *param = dwrr_config_scheme(config, role)->params;
	const u64 *own = &config->queue[queue].param[dwrr_param_base(role)];
	const void *base;

	for (; param && param->name; param++, own++) {
		base = param->per_queue ? (const void *)&config->queue[queue] : config;
		*values++ = param->field ? *(const u32 *)(base + param->field) : *own;
	}
}

/* Sets a parameter of the scheme. One of the port is the same for every queue. */
void dwrr_config_set_param(struct dwrr_config *config, enum dwrr_role role, u32 queue,
			   const struct dwrr_scheme_param *param, u64 value)
{
	void *base = param->per_queue ? (void *)&config->queue[queue] : config;
	u64 *own = &config->queue[queue].param[dwrr_param_base(role)];

	if (param->field)
		*(u32 *)(base + param->field) = value;
	else
		own[param - dwrr_config_scheme(config, role)->params] = value;
}

bool dwrr_rate_valid(u64 rate, struct netlink_ext_ack *extack)
{
	if (rate >= DWRR_RATE64_MIN && rate <= DWRR_RATE64_MAX)
		return true;
	NL_SET_ERR_MSG(extack, DWRR_RATE_RULE);
	return false;
}

/* Return: whether no value of @queue is below that of the parameter that bounds it. */
static bool dwrr_params_valid(const struct dwrr_config *config, enum dwrr_role role, u32 queue,
			      struct netlink_ext_ack *extack)
{
	const struct dwrr_scheme_ops *scheme = dwrr_config_scheme(config, role);
	const struct dwrr_scheme_param *params = scheme->params, *param, *bound;
	u64 values[DWRR_SCHEME_PARAMS];

	dwrr_config_params(config, role, queue, values);
	for (param = params; param && param->name; param++) {
		bound = param->not_below ? dwrr_scheme_param(scheme, param->not_below) : param;
		if (values[param - params] < values[bound - params]) {
			NL_SET_ERR_MSG(extack,
				       "dwrr: a parameter of the scheme is below the one that is its lower bound");
			return false;
		}
	}
	return true;
}

bool dwrr_config_valid(const struct dwrr_config *config,
		       struct netlink_ext_ack *extack)
{
	enum dwrr_role role;
	u32 i;

	/* T_round is the length of a round. */
	if (config->scheduler == DWRR_SCHED_WFQ &&
	    dwrr_config_scheme(config, DWRR_MARKING)->needs & DWRR_NEEDS_ROUNDS) {
		if (config->ecn_scheme == DWRR_ECN_MQ_ECN)
			NL_SET_ERR_MSG(extack,
				       "dwrr: MQ-ECN measures the rounds of DWRR or WRR, and WFQ has none: choose one of these, or a scheme like TCN");
		else
			NL_SET_ERR_MSG(extack,
				       "dwrr: the scheme measures the rounds of DWRR or WRR, and WFQ has none: choose one of these");
		return false;
	}
	for (role = 0; role < DWRR_ROLES; role++)
		for (i = 0; i < config->num_queues; i++)
			if (!dwrr_params_valid(config, role, i, extack))
				return false;
	return true;
}

/* Return: whether a code point that the port trusts belongs to no queue. */
static bool dwrr_has_unmapped(const struct dwrr_config *config)
{
	if (config->trust == DWRR_TRUST_PCP)
		return memchr(config->pcp_map, DWRR_UNMAPPED, DWRR_NUM_PCPS);
	return memchr(config->dscp_map, DWRR_UNMAPPED, DWRR_NUM_DSCPS);
}

/* Warns if best effort, which nobody maps, has strict priority over a queue. */
void dwrr_config_warn_default_queue(const struct dwrr_config *config,
				    struct netlink_ext_ack *extack)
{
	u32 highest = DWRR_NUM_PRIOS, lowest = 0, i;

	for (i = 0; i < config->num_queues; i++) {
		highest = min(highest, config->queue[i].prio);
		lowest = max(lowest, config->queue[i].prio);
	}
	if (highest < lowest && dwrr_has_unmapped(config) &&
	    config->queue[config->default_queue].prio == highest)
		NL_SET_ERR_MSG(extack,
			       "dwrr: packets without a mapped code point go to a queue of the highest priority: default-queue chooses another");
}

/* Return: bytes at which packets of @queue are dropped. */
static u32 dwrr_queue_limit(const struct dwrr_config *config, u32 queue)
{
	if (config->buffer_mode != DWRR_BUFFER_STATIC)
		return config->shared_buffer;
	return config->queue[queue].buffer;
}

/* Return: bytes at which packets of the queue with the smallest buffer are dropped. */
static u32 dwrr_smallest_limit(const struct dwrr_config *config)
{
	u32 limit = U32_MAX, i;

	for (i = 0; i < config->num_queues; i++)
		limit = min(limit, dwrr_queue_limit(config, i));
	return limit;
}

/* Return: the highest backlog of the port, in bytes. */
static u64 dwrr_port_limit(const struct dwrr_config *config)
{
	u64 limit = 0;
	u32 i;

	if (config->buffer_mode != DWRR_BUFFER_STATIC)
		return config->shared_buffer;
	for (i = 0; i < config->num_queues; i++)
		limit += config->queue[i].buffer;
	return limit;
}

#define DWRR_MEMORY_PER_BYTE	4	/* full frames need less than 2 */
#define DWRR_MEMORY_MIN		BIT_ULL(25)
#define DWRR_MEMORY_MAX		BIT_ULL(30)

/* Return: how much memory the queued packets may hold, in bytes. */
u64 dwrr_memory_limit(const struct dwrr_config *config)
{
	return clamp(DWRR_MEMORY_PER_BYTE * dwrr_port_limit(config),
		     DWRR_MEMORY_MIN, DWRR_MEMORY_MAX);
}

/* Return: the sum of the quanta of all queues with the priority of @queue, in bytes. */
u64 dwrr_level_quanta(const struct dwrr_config *config, u32 queue)
{
	u64 sum = 0;
	u32 i;

	for (i = 0; i < config->num_queues; i++)
		if (config->queue[i].prio == config->queue[queue].prio)
			sum += config->queue[i].quantum;
	return sum;
}

/* Return: whether a full buffer drains at the port's rate within @ns. */
static bool dwrr_drains_within(const struct dwrr_config *config, u32 ns)
{
	return mul_u64_u64_div_u64(config->rate, ns, NSEC_PER_SEC) >=
	       dwrr_smallest_limit(config);
}

/* Return: whether a threshold of the scheme, in bytes, is not below the buffer. */
static bool dwrr_never_marks(const struct dwrr_config *config,
			     const struct net_device *dev)
{
	const struct dwrr_scheme_ops *scheme = config->module[DWRR_MARKING];
	u64 state[DWRR_QUEUE_STATE / sizeof(u64)] = {};
	u64 port_state[DWRR_PORT_STATE / sizeof(u64)] = {};
	u64 values[DWRR_SCHEME_PARAMS], thresh;
	struct dwrr_view view = {
		.param		= values,
		.state		= state,
		.port_state	= port_state,
		.dev		= dev,
		.rate		= config->rate,
	};
	u32 i;

	/* A pool has room for more than one port. */
	if (!scheme->thresh || scheme->needs & (DWRR_NEEDS_SOJOURN | DWRR_NEEDS_POOL))
		return false;
	for (i = 0; i < config->num_queues; i++) {
		dwrr_config_params(config, DWRR_MARKING, i, values);
		view.quantum = config->queue[i].quantum;
		view.level_quanta = dwrr_level_quanta(config, i);
		thresh = scheme->thresh(&view);
		if (thresh != U64_MAX && thresh >= dwrr_queue_limit(config, i))
			return true;
	}
	return false;
}

/* Warns about values that are valid but unlikely to be intended on @dev. */
void dwrr_config_warn(const struct dwrr_config *config, const struct net_device *dev,
		      struct netlink_ext_ack *extack)
{
	u32 i;

	if (dwrr_wire_len(psched_mtu(dev)) > dwrr_smallest_limit(config)) {
		NL_SET_ERR_MSG(extack,
			       "dwrr: the buffer does not hold a full frame of this device: full frames are dropped");
		return;
	}
	if (dwrr_port_limit(config) > DWRR_MEMORY_MAX / 2) {
		NL_SET_ERR_MSG(extack,
			       "dwrr: the packets of a port hold at most 1 GiB of memory, which is less than this buffer");
		return;
	}
	switch (config->ecn_scheme) {
	case DWRR_ECN_PER_PORT:
		if (config->port_thresh >= dwrr_port_limit(config))
			NL_SET_ERR_MSG(extack,
				       "dwrr: the port's threshold is not below its buffer: packets are dropped before any is marked");
		break;
	case DWRR_ECN_MQ_ECN:
		if (config->port_thresh >= dwrr_smallest_limit(config))
			NL_SET_ERR_MSG(extack,
				       "dwrr: the port's threshold is not below its buffer: packets are dropped before any is marked");
		break;
	case DWRR_ECN_PER_QUEUE:
		for (i = 0; i < config->num_queues; i++)
			if (config->queue[i].thresh >= dwrr_queue_limit(config, i))
				NL_SET_ERR_MSG(extack,
					       "dwrr: a queue's threshold is not below its buffer: packets are dropped before any is marked");
		break;
	case DWRR_ECN_MODULE:
		if (dwrr_never_marks(config, dev))
			NL_SET_ERR_MSG(extack,
				       "dwrr: a threshold of the scheme is not below its buffer: packets are dropped before any is marked");
		break;
	case DWRR_ECN_TCN:
		if (dwrr_drains_within(config, config->tcn_thresh))
			NL_SET_ERR_MSG(extack,
				       "dwrr: a full buffer drains within TCN's threshold: a queue alone drops packets before any is marked");
		break;
	case DWRR_ECN_CODEL:
		if (config->codel_target >= config->codel_interval)
			NL_SET_ERR_MSG(extack,
				       "dwrr: CoDel's target is not below its interval: bursts that drain in time are marked");
		else if (dwrr_drains_within(config, config->codel_target))
			NL_SET_ERR_MSG(extack,
				       "dwrr: a full buffer drains within CoDel's target: a queue alone drops packets before any is marked");
		break;
	}
}
