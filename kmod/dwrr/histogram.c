// SPDX-License-Identifier: GPL-2.0-only
/* The memory of a port's histograms, and their dump. */

#include <linux/slab.h>

#include "dwrr.h"

/* Gets the memory that @config needs. dwrr_histograms_set() cannot fail after this. */
int dwrr_histograms_prepare(struct dwrr_sched *q, const struct dwrr_config *config)
{
	if (config->histograms == DWRR_HISTOGRAMS_OFF || q->histogram_memory)
		return 0;
	q->histogram_memory = kvcalloc(config->num_queues, sizeof(*q->histogram_memory),
				       GFP_KERNEL_ACCOUNT);
	return q->histogram_memory ? 0 : -ENOMEM;
}

/* Switches to the configuration, under the tree lock. */
void dwrr_histograms_set(struct dwrr_sched *q)
{
	q->histograms = q->config.histograms ? q->histogram_memory : NULL;
}

/* Frees the memory if histograms are off. The next that are on begin at 0. */
void dwrr_histograms_release(struct dwrr_sched *q)
{
	if (q->histograms)
		return;
	kvfree(q->histogram_memory);
	q->histogram_memory = NULL;
}

/* Resets the histograms, under the tree lock. */
void dwrr_histograms_clear(struct dwrr_sched *q)
{
	if (q->histograms)
		memset(q->histograms, 0, q->config.num_queues * sizeof(*q->histograms));
}

static int dwrr_put_histogram(struct sk_buff *skb, int type,
			      const struct dwrr_histogram *h, u32 unit_bits)
{
	u32 first = 0, end = DWRR_HISTOGRAM_BUCKETS;
	struct nlattr *nest;

	while (first < end && !h->count[first])
		first++;
	while (end > first && !h->count[end - 1])
		end--;
	nest = nla_nest_start_noflag(skb, type);
	if (!nest || nla_put_u32(skb, DWRR_HISTOGRAM_FIRST, first) ||
	    nla_put_64bit(skb, DWRR_HISTOGRAM_COUNTS, (end - first) * sizeof(*h->count),
			  &h->count[first], DWRR_HISTOGRAM_PAD) ||
	    nla_put_u64_64bit(skb, DWRR_HISTOGRAM_SUM, h->sum, DWRR_HISTOGRAM_PAD) ||
	    nla_put_u64_64bit(skb, DWRR_HISTOGRAM_HIGHEST, h->max, DWRR_HISTOGRAM_PAD) ||
	    nla_put_u32(skb, DWRR_HISTOGRAM_UNIT_BITS, unit_bits))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/* The histograms of a queue. They are put one queue a message: 64 would not fit. */
int dwrr_put_histograms(struct sk_buff *skb, struct Qdisc *sch, u32 queue)
{
	struct dwrr_sched *q = qdisc_priv(sch);
	const struct dwrr_queue_histograms *h;
	int err;

	if (!q->histograms)	/* switched under RTNL, which a dump holds */
		return 0;
	h = &q->histograms[queue];
	sch_tree_lock(sch);
	err = dwrr_put_histogram(skb, TCA_DWRR_STATS_SOJOURN_HISTOGRAM,
				 &h->sojourn, DWRR_SOJOURN_UNIT_BITS) ?:
	      dwrr_put_histogram(skb, TCA_DWRR_STATS_OCCUPANCY_HISTOGRAM,
				 &h->occupancy, DWRR_OCCUPANCY_UNIT_BITS);
	sch_tree_unlock(sch);
	return err;
}
