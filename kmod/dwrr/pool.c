// SPDX-License-Identifier: GPL-2.0-only
/* The pools of network namespaces. */

#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "pool.h"

static unsigned int dwrr_pool_id;

static struct pernet_operations dwrr_pool_ops = {
	.id	= &dwrr_pool_id,
	.size	= sizeof(struct dwrr_pool),
};

/* A device that moves to another namespace loses its port before. */
struct dwrr_pool *dwrr_pool_of(const struct Qdisc *sch)
{
	return net_generic(dev_net(qdisc_dev(sch)), dwrr_pool_id);
}

int __init dwrr_pool_register(void)
{
	return register_pernet_subsys(&dwrr_pool_ops);
}

void dwrr_pool_unregister(void)
{
	unregister_pernet_subsys(&dwrr_pool_ops);
}
