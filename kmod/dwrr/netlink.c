// SPDX-License-Identifier: GPL-2.0-only
/* Netlink: takes requests in, gives configuration and statistics out. */

#include <linux/slab.h>

#include "../common/nl_field.h"
#include "buffer.h"
#include "dwrr.h"
#include "held.h"
#include "map.h"
#include "marking.h"
#include "registry.h"
#include "scheduler.h"

NL_RANGE(DWRR_RATE64);
NL_RANGE(DWRR_NUM_QUEUES);
NL_RANGE(DWRR_PORT_THRESH);
NL_RANGE(DWRR_SHARED_BUFFER);
NL_RANGE(DWRR_ROUND_ALPHA);
NL_RANGE(DWRR_IDLE_INTERVAL);
NL_RANGE(DWRR_BUCKET);
NL_RANGE(DWRR_TCN_THRESH);
NL_RANGE(DWRR_CODEL_TARGET);
NL_RANGE(DWRR_CODEL_INTERVAL);
NL_RANGE(DWRR_DEFAULT_QUEUE);
NL_RANGE(DWRR_QUEUE_INDEX);
NL_RANGE(DWRR_QUEUE_QUANTUM);
NL_RANGE(DWRR_QUEUE_THRESH);
NL_RANGE(DWRR_QUEUE_BUFFER);
NL_RANGE(DWRR_QUEUE_PRIO);

#define DWRR_U32(attr) NLA_POLICY_FULL_RANGE(NLA_U32, &DWRR_##attr##_range)

static const struct nla_policy dwrr_policy[TCA_DWRR_MAX + 1] = {
	[TCA_DWRR_RATE64]	= NLA_POLICY_FULL_RANGE(NLA_U64, &DWRR_RATE64_range),
	[TCA_DWRR_NUM_QUEUES]	= DWRR_U32(NUM_QUEUES),
	[TCA_DWRR_ECN_SCHEME]	= NLA_POLICY_MAX(NLA_U32, DWRR_ECN_MAX),
	[TCA_DWRR_PORT_THRESH]	= DWRR_U32(PORT_THRESH),
	[TCA_DWRR_SHARED_BUFFER] = DWRR_U32(SHARED_BUFFER),
	[TCA_DWRR_BUFFER_MODE]	= NLA_POLICY_MAX(NLA_U32, DWRR_BUFFER_MAX),
	[TCA_DWRR_SCHEDULER]	= NLA_POLICY_MAX(NLA_U32, DWRR_SCHED_MAX),
	[TCA_DWRR_MARK_AT]	= NLA_POLICY_MAX(NLA_U32, DWRR_MARK_MAX),
	[TCA_DWRR_ROUND_ALPHA]	= DWRR_U32(ROUND_ALPHA),
	[TCA_DWRR_IDLE_INTERVAL] = DWRR_U32(IDLE_INTERVAL),
	[TCA_DWRR_BUCKET]	= DWRR_U32(BUCKET),
	[TCA_DWRR_QUEUES]	= { .type = NLA_NESTED },
	[TCA_DWRR_CLEAR]	= { .type = NLA_FLAG },
	[TCA_DWRR_TCN_THRESH]	= DWRR_U32(TCN_THRESH),
	[TCA_DWRR_CODEL_TARGET]	= DWRR_U32(CODEL_TARGET),
	[TCA_DWRR_CODEL_INTERVAL] = DWRR_U32(CODEL_INTERVAL),
	[TCA_DWRR_TRUST]	= NLA_POLICY_MAX(NLA_U32, DWRR_TRUST_MAX),
	[TCA_DWRR_DEFAULT_QUEUE] = DWRR_U32(DEFAULT_QUEUE),
	[TCA_DWRR_DSCP_MAP]	= NLA_POLICY_EXACT_LEN(DWRR_NUM_DSCPS),
	[TCA_DWRR_PCP_MAP]	= NLA_POLICY_EXACT_LEN(DWRR_NUM_PCPS),
	[TCA_DWRR_SCHEME]	= { .type = NLA_NUL_STRING, .len = DWRR_NAME_LEN - 1 },
	[TCA_DWRR_PARAMS]	= { .type = NLA_NESTED },
	[TCA_DWRR_HISTOGRAMS]	= NLA_POLICY_MAX(NLA_U32, DWRR_HISTOGRAMS_MAX),
	[TCA_DWRR_BUFFER]	= { .type = NLA_NUL_STRING, .len = DWRR_NAME_LEN - 1 },
	[TCA_DWRR_BUFFER_PARAMS] = { .type = NLA_NESTED },
};

#define DWRR_PORT(member, text)	\
	NL_U32(struct dwrr_config, member, "dwrr: " text)

#define DWRR_IN(attr) " " NL_RANGE_TEXT(DWRR_##attr)

static const struct nl_field dwrr_fields[TCA_DWRR_MAX + 1] = {
	[TCA_DWRR_RATE64] = NL_U64(struct dwrr_config, rate, DWRR_RATE_RULE),
	[TCA_DWRR_NUM_QUEUES] = DWRR_PORT(num_queues,
		"a port has" DWRR_IN(NUM_QUEUES) " queues"),
	[TCA_DWRR_ECN_SCHEME] = DWRR_PORT(ecn_scheme,
		"the ECN scheme is 0 (none) to 5 (CoDel)"),
	[TCA_DWRR_PORT_THRESH] = DWRR_PORT(port_thresh,
		"a threshold is" DWRR_IN(PORT_THRESH) " bytes"),
	[TCA_DWRR_SHARED_BUFFER] = DWRR_PORT(shared_buffer,
		"a buffer is" DWRR_IN(SHARED_BUFFER) " bytes"),
	[TCA_DWRR_BUFFER_MODE] = DWRR_PORT(buffer_mode,
		"the buffer mode is 0 (shared) or 1 (static)"),
	[TCA_DWRR_SCHEDULER] = DWRR_PORT(scheduler,
		"the scheduler is 0 (DWRR), 1 (WRR) or 2 (WFQ)"),
	[TCA_DWRR_MARK_AT] = DWRR_PORT(mark_at,
		"the marking point is 0 (enqueue) or 1 (dequeue)"),
	[TCA_DWRR_ROUND_ALPHA] = DWRR_PORT(round_alpha,
		"the weight of the old round time is" DWRR_IN(ROUND_ALPHA)),
	[TCA_DWRR_IDLE_INTERVAL] = DWRR_PORT(idle_interval,
		"the idle interval is" DWRR_IN(IDLE_INTERVAL) " ns"),
	[TCA_DWRR_BUCKET] = DWRR_PORT(bucket,
		"the token bucket is" DWRR_IN(BUCKET) " ns"),
	[TCA_DWRR_TCN_THRESH] = DWRR_PORT(tcn_thresh,
		"TCN's threshold is" DWRR_IN(TCN_THRESH) " ns"),
	[TCA_DWRR_CODEL_TARGET] = DWRR_PORT(codel_target,
		"CoDel's target is" DWRR_IN(CODEL_TARGET) " ns"),
	[TCA_DWRR_CODEL_INTERVAL] = DWRR_PORT(codel_interval,
		"CoDel's interval is" DWRR_IN(CODEL_INTERVAL) " ns"),
	[TCA_DWRR_CLEAR] = { .rule = "dwrr: clear has no value" },
	[TCA_DWRR_TRUST] = DWRR_PORT(trust,
		"the trusted code point is 0 (DSCP) or 1 (PCP)"),
	[TCA_DWRR_DEFAULT_QUEUE] = DWRR_PORT(default_queue,
		"queues are numbered" DWRR_IN(DEFAULT_QUEUE)),
	[TCA_DWRR_DSCP_MAP] = NL_BYTES(struct dwrr_config, dscp_map, DWRR_NUM_DSCPS,
		"dwrr: the map of DSCPs has 64 bytes"),
	[TCA_DWRR_PCP_MAP] = NL_BYTES(struct dwrr_config, pcp_map, DWRR_NUM_PCPS,
		"dwrr: the map of PCPs has 8 bytes"),
	[TCA_DWRR_HISTOGRAMS] = DWRR_PORT(histograms,
		"histograms are 0 (off) or 1 (on)"),
};

static const struct nla_policy dwrr_queues_policy[TCA_DWRR_QUEUE + 1] = {
	[TCA_DWRR_QUEUE]	= { .type = NLA_NESTED },
};

static const struct nla_policy dwrr_queue_policy[TCA_DWRR_QUEUE_MAX + 1] = {
	[TCA_DWRR_QUEUE_INDEX]	= DWRR_U32(QUEUE_INDEX),
	[TCA_DWRR_QUEUE_QUANTUM] = DWRR_U32(QUEUE_QUANTUM),
	[TCA_DWRR_QUEUE_THRESH]	= DWRR_U32(QUEUE_THRESH),
	[TCA_DWRR_QUEUE_BUFFER]	= DWRR_U32(QUEUE_BUFFER),
	[TCA_DWRR_QUEUE_DSCP]	= { .type = NLA_U64 },	/* all sets are valid */
	[TCA_DWRR_QUEUE_PRIO]	= DWRR_U32(QUEUE_PRIO),
	[TCA_DWRR_QUEUE_PCP]	= NLA_POLICY_MAX(NLA_U32, (1 << DWRR_NUM_PCPS) - 1),
};

#define DWRR_QUEUE(member, text)	\
	NL_U32(struct dwrr_queue_config, member, "dwrr: " text)

static const struct nl_field dwrr_queue_fields[TCA_DWRR_QUEUE_MAX + 1] = {
	[TCA_DWRR_QUEUE_INDEX] = {
		.rule = "dwrr: queues are numbered" DWRR_IN(QUEUE_INDEX)
	},
	[TCA_DWRR_QUEUE_QUANTUM] = DWRR_QUEUE(quantum,
		"a quantum is" DWRR_IN(QUEUE_QUANTUM) " bytes"),
	[TCA_DWRR_QUEUE_THRESH] = DWRR_QUEUE(thresh,
		"a threshold is" DWRR_IN(QUEUE_THRESH) " bytes"),
	[TCA_DWRR_QUEUE_BUFFER] = DWRR_QUEUE(buffer,
		"a buffer is" DWRR_IN(QUEUE_BUFFER) " bytes"),
	[TCA_DWRR_QUEUE_PRIO] = DWRR_QUEUE(prio,
		"a priority is" DWRR_IN(QUEUE_PRIO) ", and 0 is the highest"),
	[TCA_DWRR_QUEUE_PCP] = { .rule = "dwrr: a PCP is" DWRR_IN(QUEUE_PCP) },
};

/* Gives the queues @first to @last the sets of code points in @tb. */
static int dwrr_parse_code_points(struct nlattr **tb, u32 first, u32 last,
				  struct dwrr_config *config,
				  struct netlink_ext_ack *extack)
{
	const struct nlattr *dscp = tb[TCA_DWRR_QUEUE_DSCP];
	const struct nlattr *pcp = tb[TCA_DWRR_QUEUE_PCP];
	u64 dscps = dscp ? nla_get_u64(dscp) : 0;
	u32 pcps = pcp ? nla_get_u32(pcp) : 0, i;

	if (first != last && (dscps || pcps)) {
		NL_SET_ERR_MSG_ATTR(extack, dscps ? dscp : pcp,
				    "dwrr: a code point belongs to one queue");
		return -EINVAL;
	}
	for (i = first; i <= last; i++) {
		if (dscp)
			dwrr_map_set(config->dscp_map, DWRR_NUM_DSCPS, i, dscps);
		if (pcp)
			dwrr_map_set(config->pcp_map, DWRR_NUM_PCPS, i, pcps);
	}
	return 0;
}

static int dwrr_parse_queue(const struct nlattr *nest,
			    struct dwrr_config *config,
			    struct netlink_ext_ack *extack)
{
	struct nlattr *tb[TCA_DWRR_QUEUE_MAX + 1];
	u32 first = 0, last = config->num_queues - 1, i;
	int err;

	err = nl_fields_parse(tb, TCA_DWRR_QUEUE_MAX, nest, dwrr_queue_policy,
			      dwrr_queue_fields, extack);
	if (err)
		return err;
	if (tb[TCA_DWRR_QUEUE_INDEX]) {
		first = nla_get_u32(tb[TCA_DWRR_QUEUE_INDEX]);
		if (first > last) {
			NL_SET_ERR_MSG_ATTR(extack, tb[TCA_DWRR_QUEUE_INDEX],
					    "dwrr: the port has no such queue");
			return -EINVAL;
		}
		last = first;
	}
	for (i = first; i <= last; i++)
		nl_fields_get(tb, TCA_DWRR_QUEUE_MAX, dwrr_queue_fields,
			      &config->queue[i]);
	return dwrr_parse_code_points(tb, first, last, config, extack);
}

static int dwrr_parse_queues(const struct nlattr *nest,
			     struct dwrr_config *config,
			     struct netlink_ext_ack *extack)
{
	const struct nlattr *attr;
	int err, rem;

	err = nla_validate_nested(nest, TCA_DWRR_QUEUE, dwrr_queues_policy,
				  extack);
	if (err)
		return err;
	nla_for_each_nested(attr, nest, rem) {
		err = dwrr_parse_queue(attr, config, extack);
		if (err)
			return err;
	}
	return 0;
}

static const struct nla_policy dwrr_params_policy[DWRR_A_MAX + 1] = {
	[DWRR_A_PARAM]		= { .type = NLA_NESTED },
};

static const struct nla_policy dwrr_param_policy[DWRR_FIELD_MAX + 1] = {
	[DWRR_FIELD_NAME]	= { .type = NLA_NUL_STRING, .len = DWRR_NAME_LEN - 1 },
	[DWRR_FIELD_QUEUE]	= DWRR_U32(QUEUE_INDEX),
	[DWRR_FIELD_VALUE]	= { .type = NLA_U64 },	/* the scheme has the range */
};

/* The attributes of a scheme or policy that may be a module of its own. */
static const struct dwrr_role_attrs {
	int	number, name, params;
} dwrr_role_attrs[DWRR_ROLES] = {
	[DWRR_MARKING] = {
		TCA_DWRR_ECN_SCHEME, TCA_DWRR_SCHEME, TCA_DWRR_PARAMS
	},
	[DWRR_BUFFERING] = {
		TCA_DWRR_BUFFER_MODE, TCA_DWRR_BUFFER, TCA_DWRR_BUFFER_PARAMS
	},
};

/* Sets the parameter of the scheme that @nest has. */
static int dwrr_parse_param(const struct nlattr *nest, enum dwrr_role role,
			    struct dwrr_config *config, struct netlink_ext_ack *extack)
{
	const struct dwrr_scheme_param *param;
	struct nlattr *tb[DWRR_FIELD_MAX + 1];
	u32 first = 0, last = config->num_queues - 1, i;
	u64 value;
	int err;

	err = nla_parse_nested(tb, DWRR_FIELD_MAX, nest, dwrr_param_policy, extack);
	if (err)
		return err;
	if (!tb[DWRR_FIELD_NAME] || !tb[DWRR_FIELD_VALUE]) {
		NL_SET_ERR_MSG_ATTR(extack, nest, "dwrr: a parameter has a name and a value");
		return -EINVAL;
	}
	param = dwrr_scheme_param(dwrr_config_scheme(config, role),
				  nla_data(tb[DWRR_FIELD_NAME]));
	if (!param) {
		NL_SET_ERR_MSG_ATTR(extack, tb[DWRR_FIELD_NAME],
				    "dwrr: the scheme of the port has no such parameter");
		return -EINVAL;
	}
	value = nla_get_u64(tb[DWRR_FIELD_VALUE]);
	if (value < param->min || value > param->max) {
		NL_SET_ERR_MSG_ATTR(extack, tb[DWRR_FIELD_VALUE],
				    "dwrr: the value is out of the range that the scheme declares for this parameter");
		return -ERANGE;
	}
	if (tb[DWRR_FIELD_QUEUE]) {
		first = nla_get_u32(tb[DWRR_FIELD_QUEUE]);
		if (!param->per_queue) {
			NL_SET_ERR_MSG_ATTR(extack, tb[DWRR_FIELD_QUEUE],
					    "dwrr: this parameter belongs to the port, not to a queue");
			return -EINVAL;
		}
		if (first > last) {
			NL_SET_ERR_MSG_ATTR(extack, tb[DWRR_FIELD_QUEUE],
					    "dwrr: the port has no such queue");
			return -EINVAL;
		}
		last = first;
	}
	for (i = first; i <= last; i++)
		dwrr_config_set_param(config, role, i, param, value);
	return 0;
}

static int dwrr_parse_params(const struct nlattr *nest, enum dwrr_role role,
			     struct dwrr_config *config, struct netlink_ext_ack *extack)
{
	const struct nlattr *attr;
	int err, rem;

	if (!nest)
		return 0;
	err = nla_validate_nested(nest, DWRR_A_MAX, dwrr_params_policy, extack);
	if (err)
		return err;
	nla_for_each_nested(attr, nest, rem) {
		err = dwrr_parse_param(attr, role, config, extack);
		if (err)
			return err;
	}
	return 0;
}

/*
 * Selects a scheme by the name in @tb, with the defaults of its parameters if the port
 * had another. A scheme with a module of its own gets a reference, if it is not the one
 * of the port, @present.
 */
static int dwrr_parse_scheme(struct nlattr **tb, enum dwrr_role role,
			     struct dwrr_config *config,
			     const struct dwrr_scheme_ops *present,
			     struct netlink_ext_ack *extack)
{
	const struct nlattr *attr = tb[dwrr_role_attrs[role].name];
	const struct dwrr_scheme_ops *scheme;

	if (!attr)
		return 0;
	if (tb[dwrr_role_attrs[role].number]) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "dwrr: a scheme has a number or a name, not both");
		return -EINVAL;
	}
	if (present && !strcmp(present->name, nla_data(attr)))
		return 0;
	scheme = dwrr_scheme_get(nla_data(attr));
	if (!scheme) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "dwrr: no such scheme is loaded: modprobe sch_dwrr_NAME");
		return -ENOENT;
	}
	if (dwrr_scheme_role(scheme) != role) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "dwrr: a marking scheme marks, and a buffer policy has the buffer: this name is that of the other kind");
		module_put(scheme->owner);
		return -EINVAL;
	}
	dwrr_config_set_scheme(config, scheme);
	return 0;
}

/* Gives up the references that @config, which @sch does not get, has to modules. */
static void dwrr_release_schemes(struct Qdisc *sch, const struct dwrr_config *config)
{
	const struct dwrr_sched *q = qdisc_priv(sch);
	const struct dwrr_scheme_ops *scheme = dwrr_config_scheme(config, DWRR_MARKING);
	const struct dwrr_scheme_ops *policy = dwrr_config_scheme(config, DWRR_BUFFERING);

	if (scheme != q->scheme)
		module_put(scheme->owner);
	if (policy != q->policy)
		module_put(policy->owner);
}

/* Return: whether the port has the queues that @tb sends packets to. */
static bool dwrr_classifier_valid(struct nlattr **tb,
				  const struct dwrr_config *config,
				  struct netlink_ext_ack *extack)
{
	const struct nlattr *bad = NULL;
	u32 queues = config->num_queues;

	if (config->default_queue >= queues)
		bad = tb[TCA_DWRR_DEFAULT_QUEUE];
	else if (!dwrr_map_valid(config->dscp_map, DWRR_NUM_DSCPS, queues))
		bad = tb[TCA_DWRR_DSCP_MAP];
	else if (!dwrr_map_valid(config->pcp_map, DWRR_NUM_PCPS, queues))
		bad = tb[TCA_DWRR_PCP_MAP];
	if (bad)
		NL_SET_ERR_MSG_ATTR(extack, bad, "dwrr: the port has no such queue");
	return !bad;
}

/* Completes @config, which has the scheme and the plain fields of @tb. */
static int dwrr_parse_rest(struct Qdisc *sch, struct nlattr **tb,
			   struct dwrr_config *config,
			   struct netlink_ext_ack *extack)
{
	int err;

	if (!config->rate) {
		NL_SET_ERR_MSG(extack, "dwrr: a port needs a rate");
		return -EINVAL;
	}
	if (!dwrr_classifier_valid(tb, config, extack))
		return -EINVAL;
	if (tb[TCA_DWRR_QUEUES]) {
		err = dwrr_parse_queues(tb[TCA_DWRR_QUEUES], config, extack);
		if (err)
			return err;
	}
	err = dwrr_parse_params(tb[TCA_DWRR_PARAMS], DWRR_MARKING, config, extack) ?:
	      dwrr_parse_params(tb[TCA_DWRR_BUFFER_PARAMS], DWRR_BUFFERING, config, extack);
	if (err)
		return err;
	if (!dwrr_config_valid(config, extack))
		return -EINVAL;
	if (!tb[TCA_DWRR_DEFAULT_QUEUE])
		dwrr_config_warn_default_queue(config, extack);
	dwrr_config_warn(config, qdisc_dev(sch), extack);
	return 0;
}

/*
 * Reads @tb into @config and gives it to @commit; without success, no module has a
 * reference more.
 */
static int dwrr_apply(struct Qdisc *sch, struct nlattr **tb,
		      struct dwrr_config *config, struct netlink_ext_ack *extack,
		      int (*commit)(struct Qdisc *sch, const struct dwrr_config *config))
{
	struct dwrr_sched *q = qdisc_priv(sch);
	int err;

	nl_fields_get(tb, TCA_DWRR_MAX, dwrr_fields, config);
	err = dwrr_parse_scheme(tb, DWRR_MARKING, config, q->scheme, extack) ?:
	      dwrr_parse_scheme(tb, DWRR_BUFFERING, config, q->policy, extack) ?:
	      dwrr_parse_rest(sch, tb, config, extack) ?:
	      commit(sch, config);
	if (err)
		dwrr_release_schemes(sch, config);
	return err;
}

static int dwrr_commit(struct Qdisc *sch, const struct dwrr_config *config)
{
	int err = dwrr_histograms_prepare(qdisc_priv(sch), config);

	if (err)
		return err;
	dwrr_port_commit(sch, config);
	return 0;
}

/* Opens a new port with @config, the defaults, as modified by @opt. */
int dwrr_create(struct Qdisc *sch, struct dwrr_config *config,
		struct nlattr *opt, struct netlink_ext_ack *extack)
{
	struct nlattr *tb[TCA_DWRR_MAX + 1];
	int err;

	if (!opt) {
		NL_SET_ERR_MSG(extack, "dwrr: a port needs a rate");
		return -EINVAL;
	}
	err = nl_fields_parse(tb, TCA_DWRR_MAX, opt, dwrr_policy, dwrr_fields,
			      extack);
	if (err)
		return err;
	if (tb[TCA_DWRR_NUM_QUEUES])
		config->num_queues = nla_get_u32(tb[TCA_DWRR_NUM_QUEUES]);
	dwrr_config_map_dscp(config);
	dwrr_config_map_pcp(config);
	return dwrr_apply(sch, tb, config, extack, dwrr_port_open);
}

int dwrr_change(struct Qdisc *sch, struct nlattr *opt,
		struct netlink_ext_ack *extack)
{
	struct dwrr_sched *q = qdisc_priv(sch);
	struct nlattr *tb[TCA_DWRR_MAX + 1];
	struct dwrr_config *config;
	int err;

	err = nl_fields_parse(tb, TCA_DWRR_MAX, opt, dwrr_policy, dwrr_fields,
			      extack);
	if (err)
		return err;
	if (tb[TCA_DWRR_NUM_QUEUES] &&
	    nla_get_u32(tb[TCA_DWRR_NUM_QUEUES]) != q->config.num_queues) {
		NL_SET_ERR_MSG_ATTR(extack, tb[TCA_DWRR_NUM_QUEUES],
				    "dwrr: the number of queues is fixed at creation: delete the port and add it again");
		return -EOPNOTSUPP;
	}

	config = kmemdup(&q->config, sizeof(*config), GFP_KERNEL);
	if (!config)
		return -ENOMEM;
	err = dwrr_apply(sch, tb, config, extack, dwrr_commit);
	if (!err && tb[TCA_DWRR_CLEAR])
		dwrr_port_clear(sch);
	kfree(config);
	return err;
}

static int dwrr_put_queue(struct sk_buff *skb, u32 index,
			  const struct dwrr_config *config)
{
	u64 dscps = dwrr_map_get(config->dscp_map, DWRR_NUM_DSCPS, index);
	u32 pcps = dwrr_map_get(config->pcp_map, DWRR_NUM_PCPS, index);

	return nla_put_u32(skb, TCA_DWRR_QUEUE_INDEX, index) ?:
	       nl_fields_put(skb, TCA_DWRR_QUEUE_MAX, TCA_DWRR_QUEUE_UNSPEC,
			     dwrr_queue_fields, &config->queue[index]) ?:
	       nla_put_u64_64bit(skb, TCA_DWRR_QUEUE_DSCP, dscps,
				 TCA_DWRR_QUEUE_UNSPEC) ?:
	       nla_put_u32(skb, TCA_DWRR_QUEUE_PCP, pcps);
}

/* Return: the value of attribute @type of queue @i. */
static u32 dwrr_queue_value(const struct dwrr_config *config, int type, u32 i)
{
	return *(u32 *)((void *)&config->queue[i] +
			dwrr_queue_fields[type].offset);
}

/* Return: how many values a row needs: 1 if all queues have the same. */
static u32 dwrr_row_length(const struct dwrr_config *config, int type)
{
	u32 i;

	for (i = 1; i < config->num_queues; i++)
		if (dwrr_queue_value(config, type, i) !=
		    dwrr_queue_value(config, type, 0))
			return config->num_queues;
	return 1;
}

/* One value of all queues, in order of the queues. */
static int dwrr_put_row(struct sk_buff *skb, int type,
			const struct dwrr_config *config)
{
	u32 length = dwrr_row_length(config, type), *value, i;
	struct nlattr *row;

	row = nla_reserve(skb, type, length * sizeof(*value));
	if (!row)
		return -EMSGSIZE;
	value = nla_data(row);
	for (i = 0; i < length; i++)
		value[i] = dwrr_queue_value(config, type, i);
	return 0;
}

static int dwrr_put_rows(struct sk_buff *skb, const struct dwrr_config *config)
{
	struct nlattr *rows;
	int i, err;

	rows = nla_nest_start(skb, TCA_DWRR_QUEUE_ROWS);
	if (!rows)
		return -EMSGSIZE;
	for (i = TCA_DWRR_QUEUE_QUANTUM; i <= TCA_DWRR_QUEUE_MAX; i++) {
		err = dwrr_queue_fields[i].size ?
		      dwrr_put_row(skb, i, config) : 0;
		if (err)
			return err;
	}
	nla_nest_end(skb, rows);
	return 0;
}

/* Return: how many values param @i of a queue has in a dump: 1 if all have the same. */
static u32 dwrr_param_length(const struct dwrr_config *config, u32 i)
{
	u32 queue;

	for (queue = 1; queue < config->num_queues; queue++)
		if (config->queue[queue].param[i] != config->queue[0].param[i])
			return config->num_queues;
	return 1;
}

/* @i: which param of a queue */
static int dwrr_put_values(struct sk_buff *skb, const struct dwrr_config *config,
			   const struct dwrr_scheme_param *param, u32 i)
{
	u32 length = dwrr_param_length(config, i), queue;
	u64 values[DWRR_MAX_QUEUES];

	for (queue = 0; queue < length; queue++)
		values[queue] = config->queue[queue].param[i];
	return dwrr_put_param(skb, param, values, length);
}

/* A scheme of a module of its own, and the values of its parameters. */
static int dwrr_put_scheme(struct sk_buff *skb, enum dwrr_role role,
			   const struct dwrr_config *config)
{
	const struct dwrr_scheme_ops *scheme = dwrr_config_scheme(config, role);
	struct nlattr *nest;
	int err;
	u32 i;

	if (!dwrr_config_has_module(config, role))
		return 0;
	err = nla_put_string(skb, dwrr_role_attrs[role].name, scheme->name);
	nest = nla_nest_start(skb, dwrr_role_attrs[role].params);
	if (err || !nest)
		return -EMSGSIZE;
	for (i = 0; i < dwrr_scheme_params(scheme); i++)
		if (dwrr_put_values(skb, config, &scheme->params[i], dwrr_param_base(role) + i))
			return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/* The configuration changes under RTNL only, which a dump holds. */
int dwrr_dump(struct Qdisc *sch, struct sk_buff *skb)
{
	struct dwrr_sched *q = qdisc_priv(sch);
	struct nlattr *options;

	options = nla_nest_start_noflag(skb, TCA_OPTIONS);
	if (!options)
		return -EMSGSIZE;
	if (nl_fields_put(skb, TCA_DWRR_MAX, TCA_DWRR_PAD, dwrr_fields,
			  &q->config) ||
	    dwrr_put_rows(skb, &q->config) ||
	    dwrr_put_scheme(skb, DWRR_MARKING, &q->config) ||
	    dwrr_put_scheme(skb, DWRR_BUFFERING, &q->config)) {
		nla_nest_cancel(skb, options);
		return -EMSGSIZE;
	}
	return nla_nest_end(skb, options);
}

int dwrr_class_dump(struct Qdisc *sch, unsigned long class,
		    struct sk_buff *skb, struct tcmsg *tcm)
{
	struct dwrr_sched *q = qdisc_priv(sch);
	struct nlattr *options;

	tcm->tcm_parent = TC_H_ROOT;
	tcm->tcm_handle = TC_H_MAKE(sch->handle, class);

	options = nla_nest_start_noflag(skb, TCA_OPTIONS);
	if (!options)
		return -EMSGSIZE;
	if (dwrr_put_queue(skb, class - 1, &q->config)) {
		nla_nest_cancel(skb, options);
		return -EMSGSIZE;
	}
	return nla_nest_end(skb, options);
}

/* Copied under the tree lock, so that the counters agree with each other. */
struct dwrr_snapshot {
	struct dwrr_counters count;
	struct gnet_stats_queue qstats;	/* of a queue */
	u64	backlog_packets;
	u64	backlog_bytes;
	u64	watermark;
	int	thresh_attr;	/* 0: nothing is marked */
	u64	thresh;
	bool	has_round;
	u64	round_ps;
	bool	has_sojourn;
	u64	sojourn;	/* ns */
	u64	late_timers;	/* of the port */
	u64	lost_bytes;	/* likewise */
	bool	has_limit;
	u64	limit;		/* bytes */
	u64	own[DWRR_ROLES][DWRR_SCHEME_STATS];	/* statistics of schemes, of a queue */
};

static void dwrr_count_add(struct dwrr_count *sum, const struct dwrr_count *part)
{
	sum->packets += part->packets;
	sum->bytes += part->bytes;
}

static void dwrr_counters_add(struct dwrr_counters *sum,
			      const struct dwrr_counters *part)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(sum->arrived_packets); i++)
		sum->arrived_packets[i] += part->arrived_packets[i];
	sum->arrived_bytes += part->arrived_bytes;
	sum->carried_packets += part->carried_packets;
	dwrr_count_add(&sum->sent, &part->sent);
	dwrr_count_add(&sum->marked, &part->marked);
	for (i = 0; i < DWRR_DROPS; i++)
		sum->dropped[i] += part->dropped[i];
}

/* Return: the attribute of @thresh, which is in bytes or in ns; 0: none. */
static int dwrr_thresh_attr(const struct dwrr_sched *q, u64 thresh)
{
	if (!q->scheme->thresh || thresh == U64_MAX)
		return 0;
	return q->uses_sojourn ? TCA_DWRR_STATS_THRESHOLD_NS :
				 TCA_DWRR_STATS_THRESHOLD_BYTES;
}

/* Return: the threshold of the port; U64_MAX: only queues have one. */
static u64 dwrr_port_current_thresh(const struct dwrr_sched *q)
{
	if (q->uses_sojourn || q->scheme->metric == DWRR_METRIC_PORT_BYTES)
		return q->queues->thresh;
	return q->config.ecn_scheme == DWRR_ECN_MODULE ? U64_MAX : q->config.port_thresh;
}

/* Return: the level of the lowest priority that has a queue. */
static const struct dwrr_level *dwrr_lowest_level(const struct dwrr_sched *q)
{
	u32 i, prio = 0;

	for (i = 0; i < q->config.num_queues; i++)
		prio = max(prio, q->config.queue[i].prio);
	return &q->levels[prio];
}

/* Held packets are queued, and not sent yet. */
static void dwrr_count_held(struct Qdisc *sch, const struct dwrr_queue *queue,
			    struct dwrr_snapshot *s)
{
	struct dwrr_held held = dwrr_held(sch, queue);

	s->count.sent.packets -= held.packets;
	s->count.sent.bytes -= held.bytes;
	s->backlog_packets += held.packets;
	s->backlog_bytes += held.bytes;
	s->qstats.backlog += held.backlog;
}

static void dwrr_port_snapshot(struct Qdisc *sch, struct dwrr_snapshot *s)
{
	struct dwrr_sched *q = qdisc_priv(sch);
	u32 i;

	sch_tree_lock(sch);
	s->count = q->unqueued;
	s->qstats = sch->qstats;
	s->backlog_packets = 0;
	s->backlog_bytes = q->bytes;
	for (i = 0; i < q->config.num_queues; i++) {
		dwrr_counters_add(&s->count, &q->queues[i].count);
		s->backlog_packets += q->queues[i].fifo.qlen;
		dwrr_count_held(sch, &q->queues[i], s);
	}
	s->watermark = q->watermark;
	s->thresh = dwrr_port_current_thresh(q);
	s->thresh_attr = dwrr_thresh_attr(q, s->thresh);
	s->has_sojourn = false;
	s->has_limit = false;
	s->has_round = q->uses_rounds;
	s->round_ps = dwrr_round_now(q, dwrr_lowest_level(q), ktime_get_ns());
	s->late_timers = q->shaper.late_timers;
	s->lost_bytes = q->shaper.lost_bytes;
	sch_tree_unlock(sch);
}

static void dwrr_queue_copy(struct dwrr_sched *q,
			    struct dwrr_queue *queue,
			    struct dwrr_snapshot *s)
{
	u64 now = ktime_get_ns();

	memset(s->own, 0, sizeof(s->own));
	if (q->scheme->dump)
		q->scheme->dump(dwrr_view_now(q, queue, DWRR_MARKING), s->own[DWRR_MARKING]);
	if (q->policy->dump)
		q->policy->dump(dwrr_view_now(q, queue, DWRR_BUFFERING), s->own[DWRR_BUFFERING]);
	s->has_limit = q->has_policy;
	s->limit = q->has_policy ? dwrr_ask_limit(q, queue, 0, now) : 0;
	s->count = queue->count;
	s->qstats = queue->qstats;
	s->backlog_packets = queue->fifo.qlen;
	s->backlog_bytes = queue->bytes;
	dwrr_count_held(q->sch, queue, s);
	s->watermark = queue->watermark;
	s->thresh = dwrr_thresh(queue, dwrr_round_now(q, queue->level, now));
	s->thresh_attr = dwrr_thresh_attr(q, s->thresh);
	s->has_round = false;
	s->has_sojourn = q->uses_sojourn;
	s->sojourn = queue->sojourn;
}

/*
 * Copies all queues for a dump of all classes, which would otherwise take the tree lock
 * once per class. Without memory, it does. The caller holds RTNL.
 */
void dwrr_snapshots_take(struct Qdisc *sch)
{
	struct dwrr_sched *q = qdisc_priv(sch);
	u32 i;

	q->snapshots = kvmalloc_array(q->config.num_queues,
				      sizeof(*q->snapshots), GFP_KERNEL);
	if (!q->snapshots)
		return;
	sch_tree_lock(sch);
	for (i = 0; i < q->config.num_queues; i++)
		dwrr_queue_copy(q, &q->queues[i], &q->snapshots[i]);
	sch_tree_unlock(sch);
}

void dwrr_snapshots_drop(struct Qdisc *sch)
{
	struct dwrr_sched *q = qdisc_priv(sch);

	kvfree(q->snapshots);
	q->snapshots = NULL;
}

static void dwrr_queue_snapshot(struct Qdisc *sch, u32 index,
				struct dwrr_snapshot *s)
{
	struct dwrr_sched *q = qdisc_priv(sch);

	if (q->snapshots) {
		*s = q->snapshots[index];
		return;
	}
	sch_tree_lock(sch);
	dwrr_queue_copy(q, &q->queues[index], s);
	sch_tree_unlock(sch);
}

static int dwrr_put_stat(struct sk_buff *skb, int attr, u64 value)
{
	return nla_put_u64_64bit(skb, attr, value, TCA_DWRR_STATS_PAD);
}

static const int dwrr_drop_attrs[DWRR_DROPS] = {
	[DWRR_DROP_SHARED_BUFFER] = TCA_DWRR_STATS_DROPPED_SHARED_BUFFER,
	[DWRR_DROP_QUEUE_BUFFER] = TCA_DWRR_STATS_DROPPED_QUEUE_BUFFER,
	[DWRR_DROP_EARLY]	= TCA_DWRR_STATS_DROPPED_EARLY,
	[DWRR_DROP_PURGED]	= TCA_DWRR_STATS_DROPPED_PURGED,
	[DWRR_DROP_FILTER]	= TCA_DWRR_STATS_DROPPED_FILTER,
	[DWRR_DROP_SPLIT]	= TCA_DWRR_STATS_DROPPED_SPLIT,
};

static int dwrr_put_arrived(struct sk_buff *skb, const struct dwrr_counters *c)
{
	u64 ect = c->arrived_packets[INET_ECN_ECT_0] +
		  c->arrived_packets[INET_ECN_ECT_1];
	u64 not_ect = c->arrived_packets[INET_ECN_NOT_ECT];
	u64 ce = c->arrived_packets[INET_ECN_CE];

	return dwrr_put_stat(skb, TCA_DWRR_STATS_ARRIVED_PACKETS,
			     ect + ce + not_ect + c->carried_packets) ?:
	       dwrr_put_stat(skb, TCA_DWRR_STATS_ARRIVED_BYTES, c->arrived_bytes) ?:
	       dwrr_put_stat(skb, TCA_DWRR_STATS_ARRIVED_ECT_PACKETS, ect) ?:
	       dwrr_put_stat(skb, TCA_DWRR_STATS_ARRIVED_CE_PACKETS, ce) ?:
	       dwrr_put_stat(skb, TCA_DWRR_STATS_ARRIVED_NOT_ECT_PACKETS, not_ect);
}

static int dwrr_put_counters(struct sk_buff *skb, const struct dwrr_counters *c,
			     enum dwrr_drop drops)
{
	enum dwrr_drop i;
	int err;

	err = dwrr_put_arrived(skb, c) ?:
	      dwrr_put_stat(skb, TCA_DWRR_STATS_SENT_PACKETS, c->sent.packets) ?:
	      dwrr_put_stat(skb, TCA_DWRR_STATS_SENT_BYTES, c->sent.bytes) ?:
	      dwrr_put_stat(skb, TCA_DWRR_STATS_MARKED_PACKETS, c->marked.packets) ?:
	      dwrr_put_stat(skb, TCA_DWRR_STATS_MARKED_BYTES, c->marked.bytes);
	for (i = 0; !err && i < drops; i++)
		err = dwrr_put_stat(skb, dwrr_drop_attrs[i], c->dropped[i]);
	return err;
}

static int dwrr_put_snapshot(struct sk_buff *skb, const struct dwrr_snapshot *s,
			     enum dwrr_drop drops)
{
	return dwrr_put_counters(skb, &s->count, drops) ?:
	       dwrr_put_stat(skb, TCA_DWRR_STATS_BACKLOG_PACKETS, s->backlog_packets) ?:
	       dwrr_put_stat(skb, TCA_DWRR_STATS_BACKLOG_BYTES, s->backlog_bytes) ?:
	       dwrr_put_stat(skb, TCA_DWRR_STATS_WATERMARK_BYTES, s->watermark) ?:
	       (s->thresh_attr ? dwrr_put_stat(skb, s->thresh_attr, s->thresh) : 0) ?:
	       (s->has_round ? dwrr_put_stat(skb, TCA_DWRR_STATS_ROUND_TIME_PS, s->round_ps) : 0) ?:
	       (s->has_sojourn ? dwrr_put_stat(skb, TCA_DWRR_STATS_SOJOURN_NS, s->sojourn) : 0) ?:
	       (s->has_limit ? dwrr_put_stat(skb, TCA_DWRR_STATS_LIMIT_BYTES, s->limit) : 0);
}

int dwrr_dump_stats(struct Qdisc *sch, struct gnet_dump *d)
{
	struct dwrr_snapshot snapshot;
	struct nlattr *stats;

	dwrr_port_snapshot(sch, &snapshot);
	stats = nla_nest_start_noflag(d->skb, TCA_STATS_APP);
	if (!stats)
		return -1;
	if (dwrr_put_snapshot(d->skb, &snapshot, DWRR_DROPS) ||
	    dwrr_put_stat(d->skb, TCA_DWRR_STATS_LATE_TIMERS, snapshot.late_timers) ||
	    dwrr_put_stat(d->skb, TCA_DWRR_STATS_LOST_BYTES, snapshot.lost_bytes)) {
		nla_nest_cancel(d->skb, stats);
		return -1;
	}
	nla_nest_end(d->skb, stats);
	return 0;
}

/* The statistics of the scheme's own. */
static int dwrr_put_own_stats(struct sk_buff *skb, int attr,
			      const struct dwrr_scheme_ops *scheme, const u64 *values)
{
	const struct dwrr_scheme_stat *stat;
	struct nlattr *nest;

	if (!scheme->stats)
		return 0;
	nest = nla_nest_start_noflag(skb, attr);
	if (!nest)
		return -EMSGSIZE;
	for (stat = scheme->stats; stat->name; stat++)
		if (dwrr_put_own_stat(skb, stat, *values++))
			return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

int dwrr_class_dump_stats(struct Qdisc *sch, unsigned long class,
			  struct gnet_dump *d)
{
	struct dwrr_sched *q = qdisc_priv(sch);
	struct dwrr_queue *queue = &q->queues[class - 1];
	struct dwrr_snapshot snapshot;
	struct nlattr *stats;

	dwrr_queue_snapshot(sch, class - 1, &snapshot);
	if (gnet_stats_copy_basic(d, NULL, &queue->bstats, true) < 0 ||
	    gnet_stats_copy_queue(d, NULL, &snapshot.qstats,
				  snapshot.backlog_packets) < 0)
		return -1;

	stats = nla_nest_start_noflag(d->skb, TCA_STATS_APP);
	if (!stats || dwrr_put_snapshot(d->skb, &snapshot, DWRR_QUEUE_DROPS) ||
	    dwrr_put_own_stats(d->skb, TCA_DWRR_STATS_SCHEME, q->scheme,
			       snapshot.own[DWRR_MARKING]) ||
	    dwrr_put_own_stats(d->skb, TCA_DWRR_STATS_BUFFER, q->policy,
			       snapshot.own[DWRR_BUFFERING]) ||
	    dwrr_put_histograms(d->skb, sch, class - 1)) {
		nla_nest_cancel(d->skb, stats);
		return -1;
	}
	nla_nest_end(d->skb, stats);
	return 0;
}
