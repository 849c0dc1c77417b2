// SPDX-License-Identifier: GPL-2.0-only
/*
 * Traffic-aware dynamic thresholds, for incast: a queue that receives a burst may for a
 * while take the buffer that dynamic thresholds keep free, and one that is overloaded for
 * long has to give buffer back. Each queue is in one of three states:
 *
 *	normal	  T = alpha * (B - Q), as dynamic thresholds
 *	absorb	  T = B / the number of queues that absorb a burst
 *	evacuate  T = min(alpha * (B - Q), B / the number of queues)
 *
 * A queue absorbs when it grew by B / n packets while at most as many left it, until three
 * packets leave in a row without an arrival, 2 B packets have left, or the buffer is full.
 * It evacuates after B / 2 drops, until it holds less than half of its threshold. These
 * counts, in packets, are those of the simulation that the paper's first author published.
 */
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/minmax.h>

#include "../dwrr/scheme.h"

static const struct dwrr_scheme_param params[] = {
	{ "ta-alpha", "how much of the free buffer the queue may hold without a burst",
	  DWRR_UNIT_PPM, true, .min = 10000, .max = 128 * DWRR_ALWAYS,
	  .def = DWRR_ALWAYS },
	{}
};

static const struct dwrr_scheme_stat stats[] = {
	{ "ta-bursts", "bursts that the queue began to absorb", DWRR_UNIT_NUMBER },
	{ "ta-evacuations", "times that the queue began to give buffer back", DWRR_UNIT_NUMBER },
	{}
};

enum state {
	NORMAL,
	ABSORB,
	EVACUATE,
};

/* A burst is over when so many packets leave in a row. */
#define QUIET_DEPARTURES	3

struct queue_state {
	enum state state;
	u32	quiet;		/* departures since the last arrival */
	u32	growth;		/* packets: arrivals without departures */
	u32	observed;	/* departures while it grew */
	u32	absorbed;	/* departures since it absorbs */
	u32	drops;
	u32	bursts;
	u32	evacuations;
};

struct port_state {
	u32	absorbing;	/* queues */
};

/* Return: how many full frames the buffer has room for. */
static u32 buffer_frames(const struct dwrr_view *view)
{
	return max_t(u64, div_u64(view->shared_buffer, dwrr_full_frame(view)), 1);
}

static u32 frames_per_queue(const struct dwrr_view *view)
{
	return max(buffer_frames(view) / view->num_queues, 1U);
}

static void enter(const struct dwrr_view *view, enum state state)
{
	struct queue_state *queue = view->state;
	struct port_state *port = view->port_state;

	if (queue->state == state)
		return;
	port->absorbing += (state == ABSORB) - (queue->state == ABSORB);
	queue->bursts += state == ABSORB;
	queue->evacuations += state == EVACUATE;
	queue->state = state;
	queue->absorbed = 0;
	queue->drops = 0;
}

/* Return: the threshold T while all queues together hold @held bytes. */
static u64 threshold(const struct dwrr_view *view, u64 held)
{
	const struct queue_state *queue = view->state;
	const struct port_state *port = view->port_state;
	u64 dynamic;

	if (queue->state == ABSORB)
		return div_u64(view->shared_buffer, port->absorbing);
	dynamic = dwrr_share_of_free(view, held, view->param[0]);
	return queue->state == NORMAL ? dynamic :
	       min(dynamic, div_u64(view->shared_buffer, view->num_queues));
}

static u64 limit(const struct dwrr_view *view)
{
	return threshold(view, view->port_bytes - view->len);
}

static void end_evacuation(const struct dwrr_view *view)
{
	const struct queue_state *queue = view->state;

	if (queue->state == EVACUATE &&
	    threshold(view, view->port_bytes) > 2 * view->queue_bytes)
		enter(view, NORMAL);
}

static void dropped_packet(const struct dwrr_view *view)
{
	struct queue_state *queue = view->state;

	if (queue->state == ABSORB && view->port_bytes + view->len > view->shared_buffer)
		enter(view, NORMAL);
	queue->growth = 0;
	queue->quiet = 0;
	if (++queue->drops >= max(buffer_frames(view) / 2, 1U))
		enter(view, EVACUATE);
}

static void arrived(const struct dwrr_view *view, bool dropped)
{
	struct queue_state *queue = view->state;

	if (dropped) {
		dropped_packet(view);
		return;
	}
	queue->quiet = 0;
	if (queue->state != ABSORB && ++queue->growth >= frames_per_queue(view)) {
		enter(view, ABSORB);
		queue->growth = 0;
		queue->observed = 0;
	}
	end_evacuation(view);
}

static void departed(const struct dwrr_view *view)
{
	struct queue_state *queue = view->state;

	if (++queue->quiet == QUIET_DEPARTURES) {
		queue->quiet = 0;
		queue->growth = 0;
		queue->drops = 0;
		enter(view, NORMAL);
	}
	if (queue->growth)
		queue->growth--;
	if (queue->state == NORMAL && ++queue->observed >= frames_per_queue(view)) {
		queue->observed = 0;
		queue->growth = 0;
		queue->quiet = 0;
	} else if (queue->state == ABSORB && ++queue->absorbed >= 2 * buffer_frames(view)) {
		enter(view, NORMAL);
	}
	end_evacuation(view);
}

static void dump(const struct dwrr_view *view, u64 *stats)
{
	const struct queue_state *queue = view->state;

	stats[0] = queue->bursts;
	stats[1] = queue->evacuations;
}

static struct dwrr_scheme_ops traffic_aware = {
	.name	= "traffic-aware",
	.text	= "Dynamic thresholds that let a burst take the free buffer",
	.paper	= "Huang, Wang, Cui, Traffic-Aware Buffer Management, INFOCOM 2021",
	.params	= params,
	.stats	= stats,
	.limit	= limit,
	.arrived = arrived,
	.departed = departed,
	.dump	= dump,
};

dwrr_scheme_module(traffic_aware);
MODULE_DESCRIPTION("Traffic-aware dynamic thresholds, a buffer policy of dwrr");
MODULE_LICENSE("GPL");
