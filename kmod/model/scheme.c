// SPDX-License-Identifier: GPL-2.0-only
/*
 * scheme: asks a marking scheme or a buffer policy, the file SCHEME, about single packets.
 *
 *	rate BYTES_PER_SECOND		of the port; 125000000 at the beginning
 *	start VALUE...			values of its parameters; the state is zeroed
 *	change VALUE...			new values
 *	arrive NOW QUEUE_BYTES PORT_BYTES LEN ECN_CAPABLE
 *	depart NOW SOJOURN QUEUE_BYTES PORT_BYTES LEN
 *	pool BYTES			what the other ports of the pool hold; 0 at the beginning
 *	quanta QUEUE LEVEL ACTIVE	of the queue, of its priority, of those with packets
 *	period NOW QUEUE_BYTES PORT_BYTES	the timer of its controller expires
 *
 * Each arrival and departure gives one line, the verdict: 0 pass, 1 mark, 2 drop. At the
 * end, a line has the statistics. Names begin with run_, because those of a scheme do not.
 */
#include "kernel.h"

#include "dwrr/scheme.h"

#undef module_driver
#define module_driver(ops, on_load, on_unload)	\
	static struct dwrr_scheme_ops *const run_scheme = &(ops)

#include SCHEME

#define RUN_MTU		1500
#define RUN_RATE	125000000	/* bytes/s */
#define RUN_BUFFER	300000		/* bytes: small, so that a policy has something to do */
#define RUN_QUEUES	4
#define RUN_STATE(bytes) ((bytes) / sizeof(u64))

u64 clock_ns, timer_ns;

static u64 run_param[DWRR_SCHEME_PARAMS], run_other_ports;
static u64 run_state[RUN_STATE(DWRR_QUEUE_STATE)], run_port[RUN_STATE(DWRR_PORT_STATE)];
static atomic64_t run_pool;
static const struct net_device run_dev = { .mtu = RUN_MTU };
static struct dwrr_view run_view = {
	.param = run_param, .state = run_state, .port_state = run_port, .rate = RUN_RATE, .dev = &run_dev,
	.shared_buffer = RUN_BUFFER, .num_queues = RUN_QUEUES, .pool = &run_pool,
};

static u64 run_number(void)
{
	unsigned long long value;

	if (scanf("%llu", &value) != 1)
		exit(1);
	return value;
}

static void run_zero_state(void)
{
	memset(run_state, 0, sizeof(run_state));
	memset(run_port, 0, sizeof(run_port));
	run_view.idle_since = 0;
}

static void run_configure(void)
{
	u32 i;

	for (i = 0; run_scheme->params && run_scheme->params[i].name; i++)
		run_param[i] = run_number();
	if (run_scheme->configured)
		run_scheme->configured(&run_view);
}

/* A backlog above the threshold, if that is all that the scheme has. */
static bool run_marks_above_thresh(void)
{
	u64 metric = run_scheme->metric == DWRR_METRIC_PORT_BYTES ?
		     run_view.port_bytes : run_view.queue_bytes;

	return !run_scheme->dequeue && metric > run_scheme->thresh(&run_view);
}

static void run_read_quanta(void)
{
	run_view.quantum = run_number();
	run_view.level_quanta = run_number();
	run_view.active_quanta = run_number();
}

/* Sets the backlog of the pool while this port has @port bytes queued. */
static void run_set_pool(u64 port)
{
	run_pool.counter = run_other_ports + port;
}

/* As the port does, see dwrr_admit(): a packet that is dropped is not in the backlogs. */
static enum dwrr_verdict run_admit(void)
{
	bool dropped = run_view.queue_bytes > run_scheme->limit(&run_view) ||
		       run_view.port_bytes > run_view.shared_buffer;

	if (dropped) {
		run_view.queue_bytes -= run_view.len;
		run_view.port_bytes -= run_view.len;
	}
	if (run_scheme->arrived)
		run_scheme->arrived(&run_view, dropped);
	return dropped ? DWRR_DROP : DWRR_PASS;
}

static enum dwrr_verdict run_ask_arrival(void)
{
	if (run_scheme->limit)
		return run_admit();
	if (run_scheme->enqueue)
		return run_scheme->enqueue(&run_view);
	return run_marks_above_thresh() ? DWRR_MARK : DWRR_PASS;
}

static enum dwrr_verdict run_arrive(void)
{
	enum dwrr_verdict verdict;

	clock_ns = run_view.now = run_number();
	run_view.queue_bytes = run_number();
	run_view.port_bytes = run_number();
	run_view.len = run_number();
	run_view.ecn_capable = run_number();
	run_set_pool(run_view.port_bytes - run_view.len);
	verdict = run_ask_arrival();
	run_set_pool(run_view.port_bytes);
	return verdict;
}

/* The port marks at enqueue. */
static bool run_asks_departure(void)
{
	return run_scheme->dequeue && !(run_scheme->needs & DWRR_NEEDS_MARK_AT);
}

static enum dwrr_verdict run_depart(void)
{
	clock_ns = run_view.now = run_number();
	run_view.sojourn = run_number();
	run_view.queue_bytes = run_number();
	run_view.port_bytes = run_number();
	run_view.len = run_number();
	run_set_pool(run_view.port_bytes);
	if (run_scheme->departed)
		run_scheme->departed(&run_view);
	if (!run_view.port_bytes)
		run_view.idle_since = run_view.now;
	return run_asks_departure() ? run_scheme->dequeue(&run_view) : DWRR_PASS;
}

static void run_expire(void)
{
	clock_ns = run_view.now = run_number();
	run_view.queue_bytes = run_number();
	run_view.port_bytes = run_number();
	run_set_pool(run_view.port_bytes);
	if (run_scheme->period)
		run_scheme->period(&run_view);
}

static void run_print_stats(void)
{
	u64 values[DWRR_SCHEME_STATS] = {};
	u32 i;

	if (run_scheme->dump)
		run_scheme->dump(&run_view, values);
	for (i = 0; run_scheme->stats && run_scheme->stats[i].name; i++)
		printf("%s%llu", i ? " " : "", (unsigned long long)values[i]);
	printf("\n");
}

int main(void)
{
	char step[16];

	while (scanf("%15s", step) == 1) {
		if (!strcmp(step, "start"))
			run_zero_state();
		if (!strcmp(step, "rate"))
			run_view.rate = run_number();
		else if (!strcmp(step, "pool"))
			run_other_ports = run_number();
		else if (!strcmp(step, "quanta"))
			run_read_quanta();
		else if (!strcmp(step, "period"))
			run_expire();
		else if (!strcmp(step, "start") || !strcmp(step, "change"))
			run_configure();
		else
			printf("%d\n", strcmp(step, "arrive") ? run_depart() : run_arrive());
	}
	run_print_stats();
	return 0;
}
