// SPDX-License-Identifier: GPL-2.0-only
/*
 * The generic netlink family in which schemes describe themselves: to tc, mqecn and
 * whoever asks, with or without a port.
 */

#include <linux/kmod.h>
#include <linux/slab.h>
#include <net/genetlink.h>
#include <net/sock.h>

#include "config.h"
#include "registry.h"

static struct genl_family dwrr_family;

/* Puts the present value of a parameter: one, or one a queue. */
int dwrr_put_param(struct sk_buff *skb, const struct dwrr_scheme_param *param,
		   const u64 *values, u32 count)
{
	struct nlattr *nest = nla_nest_start(skb, DWRR_A_PARAM);

	if (!nest || nla_put_string(skb, DWRR_FIELD_NAME, param->name) ||
	    nla_put_u32(skb, DWRR_FIELD_UNIT, param->unit) ||
	    (param->per_queue && nla_put_flag(skb, DWRR_FIELD_PER_QUEUE)) ||
	    nla_put_64bit(skb, DWRR_FIELD_VALUE, count * sizeof(*values), values,
			  DWRR_FIELD_PAD))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/* Puts the present value of a statistic. */
int dwrr_put_own_stat(struct sk_buff *skb, const struct dwrr_scheme_stat *stat, u64 value)
{
	struct nlattr *nest = nla_nest_start(skb, DWRR_A_STAT);

	if (!nest || nla_put_string(skb, DWRR_FIELD_NAME, stat->name) ||
	    nla_put_u32(skb, DWRR_FIELD_UNIT, stat->unit) ||
	    nla_put_u64_64bit(skb, DWRR_FIELD_VALUE, value, DWRR_FIELD_PAD))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int dwrr_put_field(struct sk_buff *skb, int attr, u64 value)
{
	return nla_put_u64_64bit(skb, attr, value, DWRR_FIELD_PAD);
}

/* @def: the default */
static int dwrr_put_param_text(struct sk_buff *skb,
			       const struct dwrr_scheme_param *param, u64 def)
{
	struct nlattr *nest = nla_nest_start(skb, DWRR_A_PARAM);

	if (!nest || nla_put_string(skb, DWRR_FIELD_NAME, param->name) ||
	    nla_put_string(skb, DWRR_FIELD_TEXT, param->text) ||
	    nla_put_u32(skb, DWRR_FIELD_UNIT, param->unit) ||
	    (param->per_queue && nla_put_flag(skb, DWRR_FIELD_PER_QUEUE)) ||
	    dwrr_put_field(skb, DWRR_FIELD_LOWEST, param->min) ||
	    dwrr_put_field(skb, DWRR_FIELD_HIGHEST, param->max) ||
	    dwrr_put_field(skb, DWRR_FIELD_DEFAULT, def) ||
	    (param->not_below && nla_put_string(skb, DWRR_FIELD_AT_LEAST, param->not_below)) ||
	    (param->only_with && nla_put_string(skb, DWRR_FIELD_ONLY_WITH, param->only_with)) ||
	    (param->is_thresh && nla_put_flag(skb, DWRR_FIELD_IS_THRESH)))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int dwrr_put_stat_text(struct sk_buff *skb, const struct dwrr_scheme_stat *stat)
{
	struct nlattr *nest = nla_nest_start(skb, DWRR_A_STAT);

	if (!nest || nla_put_string(skb, DWRR_FIELD_NAME, stat->name) ||
	    nla_put_string(skb, DWRR_FIELD_TEXT, stat->text) ||
	    nla_put_u32(skb, DWRR_FIELD_UNIT, stat->unit))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/* Reads the defaults of a scheme's parameters; those of the port's own are in config.c. */
static int dwrr_read_defaults(const struct dwrr_scheme_ops *scheme, u64 *values)
{
	struct dwrr_config *config;

	if (scheme->owner) {
		dwrr_scheme_defaults(scheme, values);
		return 0;
	}
	config = kmalloc(sizeof(*config), GFP_KERNEL);
	if (!config)
		return -ENOMEM;
	dwrr_config_init(config);
	dwrr_config_set_scheme(config, scheme);
	dwrr_config_params(config, dwrr_scheme_role(scheme), 0, values);
	kfree(config);
	return 0;
}

static int dwrr_put_description(struct sk_buff *skb, const struct dwrr_scheme_ops *scheme)
{
	const struct dwrr_scheme_param *param;
	const struct dwrr_scheme_stat *stat;
	u64 defaults[DWRR_SCHEME_PARAMS];
	int err;
	u32 i;

	err = dwrr_read_defaults(scheme, defaults) ?:
	      nla_put_string(skb, DWRR_A_NAME, scheme->name) ?:
	      nla_put_string(skb, DWRR_A_TEXT, scheme->text) ?:
	      (scheme->paper ? nla_put_string(skb, DWRR_A_PAPER, scheme->paper) : 0) ?:
	      (scheme->limit ? nla_put_flag(skb, DWRR_A_IS_BUFFER) : 0) ?:
	      (scheme->owner ? 0 : nla_put_u32(skb, DWRR_A_NUMBER,
					       dwrr_scheme_number(scheme)));
	param = scheme->params;
	for (i = 0; !err && param && param[i].name; i++)
		err = dwrr_put_param_text(skb, &param[i], defaults[i]);
	stat = scheme->stats;
	for (i = 0; !err && stat && stat[i].name; i++)
		err = dwrr_put_stat_text(skb, &stat[i]);
	return err;
}

static int dwrr_put_message(struct sk_buff *skb, u32 portid, u32 seq, int flags,
			    const struct dwrr_scheme_ops *scheme)
{
	void *head = genlmsg_put(skb, portid, seq, &dwrr_family, flags,
				 DWRR_CMD_GET_SCHEME);
	int err;

	if (!head)
		return -EMSGSIZE;
	err = dwrr_put_description(skb, scheme);
	if (err) {
		genlmsg_cancel(skb, head);
		return err;
	}
	genlmsg_end(skb, head);
	return 0;
}

/* Loads the module of a scheme that is not registered, and takes a reference to it. */
static const struct dwrr_scheme_ops *dwrr_scheme_load(struct sk_buff *request,
						      const char *name)
{
	const struct dwrr_scheme_ops *scheme = dwrr_scheme_get(name);
	struct net *net = sock_net(request->sk);

	if (scheme || !netlink_ns_capable(request, net->user_ns, CAP_NET_ADMIN))
		return scheme;
	request_module("sch_dwrr_%s", name);
	return dwrr_scheme_get(name);
}

static int dwrr_get_scheme(struct sk_buff *request, struct genl_info *info)
{
	const struct nlattr *name = info->attrs[DWRR_A_NAME];
	const struct dwrr_scheme_ops *scheme;
	struct sk_buff *reply;
	int err;

	if (!name) {
		NL_SET_ERR_MSG(info->extack, "dwrr: name the scheme, or ask for a dump");
		return -EINVAL;
	}
	if (!dwrr_name_valid(nla_data(name))) {
		NL_SET_ERR_MSG_ATTR(info->extack, name,
				    "dwrr: a scheme has a name of lower-case letters, digits and '-'");
		return -EINVAL;
	}
	scheme = dwrr_scheme_load(request, nla_data(name));
	if (!scheme) {
		NL_SET_ERR_MSG_ATTR(info->extack, name,
				    "dwrr: no such scheme, and no module sch_dwrr_NAME");
		return -ENOENT;
	}
	reply = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	err = reply ? dwrr_put_message(reply, info->snd_portid, info->snd_seq, 0, scheme) :
		      -ENOMEM;
	module_put(scheme->owner);
	if (!err)
		return genlmsg_reply(reply, info);
	nlmsg_free(reply);
	return err;
}

/* cb->args[0]: how many schemes earlier messages had */
static int dwrr_dump_schemes(struct sk_buff *skb, struct netlink_callback *cb)
{
	const struct dwrr_scheme_ops *scheme = NULL;
	long at = 0;
	int err = 0;

	dwrr_schemes_lock();
	while (!err && (scheme = dwrr_scheme_next(scheme))) {
		if (at++ < cb->args[0])
			continue;
		err = dwrr_put_message(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
				       NLM_F_MULTI, scheme);
		if (!err)
			cb->args[0]++;
	}
	dwrr_schemes_unlock();
	return err && !skb->len ? err : skb->len;
}

static const struct nla_policy dwrr_describe_policy[DWRR_A_NAME + 1] = {
	[DWRR_A_NAME]	= { .type = NLA_NUL_STRING, .len = DWRR_NAME_LEN - 1 },
};

static const struct genl_ops dwrr_describe_ops[] = {
	{
		.cmd	= DWRR_CMD_GET_SCHEME,
		.doit	= dwrr_get_scheme,
		.dumpit	= dwrr_dump_schemes,
	},
};

static struct genl_family dwrr_family __ro_after_init = {
	.name		= DWRR_GENL_NAME,
	.version	= DWRR_GENL_VERSION,
	.maxattr	= DWRR_A_NAME,
	.policy		= dwrr_describe_policy,
	.module		= THIS_MODULE,
	.ops		= dwrr_describe_ops,
	.n_ops		= ARRAY_SIZE(dwrr_describe_ops),
	.netnsok	= true,
	.parallel_ops	= true,	/* the registry has its own lock, and modules may load */
};

int __init dwrr_describe_register(void)
{
	return genl_register_family(&dwrr_family);
}

void dwrr_describe_unregister(void)
{
	genl_unregister_family(&dwrr_family);
}
