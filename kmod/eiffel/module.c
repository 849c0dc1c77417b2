// SPDX-License-Identifier: GPL-2.0-only
/* Registers the qdisc kind eiffel. No other file calls this one. */

#include <linux/module.h>

#include "eiffel.h"

static struct Qdisc_ops eiffel_qdisc_ops __read_mostly = {
	.id		= "eiffel",
	.priv_size	= sizeof(struct eiffel_sched),
	.enqueue	= eiffel_enqueue,
	.dequeue	= eiffel_dequeue,
	.peek		= qdisc_peek_dequeued,
	.init		= eiffel_init,
	.change		= eiffel_change,
	.reset		= eiffel_reset,
	.destroy	= eiffel_destroy,
	.dump		= eiffel_dump,
	.dump_stats	= eiffel_dump_stats,
	.owner		= THIS_MODULE,
};

static int __init eiffel_module_init(void)
{
	int err;

	err = eiffel_flow_cache_create();
	if (err)
		return err;
	err = register_qdisc(&eiffel_qdisc_ops);
	if (err)
		eiffel_flow_cache_destroy();
	return err;
}

static void __exit eiffel_module_exit(void)
{
	unregister_qdisc(&eiffel_qdisc_ops);
	eiffel_flow_cache_destroy();
}

module_init(eiffel_module_init)
module_exit(eiffel_module_exit)
MODULE_AUTHOR("The mqecn authors");
MODULE_LICENSE("GPL");
MODULE_VERSION(MQECN_VERSION);
MODULE_DESCRIPTION("Pacing and programmable packet scheduling with bucketed queues (Eiffel)");
MODULE_ALIAS_NET_SCH("eiffel");
