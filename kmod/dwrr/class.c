// SPDX-License-Identifier: GPL-2.0-only
/*
 * The queues as classes of tc: class 1:1 is queue 0. They exist as long as the
 * port; tc can show them and filters can point to them.
 */

#include "classify.h"
#include "dwrr.h"

static struct Qdisc *dwrr_class_leaf(struct Qdisc *sch, unsigned long class)
{
	return NULL;
}

static unsigned long dwrr_class_find(struct Qdisc *sch, u32 classid)
{
	struct dwrr_queue *queue;

	queue = dwrr_queue_of_class(qdisc_priv(sch), classid);
	return queue ? TC_H_MIN(classid) : 0;
}

static unsigned long dwrr_bind_tcf(struct Qdisc *sch, unsigned long parent,
				   u32 classid)
{
	return dwrr_class_find(sch, classid);
}

static void dwrr_unbind_tcf(struct Qdisc *sch, unsigned long class)
{
}

static struct tcf_block *dwrr_tcf_block(struct Qdisc *sch, unsigned long class,
					struct netlink_ext_ack *extack)
{
	struct dwrr_sched *q = qdisc_priv(sch);

	if (class) {
		NL_SET_ERR_MSG_MOD(extack, "filters belong to the port, not to one of its queues");
		return NULL;
	}
	return q->block;
}

static void dwrr_walk(struct Qdisc *sch, struct qdisc_walker *arg)
{
	struct dwrr_sched *q = qdisc_priv(sch);
	u32 i;

	dwrr_snapshots_take(sch);
	for (i = 0; i < q->config.num_queues; i++)
		if (!tc_qdisc_stats_dump(sch, i + 1, arg))
			break;
	dwrr_snapshots_drop(sch);
}

const struct Qdisc_class_ops dwrr_class_ops = {
	.leaf		= dwrr_class_leaf,
	.find		= dwrr_class_find,
	.walk		= dwrr_walk,
	.tcf_block	= dwrr_tcf_block,
	.bind_tcf	= dwrr_bind_tcf,
	.unbind_tcf	= dwrr_unbind_tcf,
	.dump		= dwrr_class_dump,
	.dump_stats	= dwrr_class_dump_stats,
};
