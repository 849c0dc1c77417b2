// SPDX-License-Identifier: GPL-2.0-only
/*
 * @NAME@: say here what the buffer policy does, and why.
 *
 * To start from: dynamic thresholds (Choudhury, Hahne, IEEE/ACM ToN 1998, equation 1). A queue may
 * grow up to a multiple of the buffer B that all queues together, with their backlog Q, leave free:
 * T = alpha * (B - Q). kmod/dwrr/scheme.h describes what a policy declares and sees.
 */
#include "../dwrr/scheme.h"

enum { ALPHA };

static const struct dwrr_scheme_param params[] = {
	{ "@NAME@-alpha", "how much of the free buffer the queue may hold",
	  DWRR_UNIT_PPM, true, .min = 10000, .max = 128 * DWRR_ALWAYS, .def = DWRR_ALWAYS },
	{}
};

static const struct dwrr_scheme_stat stats[] = {
	{ "@NAME@-drops", "packets that did not get into the queue", DWRR_UNIT_NUMBER },
	{}
};

/* The state of a queue. It is zeroed at the start. */
struct state {
	u64	drops;
};

static_assert(sizeof(struct state) <= DWRR_QUEUE_STATE);

/* The backlogs include the arriving packet. */
static u64 limit(const struct dwrr_view *view)
{
	return dwrr_share_of_free(view, view->port_bytes - view->len, view->param[ALPHA]);
}

/* What became of the packet. */
static void arrived(const struct dwrr_view *view, bool dropped)
{
	struct state *state = view->state;

	state->drops += dropped;
}

static void dump(const struct dwrr_view *view, u64 *values)
{
	const struct state *state = view->state;

	values[0] = state->drops;
}

static struct dwrr_scheme_ops policy = {
	.name	= "@NAME@",
	.text	= "Each queue may hold a multiple of the free buffer",
	.params	= params,
	.stats	= stats,
	.limit	= limit,
	.arrived = arrived,
	.dump	= dump,
};

dwrr_scheme_module(policy);
MODULE_DESCRIPTION("@NAME@, a buffer policy of dwrr");
MODULE_LICENSE("GPL");
