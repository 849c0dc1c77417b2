/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The pool of a network namespace: the backlog of those of its ports whose marking scheme
 * needs it, as the ports of a switch share a service pool of its buffer.
 *
 * Every port has a lock of its own, and ports run on several processors at once: the sum is
 * atomic. It is one number and not one for each processor, because it is read for each
 * packet. A port is part of it, with the backlog that it has, from the choice of such a
 * scheme until the choice of another one.
 */
#ifndef _DWRR_POOL_H
#define _DWRR_POOL_H

#include <linux/atomic.h>

#include "dwrr.h"
#include "scheme.h"

struct dwrr_pool {
	atomic64_t bytes;	/* wire lengths */
};

/* pool.c. Return: the pool of the port's namespace, which outlives the port. */
struct dwrr_pool *dwrr_pool_of(const struct Qdisc *sch);

/* Accounts for @bytes more in the backlog of the port. */
static inline void dwrr_pool_add(const struct dwrr_sched *q, s64 bytes)
{
	if (q->pool)
		atomic64_add(bytes, &q->pool->bytes);
}

/* Takes the backlog of the port out of the pool. */
static inline void dwrr_pool_forget(const struct dwrr_sched *q)
{
	dwrr_pool_add(q, -(s64)q->bytes);
}

/* Makes the port a part of the pool, or not, as its scheme needs. */
static inline void dwrr_pool_set(struct dwrr_sched *q)
{
	dwrr_pool_forget(q);
	q->pool = q->scheme->needs & DWRR_NEEDS_POOL ? dwrr_pool_of(q->sch) : NULL;
	dwrr_pool_add(q, q->bytes);
}

#endif /* _DWRR_POOL_H */
