// SPDX-License-Identifier: GPL-2.0-only
/*
 * ECN# marks by two conditions on the sojourn time.
 *
 *	instantaneous	the sojourn time is above ins-target: a burst
 *	persistent	it has been at least pst-target for pst-interval: a standing
 *			queue. Then one packet is marked, and others at intervals
 *			that shrink with the square root of their number.
 *
 * The first keeps bursts short at high RTTs, the second drains what remains at low ones:
 * a queue can do with a low threshold what DCTCP needs a high one for.
 *
 * Marks of the first kind do not count for the second.
 */
#include <linux/kernel.h>
#include <linux/math64.h>

#include "../dwrr/scheme.h"

enum { INS_TARGET, PST_TARGET, PST_INTERVAL };

static const struct dwrr_scheme_param params[] = {
	{ "ins-target", "sojourn time above which every packet is marked",
	  DWRR_UNIT_NS, .min = 1, .max = NSEC_PER_SEC, .def = 200000, .is_thresh = true },
	{ "pst-target", "sojourn time that is persistent congestion if it remains",
	  DWRR_UNIT_NS, .min = 1, .max = NSEC_PER_SEC, .def = 85000 },
	{ "pst-interval", "how long it remains before the first mark",
	  DWRR_UNIT_NS, .min = 1, .max = NSEC_PER_SEC, .def = 200000 },
	{}
};

static const struct dwrr_scheme_stat stats[] = {
	{ "ins-marks", "packets above ins-target", DWRR_UNIT_NUMBER },
	{ "pst-marks", "packets chosen for persistent congestion", DWRR_UNIT_NUMBER },
	{}
};

/* The state of a queue. */
struct ecn_sharp {
	u64	first_above_time; /* ns: when it reached pst-target; 0: it is below */
	u64	marking_next;	/* ns */
	u32	marking_count;
	bool	marking_state;
	u64	ins_marks;
	u64	pst_marks;
};

/* Return: whether the sojourn time has been at least pst-target for pst-interval. */
static bool is_persistent(const struct dwrr_view *view)
{
	struct ecn_sharp *state = view->state;

	if (view->sojourn < view->param[PST_TARGET]) {
		state->first_above_time = 0;
		return false;
	}
	if (!state->first_above_time) {
		state->first_above_time = view->now;
		return false;
	}
	return view->now - state->first_above_time > view->param[PST_INTERVAL];
}

/* Return: pst-interval / sqrt(marking_count) */
static u64 next_interval(const struct dwrr_view *view)
{
	const struct ecn_sharp *state = view->state;

	return div_u64(view->param[PST_INTERVAL] << 16,
		       int_sqrt64((u64)state->marking_count << 32));
}

/* Return: whether the packet is marked for persistent congestion. */
static bool marks_persistent(const struct dwrr_view *view)
{
	struct ecn_sharp *state = view->state;

	if (!is_persistent(view)) {
		state->marking_state = false;
		return false;
	}
	if (!state->marking_state) {
		state->marking_state = true;
		state->marking_count = 1;
		state->marking_next = view->now + view->param[PST_INTERVAL];
		return true;
	}
	if (view->now <= state->marking_next)
		return false;
	if (state->marking_count < U32_MAX)	/* wrapping to 0 would divide by 0 */
		state->marking_count++;
	state->marking_next += next_interval(view);
	return true;
}

static enum dwrr_verdict dequeue(const struct dwrr_view *view)
{
	bool instantaneous = view->sojourn > view->param[INS_TARGET];
	bool persistent = marks_persistent(view);
	struct ecn_sharp *state = view->state;

	state->ins_marks += instantaneous;
	state->pst_marks += persistent;
	return instantaneous || persistent ? DWRR_MARK : DWRR_PASS;
}

static u64 thresh(const struct dwrr_view *view)
{
	return view->param[INS_TARGET];
}

static void dump(const struct dwrr_view *view, u64 *values)
{
	const struct ecn_sharp *state = view->state;

	values[0] = state->ins_marks;
	values[1] = state->pst_marks;
}

static struct dwrr_scheme_ops ecn_sharp = {
	.name	= "ecn-sharp",
	.text	= "Marks by the sojourn time: all packets of a burst, some of a standing queue",
	.paper	= "Zhang et al., ECN for Datacenter Networks with RTT Variations, CoNEXT 2019",
	.params	= params,
	.stats	= stats,
	.needs	= DWRR_NEEDS_SOJOURN,
	.metric	= DWRR_METRIC_SOJOURN,
	.thresh	= thresh,
	.dequeue = dequeue,
	.dump	= dump,
};

dwrr_scheme_module(ecn_sharp);
MODULE_DESCRIPTION("ECN#, a marking scheme of dwrr");
MODULE_LICENSE("GPL");
