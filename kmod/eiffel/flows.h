/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * First question: which flow?
 *
 * As in fq, a socket is a flow; packets without a socket or of an unconnected socket
 * belong to the flow of their hash, masked by orphan_mask. The flows are in a hash
 * table (table.h), which grows with them. An insertion frees a few flows that have been
 * idle for long.
 */
#ifndef _EIFFEL_FLOWS_H
#define _EIFFEL_FLOWS_H

#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/jhash.h>
#include <linux/jiffies.h>
#include <linux/pkt_sched.h>
#include <linux/prefetch.h>
#include <linux/slab.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/tcp_states.h>

#include "eiffel.h"
#include "scheduler.h"

#define EIFFEL_GC_AGE	(3 * HZ)
#define EIFFEL_GC_MAX	8	/* flows per insertion */

extern struct kmem_cache *eiffel_flow_cache;

/* Return: whether the linear data has ports, @offset bytes after the network header. */
static inline bool eiffel_has_ports(const struct sk_buff *skb, u8 protocol,
				    u32 offset)
{
	return (protocol == IPPROTO_TCP || protocol == IPPROTO_UDP) &&
	       skb_headlen(skb) >= skb_network_offset(skb) + offset + 4;
}

static inline bool eiffel_has_header(const struct sk_buff *skb, u32 length)
{
	return skb_headlen(skb) >= skb_network_offset(skb) + length;
}

static inline u32 eiffel_hash_ipv4(const struct eiffel_sched *q,
				   struct sk_buff *skb)
{
	const struct iphdr *ip = ip_hdr(skb);

	if (!eiffel_has_header(skb, sizeof(*ip)) || ip->ihl != 5 ||
	    ip_is_fragment(ip) ||
	    !eiffel_has_ports(skb, ip->protocol, sizeof(*ip)))
		return skb_get_hash(skb);
	return jhash_3words((__force u32)ip->saddr, (__force u32)ip->daddr,
			    get_unaligned((const u32 *)(ip + 1)), q->seed);
}

static inline u32 eiffel_hash_ipv6(const struct eiffel_sched *q,
				   struct sk_buff *skb)
{
	const struct ipv6hdr *ip = ipv6_hdr(skb);

	if (!eiffel_has_header(skb, sizeof(*ip)) ||
	    !eiffel_has_ports(skb, ip->nexthdr, sizeof(*ip)))
		return skb_get_hash(skb);
	return jhash_3words(ipv6_addr_hash(&ip->saddr),
			    __ipv6_addr_jhash(&ip->daddr, q->seed),
			    get_unaligned((const u32 *)(ip + 1)), q->seed);
}

/*
 * Return: the hash that the packet has already; otherwise one of addresses and ports, if
 * they are in the linear data, because the flow dissector takes about twelve times
 * longer.
 */
static inline u32 eiffel_hash(const struct eiffel_sched *q, struct sk_buff *skb)
{
	if (skb->l4_hash || skb->sw_hash)
		return skb_get_hash(skb);
	if (skb->protocol == htons(ETH_P_IP))
		return eiffel_hash_ipv4(q, skb);
	if (skb->protocol == htons(ETH_P_IPV6))
		return eiffel_hash_ipv6(q, skb);
	return skb_get_hash(skb);
}

/* The key of a hash is odd; the address of a socket never is. */
static inline struct sock *eiffel_hash_key(const struct eiffel_sched *q,
					   struct sk_buff *skb)
{
	unsigned long hash = eiffel_hash(q, skb) & q->config.orphan_mask;

	return (struct sock *)((hash << 1) | 1UL);
}

/*
 * The socket of a SYN-ACK is a request or a listener, and from 6.13 on that of a last
 * ACK can be a timewait socket: none has a pacing rate, so the packet is orphaned. A
 * socket in TCP_CLOSE is not connected: its packets can have any destination.
 */
#define EIFFEL_NO_FLOW_STATES	(TCPF_LISTEN | TCPF_NEW_SYN_RECV | TCPF_TIME_WAIT)

static inline struct sock *eiffel_key(const struct eiffel_sched *q,
				      struct sk_buff *skb)
{
	struct sock *sk = skb->sk;
	u32 state = sk ? 1 << READ_ONCE(sk->sk_state) : EIFFEL_NO_FLOW_STATES;

	if (state & EIFFEL_NO_FLOW_STATES) {
		sk = eiffel_hash_key(q, skb);
		skb_orphan(skb);
	} else if (state & TCPF_CLOSE) {
		sk = eiffel_hash_key(q, skb);
	}
	return sk;
}

static inline void eiffel_flow_free(struct eiffel_sched *q,
				    struct eiffel_flow *flow)
{
	hlist_del(&flow->hashed.node);
	q->flows[flow->state]--;
	kmem_cache_free(eiffel_flow_cache, flow);
}

/* Frees at most @max flows. Return: how many more it could free. */
static inline u32 eiffel_gc_chain(struct eiffel_sched *q,
				  struct hlist_head *chain, u32 max)
{
	struct eiffel_flow *flow;
	struct hlist_node *next;

	hlist_for_each_entry_safe(flow, next, chain, hashed.node) {
		if (!max)
			break;
		if (flow->state != EIFFEL_IDLE ||
		    time_before_eq(jiffies, flow->age + EIFFEL_GC_AGE))
			continue;
		eiffel_flow_free(q, flow);
		q->count.gc_flows++;
		max--;
	}
	return max;
}

/*
 * An insertion looks at its own chain and, if most flows are idle, at two more, one after
 * the other: otherwise the table would grow with flows that ended long ago.
 */
static inline void eiffel_gc(struct eiffel_sched *q, struct hlist_head *chain)
{
	u32 max = eiffel_gc_chain(q, chain, EIFFEL_GC_MAX);
	int i;

	if (q->flows[EIFFEL_IDLE] <= eiffel_num_flows(q) / 2)
		return;
	for (i = 0; i < 2; i++) {
		q->gc_chain = q->gc_chain + 1 < q->table.chains ? q->gc_chain + 1 : 0;
		max = eiffel_gc_chain(q, eiffel_table_at(&q->table, q->gc_chain), max);
	}
}

/* Adds a chain per flow, but at most @steps now; twice as fast as flows come catches up. */
static inline void eiffel_grow_table(struct eiffel_sched *q, u32 steps)
{
	u32 wanted = min(eiffel_num_flows(q), q->config.hash_buckets);

	while (q->table.chains < wanted && steps-- && eiffel_table_grow(&q->table))
		;
}

/* Makes @sk the socket of @flow. With SK_PACING_FQ, TCP leaves pacing to the qdisc. */
static inline void eiffel_set_socket(const struct eiffel_sched *q,
				     struct eiffel_flow *flow, struct sock *sk)
{
	flow->socket_hash = READ_ONCE(sk->sk_hash);
	if (q->config.pacing)	/* pairs with READ_ONCE() in TCP, as in fq */
		smp_store_release(&sk->sk_pacing_status, SK_PACING_FQ);
}

static inline struct eiffel_flow *eiffel_new_flow(struct eiffel_sched *q,
						  struct hlist_head *chain,
						  struct sock *key,
						  const struct sk_buff *skb)
{
	struct eiffel_flow *flow;

	eiffel_gc(q, chain);
	flow = kmem_cache_zalloc(eiffel_flow_cache, GFP_ATOMIC | __GFP_NOWARN);
	if (unlikely(!flow)) {
		q->count.allocation_errors++;
		return &q->internal;
	}
	flow->hashed.key = key;
	flow->credit = q->config.initial_quantum;
	flow->age = jiffies;
	if (skb->sk == key)
		eiffel_set_socket(q, flow, skb->sk);
	hlist_add_head(&flow->hashed.node, chain);
	q->flows[EIFFEL_IDLE]++;
	eiffel_grow_table(q, 2);
	return flow;
}

/* A new socket at the address of an old one starts without debt, as in fq. */
static inline void eiffel_replace_socket(struct eiffel_sched *q,
					 struct eiffel_flow *flow, struct sock *sk)
{
	eiffel_set_socket(q, flow, sk);
	flow->credit = q->config.initial_quantum;
	flow->time_next_packet = 0;
	if (flow->state != EIFFEL_IDLE)
		eiffel_reinsert_flow(q, flow);
}

/* Return: the flow of @skb; the internal flow for control packets. */
static inline struct eiffel_flow *eiffel_classify(struct eiffel_sched *q,
						  struct sk_buff *skb)
{
	struct hlist_head *chain;
	struct eiffel_flow *flow;
	struct sock *key;

	if (unlikely((skb->priority & TC_PRIO_MAX) == q->control_prio))
		return &q->internal;

	key = eiffel_key(q, skb);
	chain = eiffel_table_chain(&q->table, key);
	hlist_for_each_entry(flow, chain, hashed.node) {
		if (flow->hashed.key != key)
			continue;
		if (unlikely(skb->sk == key &&
			     flow->socket_hash != READ_ONCE(key->sk_hash)))
			eiffel_replace_socket(q, flow, key);
		prefetch(&flow->entry);
		return flow;
	}
	return eiffel_new_flow(q, chain, key, skb);
}

#endif /* _EIFFEL_FLOWS_H */
