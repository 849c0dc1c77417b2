// SPDX-License-Identifier: GPL-2.0-only
/*
 * scheme: asks a marking scheme, the file SCHEME of kmod/schemes, about single packets.
 *
 *	start VALUE...			values of its parameters; the state is zeroed
 *	change VALUE...			new values
 *	arrive NOW QUEUE_BYTES PORT_BYTES LEN ECN_CAPABLE
 *	depart NOW SOJOURN QUEUE_BYTES PORT_BYTES LEN
 *
 * Each arrival and departure gives one line, the verdict: 0 pass, 1 mark, 2 drop. At the
 * end, a line has the statistics.
 */
#include "kernel.h"

#include "dwrr/scheme.h"

#define module_driver(ops, on_load, on_unload)	\
	static struct dwrr_scheme_ops *const scheme = &(ops)
#define MODULE_DESCRIPTION(text) _Static_assert(1, text)
#define MODULE_LICENSE(text)	_Static_assert(1, text)

#include SCHEME

#define FULL_FRAME	1538
#define RATE		125000000	/* bytes/s */

u64 clock_ns, timer_ns;

static u64 param[DWRR_SCHEME_PARAMS], state[DWRR_QUEUE_STATE / sizeof(u64)];
static struct dwrr_view view = {
	.param = param, .state = state, .rate = RATE, .full_frame = FULL_FRAME,
};

static u64 number(void)
{
	unsigned long long value;

	if (scanf("%llu", &value) != 1)
		exit(1);
	return value;
}

static void configure(void)
{
	u32 i;

	for (i = 0; scheme->params && scheme->params[i].name; i++)
		param[i] = number();
	if (scheme->configured)
		scheme->configured(&view);
}

static enum dwrr_verdict arrive(void)
{
	view.now = number();
	view.queue_bytes = number();
	view.port_bytes = number();
	view.len = number();
	view.ecn_capable = number();
	return scheme->enqueue ? scheme->enqueue(&view) : DWRR_PASS;
}

static enum dwrr_verdict depart(void)
{
	view.now = number();
	view.sojourn = number();
	view.queue_bytes = number();
	view.port_bytes = number();
	view.len = number();
	return scheme->dequeue ? scheme->dequeue(&view) : DWRR_PASS;
}

static void print_stats(void)
{
	u64 values[DWRR_SCHEME_STATS] = {};
	u32 i;

	if (scheme->dump)
		scheme->dump(&view, values);
	for (i = 0; scheme->stats && scheme->stats[i].name; i++)
		printf("%s%llu", i ? " " : "", (unsigned long long)values[i]);
	printf("\n");
}

int main(void)
{
	char step[16];

	while (scanf("%15s", step) == 1) {
		if (!strcmp(step, "start"))
			memset(state, 0, sizeof(state));
		if (!strcmp(step, "start") || !strcmp(step, "change"))
			configure();
		else
			printf("%d\n", strcmp(step, "arrive") ? depart() : arrive());
	}
	print_stats();
	return 0;
}
