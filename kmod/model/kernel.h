/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a dwrr port uses of the kernel, in user space: so that the sources of the port run
 * with a clock that the caller sets, exact to the nanosecond. The names are the kernel's.
 */
#ifndef KERNEL_H
#define KERNEL_H

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int32_t s32;
typedef int64_t s64;
typedef u64 netdev_features_t;

#define __init
#define __rcu
#define __read_mostly
#define noinline	__attribute__((noinline))
#define likely(x)	(x)
#define unlikely(x)	(x)
#define U8_MAX		UINT8_MAX
#define U32_MAX		UINT32_MAX
#define U64_MAX		UINT64_MAX
#define S32_MAX		INT32_MAX
#define S64_MAX		INT64_MAX
#define BIT(n)		(1UL << (n))
#define BIT_ULL(n)	(1ULL << (n))
#define static_assert(condition) _Static_assert(condition, #condition)
#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#define min(a, b)	({ __auto_type x_ = (a); __auto_type y_ = (b); x_ < y_ ? x_ : y_; })
#define max(a, b)	({ __auto_type x_ = (a); __auto_type y_ = (b); x_ > y_ ? x_ : y_; })
#define min_t(t, a, b)	min((t)(a), (t)(b))
#define max_t(t, a, b)	max((t)(a), (t)(b))
#define clamp(v, a, b)	max(min((v), (b)), (a))
#define NSEC_PER_USEC	1000L
#define NSEC_PER_MSEC	1000000L
#define NSEC_PER_SEC	1000000000L
#define ENOMEM		12
#define EEXIST		17
#define EINVAL		22
#define pr_err(...)	fprintf(stderr, __VA_ARGS__)
#define container_of(p, type, member) ((type *)((char *)(p) - offsetof(type, member)))

/* ------------------------------------------------------------ arithmetic --- */

#define div_u64(a, b)		((u64)(a) / (u32)(b))
#define div64_u64(a, b)		((u64)(a) / (u64)(b))
#define div_s64(a, b)		((s64)(a) / (s32)(b))
#define div64_s64(a, b)		((s64)(a) / (s64)(b))
#define mul_u64_u32_shr(a, b, n) ((u64)((unsigned __int128)(a) * (u32)(b) >> (n)))
#define DIV64_U64_ROUND_UP(a, b) (((u64)(a) + (b) - 1) / (b))
#define mul_u64_u64_div_u64(a, b, c) ((u64)((unsigned __int128)(a) * (b) / (c)))
#define check_mul_overflow(a, b, c) __builtin_mul_overflow((u64)(a), (u64)(b), (c))
#define __ffs(x)		__builtin_ctzl(x)
#define __ffs64(x)		__builtin_ctzll(x)
#define fls64(x)		((x) ? 64 - __builtin_clzl(x) : 0)

static inline u32 int_sqrt64(u64 x)
{
	u64 root = sqrtl(x);

	while (root * root > x)
		root--;
	while ((root + 1) * (root + 1) <= x)
		root++;
	return root;
}

struct rnd_state {
	u64 state;
};

static inline u32 prandom_u32_state(struct rnd_state *random)
{
	random->state = random->state * 6364136223846793005ULL + 1442695040888963407ULL;
	return random->state >> 32;
}

static inline u64 get_random_u64(void)
{
	static u64 state = 1;

	return state = state * 6364136223846793005ULL + 1442695040888963407ULL;
}

/* The numbers that a model has too. */
static inline u32 get_random_u32(void)
{
	return get_random_u64() >> 32;
}

static inline void prandom_seed_state(struct rnd_state *random, u64 seed)
{
	random->state = seed;
}

/* ----------------------------------------------------------------- lists --- */

struct list_head {
	struct list_head *next, *prev;
};

static inline void list_add(struct list_head *new, struct list_head *prev)
{
	new->next = prev->next;
	new->prev = prev;
	prev->next->prev = new;
	prev->next = new;
}

static inline void list_add_tail(struct list_head *new, struct list_head *head)
{
	list_add(new, head->prev);
}

static inline void list_del(struct list_head *entry)
{
	entry->next->prev = entry->prev;
	entry->prev->next = entry->next;
}

#define LIST_HEAD(name)		struct list_head name = { &(name), &(name) }
#define list_entry(ptr, type, member) container_of(ptr, type, member)
#define list_for_each_entry(pos, head, member)					\
	for (pos = list_entry((head)->next, typeof(*pos), member); &pos->member != (head); \
	     pos = list_entry(pos->member.next, typeof(*pos), member))

/* --------------------------------------------------------------- packets --- */

#define MAX_SEGMENTS	64

/* A packet: what a port reads of its headers instead of its bytes. */
struct sk_buff {
	struct sk_buff *next;
	u32 len, truesize, priority;
	char cb[48];
	int dsfield;		/* -1: it is not IP */
	u8 pcp;			/* U8_MAX: it has no VLAN tag */
	bool ce;
	u32 flow, seq;
	u32 segments;		/* of a GSO packet: their lengths */
	u32 segment_len[MAX_SEGMENTS];
};

#define _COMMON_PACKET_H	/* instead of kmod/common/packet.h */

enum {
	INET_ECN_NOT_ECT, INET_ECN_ECT_1, INET_ECN_ECT_0, INET_ECN_CE, INET_ECN_MASK = 3,
};

#define packet_dsfield(skb)	((skb)->dsfield)
#define packet_ecn(dsfield)	((dsfield) < 0 ? INET_ECN_NOT_ECT : (dsfield) & INET_ECN_MASK)
#define packet_pcp(skb)		((skb)->pcp)

static inline bool packet_set_ce(struct sk_buff *skb)
{
	if (packet_ecn(skb->dsfield) == INET_ECN_NOT_ECT || skb->ce)
		return false;
	skb->ce = true;
	return true;
}

struct qdisc_skb_cb {
	u32 pkt_len;
	unsigned char data[20] __attribute__((aligned(8)));
};

#define qdisc_skb_cb(skb)	((struct qdisc_skb_cb *)(skb)->cb)
#define qdisc_pkt_len(skb)	(qdisc_skb_cb(skb)->pkt_len)
#define qdisc_cb_private_validate(skb, size) \
	_Static_assert((size) <= sizeof(((struct qdisc_skb_cb *)0)->data), "cb is too small")
#define skb_vlan_tag_present(skb) false	/* the tag is in the packet */
#define skb_is_gso(skb)		((skb)->segments > 1)
#define skb_mark_not_on_list(skb) ((skb)->next = NULL)
#define skb_list_walk_safe(first, skb, next_skb)				\
	for ((skb) = (first), (next_skb) = (skb) ? (skb)->next : NULL; (skb);	\
	     (skb) = (next_skb), (next_skb) = (skb) ? (skb)->next : NULL)
#define netif_skb_features(skb)	0
#define NETIF_F_GSO_MASK	0
#define IS_ERR_OR_NULL(p)	(!(p))
#define kfree_skb(skb)		free(skb)
#define consume_skb(skb)	free(skb)

static inline struct sk_buff *skb_gso_segment(const struct sk_buff *skb, netdev_features_t features)
{
	struct sk_buff *first = NULL, **last = &first, *segment;
	u32 i;

	(void)features;
	for (i = 0; i < skb->segments; i++, last = &segment->next) {
		segment = malloc(sizeof(*segment));
		*segment = *skb;
		segment->segments = 1;
		segment->len = skb->segment_len[i];
		segment->seq += i;
		segment->next = NULL;
		*last = segment;
	}
	return first;
}

/* ------------------------------------------------- locks: there is one thread --- */

typedef struct {
	s64 counter;
} atomic64_t;

#define atomic64_read(v)	((v)->counter)
#define atomic64_add(n, v)	((v)->counter += (n))

#define DEFINE_MUTEX(name)	int name
#define mutex_lock(mutex)	((void)(mutex))
#define mutex_unlock(mutex)	((void)(mutex))
#define rcu_read_lock()		((void)0)
#define rcu_read_unlock()	((void)0)
#define spin_lock(lock)		((void)(lock))
#define spin_unlock(lock)	((void)(lock))
#define refcount_read(count)	(*(count))

typedef int spinlock_t;

/* ---------------------------------------------------------------- qdiscs --- */

struct qdisc_skb_head {
	struct sk_buff *head, *tail;
	u32 qlen;
};

struct sk_buff_head {
	struct sk_buff *next;
};

#define skb_queue_walk(queue, skb) for ((skb) = (queue)->next; (skb); (skb) = (skb)->next)

static inline void __qdisc_enqueue_tail(struct sk_buff *skb, struct qdisc_skb_head *queue)
{
	skb->next = NULL;
	*(queue->tail ? &queue->tail->next : &queue->head) = skb;
	queue->tail = skb;
	queue->qlen++;
}

static inline struct sk_buff *__qdisc_dequeue_head(struct qdisc_skb_head *queue)
{
	struct sk_buff *skb = queue->head;

	queue->head = skb->next;
	if (!queue->head)
		queue->tail = NULL;
	queue->qlen--;
	return skb;
}

static inline void __qdisc_reset_queue(struct qdisc_skb_head *queue)
{
	while (queue->qlen)
		free(__qdisc_dequeue_head(queue));
}

struct gnet_stats_basic_sync {
	u64 bytes, packets;
};

struct gnet_stats_queue {
	u32 qlen, backlog, drops, requeues, overlimits;
};

struct qdisc_size_table {
	struct {
		int overhead, cell_align;
		u8 cell_log, size_log;
		u16 tsize;
	} szopts;
	u16 data[1];
};

struct net_device {
	u32 mtu;
};

#define PRIV_SIZE	32768

struct Qdisc {
	struct qdisc_skb_head q;
	struct sk_buff_head gso_skb, skb_bad_txq;
	u32 handle;
	int refcnt;
	spinlock_t lock;
	struct qdisc_size_table *stab;
	struct gnet_stats_basic_sync bstats;
	struct gnet_stats_queue qstats;
	struct net_device dev;
	char priv[PRIV_SIZE] __attribute__((aligned(64)));
};

#define qdisc_priv(sch)		((void *)(sch)->priv)
#define qdisc_dev(sch)		(&(sch)->dev)
#define qdisc_root_sleeping(sch) (sch)
#define qdisc_lock(sch)		(&(sch)->lock)
#define qdisc_qlen_inc(sch)	((sch)->q.qlen++)
#define qdisc_qlen_dec(sch)	((sch)->q.qlen--)
#define qdisc_set_pkt_segs(skb, n) ((void)(skb))
#define psched_mtu(dev)		((dev)->mtu + 14)
#define qdisc_qstats_backlog_inc(sch, skb) ((sch)->qstats.backlog += qdisc_pkt_len(skb))
#define qdisc_qstats_backlog_dec(sch, skb) ((sch)->qstats.backlog -= qdisc_pkt_len(skb))
#define qdisc_qstats_overlimit(sch) ((sch)->qstats.overlimits++)
#define gnet_stats_basic_sync_init(stats) ((void)(stats))
#define _bstats_update(stats, len, n) ((stats)->bytes += (len), (stats)->packets += (n))
#define qdisc_tree_reduce_backlog(sch, n, len) ((void)0)	/* it has no parent */
#define sch_tree_lock(sch)	((void)(sch))
#define sch_tree_unlock(sch)	((void)(sch))
#define rcu_dereference_bh(p)	(p)
#define rcu_access_pointer(p)	(p)

static inline int qdisc_drop(struct sk_buff *skb, struct Qdisc *sch, struct sk_buff **to_free)
{
	(void)to_free;
	sch->qstats.drops++;
	free(skb);
	return 1;
}

#define qdisc_drop_reason(skb, sch, to_free, reason) qdisc_drop(skb, sch, to_free)
#define __qdisc_drop(skb, to_free) free(skb)

/* No tracepoints: the header is not read. */
#define _DWRR_TRACE_H
#define trace_dwrr_enqueue(sch, queue, skb, value, frame) ((void)(queue))
#define trace_dwrr_mark(sch, queue, skb, value, frame) ((void)(queue))
#define trace_dwrr_wait(sch, queue, skb, value, frame) ((void)(queue))
#define trace_dwrr_dequeue(sch, queue, skb, value, frame) ((void)(queue))
#define trace_dwrr_drop(sch, queue, skb, value, frame) ((void)(skb))
#define trace_dwrr_threshold(sch, queue) ((void)(queue))
#define trace_dwrr_dequeue_enabled() false
#define trace_dwrr_threshold_enabled() false

/* The clock, and the time for which the timer is set. */
extern u64 clock_ns, timer_ns;

struct qdisc_watchdog {
	int unused;
};

enum hrtimer_restart {
	HRTIMER_NORESTART, HRTIMER_RESTART,
};

/* The program calls the function when the timer expires. */
struct hrtimer {
	enum hrtimer_restart (*function)(struct hrtimer *timer);
	bool armed;
	u64 expires;
};

#define ktime_get_ns()		clock_ns
#define ns_to_ktime(ns)		(ns)
#define hrtimer_setup(timer, fn, clock, mode) ((timer)->function = (fn))
#define hrtimer_cancel(timer)	((timer)->armed = false)
#define hrtimer_start(timer, ns, mode) ((timer)->armed = true, (timer)->expires = clock_ns + (ns))
#define hrtimer_forward_now(timer, ns) ((timer)->expires += (ns))
#define qdisc_watchdog_init(watchdog, sch) ((void)(watchdog))
#define qdisc_watchdog_cancel(watchdog) ((void)(watchdog))
#define qdisc_watchdog_schedule_ns(watchdog, ns) ((void)(watchdog), timer_ns = (ns))

struct psched_ratecfg {
	u32 mult;
	u8 shift;
};

struct tc_ratespec {
	u8 linklayer;
};

#define TC_LINKLAYER_ETHERNET	1

static inline void psched_ratecfg_precompute(struct psched_ratecfg *cfg,
					     const struct tc_ratespec *spec, u64 rate)
{
	u64 factor = NSEC_PER_SEC;

	(void)spec;
	for (cfg->shift = 0;; cfg->shift++, factor <<= 1) {
		cfg->mult = factor / rate;
		if (cfg->mult & (1U << 31) || factor & (1ULL << 63))
			return;
	}
}

/* --------------------------- modules: each is loaded when the program starts --- */

struct module;

#define THIS_MODULE		((struct module *)"")
#define try_module_get(module)	((void)(module), true)
#define module_put(module)	((void)(module))
#define module_driver(ops, on_load, on_unload)				\
	static void __attribute__((constructor)) load_##ops(void)	\
	{								\
		on_load(&(ops));					\
	}
#define MODULE_DESCRIPTION(text) _Static_assert(1, text)
#define MODULE_LICENSE(text)	_Static_assert(1, text)
#define EXPORT_SYMBOL_GPL(symbol) _Static_assert(1, #symbol)
#define INDIRECT_CALL_1(call, first, ...) (call)(__VA_ARGS__)
#define INDIRECT_CALL_2(call, first, second, ...) (call)(__VA_ARGS__)

/* ----------------------------------------------- filters, netlink: there are none --- */

struct tcf_block;
struct tcf_proto;
struct tcf_result {
	u32 classid;
};

struct netlink_ext_ack;
struct nlattr;
struct gnet_dump;
struct tcmsg;
struct Qdisc_class_ops;

enum {
	TC_ACT_SHOT = 2, TC_ACT_STOLEN = 4, TC_ACT_QUEUED = 5, TC_ACT_TRAP = 8,
};

#define tcf_classify_qdisc(skb, filters, res, compat) ((res)->classid = 0, -1)
#define tcf_block_get(block, filters, sch, extack) ((void)(extack), 0)
#define tcf_block_put(block)	((void)(block))
#define TC_H_MAJ(handle)	((handle) & 0xffff0000)
#define TC_H_MIN(handle)	((handle) & 0xffff)
#define NET_XMIT_SUCCESS	0
#define NET_XMIT_DROP		1
#define __NET_XMIT_STOLEN	0x10000
#define __NET_XMIT_BYPASS	0x20000
#define ETH_FCS_LEN		4
#define ETH_ZLEN		60
#define VLAN_HLEN		4
#define GFP_KERNEL_ACCOUNT	0
#define kvcalloc(n, size, flags) calloc(n, size)
#define kvfree(p)		free(p)
#define kzalloc(size, flags)	calloc(1, size)
#define kfree(p)		free(p)
#define NL_SET_ERR_MSG(extack, text) ((void)(extack), (void)(text))

#endif /* KERNEL_H */
