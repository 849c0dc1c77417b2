// SPDX-License-Identifier: GPL-2.0-only
/*
 * Active buffer management: dynamic thresholds, scaled to how fast the queue drains,
 *
 *	T(t) = alpha / n(t) * (B - Q(t)) * mu(t) / b
 *
 * with the drain rate mu of the queue and the rate b of the port, so that the time to drain
 * a full queue is bounded. n is the number of ports that have a congested queue of the same
 * priority; here it is 1, as a port has a buffer of its own. The queues of a port then hold
 * alpha * B / (1 + alpha) together, no matter how many of them are busy.
 *
 * The drain rate is measured in intervals, as in the paper's simulations. A queue that
 * became empty in an interval was not held back by the others: it counts as one that has
 * the whole rate. The paper's larger alpha for packets of a flow's first round trip needs
 * a mark of the sender's, and is not here.
 */
#include <linux/kernel.h>
#include <linux/math64.h>

#include "../dwrr/scheme.h"

enum {
	PARAM_ALPHA,
	PARAM_INTERVAL,
};

static const struct dwrr_scheme_param params[] = {
	[PARAM_ALPHA] = {
		"abm-alpha", "how much of the free buffer the queue may hold at the full rate",
		DWRR_UNIT_PPM, true, .min = 10000, .max = 128 * DWRR_ALWAYS,
		.def = 500000
	},
	[PARAM_INTERVAL] = {
		"abm-interval", "time over which the drain rate is measured",
		DWRR_UNIT_NS, .min = NSEC_PER_USEC, .max = NSEC_PER_SEC,
		.def = 250 * NSEC_PER_USEC
	},
	{}
};

static const struct dwrr_scheme_stat stats[] = {
	{ "abm-drain-rate", "share of the port's rate at which the queue drains", DWRR_UNIT_PPM },
	{}
};

struct queue_state {
	u64	start;		/* ns: of the interval; 0: of none yet */
	u64	sent;		/* bytes, since then */
	u64	held_back;	/* the share of the rate that it lacks, in ppm */
	bool	was_empty;	/* in the interval */
};

static u64 drain_rate(const struct queue_state *state)
{
	return DWRR_ALWAYS - state->held_back;
}

static u64 limit(const struct dwrr_view *view)
{
	u64 share = mul_u64_u64_div_u64(view->param[PARAM_ALPHA], drain_rate(view->state),
					DWRR_ALWAYS);

	return dwrr_share_of_free(view, view->port_bytes - view->len, share);
}

/* Ends the interval if it is over. */
static void measure(const struct dwrr_view *view)
{
	struct queue_state *state = view->state;
	u64 elapsed = view->now - state->start, possible;

	if (elapsed < view->param[PARAM_INTERVAL])
		return;
	if (!state->start)	/* what it sent before the policy came is unknown */
		state->was_empty = true;
	possible = mul_u64_u64_div_u64(view->rate, elapsed, NSEC_PER_SEC);
	state->held_back = 0;
	if (!state->was_empty && state->sent < possible)
		state->held_back = mul_u64_u64_div_u64(possible - state->sent, DWRR_ALWAYS,
						       possible);
	state->start = view->now;
	state->sent = 0;
	state->was_empty = false;
}

static void arrived(const struct dwrr_view *view, bool dropped)
{
	struct queue_state *state = view->state;
	u64 before = view->queue_bytes - (dropped ? 0 : view->len);

	if (!before)
		state->was_empty = true;
	measure(view);
}

static void departed(const struct dwrr_view *view)
{
	struct queue_state *state = view->state;

	state->sent += view->len;
	if (!view->queue_bytes)
		state->was_empty = true;
	measure(view);
}

static void dump(const struct dwrr_view *view, u64 *stats)
{
	*stats = drain_rate(view->state);
}

static struct dwrr_scheme_ops abm = {
	.name	= "abm",
	.text	= "Each queue may hold a multiple of the free buffer, scaled to its drain rate",
	.paper	= "Addanki et al., ABM: Active Buffer Management in Datacenters, SIGCOMM 2022",
	.params	= params,
	.stats	= stats,
	.limit	= limit,
	.arrived = arrived,
	.departed = departed,
	.dump	= dump,
};

dwrr_scheme_module(abm);
MODULE_DESCRIPTION("Active buffer management, a buffer policy of dwrr");
MODULE_LICENSE("GPL");
