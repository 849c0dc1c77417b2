/* SPDX-License-Identifier: GPL-2.0-only */
/* The parts of the benchmark, see native.c. */
#ifndef _NATIVE_H
#define _NATIVE_H

#include <linux/module.h>
#include <linux/skbuff.h>
#include <net/pkt_sched.h>

#define NATIVE_CHUNK	250		/* packets */
#define NATIVE_CHUNKS	32		/* of a turn */
#define NATIVE_TURNS	32		/* of a round */

/* A qdisc that is measured, and the time that it has reached. */
struct native_port {
	const char	*name;
	const char	*kind;		/* NULL: no qdisc */
	u32		variant;	/* of its configuration */
	struct Qdisc	*sch;
	u64		ns;
	u64		sent;
	u32		ticks[NATIVE_TURNS * NATIVE_CHUNKS];	/* of the chunks of a round */
};

/* What a benchmark measures. */
struct native_bench {
	struct native_port *ports;
	u32	count;
	u32	spare_packets;		/* so many others are used before a packet is used again */
	/* Writes the options of a port into a request. */
	void	(*put_options)(struct sk_buff *options, const struct native_port *port);
	/* Adds what belongs below a port. NULL: nothing does. */
	int	(*add_children)(struct native_port *port);
	/* Hands NATIVE_CHUNK packets to a port. */
	void	(*chunk)(struct native_port *port);
};

extern u64 native_ns;
extern unsigned long native_jiffies;

u32 native_random_below(u32 limit);
struct sk_buff *native_packet(void);
void native_enqueue(struct native_port *port, struct sk_buff *skb);
void native_count_sent(struct native_port *port, struct sk_buff *skb);
struct Qdisc *native_create(const char *kind, void (*put_options)(struct sk_buff *options,
			    const struct native_port *port), const struct native_port *port);
int native_run(const struct native_bench *bench, u32 size, u32 warm_up_chunks);
int native_flows_init(void);
void native_flows_exit(void);

#endif /* _NATIVE_H */
