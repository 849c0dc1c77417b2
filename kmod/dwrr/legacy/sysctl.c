// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/sys/dwrr, one per network namespace, with the names, defaults and ranges of
 * the MQ-ECN and TCN prototypes. A write changes every port of the namespace at once
 * and is the default of new ports.
 */

#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <linux/sysctl.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "../dwrr.h"
#include "../map.h"
#include "legacy.h"

#define DWRR_SYSCTL_QUEUES	8	/* as in the prototype */
#define DWRR_SYSCTL_NAME	32

/* A network namespace: its sysctls and its ports. Written under RTNL. */
struct dwrr_net {
	struct list_head ports;
	struct dwrr_config defaults;
	struct dwrr_config scratch;	/* too large for the stack */
	u32	debug_mode;
	u32	quantum_alpha;
	struct ctl_table_header *header;
	struct dwrr_sysctls *sysctls;
};

/* A sysctl: the u32 that it reads and writes. */
struct dwrr_sysctl {
	const char *name;
	size_t	offset;		/* in dwrr_net */
	int	min;
	int	max;
	int	unit;		/* stored = shown * unit; 0 means 1 */
	u32	only;		/* a flag: stored is this for 1, and 0 for 0 */
	bool	maps_dscp;	/* a write rebuilds the map of DSCPs */
};

/* The TCN prototype has the unit of time of the kernel's CoDel. */
#define DWRR_TCN_UNIT	1024	/* ns */
#define DWRR_TCN_MAX	(DWRR_TCN_THRESH_MAX / DWRR_TCN_UNIT)

#define DWRR_NET(field) offsetof(struct dwrr_net, field)
#define DWRR_PORT(field) DWRR_NET(defaults.field)

static const struct dwrr_sysctl dwrr_port_sysctls[] = {
	{ "ecn_scheme",		DWRR_PORT(ecn_scheme), 0, DWRR_ECN_MAX },
	{ "port_thresh_bytes",	DWRR_PORT(port_thresh),
	  DWRR_PORT_THRESH_MIN, DWRR_PORT_THRESH_MAX },
	{ "shared_buffer_bytes", DWRR_PORT(shared_buffer),
	  DWRR_SHARED_BUFFER_MIN, DWRR_SHARED_BUFFER_MAX },
	{ "buffer_mode",	DWRR_PORT(buffer_mode), 0, DWRR_BUFFER_MAX },
	{ "scheduler",		DWRR_PORT(scheduler), 0, DWRR_SCHED_MAX },
	{ "enable_wrr",		DWRR_PORT(scheduler), 0, 1, .only = DWRR_SCHED_WRR },
	{ "enable_dequeue_ecn",	DWRR_PORT(mark_at), 0, DWRR_MARK_MAX },
	{ "round_alpha",	DWRR_PORT(round_alpha),
	  DWRR_ROUND_ALPHA_MIN, DWRR_ROUND_ALPHA_MAX },
	{ "idle_interval_ns",	DWRR_PORT(idle_interval),
	  DWRR_IDLE_INTERVAL_MIN, DWRR_IDLE_INTERVAL_MAX },
	{ "bucket_ns",		DWRR_PORT(bucket),
	  DWRR_BUCKET_MIN, DWRR_BUCKET_MAX },
	{ "tcn_thresh_ns",	DWRR_PORT(tcn_thresh),
	  DWRR_TCN_THRESH_MIN, DWRR_TCN_THRESH_MAX },
	{ "codel_target_ns",	DWRR_PORT(codel_target),
	  DWRR_CODEL_TARGET_MIN, DWRR_CODEL_TARGET_MAX },
	{ "codel_interval_ns",	DWRR_PORT(codel_interval),
	  DWRR_CODEL_INTERVAL_MIN, DWRR_CODEL_INTERVAL_MAX },
	/* The same three in the unit of the TCN prototype. */
	{ "tcn_thresh",		DWRR_PORT(tcn_thresh), 0, DWRR_TCN_MAX, DWRR_TCN_UNIT },
	{ "codel_target",	DWRR_PORT(codel_target), 1, DWRR_TCN_MAX, DWRR_TCN_UNIT },
	{ "codel_interval",	DWRR_PORT(codel_interval), 1, DWRR_TCN_MAX, DWRR_TCN_UNIT },
	/*
	 * Scripts set these two; they have no effect. The prototype logged each drop in
	 * debug mode, which counters show here; it never used the second.
	 */
	{ "debug_mode",		DWRR_NET(debug_mode), 0, 1 },
	{ "quantum_alpha",	DWRR_NET(quantum_alpha), 0, 1000 },
};

#define DWRR_QUEUE(field) DWRR_PORT(queue[0].field)

/* One per queue i, with the suffix _i; the offset is that of queue 0. */
static const struct dwrr_sysctl dwrr_queue_sysctls[] = {
	{ "queue_thresh_bytes",	DWRR_QUEUE(thresh),
	  DWRR_QUEUE_THRESH_MIN, DWRR_QUEUE_THRESH_MAX },
	{ "queue_buffer_bytes",	DWRR_QUEUE(buffer),
	  DWRR_QUEUE_BUFFER_MIN, DWRR_QUEUE_BUFFER_MAX },
	{ "queue_quantum",	DWRR_QUEUE(quantum),
	  DWRR_SYSCTL_QUANTUM_MIN, DWRR_SYSCTL_QUANTUM_MAX },
	{ "queue_dscp",		DWRR_QUEUE(dscp),
	  DWRR_QUEUE_DSCP_MIN, DWRR_QUEUE_DSCP_MAX, .maps_dscp = true },
	{ "queue_prio",		DWRR_QUEUE(prio),
	  DWRR_QUEUE_PRIO_MIN, DWRR_QUEUE_PRIO_MAX },
};

#define DWRR_NUM_SYSCTLS (ARRAY_SIZE(dwrr_port_sysctls) + \
			  ARRAY_SIZE(dwrr_queue_sysctls) * DWRR_SYSCTL_QUEUES)

/* An empty last entry ends the table on kernels before 6.6. */
struct dwrr_sysctls {
	struct ctl_table table[DWRR_NUM_SYSCTLS + 1];
	char	names[DWRR_NUM_SYSCTLS][DWRR_SYSCTL_NAME];
};

static unsigned int dwrr_net_id;

/*
 * The directory is global, its files are per namespace: a directory of a namespace
 * directly under /proc/sys would be visible in all (net/ is registered likewise).
 */
static struct ctl_table dwrr_no_entries[1];
static struct ctl_table_header *dwrr_directory;

static struct dwrr_net *dwrr_net(struct net *net)
{
	return net_generic(net, dwrr_net_id);
}

/* Return: @config with @value in the field at @offset; NULL if that is not valid. */
static const struct dwrr_config *dwrr_net_with(struct dwrr_net *net,
					       const struct dwrr_sysctl *row,
					       const struct dwrr_config *config,
					       size_t offset, u32 value)
{
	net->scratch = *config;
	*(u32 *)((void *)&net->scratch + offset) = value;
	if (row->maps_dscp)
		dwrr_config_map_dscp(&net->scratch);
	return dwrr_config_valid(&net->scratch, NULL) ? &net->scratch : NULL;
}

/* Return: whether @value is valid for the defaults and for every port. */
static bool dwrr_net_accepts(struct dwrr_net *net,
			     const struct dwrr_sysctl *row, size_t offset,
			     u32 value)
{
	struct dwrr_sched *q;

	if (!dwrr_net_with(net, row, &net->defaults, offset, value))
		return false;
	list_for_each_entry(q, &net->ports, legacy.node)
		if (!dwrr_net_with(net, row, &q->config, offset, value))
			return false;
	return true;
}

/* Sets the field at @offset in the defaults and in every port, or in none of them. */
static int dwrr_net_apply(struct dwrr_net *net, const struct dwrr_sysctl *row,
			  size_t offset, u32 value)
{
	struct dwrr_sched *q;

	if (!dwrr_net_accepts(net, row, offset, value)) {
		/* The log belongs to the host: no other namespace may fill it. */
		if (net == dwrr_net(&init_net))
			net_info_ratelimited("dwrr: MQ-ECN measures rounds, and WFQ has none: a port or the defaults would have both\n");
		return -EINVAL;
	}
	WRITE_ONCE(*(u32 *)((void *)&net->defaults + offset), value);
	/* Every writer of a port's configuration holds RTNL. */
	list_for_each_entry(q, &net->ports, legacy.node)
		dwrr_port_commit(q->sch, dwrr_net_with(net, row, &q->config,
						       offset, value));
	return 0;
}

/* Return: whether @data is a field of the defaults, and so of every port. */
static bool dwrr_is_default(const struct dwrr_net *net, const void *data)
{
	return data >= (void *)&net->defaults &&
	       data < (void *)(&net->defaults + 1);
}

static int dwrr_sysctl_shown(const struct dwrr_sysctl *row, u32 stored)
{
	if (row->only)
		return stored == row->only;
	return stored / (row->unit ?: 1);
}

static u32 dwrr_sysctl_stored(const struct dwrr_sysctl *row, int shown)
{
	if (row->only)
		return shown ? row->only : 0;
	return shown * (row->unit ?: 1);
}

static int dwrr_sysctl_handler(DWRR_CTL_TABLE *table, int write, void *buffer,
			       size_t *lenp, loff_t *ppos)
{
	struct dwrr_net *net = table->extra1;
	const struct dwrr_sysctl *row = table->extra2;
	int min = row->min, max = row->max, value = min - 1;
	struct ctl_table one = {
		.procname	= table->procname,
		.data		= &value,
		.maxlen		= sizeof(value),
		.mode		= table->mode,
		.extra1		= &min,
		.extra2		= &max,
	};
	int err;

	if (!write)
		value = dwrr_sysctl_shown(row, READ_ONCE(*(u32 *)table->data));
	err = proc_dointvec_minmax(&one, write, buffer, lenp, ppos);
	if (err || !write || value < min)	/* the kernel ignores some writes */
		return err;

	rtnl_lock();
	if (dwrr_is_default(net, table->data))
		err = dwrr_net_apply(net, row, table->data - (void *)&net->defaults,
				     dwrr_sysctl_stored(row, value));
	else
		WRITE_ONCE(*(u32 *)table->data, dwrr_sysctl_stored(row, value));
	rtnl_unlock();
	return err;
}

static void dwrr_sysctl_add(struct dwrr_net *net, int index,
			    const struct dwrr_sysctl *row, u32 *data)
{
	net->sysctls->table[index] = (struct ctl_table) {
		.procname	= net->sysctls->names[index],
		.data		= data,
		.maxlen		= sizeof(u32),
		.mode		= 0644,
		.proc_handler	= dwrr_sysctl_handler,
		.extra1		= net,
		.extra2		= (void *)row,
	};
}

static void dwrr_sysctl_fill(struct dwrr_net *net)
{
	const struct dwrr_sysctl *row;
	int i, queue, n = 0;

	for (i = 0; i < ARRAY_SIZE(dwrr_port_sysctls); i++) {
		row = &dwrr_port_sysctls[i];
		strscpy(net->sysctls->names[n], row->name, DWRR_SYSCTL_NAME);
		dwrr_sysctl_add(net, n++, row, (void *)net + row->offset);
	}
	for (i = 0; i < ARRAY_SIZE(dwrr_queue_sysctls); i++) {
		row = &dwrr_queue_sysctls[i];
		for (queue = 0; queue < DWRR_SYSCTL_QUEUES; queue++) {
			snprintf(net->sysctls->names[n], DWRR_SYSCTL_NAME,
				 "%s_%d", row->name, queue);
			dwrr_sysctl_add(net, n++, row,
					(void *)net + row->offset +
					queue * sizeof(net->defaults.queue[0]));
		}
	}
}

static int __net_init dwrr_net_init(struct net *net)
{
	struct dwrr_net *dn = dwrr_net(net);

	INIT_LIST_HEAD(&dn->ports);
	dwrr_config_init(&dn->defaults);
	dn->quantum_alpha = 750;
	dn->sysctls = kzalloc(sizeof(*dn->sysctls), GFP_KERNEL);
	if (!dn->sysctls)
		return -ENOMEM;
	dwrr_sysctl_fill(dn);
	dn->header = register_net_sysctl_sz(net, "dwrr", dn->sysctls->table,
					    DWRR_NUM_SYSCTLS);
	if (!dn->header) {
		kfree(dn->sysctls);
		return -ENOMEM;
	}
	return 0;
}

static void __net_exit dwrr_net_exit(struct net *net)
{
	struct dwrr_net *dn = dwrr_net(net);

	unregister_net_sysctl_table(dn->header);
	kfree(dn->sysctls);
}

static struct pernet_operations dwrr_net_ops = {
	.init	= dwrr_net_init,
	.exit	= dwrr_net_exit,
	.id	= &dwrr_net_id,
	.size	= sizeof(struct dwrr_net),
};

void dwrr_legacy_port_init(struct Qdisc *sch)
{
	struct dwrr_net *net = dwrr_net(dev_net(qdisc_dev(sch)));
	struct dwrr_sched *q = qdisc_priv(sch);

	list_add_tail(&q->legacy.node, &net->ports);
}

void dwrr_legacy_defaults(struct Qdisc *sch, struct dwrr_config *config)
{
	*config = dwrr_net(dev_net(qdisc_dev(sch)))->defaults;
}

int __init dwrr_legacy_sysctl_register(void)
{
	int err;

	dwrr_directory = register_sysctl_sz("dwrr", dwrr_no_entries, 0);
	if (!dwrr_directory)
		return -ENOMEM;
	err = register_pernet_subsys(&dwrr_net_ops);
	if (err)
		unregister_sysctl_table(dwrr_directory);
	return err;
}

void dwrr_legacy_sysctl_unregister(void)
{
	unregister_pernet_subsys(&dwrr_net_ops);
	unregister_sysctl_table(dwrr_directory);
}
