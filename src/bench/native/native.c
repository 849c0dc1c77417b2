// SPDX-License-Identifier: GPL-2.0-only
/*
 * native: the time that the data structures of fq and eiffel take on this processor.
 *
 * In the lab's guest kernel code runs on the processor of the host, with its caches. This
 * module hands packets to qdiscs itself, with a clock of its own: every INTERVAL ns,
 * BURST packets of random flows arrive, each with a socket that is paced at 1.25 times
 * its share, so that more than half of the packets are throttled. After each arrival the
 * qdisc is asked for packets until it has none that may leave, as the kernel does.
 * Timers, clocks, locks, devices and memory allocation take no part.
 *
 * A round measures the qdiscs in turns, so that other load on the machine affects all of
 * them. A qdisc's ticks (TSC) per packet are the lower quartile of its chunks of CHUNK
 * packets: what interrupts the guest only adds. The same loop without a qdisc ("none") is
 * to be subtracted. Packets are memory that has not been used for long.
 *
 * Writing a number of flows to the parameter `flows` runs the benchmark. The kernel's log
 * gets a line for each round and qdisc, and last a line with the state of each qdisc.
 */

#include <linux/module.h>
#include <linux/rtnetlink.h>
#include <linux/sort.h>
#include <linux/tcp.h>
#include <net/net_namespace.h>
#include <net/tcp_states.h>

#include "../uapi/eiffel.h"

#define FRAME		1000		/* bytes, also the quantum */
#define PACKET_DATA	640		/* bytes: 1 KiB with what the kernel adds */
#define HEADERS		192		/* bytes */
#define INTERVAL	(200 * NSEC_PER_USEC)
#define BURST		25
#define CHUNK		250		/* packets */
#define WARM_CHUNKS	8
#define CHUNKS		32		/* of a turn */
#define TURNS		32		/* of a round */
#define ROUNDS		7
#define SPARE_PACKETS	32768
#define WARM_UP		12		/* packets per flow */

u64 native_ns = NSEC_PER_SEC;
EXPORT_SYMBOL_GPL(native_ns);

unsigned long native_jiffies;
EXPORT_SYMBOL_GPL(native_jiffies);

/* A qdisc that is measured, and the time that it has reached. */
struct native_port {
	const char	*name;
	const char	*kind;		/* NULL: no qdisc */
	bool		large_table;	/* fq: as many trees as flows */
	struct Qdisc	*sch;
	u64		ns;
	u64		sent;
	u32		ticks[TURNS * CHUNKS];	/* of the chunks of a round */
};

static struct native_port native_ports[] = {
	{ .name = "none" },
	{ .name = "fq", .kind = "fq" },
	{ .name = "fq-large", .kind = "fq", .large_table = true },
	{ .name = "eiffel", .kind = "eiffel" },
};

static struct Qdisc_ops *native_ops[2];
static struct kmem_cache *native_sockets;
static struct sk_buff_head native_spare;
static struct sock **native_sk;
static u32 native_flows;

int native_register_qdisc(struct Qdisc_ops *ops)
{
	int i = strcmp(ops->id, "fq") ? 1 : 0;

	native_ops[i] = ops;
	return 0;
}
EXPORT_SYMBOL_GPL(native_register_qdisc);

/* xorshift: the same sequence in each run */
static u32 native_random_below(u32 limit)
{
	static u32 x = 1;

	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	return (u64)x * limit >> 32;
}

static u64 native_ticks(void)
{
	u32 low, high;

	asm volatile("lfence; rdtsc" : "=a" (low), "=d" (high) : : "memory");
	return (u64)high << 32 | low;
}

/* --- traffic --- */

/* Writes what alloc_skb() writes in a packet, and its headers, as a sender of @sk does. */
static void native_write_packet(struct sk_buff *skb, struct sock *sk)
{
	memset(skb, 0, offsetof(struct sk_buff, tail));
	memset(skb_shinfo(skb), 0, offsetof(struct skb_shared_info, dataref));
	memset(skb->head, READ_ONCE(sk->sk_state) ^ READ_ONCE(sk->sk_pacing_rate), HEADERS);
	skb->sk = sk;
	skb->protocol = htons(ETH_P_IP);
	qdisc_skb_cb(skb)->pkt_len = FRAME;
}

/* Return: a packet of a random flow. */
static struct sk_buff *native_packet(void)
{
	struct sock *sk = native_sk[native_random_below(native_flows)];
	struct sk_buff *skb;

	if (native_spare.qlen > SPARE_PACKETS)
		skb = __skb_dequeue(&native_spare);
	else
		skb = alloc_skb(PACKET_DATA, GFP_ATOMIC);
	if (!skb)
		return NULL;
	native_write_packet(skb, sk);
	return skb;
}

static void native_dequeue(struct native_port *port)
{
	struct sk_buff *skb;

	while ((skb = port->sch->dequeue(port->sch))) {
		skb->sk = NULL;
		port->sent++;
		__skb_queue_tail(&native_spare, skb);
	}
}

static void native_send(struct native_port *port)
{
	struct sk_buff *skb = native_packet(), *to_free = NULL;

	if (!skb)
		return;
	if (!port->sch) {
		skb->sk = NULL;
		port->sent++;
		__skb_queue_tail(&native_spare, skb);
		return;
	}
	port->sch->enqueue(skb, port->sch, &to_free);
	kfree_skb_list(to_free);	/* none, as the limits are high */
	native_dequeue(port);
}

static void native_chunk(struct native_port *port)
{
	u32 i;

	for (i = 0; i < CHUNK; i++) {
		if (i % BURST == 0) {
			port->ns += INTERVAL;
			native_ns = port->ns;
			native_jiffies = nsecs_to_jiffies(port->ns);
		}
		native_send(port);
	}
}

/* --- measurement --- */

static int native_compare(const void *a, const void *b)
{
	return *(u32 *)a < *(u32 *)b ? -1 : *(u32 *)a > *(u32 *)b;
}

static void native_turn(struct native_port *port, u32 *ticks)
{
	u64 begin;
	u32 i;

	for (i = 0; i < WARM_CHUNKS; i++)
		native_chunk(port);
	for (i = 0; i < CHUNKS; i++) {
		begin = native_ticks();
		native_chunk(port);
		ticks[i] = native_ticks() - begin;
	}
}

static void native_round(u32 round)
{
	struct native_port *port;
	u32 turn;

	for (turn = 0; turn < TURNS; turn++)
		for (port = native_ports; port < native_ports + ARRAY_SIZE(native_ports); port++)
			native_turn(port, port->ticks + turn * CHUNKS);
	for (port = native_ports; port < native_ports + ARRAY_SIZE(native_ports); port++) {
		sort(port->ticks, ARRAY_SIZE(port->ticks), sizeof(u32), native_compare, NULL);
		pr_info("native: round %u %u %s %u\n", native_flows, round, port->name,
			port->ticks[ARRAY_SIZE(port->ticks) / 4] / CHUNK);
	}
}

static void native_warm_up(struct native_port *port)
{
	u32 chunks = max(native_flows * WARM_UP, 50000U) / CHUNK;

	port->ns = NSEC_PER_SEC;
	port->sent = 0;
	while (chunks--) {
		native_chunk(port);
		cond_resched();
	}
}

static void native_run(void)
{
	struct native_port *port;
	u32 i;

	local_bh_disable();
	for (i = 0; i < ARRAY_SIZE(native_ports); i++)
		native_warm_up(&native_ports[i]);
	for (i = 0; i < ROUNDS; i++)
		native_round(i);
	local_bh_enable();
	for (port = native_ports + 1; port < native_ports + ARRAY_SIZE(native_ports); port++)
		pr_info("native: state %u %s sent %llu queued %u dropped %u\n", native_flows,
			port->name, port->sent, port->sch->q.qlen, port->sch->qstats.drops);
}

/* --- qdiscs and sockets --- */

static void native_put_fq(struct sk_buff *options, const struct native_port *port)
{
	nla_put_u32(options, TCA_FQ_PLIMIT, 10000000);
	nla_put_u32(options, TCA_FQ_FLOW_PLIMIT, 100000);
	nla_put_u32(options, TCA_FQ_QUANTUM, FRAME);
	nla_put_u32(options, TCA_FQ_INITIAL_QUANTUM, FRAME);
	nla_put_u32(options, TCA_FQ_LOW_RATE_THRESHOLD, 0);
	if (port->large_table)
		nla_put_u32(options, TCA_FQ_BUCKETS_LOG, order_base_2(native_flows));
}

static void native_put_eiffel(struct sk_buff *options)
{
	nla_put_u32(options, TCA_EIFFEL_LIMIT, 10000000);
	nla_put_u32(options, TCA_EIFFEL_FLOW_LIMIT, 100000);
	nla_put_u32(options, TCA_EIFFEL_QUANTUM, FRAME);
	nla_put_u32(options, TCA_EIFFEL_INITIAL_QUANTUM, FRAME);
	nla_put_u32(options, TCA_EIFFEL_LOW_RATE_THRESHOLD, 0);
}

static int native_configure(const struct native_port *port, bool is_fq)
{
	struct sk_buff *options = alloc_skb(1024, GFP_KERNEL);
	struct nlattr *nest;
	int err;

	if (!options)
		return -ENOMEM;
	nest = nla_nest_start(options, TCA_OPTIONS);
	if (is_fq)
		native_put_fq(options, port);
	else
		native_put_eiffel(options);
	nla_nest_end(options, nest);
	err = port->sch->ops->change(port->sch, nest, NULL);
	kfree_skb(options);
	return err;
}

static int native_add_qdisc(struct native_port *port)
{
	bool is_fq = !strcmp(port->kind, "fq");
	const struct Qdisc_ops *ops = native_ops[is_fq ? 0 : 1];

	port->sch = ops ? qdisc_create_dflt(netdev_get_tx_queue(init_net.loopback_dev, 0), ops,
					    TC_H_MAKE(1 << 16, 0), NULL) : NULL;
	return port->sch ? native_configure(port, is_fq) : -ENOENT;
}

static int native_add_sockets(void)
{
	u64 share = (u64)FRAME * BURST * NSEC_PER_SEC / INTERVAL / native_flows;
	struct sock *sk;
	u32 i;

	native_sk = kvcalloc(native_flows, sizeof(*native_sk), GFP_KERNEL);
	for (i = 0; native_sk && i < native_flows; i++) {
		sk = kmem_cache_zalloc(native_sockets, GFP_KERNEL);
		if (!sk)
			return -ENOMEM;
		native_sk[i] = sk;
		sk->sk_state = TCP_ESTABLISHED;
		sk->sk_hash = i;
		sk->sk_pacing_rate = share * 5 / 4;
	}
	return native_sk ? 0 : -ENOMEM;
}

static int native_begin(void)
{
	int err = native_add_sockets();
	u32 i;

	for (i = 0; !err && i < ARRAY_SIZE(native_ports); i++)
		if (native_ports[i].kind)
			err = native_add_qdisc(&native_ports[i]);
	return err;
}

static void native_end(void)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(native_ports); i++) {
		if (native_ports[i].sch)
			qdisc_put(native_ports[i].sch);
		native_ports[i].sch = NULL;
	}
	skb_queue_purge(&native_spare);
	for (i = 0; native_sk && i < native_flows; i++)
		if (native_sk[i])
			kmem_cache_free(native_sockets, native_sk[i]);
	kvfree(native_sk);
	native_sk = NULL;
}

static int native_set_flows(const char *text, const struct kernel_param *param)
{
	int err = kstrtou32(text, 0, &native_flows);

	if (err || !native_flows)
		return -EINVAL;
	rtnl_lock();
	err = native_begin();
	if (!err)
		native_run();
	native_end();
	rtnl_unlock();
	return err;
}

static const struct kernel_param_ops native_flows_ops = { .set = native_set_flows };
module_param_cb(flows, &native_flows_ops, NULL, 0200);
MODULE_PARM_DESC(flows, "Number of flows: writing it runs the benchmark");

static int __init native_module_init(void)
{
	__skb_queue_head_init(&native_spare);
	/* As large as TCP's sockets, so that as few share a page or a set of a cache. */
	native_sockets = kmem_cache_create("native_sock", sizeof(struct tcp_sock), 0,
					   SLAB_HWCACHE_ALIGN, NULL);
	return native_sockets ? 0 : -ENOMEM;
}

static void __exit native_module_exit(void)
{
	kmem_cache_destroy(native_sockets);
}

module_init(native_module_init)
module_exit(native_module_exit)
MODULE_AUTHOR("The mqecn authors");
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Benchmark of the data structures of fq and eiffel");
