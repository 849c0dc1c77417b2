// SPDX-License-Identifier: GPL-2.0-only
/*
 * The timer of a scheme whose controller runs at intervals. It expires in a softirq, takes
 * the root lock as enqueue and dequeue do, and asks the scheme about each queue.
 */

#include <linux/hrtimer.h>
#include <linux/minmax.h>

#include "dwrr.h"
#include "view.h"

#define DWRR_PERIOD_MIN	(10 * NSEC_PER_USEC)	/* so that a scheme leaves time to others */

/* Sums the quanta of the queues that have packets, of each priority. */
static void dwrr_sum_active_quanta(struct dwrr_sched *q)
{
	u32 i;

	for (i = 0; i < DWRR_NUM_PRIOS; i++)
		q->levels[i].active_quanta = 0;
	for (i = 0; i < q->config.num_queues; i++)
		if (q->queues[i].fifo.qlen)
			q->queues[i].level->active_quanta += q->config.queue[i].quantum;
}

static void dwrr_ask_period(struct dwrr_sched *q)
{
	u64 now = ktime_get_ns();
	u32 i;

	dwrr_sum_active_quanta(q);

	for (i = 0; i < q->config.num_queues; i++) {
		struct dwrr_view *view = dwrr_view_now(q, &q->queues[i], DWRR_MARKING);

		view->now = now;
		q->scheme->period(view);
		if (q->scheme->thresh)
			q->queues[i].thresh = q->scheme->thresh(view);
	}
}

static enum hrtimer_restart dwrr_period_expired(struct hrtimer *timer)
{
	struct dwrr_sched *q = container_of(timer, struct dwrr_sched, period);
	spinlock_t *root_lock;	/* protects the port */
	bool again;

	rcu_read_lock();
	root_lock = qdisc_lock(qdisc_root_sleeping(q->sch));
	spin_lock(root_lock);
	again = q->period_ns;	/* another scheme may be there since it was started */
	if (again) {
		dwrr_ask_period(q);
		hrtimer_forward_now(timer, ns_to_ktime(q->period_ns));
	}
	spin_unlock(root_lock);
	rcu_read_unlock();
	return again ? HRTIMER_RESTART : HRTIMER_NORESTART;
}

void dwrr_period_init(struct dwrr_sched *q)
{
	hrtimer_setup(&q->period, dwrr_period_expired, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL_SOFT);
}

/* Reads the interval of the scheme. The caller holds the root lock. */
void dwrr_period_set(struct dwrr_sched *q)
{
	q->period_ns = q->scheme->period ?
		       max_t(u64, q->scheme->interval(dwrr_view_now(q, q->queues, DWRR_MARKING)),
			     DWRR_PERIOD_MIN) : 0;
}

/*
 * Starts the timer with the interval, or stops it. The caller holds RTNL, but not the root
 * lock: it waits for a timer that has expired.
 */
void dwrr_period_restart(struct dwrr_sched *q)
{
	hrtimer_cancel(&q->period);
	if (!q->period_ns)
		return;
	hrtimer_start(&q->period, ns_to_ktime(q->period_ns), HRTIMER_MODE_REL_SOFT);
}

void dwrr_period_stop(struct dwrr_sched *q)
{
	hrtimer_cancel(&q->period);
}

/*
 * Stops the timer if the port is being destroyed: the kernel resets it once more then, and
 * this reset, unlike others, does not hold the root lock, which would keep the timer away.
 */
void dwrr_period_reset(struct dwrr_sched *q)
{
	if (!refcount_read(&q->sch->refcnt))
		dwrr_period_stop(q);
}
