// SPDX-License-Identifier: GPL-2.0-only
/*
 * dwrr and the closest equivalent in a stock kernel, tbf with ets and eight reds, at a rate
 * that holds no packet back. Packets of eight queues arrive in turn. After each arrival one
 * leaves; a port that is empty then is asked once more, as the kernel does.
 *
 * Writing a number of packets to the parameter `standing` runs it: so many stay in the port.
 */

#include <linux/ip.h>
#include <net/inet_ecn.h>
#include <net/red.h>

#include "../uapi/dwrr.h"
#include "native.h"

#define FRAME		1514		/* bytes */
#define QUEUES		8
#define RATE		12500000000ULL	/* bytes/s: 100 Gbit/s */
#define BURST		1000000		/* bytes: more than a chunk */
#define QUANTUM		1538		/* bytes */
#define LIMIT		2000000		/* bytes */
#define INTERVAL	(200 * NSEC_PER_USEC)	/* of a chunk: the token bucket is full again */
#define WARM_UP_CHUNKS	200
#define WLOG		2		/* what tc makes of avpkt 1500 and burst 21 */

static struct native_port queues_ports[] = {
	{ .name = "none" },
	{ .name = "tbf", .kind = "tbf" },
	{ .name = "stock", .kind = "tbf", .variant = QUEUES },
	{ .name = "dwrr-none", .kind = "dwrr", .variant = DWRR_ECN_NONE },
	{ .name = "dwrr-mq-ecn", .kind = "dwrr", .variant = DWRR_ECN_MQ_ECN },
	{ .name = "dwrr-tcn", .kind = "dwrr", .variant = DWRR_ECN_TCN },
};

static u32 queues_standing;

/* Return: an ECN-capable packet of the queue. */
static struct sk_buff *queues_packet(u32 queue)
{
	struct sk_buff *skb = native_packet();
	struct iphdr *header;

	if (!skb)
		return NULL;
	skb_reset_tail_pointer(skb);
	skb_reset_network_header(skb);
	header = skb_put_zero(skb, sizeof(*header));
	header->version = 4;
	header->ihl = 5;
	header->tos = queue << 2 | INET_ECN_ECT_0;
	skb->protocol = htons(ETH_P_IP);
	skb->priority = queue;
	qdisc_skb_cb(skb)->pkt_len = FRAME;
	return skb;
}

static void queues_chunk(struct native_port *port)
{
	struct sk_buff *skb;
	u32 i;

	port->ns += INTERVAL;
	native_ns = port->ns;
	for (i = 0; port->sch && port->sch->q.qlen < queues_standing; i++)
		native_enqueue(port, queues_packet(i % QUEUES));
	for (i = 0; i < NATIVE_CHUNK; i++) {
		native_enqueue(port, queues_packet(i % QUEUES));
		while (port->sch && (skb = port->sch->dequeue(port->sch))) {
			native_count_sent(port, skb);
			if (queues_standing)
				break;
		}
	}
}

static void queues_put_tbf(struct sk_buff *options)
{
	struct tc_tbf_qopt parms = {
		.rate	= { .linklayer = TC_LINKLAYER_ETHERNET, .rate = U32_MAX },
		.limit	= LIMIT,
	};

	nla_put(options, TCA_TBF_PARMS, sizeof(parms), &parms);
	nla_put_u64_64bit(options, TCA_TBF_RATE64, RATE, TCA_TBF_PAD);
	nla_put_u32(options, TCA_TBF_BURST, BURST);
}

static void queues_put_dwrr(struct sk_buff *options, u32 scheme)
{
	nla_put_u64_64bit(options, TCA_DWRR_RATE64, RATE, TCA_DWRR_PAD);
	nla_put_u32(options, TCA_DWRR_NUM_QUEUES, QUEUES);
	nla_put_u32(options, TCA_DWRR_ECN_SCHEME, scheme);
	nla_put_u32(options, TCA_DWRR_BUCKET, div64_u64(BURST * NSEC_PER_SEC, RATE));
}

static void queues_put_ets(struct sk_buff *options, const struct native_port *port)
{
	struct nlattr *nest;
	u32 i;

	nla_put_u8(options, TCA_ETS_NBANDS, QUEUES);
	nest = nla_nest_start(options, TCA_ETS_QUANTA);
	for (i = 0; i < QUEUES; i++)
		nla_put_u32(options, TCA_ETS_QUANTA_BAND, QUANTUM);
	nla_nest_end(options, nest);
	nest = nla_nest_start(options, TCA_ETS_PRIOMAP);
	for (i = 0; i <= TC_PRIO_MAX; i++)
		nla_put_u8(options, TCA_ETS_PRIOMAP_BAND, i % QUEUES);
	nla_nest_end(options, nest);
}

static void queues_put_red(struct sk_buff *options, const struct native_port *port)
{
	struct tc_red_qopt parms = {
		.limit = LIMIT, .qth_min = 30000, .qth_max = 30001, .Wlog = WLOG, .flags = TC_RED_ECN,
	};
	static const u8 stab[RED_STAB_SIZE];

	nla_put(options, TCA_RED_PARMS, sizeof(parms), &parms);
	nla_put(options, TCA_RED_STAB, sizeof(stab), stab);
	nla_put_u32(options, TCA_RED_MAX_P, U32_MAX);
}

static void queues_put_options(struct sk_buff *options, const struct native_port *port)
{
	if (strcmp(port->kind, "tbf"))
		queues_put_dwrr(options, port->variant);
	else
		queues_put_tbf(options);
}

/* Puts a new qdisc in the place of a class's own. */
static struct Qdisc *queues_graft(struct Qdisc *parent, u32 minor, struct Qdisc *child)
{
	const struct Qdisc_class_ops *classes = parent->ops->cl_ops;
	struct Qdisc *old = NULL;

	if (!child || classes->graft(parent, classes->find(parent, minor), child, &old, NULL))
		return NULL;
	if (old)
		qdisc_put(old);
	return child;
}

static int queues_add_children(struct native_port *port)
{
	struct Qdisc *ets;
	u32 i;

	if (strcmp(port->kind, "tbf") || !port->variant)
		return 0;
	ets = queues_graft(port->sch, 1, native_create("ets", queues_put_ets, port));
	for (i = 1; ets && i <= QUEUES; i++)
		if (!queues_graft(ets, i, native_create("red", queues_put_red, port)))
			return -ENOENT;
	return ets ? 0 : -ENOENT;
}

static const struct native_bench queues_bench = {
	.ports	= queues_ports,
	.count	= ARRAY_SIZE(queues_ports),
	.spare_packets = 64,
	.put_options = queues_put_options,
	.add_children = queues_add_children,
	.chunk	= queues_chunk,
};

static int queues_set(const char *text, const struct kernel_param *param)
{
	int err = kstrtou32(text, 0, &queues_standing);

	return err ? err : native_run(&queues_bench, queues_standing, WARM_UP_CHUNKS);
}

static const struct kernel_param_ops queues_param_ops = { .set = queues_set };
module_param_cb(standing, &queues_param_ops, NULL, 0200);
MODULE_PARM_DESC(standing, "Packets that stay in the port: writing it runs the benchmark of ports");
