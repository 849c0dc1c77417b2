/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The interface of a marking scheme or a buffer policy to the port, for their authors.
 *
 * A scheme is one C file, schemes/NAME.c, which becomes the module sch_dwrr_NAME. It
 * declares what it is in a struct dwrr_scheme_ops and ends with dwrr_scheme_module().
 * Nothing else names it: tc, mqecn and the manual learn of it from that declaration.
 *
 * A buffer policy is the same in buffers/NAME.c. It answers another question: not which
 * packets are marked, but how much of the buffer each queue may fill. A port has one
 * marking scheme and one buffer policy.
 *
 * The callbacks run under the lock of the port, at enqueue and dequeue of each packet, so
 * they must neither sleep nor loop long. They see one queue at a time, and decide; the
 * port acts. It sets CE in ECN-capable packets only, and counts every mark and drop.
 */
#ifndef _DWRR_SCHEME_H
#define _DWRR_SCHEME_H

#include <linux/atomic.h>
#include <linux/device/driver.h>
#include <linux/list.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/types.h>
#include <net/pkt_sched.h>

#include "../uapi/dwrr.h"
#include "wire.h"

#define DWRR_QUEUE_STATE	128	/* bytes a scheme has for each queue */
#define DWRR_PORT_STATE		128	/* and for the port */

/* The questions of a port that schemes answer. */
enum dwrr_role {
	DWRR_MARKING,
	DWRR_BUFFERING,
	DWRR_ROLES,
};

/* What a scheme needs of the port. */
enum {
	DWRR_NEEDS_SOJOURN	= 1,	/* sojourn times; the threshold is in ns */
	DWRR_NEEDS_ROUNDS	= 2,	/* T_round, which scales the threshold; not with WFQ */
	DWRR_NEEDS_MARK_AT	= 4,	/* mark-at: `dequeue` is called only if that is dequeue */
	DWRR_NEEDS_POOL		= 8,	/* the backlog that ports of a namespace have together */
};

enum dwrr_verdict {
	DWRR_PASS,
	DWRR_MARK,	/* set CE if the packet is ECN-capable */
	DWRR_DROP,	/* drop the packet; at enqueue only */
};

/* What a threshold is compared with, by itself in every packet. */
enum dwrr_metric {
	DWRR_METRIC_QUEUE_BYTES,
	DWRR_METRIC_PORT_BYTES,
	DWRR_METRIC_SOJOURN,
};

/*
 * What a scheme sees of the packet in hand, its queue and the port. The port keeps one for
 * each queue; what is not said to be there in a callback is of an earlier one.
 */
struct dwrr_view {
	const u64 *param;	/* values of the parameters, in their order, for this queue */
	void	*state;		/* of the queue: DWRR_QUEUE_STATE bytes, zeroed at the start */
	void	*port_state;	/* of the port, likewise: DWRR_PORT_STATE bytes */
	const struct net_device *dev;	/* of the port; see dwrr_full_frame() */
	const atomic64_t *pool;	/* see dwrr_pool_bytes() */
	u64	now;		/* ns: not of an enqueue without DWRR_NEEDS_SOJOURN */
	u64	sojourn;	/* ns: of the departing packet, with DWRR_NEEDS_SOJOURN */
	u64	idle_since;	/* ns: of an enqueue to an empty port, when it became empty */
	u64	queue_bytes;	/* backlog with the arriving, without the departing packet */
	u64	port_bytes;	/* likewise, of all queues */
	u64	shared_buffer;	/* bytes: what all queues may hold together */
	u64	rate;		/* of the port, in bytes/s */
	u64	quantum;	/* of the queue, in bytes; the three: of thresh and period */
	u64	level_quanta;	/* of all queues of its priority */
	u64	active_quanta;	/* of those that had packets at the last period */
	u32	len;		/* wire length of the packet */
	u32	mark_at;	/* enum dwrr_mark_at, as the port is configured */
	u32	num_queues;	/* of the port */
	bool	ecn_capable;	/* of an arriving packet */
};

/* Return: the wire length of a frame of the device's MTU */
static inline u32 dwrr_full_frame(const struct dwrr_view *view)
{
	return dwrr_wire_len(psched_mtu(view->dev));
}

/*
 * Return: the backlog of all ports of the pool, with DWRR_NEEDS_POOL. An arriving packet is not
 * in it yet, a departing one no longer.
 */
static inline u64 dwrr_pool_bytes(const struct dwrr_view *view)
{
	return view->pool ? atomic64_read(view->pool) : 0;
}

/*
 * Return: @ppm millionths of what is free of the shared buffer while all queues together
 * hold @held bytes: alpha * (B - Q) of dynamic thresholds
 */
static inline u64 dwrr_share_of_free(const struct dwrr_view *view, u64 held, u64 ppm)
{
	u64 free = view->shared_buffer - min(held, view->shared_buffer);

	return mul_u64_u64_div_u64(free, ppm, DWRR_ALWAYS);
}

/*
 * A parameter, whose values the port keeps. This declaration is all that limits it, so that
 * everybody who reads it knows what the kernel takes. The list ends with {}.
 */
struct dwrr_scheme_param {
	const char *name;	/* as on the command line: letters, digits, '-' */
	const char *text;	/* one sentence, without a full stop */
	enum dwrr_unit unit;
	bool	per_queue;	/* each queue has a value of its own */
	u64	min, max, def;
	const char *not_below;	/* name of its lower bound; Linux 7 has a macro at_least */
	const char *only_with;	/* name of a switch without which this one has no effect */
	bool	is_thresh;	/* marking keeps to it: C * RTT * lambda bytes or RTT * lambda ns */
	u16	field;		/* of the port's own schemes: offset in the configuration */
};

/* A statistic of each queue; view->state keeps what it is made of. Ends with {}. */
struct dwrr_scheme_stat {
	const char *name;
	const char *text;
	enum dwrr_unit unit;
};

struct dwrr_scheme_ops {
	const char *name;	/* as in schemes/NAME.c: letters, digits, '-' */
	const char *text;	/* one sentence, without a full stop */
	const char *paper;	/* authors, title, where, year; or NULL */
	const struct dwrr_scheme_param *params;
	const struct dwrr_scheme_stat *stats;
	u32	needs;		/* DWRR_NEEDS_* */

	/*
	 * A scheme with @thresh, but neither @enqueue nor @dequeue, marks packets above the
	 * threshold. Otherwise @thresh is shown in statistics. U64_MAX: none. It is asked when
	 * the configuration changed, and after each @period.
	 */
	enum dwrr_metric metric;
	u64 (*thresh)(const struct dwrr_view *view);

	/* Each decides, of the packet that arrives or departs. Either may be NULL. */
	enum dwrr_verdict (*enqueue)(const struct dwrr_view *view);
	enum dwrr_verdict (*dequeue)(const struct dwrr_view *view);

	/*
	 * A controller that runs on a timer: @period is called for each queue, in their order,
	 * every @interval ns, but not more often than every 10 us. The interval is read when the
	 * parameters change, with those of queue 0. Both may be NULL.
	 */
	void (*period)(const struct dwrr_view *view);
	u64 (*interval)(const struct dwrr_view *view);

	/*
	 * A buffer policy has @limit, which makes it one: the bytes up to which the backlog of
	 * the queue may grow, asked for each packet that arrives. The port drops what exceeds
	 * it, or the shared buffer. @arrived and @departed tell what became of the packets,
	 * and may be NULL. In these three, now is the time.
	 */
	u64 (*limit)(const struct dwrr_view *view);
	void (*arrived)(const struct dwrr_view *view, bool dropped);
	void (*departed)(const struct dwrr_view *view);

	/* The parameters changed, or the state was zeroed. May be NULL. */
	void (*configured)(const struct dwrr_view *view);

	/* Writes the statistics, in their order. */
	void (*dump)(const struct dwrr_view *view, u64 *stats);

	/* Of the port: a scheme leaves these alone. */
	struct module *owner;
	struct list_head list;
};

static inline enum dwrr_role dwrr_scheme_role(const struct dwrr_scheme_ops *ops)
{
	return ops->limit ? DWRR_BUFFERING : DWRR_MARKING;
}

int __dwrr_scheme_register(struct dwrr_scheme_ops *ops, struct module *owner);
#define dwrr_scheme_register(ops) __dwrr_scheme_register(ops, THIS_MODULE)
void dwrr_scheme_unregister(struct dwrr_scheme_ops *ops);

/* The module of one scheme: registers it when it is loaded. */
#define dwrr_scheme_module(ops)	\
	module_driver(ops, dwrr_scheme_register, dwrr_scheme_unregister)

#endif /* _DWRR_SCHEME_H */
