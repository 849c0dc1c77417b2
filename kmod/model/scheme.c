// SPDX-License-Identifier: GPL-2.0-only
/*
 * scheme: asks a marking scheme, the file SCHEME, about single packets.
 *
 *	start VALUE...			values of its parameters; the state is zeroed
 *	change VALUE...			new values
 *	arrive NOW QUEUE_BYTES PORT_BYTES LEN ECN_CAPABLE
 *	depart NOW SOJOURN QUEUE_BYTES PORT_BYTES LEN
 *
 * Each arrival and departure gives one line, the verdict: 0 pass, 1 mark, 2 drop. At the
 * end, a line has the statistics. Names begin with run_, because those of a scheme do not.
 */
#include "kernel.h"

#include "dwrr/scheme.h"

#define module_driver(ops, on_load, on_unload)	\
	static struct dwrr_scheme_ops *const run_scheme = &(ops)
#define MODULE_DESCRIPTION(text) _Static_assert(1, text)
#define MODULE_LICENSE(text)	_Static_assert(1, text)

#include SCHEME

#define RUN_FULL_FRAME	1538
#define RUN_RATE	125000000	/* bytes/s */

u64 clock_ns, timer_ns;

static u64 run_param[DWRR_SCHEME_PARAMS], run_state[DWRR_QUEUE_STATE / sizeof(u64)];
static struct dwrr_view run_view = {
	.param = run_param, .state = run_state, .rate = RUN_RATE, .full_frame = RUN_FULL_FRAME,
};

static u64 run_number(void)
{
	unsigned long long value;

	if (scanf("%llu", &value) != 1)
		exit(1);
	return value;
}

static void run_configure(void)
{
	u32 i;

	for (i = 0; run_scheme->params && run_scheme->params[i].name; i++)
		run_param[i] = run_number();
	if (run_scheme->configured)
		run_scheme->configured(&run_view);
}

static enum dwrr_verdict run_arrive(void)
{
	run_view.now = run_number();
	run_view.queue_bytes = run_number();
	run_view.port_bytes = run_number();
	run_view.len = run_number();
	run_view.ecn_capable = run_number();
	return run_scheme->enqueue ? run_scheme->enqueue(&run_view) : DWRR_PASS;
}

static enum dwrr_verdict run_depart(void)
{
	run_view.now = run_number();
	run_view.sojourn = run_number();
	run_view.queue_bytes = run_number();
	run_view.port_bytes = run_number();
	run_view.len = run_number();
	return run_scheme->dequeue ? run_scheme->dequeue(&run_view) : DWRR_PASS;
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
			memset(run_state, 0, sizeof(run_state));
		if (!strcmp(step, "start") || !strcmp(step, "change"))
			run_configure();
		else
			printf("%d\n", strcmp(step, "arrive") ? run_depart() : run_arrive());
	}
	run_print_stats();
	return 0;
}
