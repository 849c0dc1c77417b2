// SPDX-License-Identifier: GPL-2.0-only
/*
 * fq and eiffel: every INTERVAL ns, BURST packets of random flows arrive, each with a
 * socket that is paced at 1.25 times its share, so that more than half of the packets are
 * throttled. After each arrival the qdisc is asked for packets until it has none that may
 * leave, as the kernel does.
 *
 * Writing a number of flows to the parameter `flows` runs it.
 */

#include <linux/tcp.h>
#include <net/tcp_states.h>

#include "../uapi/eiffel.h"
#include "native.h"

#define FRAME		1000		/* bytes, also the quantum */
#define HEADERS		192		/* bytes */
#define INTERVAL	(200 * NSEC_PER_USEC)
#define BURST		25
#define WARM_UP		12		/* packets per flow */

enum { DEFAULT_TABLE, LARGE_TABLE };	/* fq: as many trees as flows */

static struct native_port flows_ports[] = {
	{ .name = "none" },
	{ .name = "fq", .kind = "fq" },
	{ .name = "fq-large", .kind = "fq", .variant = LARGE_TABLE },
	{ .name = "eiffel", .kind = "eiffel" },
};

static struct kmem_cache *flows_sockets;
static struct sock **flows_sk;
static u32 flows;

/* Return: a packet of a random flow, with the headers that its sender has just written. */
static struct sk_buff *flows_packet(void)
{
	struct sock *sk = flows_sk[native_random_below(flows)];
	struct sk_buff *skb = native_packet();

	if (!skb)
		return NULL;
	memset(skb->head, READ_ONCE(sk->sk_state) ^ READ_ONCE(sk->sk_pacing_rate), HEADERS);
	skb->sk = sk;
	skb->protocol = htons(ETH_P_IP);
	qdisc_skb_cb(skb)->pkt_len = FRAME;
	return skb;
}

static void flows_send(struct native_port *port)
{
	struct sk_buff *skb;

	native_enqueue(port, flows_packet());
	while (port->sch && (skb = port->sch->dequeue(port->sch)))
		native_count_sent(port, skb);
}

static void flows_chunk(struct native_port *port)
{
	u32 i;

	for (i = 0; i < NATIVE_CHUNK; i++) {
		if (i % BURST == 0) {
			port->ns += INTERVAL;
			native_ns = port->ns;
			native_jiffies = nsecs_to_jiffies(port->ns);
		}
		flows_send(port);
	}
}

static void flows_put_fq(struct sk_buff *options, const struct native_port *port)
{
	nla_put_u32(options, TCA_FQ_PLIMIT, 10000000);
	nla_put_u32(options, TCA_FQ_FLOW_PLIMIT, 100000);
	nla_put_u32(options, TCA_FQ_QUANTUM, FRAME);
	nla_put_u32(options, TCA_FQ_INITIAL_QUANTUM, FRAME);
	nla_put_u32(options, TCA_FQ_LOW_RATE_THRESHOLD, 0);
	if (port->variant == LARGE_TABLE)
		nla_put_u32(options, TCA_FQ_BUCKETS_LOG, order_base_2(flows));
}

static void flows_put_eiffel(struct sk_buff *options)
{
	nla_put_u32(options, TCA_EIFFEL_LIMIT, 10000000);
	nla_put_u32(options, TCA_EIFFEL_FLOW_LIMIT, 100000);
	nla_put_u32(options, TCA_EIFFEL_QUANTUM, FRAME);
	nla_put_u32(options, TCA_EIFFEL_INITIAL_QUANTUM, FRAME);
	nla_put_u32(options, TCA_EIFFEL_LOW_RATE_THRESHOLD, 0);
}

static void flows_put_options(struct sk_buff *options, const struct native_port *port)
{
	if (strcmp(port->kind, "fq"))
		flows_put_eiffel(options);
	else
		flows_put_fq(options, port);
}

static const struct native_bench flows_bench = {
	.ports	= flows_ports,
	.count	= ARRAY_SIZE(flows_ports),
	.spare_packets = 32768,		/* memory that has not been used for long */
	.put_options = flows_put_options,
	.chunk	= flows_chunk,
};

static int flows_add_sockets(void)
{
	u64 share = (u64)FRAME * BURST * NSEC_PER_SEC / INTERVAL / flows;
	struct sock *sk;
	u32 i;

	flows_sk = kvcalloc(flows, sizeof(*flows_sk), GFP_KERNEL);
	for (i = 0; flows_sk && i < flows; i++) {
		sk = kmem_cache_zalloc(flows_sockets, GFP_KERNEL);
		if (!sk)
			return -ENOMEM;
		flows_sk[i] = sk;
		sk->sk_state = TCP_ESTABLISHED;
		sk->sk_hash = i;
		sk->sk_pacing_rate = share * 5 / 4;
	}
	return flows_sk ? 0 : -ENOMEM;
}

static void flows_remove_sockets(void)
{
	u32 i;

	for (i = 0; flows_sk && i < flows; i++)
		if (flows_sk[i])
			kmem_cache_free(flows_sockets, flows_sk[i]);
	kvfree(flows_sk);
	flows_sk = NULL;
}

static int flows_set(const char *text, const struct kernel_param *param)
{
	int err = kstrtou32(text, 0, &flows);

	if (err || !flows)
		return -EINVAL;
	err = flows_add_sockets();
	if (!err)
		err = native_run(&flows_bench, flows,
				 max(flows * WARM_UP, 50000U) / NATIVE_CHUNK);
	flows_remove_sockets();
	return err;
}

static const struct kernel_param_ops flows_param_ops = { .set = flows_set };
module_param_cb(flows, &flows_param_ops, NULL, 0200);
MODULE_PARM_DESC(flows, "Number of flows: writing it runs the benchmark of fq and eiffel");

int native_flows_init(void)
{
	/* As large as TCP's sockets, so that as few share a page or a set of a cache. */
	flows_sockets = kmem_cache_create("native_sock", sizeof(struct tcp_sock), 0,
					  SLAB_HWCACHE_ALIGN, NULL);
	return flows_sockets ? 0 : -ENOMEM;
}

void native_flows_exit(void)
{
	kmem_cache_destroy(flows_sockets);
}
