// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests of all marking schemes and buffer policies that are loaded: their callbacks keep
 * to the interface (dwrr/scheme.h), with parameters and packets at the ends of their ranges
 * too. What a scheme decides is not judged here: its model knows that.
 */

#include <kunit/test.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/prandom.h>
#include <linux/string.h>

#include "../dwrr/registry.h"

#define PACKETS		100		/* with each set of parameters */
#define RANDOM_SETS	30		/* of parameters */
#define PERIODS		10		/* packets between expirations of the timer */
#define GUARD		128		/* bytes on each side of a state */
#define GUARD_BYTE	0x5a
#define MOST_BYTES	S32_MAX		/* of a backlog: a port holds 1 GiB of memory */
#define LONGEST_GAP	(3600ULL * NSEC_PER_SEC)

/* A state, and what it must not touch. */
struct guarded_state {
	u8	before[GUARD];
	u64	state[DWRR_QUEUE_STATE / sizeof(u64)];
	u8	after[GUARD];
};

static_assert(DWRR_PORT_STATE == DWRR_QUEUE_STATE);

/* A queue of a port about which the scheme is asked. */
struct trial {
	const struct dwrr_scheme_ops *scheme;
	struct dwrr_view view;
	struct dwrr_view shown;		/* the view, as it was shown to the scheme */
	u64	param[DWRR_SCHEME_PARAMS];
	u64	param_shown[DWRR_SCHEME_PARAMS];
	struct guarded_state queue, port;
	atomic64_t pool;
	struct rnd_state random;
	const char *fault;		/* what the scheme did wrong first */
};

static void zero_guarded(struct guarded_state *state)
{
	memset(state, GUARD_BYTE, sizeof(*state));
	memset(state->state, 0, sizeof(state->state));
}

static bool is_touched(const struct guarded_state *state)
{
	return memchr_inv(state->before, GUARD_BYTE, GUARD) ||
	       memchr_inv(state->after, GUARD_BYTE, GUARD);
}

static u64 random_below(struct trial *t, u64 end)
{
	u64 high = prandom_u32_state(&t->random);

	return end ? (high << 32 | prandom_u32_state(&t->random)) % end : 0;
}

/* Return: a value of a range, at one of its ends in half of the cases. */
static u64 draw(struct trial *t, u64 min, u64 max)
{
	switch (random_below(t, 4)) {
	case 0:
		return min;
	case 1:
		return max;
	default:	/* small values are as likely as large ones */
		return min + random_below(t, (max - min) >> random_below(t, 64));
	}
}

static void show(struct trial *t)
{
	t->shown = t->view;
	memcpy(t->param_shown, t->param, sizeof(t->param));
}

static void check(struct trial *t)
{
	if (t->fault)
		return;
	if (is_touched(&t->queue))
		t->fault = "wrote beyond the state of the queue";
	else if (is_touched(&t->port))
		t->fault = "wrote beyond the state of the port";
	else if (memcmp(&t->shown, &t->view, sizeof(t->view)))
		t->fault = "changed what it was shown";
	else if (memcmp(t->param_shown, t->param, sizeof(t->param)))
		t->fault = "changed a parameter";
}

static void reset(struct trial *t)
{
	zero_guarded(&t->queue);
	zero_guarded(&t->port);
	t->view.now = NSEC_PER_SEC;
}

/* A call of the scheme, and its check. */
#define ASK(t, call)		\
({				\
	struct trial *asked = (t);	\
				\
	show(asked);		\
	call;			\
	check(asked);		\
})

static void ask_thresh(struct trial *t)
{
	if (t->scheme->thresh)
		ASK(t, t->scheme->thresh(&t->view));
}

/* Sets the parameters, each at least as large as the one that is its lower bound. */
static void configure(struct trial *t, u64 (*value)(struct trial *t, u32 param))
{
	const struct dwrr_scheme_param *params = t->scheme->params;
	u32 i, bound;

	for (i = 0; params && params[i].name; i++) {
		t->param[i] = value(t, i);
		for (bound = 0; params[i].not_below && bound < i; bound++)
			if (!strcmp(params[i].not_below, params[bound].name))
				t->param[i] = max(t->param[i], t->param[bound]);
	}
	if (t->scheme->configured)
		ASK(t, t->scheme->configured(&t->view));
	ask_thresh(t);
	if (t->scheme->interval)
		ASK(t, t->scheme->interval(&t->view));
}

static void draw_port(struct trial *t)
{
	struct dwrr_view *view = &t->view;

	view->shared_buffer = draw(t, DWRR_SHARED_BUFFER_MIN, DWRR_SHARED_BUFFER_MAX);
	view->rate = draw(t, DWRR_RATE64_MIN, DWRR_RATE64_MAX);
	view->num_queues = draw(t, DWRR_NUM_QUEUES_MIN, DWRR_NUM_QUEUES_MAX);
	view->mark_at = random_below(t, __DWRR_MARK_MAX);
	view->quantum = draw(t, DWRR_QUEUE_QUANTUM_MIN, DWRR_QUEUE_QUANTUM_MAX);
	view->level_quanta = view->quantum +
			     draw(t, 0, (view->num_queues - 1) * DWRR_QUEUE_QUANTUM_MAX);
}

/* The next packet, after a while. The backlogs include it if it arrives. */
static void draw_packet(struct trial *t)
{
	struct dwrr_view *view = &t->view;

	view->now += draw(t, 0, LONGEST_GAP);
	view->sojourn = draw(t, 0, view->now);
	view->idle_since = draw(t, 0, view->now);
	view->active_quanta = draw(t, 0, view->level_quanta);
	view->len = dwrr_wire_len(draw(t, 1, U16_MAX));
	view->queue_bytes = draw(t, view->len, MOST_BYTES);
	view->port_bytes = draw(t, view->queue_bytes, MOST_BYTES);
	view->ecn_capable = random_below(t, 2);
	atomic64_set(&t->pool, draw(t, 0, S64_MAX));
}

static void leave(struct trial *t)
{
	t->view.queue_bytes -= t->view.len;
	t->view.port_bytes -= t->view.len;
}

static void ask_marking(struct trial *t)
{
	enum dwrr_verdict verdict = DWRR_PASS;

	if (t->scheme->enqueue)
		ASK(t, verdict = t->scheme->enqueue(&t->view));
	if (verdict != DWRR_PASS && verdict != DWRR_MARK && verdict != DWRR_DROP)
		t->fault = "gave no verdict of enum dwrr_verdict at enqueue";
	leave(t);
	verdict = DWRR_PASS;
	if (t->scheme->dequeue)
		ASK(t, verdict = t->scheme->dequeue(&t->view));
	if (verdict != DWRR_PASS && verdict != DWRR_MARK)
		t->fault = "neither passed nor marked a packet at dequeue";
}

static void ask_buffering(struct trial *t)
{
	bool dropped;
	u64 limit;

	ASK(t, limit = t->scheme->limit(&t->view));
	dropped = t->view.queue_bytes > limit || t->view.port_bytes > t->view.shared_buffer;
	if (dropped)
		leave(t);
	if (t->scheme->arrived)
		ASK(t, t->scheme->arrived(&t->view, dropped));
	if (dropped)
		return;
	leave(t);
	if (t->scheme->departed)
		ASK(t, t->scheme->departed(&t->view));
}

static void ask_period(struct trial *t)
{
	if (!t->scheme->period)
		return;
	ASK(t, t->scheme->period(&t->view));
	ask_thresh(t);
}

/* The statistics, behind which the list has guards. */
static void ask_dump(struct trial *t)
{
	u64 values[DWRR_SCHEME_STATS + 1];
	u32 count = 0;

	if (!t->scheme->dump)
		return;
	while (t->scheme->stats[count].name)
		count++;
	memset(values, GUARD_BYTE, sizeof(values));
	ASK(t, t->scheme->dump(&t->view, values));
	if (!t->fault && memchr_inv(&values[count], GUARD_BYTE,
				    sizeof(values) - count * sizeof(*values)))
		t->fault = "dumped more statistics than it declares";
}

static void ask_about_packets(struct trial *t)
{
	int i;

	for (i = 0; i < PACKETS && !t->fault; i++) {
		draw_packet(t);
		if (t->scheme->limit)
			ask_buffering(t);
		else
			ask_marking(t);
		if (i % PERIODS == 0)
			ask_period(t);
	}
	ask_dump(t);
}

/* Fails with the values of the parameters, if the scheme was wrong. */
static void report(struct kunit *test, const char *values)
{
	struct trial *t = test->priv;
	char text[400] = "";
	int i, len = 0;

	if (!t->fault)
		return;
	for (i = 0; t->scheme->params && t->scheme->params[i].name; i++)
		len += scnprintf(text + len, sizeof(text) - len, " %s=%llu",
				 t->scheme->params[i].name, t->param[i]);
	KUNIT_FAIL(test, "%s %s, with %s:%s", t->scheme->name, t->fault, values, text);
}

static void ask(struct kunit *test, u64 (*value)(struct trial *t, u32 param),
		const char *values)
{
	struct trial *t = test->priv;

	reset(t);
	draw_port(t);
	configure(t, value);
	ask_about_packets(t);
	report(test, values);
}

/* The configuration has the defaults of the port's own parameters. */
static u64 default_value(struct trial *t, u32 param)
{
	const struct dwrr_scheme_param *declared = &t->scheme->params[param];

	return declared->field ? declared->min : declared->def;
}

static u64 lowest_value(struct trial *t, u32 param)
{
	return t->scheme->params[param].min;
}

static u64 highest_value(struct trial *t, u32 param)
{
	return t->scheme->params[param].max;
}

static u64 random_value(struct trial *t, u32 param)
{
	const struct dwrr_scheme_param *declared = &t->scheme->params[param];

	return random_below(t, 3) ? draw(t, declared->min, declared->max) :
				    default_value(t, param);
}

static void ask_with_defaults(struct kunit *test)
{
	ask(test, default_value, "defaults");
}

static void ask_with_lowest_values(struct kunit *test)
{
	ask(test, lowest_value, "lowest values");
}

static void ask_with_highest_values(struct kunit *test)
{
	ask(test, highest_value, "highest values");
}

static void ask_with_random_values(struct kunit *test)
{
	const struct trial *t = test->priv;
	int i;

	for (i = 0; i < RANDOM_SETS && !t->fault; i++)
		ask(test, random_value, "random values");
}

/* The scheme keeps its state. */
static void ask_while_values_change(struct kunit *test)
{
	struct trial *t = test->priv;
	int i;

	reset(t);
	for (i = 0; i < RANDOM_SETS && !t->fault; i++) {
		draw_port(t);
		configure(t, random_value);
		ask_about_packets(t);
	}
	report(test, "changed values");
}

static void ask_all(struct kunit *test, void (*ask_one)(struct kunit *test))
{
	struct trial *t = test->priv;

	t->scheme = NULL;
	dwrr_schemes_lock();
	while ((t->scheme = dwrr_scheme_next(t->scheme))) {
		t->fault = NULL;
		ask_one(test);
	}
	dwrr_schemes_unlock();
}

static void schemes_keep_to_the_interface_with_defaults(struct kunit *test)
{
	ask_all(test, ask_with_defaults);
}

static void schemes_keep_to_the_interface_with_lowest_values(struct kunit *test)
{
	ask_all(test, ask_with_lowest_values);
}

static void schemes_keep_to_the_interface_with_highest_values(struct kunit *test)
{
	ask_all(test, ask_with_highest_values);
}

static void schemes_keep_to_the_interface_with_random_values(struct kunit *test)
{
	ask_all(test, ask_with_random_values);
}

static void schemes_keep_to_the_interface_while_values_change(struct kunit *test)
{
	ask_all(test, ask_while_values_change);
}

static int trial_init(struct kunit *test)
{
	struct trial *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);
	struct net_device *dev = kunit_kzalloc(test, sizeof(*dev), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, t);
	KUNIT_ASSERT_NOT_NULL(test, dev);
	dev->mtu = ETH_DATA_LEN;
	dev->hard_header_len = ETH_HLEN;
	t->view.dev = dev;
	t->view.param = t->param;
	t->view.state = t->queue.state;
	t->view.port_state = t->port.state;
	t->view.pool = &t->pool;
	prandom_seed_state(&t->random, 1);
	test->priv = t;
	return 0;
}

static struct kunit_case cases[] = {
	KUNIT_CASE(schemes_keep_to_the_interface_with_defaults),
	KUNIT_CASE(schemes_keep_to_the_interface_with_lowest_values),
	KUNIT_CASE(schemes_keep_to_the_interface_with_highest_values),
	KUNIT_CASE(schemes_keep_to_the_interface_with_random_values),
	KUNIT_CASE(schemes_keep_to_the_interface_while_values_change),
	{}
};

static struct kunit_suite dwrr_scheme_suite = {
	.name = "dwrr_scheme",
	.init = trial_init,
	.test_cases = cases,
};

kunit_test_suite(dwrr_scheme_suite);
MODULE_DESCRIPTION("KUnit tests of the schemes of dwrr");
MODULE_LICENSE("GPL");
