// SPDX-License-Identifier: GPL-2.0-only
/*
 * port: runs ports from a script, with the sources of the module and an exact clock.
 *
 *	port MTU OVERHEAD CONFIG		a new port; OVERHEAD of its size table
 *	change AT CONFIG
 *	packet AT FLOW SEQ DSFIELD PCP CLASS N LEN...	N segments
 *	observe AT
 *	end
 *
 * AT is in ns since the start of the port. CONFIG is the words of read_config(). Timers
 * expire at their time. The output:
 *
 *	departure FLOW SEQ CE AT
 *	timer AT EXPIRES			of an observation; then, for each queue,
 *	queue NAME=VALUE...
 *	end
 */
#include "kernel.h"

#include "dwrr/config.c"
#include "dwrr/period.c"
#include "dwrr/registry.c"
#include "dwrr/schemes.c"
#include "dwrr/qdisc.c"

#define START	(60 * (u64)NSEC_PER_SEC)	/* time since boot */
#define HANDLE	0x10000
#define NAME_LEN	32

u64 clock_ns, timer_ns;

/* The ports have no histograms. */
int dwrr_histograms_prepare(struct dwrr_sched *q, const struct dwrr_config *config)
{
	return q->histograms || config->histograms;
}

void dwrr_histograms_set(struct dwrr_sched *q)
{
	q->histograms = NULL;
}

void dwrr_histograms_release(struct dwrr_sched *q)
{
	q->histogram_memory = NULL;
}

void dwrr_histograms_clear(struct dwrr_sched *q)
{
	q->histograms = NULL;
}

/* One port is in its namespace at a time. */
struct dwrr_pool *dwrr_pool_of(const struct Qdisc *sch)
{
	static struct dwrr_pool pool;

	(void)sch;
	return &pool;
}

static u64 number(void)
{
	unsigned long long value;

	if (scanf("%llu", &value) != 1)
		exit(1);
	return value;
}

/* Reads the name of a marking scheme or buffer policy, and selects it with its defaults. */
static void read_scheme(struct dwrr_config *c)
{
	const struct dwrr_scheme_ops *scheme;
	char name[NAME_LEN];

	if (scanf("%31s", name) != 1 || !(scheme = dwrr_scheme_find(name)))
		exit(1);
	dwrr_config_set_scheme(c, scheme);
}

/* Reads the parameters of a module for queue @i. */
static void read_params(struct dwrr_config *c, enum dwrr_role role, u32 i)
{
	const struct dwrr_scheme_param *param = dwrr_config_scheme(c, role)->params;
	u64 *value = &c->queue[i].param[dwrr_param_base(role)];

	for (; dwrr_config_has_module(c, role) && param && param->name; param++)
		*value++ = number();
}

static void read_config(struct dwrr_config *c)
{
	u32 i;

	dwrr_config_init(c);
	read_scheme(c);
	read_scheme(c);
	c->rate = number();
	c->num_queues = number();
	c->port_thresh = number();
	c->shared_buffer = number();
	c->scheduler = number();
	c->mark_at = number();
	c->round_alpha = number();
	c->idle_interval = number();
	c->bucket = number();
	c->tcn_thresh = number();
	c->codel_target = number();
	c->codel_interval = number();
	c->trust = number();
	c->default_queue = number();
	for (i = 0; i < DWRR_NUM_DSCPS; i++)
		c->dscp_map[i] = number();
	for (i = 0; i < DWRR_NUM_PCPS; i++)
		c->pcp_map[i] = number();
	for (i = 0; i < c->num_queues; i++) {
		struct dwrr_queue_config *queue = &c->queue[i];

		queue->quantum = number();
		queue->thresh = number();
		queue->buffer = number();
		queue->prio = number();
		read_params(c, DWRR_MARKING, i);
		read_params(c, DWRR_BUFFERING, i);
	}
}

static void dequeue_all(struct Qdisc *sch)
{
	struct sk_buff *skb;

	while ((skb = dwrr_dequeue(sch))) {
		printf("departure %u %u %d %lld\n", skb->flow, skb->seq, skb->ce,
		       (long long)(clock_ns - START));
		free(skb);
	}
}

/* Lets timers expire up to a time; that of a controller goes first. */
static void advance(struct Qdisc *sch, u64 at)
{
	struct dwrr_sched *q = qdisc_priv(sch);
	u64 wait, period;

	while (true) {
		wait = sch->q.qlen ? timer_ns : U64_MAX;
		period = q->period.armed ? q->period.expires : U64_MAX;
		if (min(wait, period) > START + at)
			break;
		clock_ns = max(clock_ns, min(wait, period));
		if (period <= wait)
			q->period.armed = q->period.function(&q->period) == HRTIMER_RESTART;
		else
			dequeue_all(sch);
	}
	clock_ns = START + at;
}

static struct sk_buff *read_packet(const struct Qdisc *sch)
{
	struct sk_buff *skb = calloc(1, sizeof(*skb));
	u32 class, i;

	if (scanf("%u %u %d", &skb->flow, &skb->seq, &skb->dsfield) != 3)
		exit(1);
	skb->ce = skb->dsfield >= 0 && packet_ecn(skb->dsfield) == INET_ECN_CE;
	skb->pcp = number();
	class = number();
	skb->priority = class ? HANDLE | class : 0;
	skb->segments = number();
	for (i = 0; i < skb->segments; i++)
		skb->len += skb->segment_len[i] = number();
	skb->truesize = skb->len;
	qdisc_pkt_len(skb) = skb->len + (sch->stab ? sch->stab->szopts.overhead : 0);
	return skb;
}

#define PRINT(name, value) printf(" " name "=%llu", (unsigned long long)(value))

/* Prints the statistics that a marking scheme or buffer policy has of its own. */
static void print_own(struct dwrr_sched *q, struct dwrr_queue *queue, enum dwrr_role role)
{
	const struct dwrr_scheme_ops *ops = dwrr_config_scheme(&q->config, role);
	const struct dwrr_scheme_stat *stat = ops->stats;
	u64 values[DWRR_SCHEME_STATS], *value = values;

	if (ops->dump)
		ops->dump(dwrr_view_now(q, queue, role), values);
	for (; stat && stat->name; stat++)
		printf(" %s=%llu", stat->name, (unsigned long long)*value++);
}

static void print_queue(struct dwrr_sched *q, struct dwrr_queue *queue)
{
	u64 round_ps = dwrr_round_now(q, queue->level, clock_ns);
	const struct dwrr_counters *count = &queue->count;
	u64 arrived = 0;
	u32 i;

	for (i = 0; i <= INET_ECN_MASK; i++)
		arrived += count->arrived_packets[i];
	printf("queue");
	PRINT("arrived_packets", arrived);
	PRINT("arrived_bytes", count->arrived_bytes);
	PRINT("sent_packets", count->sent.packets);
	PRINT("sent_bytes", count->sent.bytes);
	PRINT("marked_packets", count->marked.packets);
	PRINT("marked_bytes", count->marked.bytes);
	PRINT("dropped_shared_buffer", count->dropped[DWRR_DROP_SHARED_BUFFER]);
	PRINT("dropped_queue_buffer", count->dropped[DWRR_DROP_QUEUE_BUFFER]);
	PRINT("dropped_early", count->dropped[DWRR_DROP_EARLY]);
	PRINT("backlog_packets", queue->fifo.qlen);
	PRINT("backlog_bytes", queue->bytes);
	PRINT("watermark_bytes", queue->watermark);
	PRINT("threshold_bytes", dwrr_thresh(queue, round_ps));
	PRINT("sojourn_ns", queue->sojourn);
	print_own(q, queue, DWRR_MARKING);
	print_own(q, queue, DWRR_BUFFERING);
	printf("\n");
}

static void observe(struct Qdisc *sch)
{
	struct dwrr_sched *q = qdisc_priv(sch);
	u32 i;

	printf("timer %lld %lld\n", (long long)(clock_ns - START), (long long)(timer_ns - START));
	for (i = 0; i < q->config.num_queues; i++)
		print_queue(q, &q->queues[i]);
}

static void new_port(struct Qdisc *sch, struct dwrr_config *config)
{
	static struct qdisc_size_table table;

	memset(sch, 0, sizeof(*sch));
	_Static_assert(sizeof(struct dwrr_sched) <= PRIV_SIZE, "PRIV_SIZE");
	sch->handle = HANDLE;
	sch->dev.mtu = number();
	table.szopts.overhead = number();
	sch->stab = table.szopts.overhead ? &table : NULL;
	clock_ns = START - NSEC_PER_MSEC;	/* a port is there before its packets */
	read_config(config);
	if (dwrr_port_init(sch, NULL) || dwrr_port_open(sch, config))
		exit(1);
}

int main(void)
{
	static struct dwrr_config config;
	struct sk_buff *to_free = NULL;
	static struct Qdisc sch;
	char step[16];

	while (scanf("%15s", step) == 1) {
		if (!strcmp(step, "port")) {
			new_port(&sch, &config);
			continue;
		}
		if (!strcmp(step, "end")) {
			dwrr_port_reset(&sch);
			dwrr_port_destroy(&sch);
			printf("end\n");
			continue;
		}
		advance(&sch, number());
		if (!strcmp(step, "change")) {
			read_config(&config);
			dwrr_port_commit(&sch, &config);
		} else if (!strcmp(step, "packet")) {
			dwrr_enqueue(read_packet(&sch), &sch, &to_free);
			dequeue_all(&sch);
		} else if (!strcmp(step, "observe")) {
			observe(&sch);
		} else {
			return 1;
		}
	}
	return 0;
}
