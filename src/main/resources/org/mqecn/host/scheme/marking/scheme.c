// SPDX-License-Identifier: GPL-2.0-only
/*
 * @NAME@: say here what the scheme does, and why.
 *
 * To start from: a packet is marked if the backlog of its queue, with the packet itself, is above
 * a threshold. kmod/dwrr/scheme.h describes what a scheme declares and sees.
 */
#include "../dwrr/scheme.h"

enum { THRESH };

static const struct dwrr_scheme_param params[] = {
	{ "@NAME@-thresh", "backlog of a queue above which packets are marked",
	  DWRR_UNIT_BYTES, true, .min = 0, .max = S32_MAX, .def = 32000 },
	{}
};

static const struct dwrr_scheme_stat stats[] = {
	{ "@NAME@-marks", "packets that the scheme chose", DWRR_UNIT_NUMBER },
	{}
};

/* The state of a queue. It is zeroed at the start. */
struct state {
	u64	marks;
};

static_assert(sizeof(struct state) <= DWRR_QUEUE_STATE);

static enum dwrr_verdict enqueue(const struct dwrr_view *view)
{
	struct state *state = view->state;

	if (view->queue_bytes <= view->param[THRESH])
		return DWRR_PASS;
	state->marks++;
	return DWRR_MARK;
}

/* The threshold that statistics show. */
static u64 thresh(const struct dwrr_view *view)
{
	return view->param[THRESH];
}

static void dump(const struct dwrr_view *view, u64 *values)
{
	const struct state *state = view->state;

	values[0] = state->marks;
}

static struct dwrr_scheme_ops scheme = {
	.name	= "@NAME@",
	.text	= "Marks packets if the backlog of their queue is above a threshold",
	.params	= params,
	.stats	= stats,
	.thresh	= thresh,
	.enqueue = enqueue,
	.dump	= dump,
};

dwrr_scheme_module(scheme);
MODULE_DESCRIPTION("@NAME@, a marking scheme of dwrr");
MODULE_LICENSE("GPL");
