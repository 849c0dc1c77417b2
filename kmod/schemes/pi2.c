// SPDX-License-Identifier: GPL-2.0-only
/*
 * PI2 holds the latency of a queue at a target. A controller changes a probability p' at
 * intervals (RFC 9332, appendix A; section 4 of the paper):
 *
 *	p' += alpha * (latency - target) + beta * (latency - latency before)
 *
 * A packet of a Classic queue is marked or, if it is not ECN-capable, dropped with the
 * probability p'^2: the square linearises the response of Reno and CUBIC, so that alpha and
 * beta need no tables as PIE's do.
 *
 * Each Classic queue has a p' of its own. The coupling of DualPI2 (RFC 9332, section 2.1): a
 * queue with pi2-l4s is an L queue, for DCTCP and TCP Prague. Its packets are marked with the
 * probability k * p', and if their sojourn time is above a step. If the port has more than
 * one Classic queue, p' is that of the most congested.
 *
 * The latency is the sojourn time of the last packet that departed. p' is at most 1 / k
 * (p_Cmax of the RFC, 25 % with k = 2): the buffer is what limits a queue in overload. The
 * RFC schedules both queues itself; here the scheduler of the port does.
 */
#include <linux/bits.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/random.h>

#include "../dwrr/scheme.h"

#define ONE		BIT_ULL(32)	/* probability 1 */
#define SCALE		1000000000000LL	/* ns per s, times the units of alpha and beta per Hz */

enum { TARGET, UPDATE, ALPHA, BETA, COUPLING, STEP, L4S };

static const struct dwrr_scheme_param params[] = {
	{ "pi2-target", "latency at which the Classic queue is held",
	  DWRR_UNIT_NS, .min = 1000, .max = NSEC_PER_SEC, .def = 15000000, .is_thresh = true },
	{ "pi2-update", "interval of the controller (Tupdate)",
	  DWRR_UNIT_NS, .min = 10000, .max = NSEC_PER_SEC, .def = 16000000 },
	{ "pi2-alpha", "integral gain, in 1/1000 Hz",
	  DWRR_UNIT_NUMBER, .min = 1, .max = 10000000, .def = 160 },
	{ "pi2-beta", "proportional gain, in 1/1000 Hz",
	  DWRR_UNIT_NUMBER, .min = 1, .max = 10000000, .def = 3200 },
	{ "pi2-coupling", "coupling factor k",
	  DWRR_UNIT_NUMBER, .min = 1, .max = 16, .def = 2 },
	{ "pi2-step", "sojourn time above which an L queue marks every packet",
	  DWRR_UNIT_NS, .min = 0, .max = NSEC_PER_SEC, .def = 1000000 },
	{ "pi2-l4s", "whether this is the L queue",
	  DWRR_UNIT_SWITCH, true, .max = 1, .def = 0 },
	{}
};

static const struct dwrr_scheme_stat stats[] = {
	{ "pi2-probability", "present probability of a mark", DWRR_UNIT_PPM },
	{}
};

/* The state of a queue. */
struct pi2 {
	u64	prob;		/* p' of a Classic queue, in 1 / ONE */
	u64	latency;	/* ns: of the last packet that departed */
	u64	latency_before;	/* ns: at the last update */
};

/* The state of the port. */
struct pi2_port {
	u64	prob;		/* the highest p' of its Classic queues */
	u64	updated;	/* ns: when that was last computed */
};

/* Return: whether an event of the probability @prob, in 1 / ONE, happens. */
static bool happens(u64 prob)
{
	return get_random_u32() < prob;
}

/* k * p', which is at most 1 */
static u64 coupled(const struct dwrr_view *view)
{
	const struct pi2_port *port = view->port_state;

	return view->param[COUPLING] * port->prob;
}

/* The square is that both of two events happen (section 4 of the paper). */
static enum dwrr_verdict enqueue(const struct dwrr_view *view)
{
	const struct pi2 *pi2 = view->state;

	if (view->param[L4S] || !happens(pi2->prob) || !happens(pi2->prob))
		return DWRR_PASS;
	return view->ecn_capable ? DWRR_MARK : DWRR_DROP;
}

static enum dwrr_verdict dequeue(const struct dwrr_view *view)
{
	struct pi2 *pi2 = view->state;

	pi2->latency = view->sojourn;
	if (!view->param[L4S])
		return DWRR_PASS;
	return view->sojourn > view->param[STEP] || happens(coupled(view)) ?
	       DWRR_MARK : DWRR_PASS;
}

/*
 * The L queue follows the Classic queues. All queues of a port have their period at the same
 * time, and no packet passes meanwhile.
 */
static void period(const struct dwrr_view *view)
{
	struct pi2_port *port = view->port_state;
	struct pi2 *pi2 = view->state;
	u64 most = div64_u64(ONE, view->param[COUPLING]);
	u64 latency = view->queue_bytes ? min_t(u64, pi2->latency, NSEC_PER_SEC) : 0;
	s64 change;

	if (port->updated != view->now)
		port->prob = 0;
	port->updated = view->now;
	if (view->param[L4S])
		return;
	change = (s64)view->param[ALPHA] * (s64)(latency - view->param[TARGET]) +
		 (s64)view->param[BETA] * (s64)(latency - pi2->latency_before);
	/* times ONE / SCALE = 2^20 / 5^12; a change of more than 1 is one of 1 */
	change = div_s64(clamp(change, -SCALE, SCALE) * 1048576, 244140625);
	pi2->prob = clamp((s64)pi2->prob + change, 0LL, (s64)most);
	pi2->latency_before = latency;
	port->prob = max(port->prob, pi2->prob);
}

static u64 interval(const struct dwrr_view *view)
{
	return view->param[UPDATE];
}

/* k may have grown. */
static void configured(const struct dwrr_view *view)
{
	u64 most = div64_u64(ONE, view->param[COUPLING]);
	struct pi2_port *port = view->port_state;
	struct pi2 *pi2 = view->state;

	port->prob = min(port->prob, most);
	pi2->prob = min(pi2->prob, most);
}

static u64 thresh(const struct dwrr_view *view)
{
	return view->param[L4S] ? view->param[STEP] : view->param[TARGET];
}

static void dump(const struct dwrr_view *view, u64 *values)
{
	const struct pi2 *pi2 = view->state;
	u64 prob = view->param[L4S] ? coupled(view) : pi2->prob * pi2->prob >> 32;

	values[0] = prob * DWRR_ALWAYS >> 32;
}

static struct dwrr_scheme_ops pi2 = {
	.name	= "pi2",
	.text	= "Marks with the square of a probability that holds the latency at a target",
	.paper	= "De Schepper et al., PI2: A Linearized AQM, CoNEXT 2016; RFC 9332",
	.params	= params,
	.stats	= stats,
	.needs	= DWRR_NEEDS_SOJOURN,
	.metric	= DWRR_METRIC_SOJOURN,
	.thresh	= thresh,
	.enqueue = enqueue,
	.dequeue = dequeue,
	.period	= period,
	.interval = interval,
	.configured = configured,
	.dump	= dump,
};

dwrr_scheme_module(pi2);
MODULE_DESCRIPTION("PI2, a marking scheme of dwrr");
MODULE_LICENSE("GPL");
