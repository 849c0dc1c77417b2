// SPDX-License-Identifier: GPL-2.0-only
/*
 * Impersonation of the kind tbf, like the MQ-ECN prototype:
 *
 *	tc qdisc add dev eth1 root tbf rate 995mbit limit 1000k burst 1000k ...
 *
 * creates a dwrr port, even with a tc that has no plugin for dwrr. As in the
 * prototype, the rate comes from tbf's options and everything else from the sysctls
 * dwrr.*. A dump returns tbf's other options as requested.
 */

#include <linux/module.h>
#include <linux/slab.h>
#include <net/netlink.h>

#include "../dwrr.h"
#include "../map.h"
#include "legacy.h"

static bool legacy_tbf;
module_param(legacy_tbf, bool, 0444);
MODULE_PARM_DESC(legacy_tbf, "register the port as kind tbf too, like the MQ-ECN prototype");

/* As requested, for dumps. The rates in @qopt are at most U32_MAX. */
struct dwrr_tbf_options {
	struct tc_tbf_qopt qopt;
	u64	rate;		/* bytes/s */
	u64	peakrate;	/* 0: none */
};

/* The port is the first member: its functions use qdisc_priv() as a dwrr_sched. */
struct dwrr_tbf_sched {
	struct dwrr_sched port;
	struct dwrr_tbf_options options;
};

static const struct nla_policy dwrr_tbf_policy[TCA_TBF_MAX + 1] = {
	[TCA_TBF_PARMS]		= NLA_POLICY_EXACT_LEN(sizeof(struct tc_tbf_qopt)),
	[TCA_TBF_RTAB]		= { .type = NLA_BINARY, .len = TC_RTAB_SIZE },
	[TCA_TBF_PTAB]		= { .type = NLA_BINARY, .len = TC_RTAB_SIZE },
	[TCA_TBF_RATE64]	= { .type = NLA_U64 },
	[TCA_TBF_PRATE64]	= { .type = NLA_U64 },
	[TCA_TBF_BURST]		= { .type = NLA_U32 },
	[TCA_TBF_PBURST]	= { .type = NLA_U32 },
};

/* Return: the rate in the 64-bit attribute @rate64, if there is one, or else in @spec. */
static u64 dwrr_tbf_rate(const struct nlattr *rate64,
			 const struct tc_ratespec *spec)
{
	return rate64 ? nla_get_u64(rate64) : spec->rate;
}

/* Return: whether @opt has a valid rate. */
static bool dwrr_tbf_parse(struct nlattr *opt, struct dwrr_tbf_options *tbf,
			   struct netlink_ext_ack *extack)
{
	struct nlattr *tb[TCA_TBF_MAX + 1];

	if (!opt || nla_parse_nested_deprecated(tb, TCA_TBF_MAX, opt,
						dwrr_tbf_policy, extack))
		return false;
	if (!tb[TCA_TBF_PARMS]) {
		NL_SET_ERR_MSG(extack, "dwrr: the options of tbf lack TCA_TBF_PARMS");
		return false;
	}
	memcpy(&tbf->qopt, nla_data(tb[TCA_TBF_PARMS]), sizeof(tbf->qopt));
	tbf->rate = dwrr_tbf_rate(tb[TCA_TBF_RATE64], &tbf->qopt.rate);
	tbf->peakrate = dwrr_tbf_rate(tb[TCA_TBF_PRATE64], &tbf->qopt.peakrate);
	if (!dwrr_rate_valid(tbf->rate, extack))
		return false;
	NL_SET_ERR_MSG(extack,
		       "dwrr: this is a dwrr port: it uses only the rate of tbf's options; the sysctls dwrr.* set everything else");
	return true;
}

static int dwrr_tbf_init(struct Qdisc *sch, struct nlattr *opt,
			 struct netlink_ext_ack *extack)
{
	struct dwrr_tbf_sched *q = qdisc_priv(sch);
	struct dwrr_config *config;
	int err;

	BUILD_BUG_ON(offsetof(struct dwrr_tbf_sched, port));

	dwrr_legacy_port_init(sch);
	err = dwrr_port_init(sch, extack);
	if (err)
		return err;
	config = kmalloc(sizeof(*config), GFP_KERNEL);
	if (!config)
		return -ENOMEM;
	dwrr_legacy_defaults(sch, config);
	dwrr_config_map_dscp(config);
	dwrr_config_map_pcp(config);
	err = -EINVAL;
	if (dwrr_tbf_parse(opt, &q->options, extack)) {
		config->rate = q->options.rate;
		err = dwrr_port_open(sch, config);
	}
	kfree(config);
	return err;
}

static int dwrr_tbf_change(struct Qdisc *sch, struct nlattr *opt,
			   struct netlink_ext_ack *extack)
{
	struct dwrr_tbf_sched *q = qdisc_priv(sch);
	struct dwrr_config *config;
	struct dwrr_tbf_options options;

	if (!dwrr_tbf_parse(opt, &options, extack))
		return -EINVAL;
	config = kmemdup(&q->port.config, sizeof(*config), GFP_KERNEL);
	if (!config)
		return -ENOMEM;
	config->rate = options.rate;
	dwrr_port_commit(sch, config);
	q->options = options;
	kfree(config);
	return 0;
}

/* Dumps a rate that the 32 bits of a tc_ratespec do not hold. */
static int dwrr_tbf_put_rate64(struct sk_buff *skb, int attr, u64 rate)
{
	if (rate <= U32_MAX)
		return 0;
	return nla_put_u64_64bit(skb, attr, rate, TCA_TBF_PAD);
}

static int dwrr_tbf_dump(struct Qdisc *sch, struct sk_buff *skb)
{
	struct dwrr_tbf_sched *q = qdisc_priv(sch);
	const struct dwrr_tbf_options *tbf = &q->options;
	struct nlattr *options;

	options = nla_nest_start_noflag(skb, TCA_OPTIONS);
	if (!options || nla_put(skb, TCA_TBF_PARMS, sizeof(tbf->qopt), &tbf->qopt) ||
	    dwrr_tbf_put_rate64(skb, TCA_TBF_RATE64, tbf->rate) ||
	    dwrr_tbf_put_rate64(skb, TCA_TBF_PRATE64, tbf->peakrate)) {
		nla_nest_cancel(skb, options);
		return -EMSGSIZE;
	}
	return nla_nest_end(skb, options);
}

/* Without options: a tc that knows only tbf cannot read those of a dwrr class. */
static int dwrr_tbf_class_dump(struct Qdisc *sch, unsigned long class,
			       struct sk_buff *skb, struct tcmsg *tcm)
{
	tcm->tcm_parent = TC_H_ROOT;
	tcm->tcm_handle = TC_H_MAKE(sch->handle, class);
	return 0;
}

static struct Qdisc_class_ops dwrr_tbf_class_ops __ro_after_init;

static struct Qdisc_ops dwrr_tbf_ops __read_mostly = {
	.id		= "tbf",
	.cl_ops		= &dwrr_tbf_class_ops,
	.priv_size	= sizeof(struct dwrr_tbf_sched),
	.enqueue	= dwrr_enqueue,
	.dequeue	= dwrr_dequeue,
	.peek		= qdisc_peek_dequeued,
	.init		= dwrr_tbf_init,
	.change		= dwrr_tbf_change,
	.reset		= dwrr_port_reset,
	.destroy	= dwrr_port_destroy,
	.dump		= dwrr_tbf_dump,
	.dump_stats	= dwrr_dump_stats,
	.owner		= THIS_MODULE,
};

int __init dwrr_legacy_tbf_register(void)
{
	int err;

	if (!legacy_tbf) {
		pr_info("dwrr: kind tbf is the kernel's own: 'sch_dwrr legacy_tbf=1' makes it a port, like the MQ-ECN prototype\n");
		return 0;
	}
	dwrr_tbf_class_ops = dwrr_class_ops;
	dwrr_tbf_class_ops.dump = dwrr_tbf_class_dump;
	err = register_qdisc(&dwrr_tbf_ops);
	if (err != -EEXIST)
		return err;
	pr_err("dwrr: legacy_tbf=1: the kernel's own tbf is loaded (rmmod sch_tbf)\n");
	return -EBUSY;	/* modprobe takes -EEXIST for a module that is loaded already */
}

void dwrr_legacy_tbf_unregister(void)
{
	if (legacy_tbf)
		unregister_qdisc(&dwrr_tbf_ops);
}
