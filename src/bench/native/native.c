// SPDX-License-Identifier: GPL-2.0-only
/*
 * native: the time that qdiscs take on this processor.
 *
 * In the lab's guest kernel code runs on the processor of the host, with its caches. This
 * module hands packets to qdiscs itself, with a clock of its own: flows.c to those that
 * pace flows, queues.c to those of a switch port. Timers, locks, devices and memory
 * allocation take no part.
 *
 * A round measures the qdiscs in turns, so that other load on the machine affects all of
 * them. A qdisc's ticks (TSC) per packet are the lower quartile of its chunks: what
 * interrupts the guest only adds. The same loop without a qdisc ("none") is to be
 * subtracted.
 *
 * Writing to a parameter of the module runs a benchmark. The kernel's log gets a line for
 * each round and qdisc, and last a line with the state of each qdisc.
 */

#include <linux/sort.h>
#include <net/net_namespace.h>

#include "native.h"

#define PACKET_DATA	640		/* bytes: 1 KiB with what the kernel adds */
#define WARM_CHUNKS	8
#define ROUNDS		7
#define MOST_KINDS	8

u64 native_ns = NSEC_PER_SEC;
EXPORT_SYMBOL_GPL(native_ns);

unsigned long native_jiffies;
EXPORT_SYMBOL_GPL(native_jiffies);

static const struct Qdisc_ops *native_kinds[MOST_KINDS];
static struct sk_buff_head native_spare;
static u32 native_spare_packets;

int native_register_qdisc(struct Qdisc_ops *ops)
{
	u32 i;

	for (i = 0; i < MOST_KINDS; i++) {
		if (native_kinds[i])
			continue;
		native_kinds[i] = ops;
		return 0;
	}
	return -ENOSPC;
}
EXPORT_SYMBOL_GPL(native_register_qdisc);

/* xorshift: the same sequence in each run */
u32 native_random_below(u32 limit)
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

/* --- packets --- */

/* Return: a packet without contents; NULL without memory. */
struct sk_buff *native_packet(void)
{
	struct sk_buff *skb;

	if (native_spare.qlen > native_spare_packets)
		skb = __skb_dequeue(&native_spare);
	else
		skb = alloc_skb(PACKET_DATA, GFP_ATOMIC);
	if (!skb)
		return NULL;
	/* what alloc_skb() writes */
	memset(skb, 0, offsetof(struct sk_buff, tail));
	memset(skb_shinfo(skb), 0, offsetof(struct skb_shared_info, dataref));
	return skb;
}

/* Takes a packet that left @port. */
void native_count_sent(struct native_port *port, struct sk_buff *skb)
{
	skb->sk = NULL;
	port->sent++;
	__skb_queue_tail(&native_spare, skb);
}

/* Hands a packet to @port. Without a qdisc it leaves at once. */
void native_enqueue(struct native_port *port, struct sk_buff *skb)
{
	struct sk_buff *to_free = NULL;

	if (!skb)
		return;
	if (!port->sch) {
		native_count_sent(port, skb);
		return;
	}
	port->sch->enqueue(skb, port->sch, &to_free);
	kfree_skb_list(to_free);	/* none, as the limits are high */
}

/* --- measurement --- */

static int native_compare(const void *a, const void *b)
{
	return *(u32 *)a < *(u32 *)b ? -1 : *(u32 *)a > *(u32 *)b;
}

static void native_turn(const struct native_bench *bench, struct native_port *port, u32 *ticks)
{
	u64 begin;
	u32 i;

	for (i = 0; i < WARM_CHUNKS; i++)
		bench->chunk(port);
	for (i = 0; i < NATIVE_CHUNKS; i++) {
		begin = native_ticks();
		bench->chunk(port);
		ticks[i] = native_ticks() - begin;
	}
}

static void native_round(const struct native_bench *bench, u32 size, u32 round)
{
	struct native_port *port;
	u32 turn;

	for (turn = 0; turn < NATIVE_TURNS; turn++)
		for (port = bench->ports; port < bench->ports + bench->count; port++)
			native_turn(bench, port, port->ticks + turn * NATIVE_CHUNKS);
	for (port = bench->ports; port < bench->ports + bench->count; port++) {
		sort(port->ticks, ARRAY_SIZE(port->ticks), sizeof(u32), native_compare, NULL);
		pr_info("native: round %u %u %s %u\n", size, round, port->name,
			port->ticks[ARRAY_SIZE(port->ticks) / 4] / NATIVE_CHUNK);
	}
}

static void native_warm_up(const struct native_bench *bench, struct native_port *port, u32 chunks)
{
	port->ns = NSEC_PER_SEC;
	port->sent = 0;
	while (chunks--) {
		bench->chunk(port);
		cond_resched();
	}
}

static void native_measure(const struct native_bench *bench, u32 size, u32 warm_up_chunks)
{
	struct native_port *port;
	u32 i;

	local_bh_disable();
	for (i = 0; i < bench->count; i++)
		native_warm_up(bench, &bench->ports[i], warm_up_chunks);
	for (i = 0; i < ROUNDS; i++)
		native_round(bench, size, i);
	local_bh_enable();
	for (port = bench->ports; port < bench->ports + bench->count; port++)
		if (port->sch)
			pr_info("native: state %u %s sent %llu queued %u dropped %u\n", size,
				port->name, port->sent, port->sch->q.qlen, port->sch->qstats.drops);
}

/* --- qdiscs --- */

static const struct Qdisc_ops *native_ops;	/* of the qdisc that is being created */
static struct nlattr *native_options;

static int native_init(struct Qdisc *sch, struct nlattr *opt, struct netlink_ext_ack *extack)
{
	return native_ops->init(sch, native_options, extack);
}

/*
 * qdisc_create_dflt() gives no options, which some qdiscs require: they are created with a
 * copy of their operations that has an init of its own.
 */
static struct Qdisc *native_create_with(const struct Qdisc_ops *ops, struct nlattr *options)
{
	static struct Qdisc_ops copies[4 * MOST_KINDS];
	static u32 count;
	struct Qdisc_ops *copy = &copies[count++ % ARRAY_SIZE(copies)];

	*copy = *ops;
	copy->init = native_init;
	native_ops = ops;
	native_options = options;
	return qdisc_create_dflt(netdev_get_tx_queue(init_net.loopback_dev, 0), copy,
				 TC_H_MAKE(1 << 16, 0), NULL);
}

/* Return: a qdisc of a kind; NULL if there is none or it refuses its options. */
struct Qdisc *native_create(const char *kind, void (*put_options)(struct sk_buff *options,
			    const struct native_port *port), const struct native_port *port)
{
	struct sk_buff *options = alloc_skb(PAGE_SIZE, GFP_KERNEL);
	struct Qdisc *sch = NULL;
	struct nlattr *nest;
	u32 i;

	if (!options)
		return NULL;
	nest = nla_nest_start(options, TCA_OPTIONS);
	put_options(options, port);
	nla_nest_end(options, nest);
	for (i = 0; i < MOST_KINDS && native_kinds[i]; i++)
		if (!strcmp(native_kinds[i]->id, kind))
			sch = native_create_with(native_kinds[i], nest);
	kfree_skb(options);
	return sch;
}

static int native_add(const struct native_bench *bench, struct native_port *port)
{
	if (!port->kind)
		return 0;
	port->sch = native_create(port->kind, bench->put_options, port);
	if (!port->sch)
		return -ENOENT;
	return bench->add_children ? bench->add_children(port) : 0;
}

/* @size: of the benchmark, for its output */
int native_run(const struct native_bench *bench, u32 size, u32 warm_up_chunks)
{
	int err = 0;
	u32 i;

	native_ns = NSEC_PER_SEC;
	native_spare_packets = bench->spare_packets;
	rtnl_lock();
	for (i = 0; !err && i < bench->count; i++)
		err = native_add(bench, &bench->ports[i]);
	if (!err)
		native_measure(bench, size, warm_up_chunks);
	for (i = 0; i < bench->count; i++) {
		if (bench->ports[i].sch)
			qdisc_put(bench->ports[i].sch);
		bench->ports[i].sch = NULL;
	}
	skb_queue_purge(&native_spare);
	rtnl_unlock();
	return err;
}

static int __init native_module_init(void)
{
	__skb_queue_head_init(&native_spare);
	return native_flows_init();
}

static void __exit native_module_exit(void)
{
	native_flows_exit();
}

module_init(native_module_init)
module_exit(native_module_exit)
MODULE_AUTHOR("The mqecn authors");
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Benchmark of qdiscs on this processor");
