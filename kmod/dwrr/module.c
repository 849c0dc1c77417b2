// SPDX-License-Identifier: GPL-2.0-only
/*
 * Registers the qdisc kind dwrr, and the legacy part if it is built in. No other
 * file calls this one.
 */

#include <linux/module.h>
#include <linux/slab.h>
#include <net/genetlink.h>

#include "dwrr.h"
#include "registry.h"

static int dwrr_init(struct Qdisc *sch, struct nlattr *opt,
		     struct netlink_ext_ack *extack)
{
	struct dwrr_config *config;
	int err;

	dwrr_legacy_port_init(sch);
	err = dwrr_port_init(sch, extack);
	if (err)
		return err;
	config = kmalloc(sizeof(*config), GFP_KERNEL);
	if (!config)
		return -ENOMEM;
	dwrr_legacy_defaults(sch, config);
	err = dwrr_create(sch, config, opt, extack);
	kfree(config);
	return err;
}

static struct Qdisc_ops dwrr_qdisc_ops __read_mostly = {
	.id		= "dwrr",
	.cl_ops		= &dwrr_class_ops,
	.priv_size	= sizeof(struct dwrr_sched),
	.enqueue	= dwrr_enqueue,
	.dequeue	= dwrr_dequeue,
	.peek		= qdisc_peek_dequeued,
	.init		= dwrr_init,
	.change		= dwrr_change,
	.reset		= dwrr_port_reset,
	.destroy	= dwrr_port_destroy,
	.dump		= dwrr_dump,
	.dump_stats	= dwrr_dump_stats,
	.owner		= THIS_MODULE,
};

/* The sysctls come first: dwrr_init() reads its defaults from them. */
static int __init dwrr_module_init(void)
{
	int err;

	err = dwrr_legacy_sysctl_register();
	if (err)
		return err;
	err = dwrr_pool_register();
	if (err)
		goto err_sysctl;
	err = register_qdisc(&dwrr_qdisc_ops);
	if (err)
		goto err_pool;
	err = dwrr_legacy_tbf_register();
	if (err)
		goto err_qdisc;
	err = dwrr_describe_register();
	if (err)
		goto err_tbf;
	return 0;

err_tbf:
	dwrr_legacy_tbf_unregister();
err_qdisc:
	unregister_qdisc(&dwrr_qdisc_ops);
err_pool:
	dwrr_pool_unregister();
err_sysctl:
	dwrr_legacy_sysctl_unregister();
	return err;
}

static void __exit dwrr_module_exit(void)
{
	dwrr_describe_unregister();
	dwrr_legacy_tbf_unregister();
	unregister_qdisc(&dwrr_qdisc_ops);
	dwrr_pool_unregister();
	dwrr_legacy_sysctl_unregister();
}

module_init(dwrr_module_init)
module_exit(dwrr_module_exit)
MODULE_AUTHOR("The mqecn authors");
MODULE_LICENSE("GPL");
MODULE_VERSION(MQECN_VERSION);
MODULE_DESCRIPTION("Multi-queue switch port that marks ECN (DWRR, WRR, WFQ; MQ-ECN, TCN, CoDel)");
MODULE_ALIAS_NET_SCH("dwrr");
MODULE_ALIAS_GENL_FAMILY(DWRR_GENL_NAME);
