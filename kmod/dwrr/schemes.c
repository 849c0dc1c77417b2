// SPDX-License-Identifier: GPL-2.0-only
/*
 * The marking schemes and buffer policies of the module itself. Their parameters have
 * attributes and sysctls of their own, and are fields of the configuration.
 */

#include "codel.h"
#include "config.h"
#include "schemes.h"

#define DWRR_PARAM(type, member, queue, attr, name, unit, text)		\
	{ name, text, DWRR_UNIT_##unit, queue, DWRR_##attr##_MIN,		\
	  DWRR_##attr##_MAX, .field = offsetof(struct type, member) }
#define DWRR_PORT_PARAM(member, ...)	\
	DWRR_PARAM(dwrr_config, member, false, __VA_ARGS__)
#define DWRR_QUEUE_PARAM(member, ...)	\
	DWRR_PARAM(dwrr_queue_config, member, true, __VA_ARGS__)

/* Most thresholds, and a limit, are the only or the first parameter. */
static u64 dwrr_first_param(const struct dwrr_view *view)
{
	return view->param[0];
}

static const struct dwrr_scheme_param dwrr_per_queue_params[] = {
	DWRR_QUEUE_PARAM(thresh, QUEUE_THRESH, "queue-thresh", BYTES,
			 "threshold of the queue"),
	{}
};

static const struct dwrr_scheme_param dwrr_per_port_params[] = {
	DWRR_PORT_PARAM(port_thresh, PORT_THRESH, "port-thresh", BYTES,
			"threshold of the port"),
	{}
};

static const struct dwrr_scheme_param dwrr_mq_ecn_params[] = {
	DWRR_PORT_PARAM(port_thresh, PORT_THRESH, "port-thresh", BYTES,
			"standard threshold K"),
	DWRR_PORT_PARAM(round_alpha, ROUND_ALPHA, "round-alpha", NUMBER,
			"weight of the previous round time, in 1/1000"),
	DWRR_PORT_PARAM(idle_interval, IDLE_INTERVAL, "idle-interval", NS,
			"idle time that counts as an empty round"),
	{}
};

static const struct dwrr_scheme_param dwrr_tcn_params[] = {
	DWRR_PORT_PARAM(tcn_thresh, TCN_THRESH, "tcn-thresh", NS,
			"sojourn time above which packets are marked"),
	{}
};

enum {
	DWRR_CODEL_PARAM_TARGET,
	DWRR_CODEL_PARAM_INTERVAL,
};

static const struct dwrr_scheme_param dwrr_codel_params[] = {
	DWRR_PORT_PARAM(codel_target, CODEL_TARGET, "codel-target", NS,
			"acceptable standing sojourn time"),
	DWRR_PORT_PARAM(codel_interval, CODEL_INTERVAL, "codel-interval", NS,
			"time above the target before marking starts"),
	{}
};

/*
 * A queue with at most one full frame left is not above the target: RFC 8289 checks
 * bytes() <= maxpacket.
 */
enum dwrr_verdict dwrr_codel_dequeue(const struct dwrr_view *view)
{
	bool above = view->sojourn > view->param[DWRR_CODEL_PARAM_TARGET] &&
		     view->queue_bytes > dwrr_full_frame(view);

	return dwrr_codel_should_mark(view->state,
				      view->param[DWRR_CODEL_PARAM_INTERVAL],
				      above, view->now) ? DWRR_MARK : DWRR_PASS;
}

static const struct dwrr_scheme_param dwrr_shared_params[] = {
	DWRR_PORT_PARAM(shared_buffer, SHARED_BUFFER, "shared-buffer", BYTES,
			"buffer of the port"),
	{}
};

static const struct dwrr_scheme_param dwrr_static_params[] = {
	DWRR_QUEUE_PARAM(buffer, QUEUE_BUFFER, "queue-buffer", BYTES,
			 "buffer of the queue"),
	{}
};

/* Complete sharing: what the other queues leave. For arriving packets see dwrr_admit(). */
static u64 dwrr_shared_limit(const struct dwrr_view *view)
{
	u64 others = view->port_bytes - view->queue_bytes;

	return view->shared_buffer > others ? view->shared_buffer - others : 0;
}

const struct dwrr_scheme_ops dwrr_own_schemes[DWRR_OWN_SCHEMES] = {
	[DWRR_ECN_NONE] = {
		.name	= "none",
		.text	= "Marks nothing",
	},
	[DWRR_ECN_PER_QUEUE] = {
		.name	= "per-queue",
		.text	= "Marks packets if the backlog of their queue is above its threshold",
		.params	= dwrr_per_queue_params,
		.thresh	= dwrr_first_param,
	},
	[DWRR_ECN_PER_PORT] = {
		.name	= "per-port",
		.text	= "Marks packets if the backlog of the port is above its threshold",
		.params	= dwrr_per_port_params,
		.metric	= DWRR_METRIC_PORT_BYTES,
		.thresh	= dwrr_first_param,
	},
	[DWRR_ECN_MQ_ECN] = {
		.name	= "mq-ecn",
		.text	= "Marks by a threshold that follows the rate at which a queue is served",
		.paper	= "Bai et al., ECN in Multi-Service Multi-Queue Data Centers, NSDI 2016",
		.params	= dwrr_mq_ecn_params,
		.needs	= DWRR_NEEDS_ROUNDS,
		.thresh	= dwrr_first_param,
	},
	[DWRR_ECN_TCN] = {
		.name	= "tcn",
		.text	= "Marks packets whose sojourn time is above a threshold",
		.paper	= "Bai et al., Enabling ECN over Generic Packet Scheduling, CoNEXT 2016",
		.params	= dwrr_tcn_params,
		.needs	= DWRR_NEEDS_SOJOURN,
		.metric	= DWRR_METRIC_SOJOURN,
		.thresh	= dwrr_first_param,
	},
	[DWRR_ECN_CODEL] = {
		.name	= "codel",
		.text	= "Marks at an increasing rate while sojourn times remain above a target",
		.paper	= "Nichols, Jacobson, Controlling Queue Delay, ACM Queue 2012; RFC 8289",
		.params	= dwrr_codel_params,
		.needs	= DWRR_NEEDS_SOJOURN,
		.metric	= DWRR_METRIC_SOJOURN,
		.thresh	= dwrr_first_param,
		.dequeue = dwrr_codel_dequeue,
	},
	[__DWRR_ECN_MAX + DWRR_BUFFER_SHARED] = {
		.name	= "shared",
		.text	= "All queues share the buffer, first come, first served",
		.params	= dwrr_shared_params,
		.limit	= dwrr_shared_limit,
	},
	[__DWRR_ECN_MAX + DWRR_BUFFER_STATIC] = {
		.name	= "static",
		.text	= "Each queue has a buffer of its own",
		.params	= dwrr_static_params,
		.limit	= dwrr_first_param,
	},
};
