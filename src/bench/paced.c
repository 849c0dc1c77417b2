// SPDX-License-Identifier: Apache-2.0
/*
 * paced: measures the CPU time of many flows that send at a given total rate.
 *
 *	paced sockets FLOWS RATE PACKETS NS
 *	paced hashed FLOWS PACKETS NS
 *	paced times FLOWS PACKETS NS AHEAD DEVICE
 *
 * FLOWS flows send PACKETS frames of FRAME bytes in total, one every NS ns, each from
 * a random flow, in bursts at intervals of BURST_INTERVAL; the machine is otherwise
 * idle. The offered load does not depend on the qdisc, so that qdiscs are compared at
 * the same load. A flow is a socket with a rate limit of RATE bytes per second
 * (SO_MAX_PACING_RATE), or a destination of one shared socket. Prints
 *
 *	BUSY		ns in which the processor was not idle, until all packets have left
 *
 * times: each packet has a transmission time (SO_TXTIME) at most AHEAD ns ahead, which
 * is compared with the time at which it leaves DEVICE. Prints the lateness in ns:
 *
 *	EARLIEST MEDIAN P99 LATEST PACKETS
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/net_tstamp.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "mark.h"

#define FRAME	1000
#define HEADERS	42
#define BURST_INTERVAL	200000LL	/* ns */
#define DRAIN_TIME	500000000LL	/* ns, after which all packets have left */
#define SECOND	1000000000LL

static int64_t *lateness;		/* lateness of captured packets in ns */
static long captured;

static void fail(const char *what)
{
	fprintf(stderr, "paced: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int64_t clock_ns(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * SECOND + t.tv_nsec;
}

static int64_t now(void)
{
	return clock_ns(CLOCK_MONOTONIC);
}

static void sleep_until(int64_t at)
{
	struct timespec t = { at / SECOND, at % SECOND };

	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
}

/* Idle time of the processor in ns. */
static int64_t idle(void)
{
	FILE *f = fopen("/proc/timer_list", "r");
	long long ns = -1;
	char line[256];

	while (f && ns < 0 && fgets(line, sizeof(line), f))
		sscanf(line, " .idle_sleeptime : %lld", &ns);
	if (ns < 0)
		fail("/proc/timer_list");
	fclose(f);
	return ns;
}

/* xorshift: the same sequence in each run */
static uint32_t random_below(uint32_t limit)
{
	static uint32_t x = 1;

	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	return (uint64_t)x * limit >> 32;
}

/* --- flows --- */

static struct sockaddr_in address(uint32_t flow)
{
	return (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons(9),
				     .sin_addr.s_addr = htonl(0x0a000001 + flow) };
}

static void set(int s, int level, int option, const void *value, socklen_t length)
{
	if (setsockopt(s, level, option, value, length))
		fail("setsockopt");
}

static int udp(void)
{
	int s = socket(AF_INET, SOCK_DGRAM, 0);

	if (s < 0)
		fail("socket");
	return s;
}

/* There are more flows than ports: several flows share a port. */
static int connected(uint32_t flow)
{
	struct sockaddr_in from = { .sin_family = AF_INET, .sin_port = htons(1024 + flow % 60000) };
	struct sockaddr_in to = address(flow);
	int s = udp(), one = 1;

	set(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(s, (struct sockaddr *)&from, sizeof(from)) ||
	    connect(s, (struct sockaddr *)&to, sizeof(to)))
		fail("connect");
	return s;
}

struct flow {
	int socket;
	struct sockaddr_in to;	/* destination, if the socket is shared */
	int64_t last;		/* transmission time of the last packet */
};

static char payload[FRAME - HEADERS];
static struct flow *flows;
static uint32_t count;

static void send_now(struct flow *flow)
{
	struct sockaddr *to = flow->to.sin_family ? (struct sockaddr *)&flow->to : NULL;

	if (sendto(flow->socket, payload, sizeof(payload), MSG_DONTWAIT, to, to ? sizeof(flow->to) : 0) < 0)
		fail("send");
}

static int64_t ahead;

static void send_with_time(struct flow *flow)
{
	char control[CMSG_SPACE(sizeof(uint64_t))] = {};
	struct iovec data = { payload, sizeof(payload) };
	struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1,
				  .msg_control = control, .msg_controllen = sizeof(control) };
	struct cmsghdr *c = CMSG_FIRSTHDR(&message);
	int64_t at = now() + random_below(ahead);

	if (at < flow->last)
		at = flow->last;
	flow->last = at;
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_TXTIME;
	c->cmsg_len = CMSG_LEN(sizeof(uint64_t));
	memcpy(CMSG_DATA(c), &at, sizeof(at));
	memcpy(payload, &at, sizeof(at));
	if (sendmsg(flow->socket, &message, MSG_DONTWAIT) < 0)
		fail("sendmsg");
}

static void nothing(void)
{
}

static void offer(long packets, int64_t interval_ns, void (*send_one)(struct flow *), void (*between)(void))
{
	int64_t start = now();
	long sent = 0;

	while (sent < packets) {
		for (; sent < packets && sent * interval_ns <= now() - start; sent++)
			send_one(&flows[random_below(count)]);
		between();
		sleep_until(start + (sent * interval_ns / BURST_INTERVAL + 1) * BURST_INTERVAL);
	}
	sleep_until(now() + DRAIN_TIME);
	between();
}

/* --- capture --- */

static int capture;
static int64_t epoch;		/* CLOCK_REALTIME at 0 of CLOCK_MONOTONIC */

static void listen_on(const char *device)
{
	struct sockaddr_ll at = { .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL),
				  .sll_ifindex = if_nametoindex(device) };
	int buffer_size = 1 << 28, one = 1;

	capture = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL));
	if (capture < 0 || bind(capture, (struct sockaddr *)&at, sizeof(at)))
		fail(device);
	set(capture, SOL_SOCKET, SO_RCVBUFFORCE, &buffer_size, sizeof(buffer_size));
	set(capture, SOL_SOCKET, SO_TIMESTAMPNS, &one, sizeof(one));
	epoch = clock_ns(CLOCK_REALTIME) - now();
}

static void drain(void)
{
	char frame[FRAME], control[CMSG_SPACE(sizeof(struct timespec))];
	struct iovec data = { frame, sizeof(frame) };
	struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1, .msg_control = control };
	struct timespec t;
	ssize_t length;
	int64_t due;

	for (;;) {
		message.msg_controllen = sizeof(control);
		length = recvmsg(capture, &message, MSG_DONTWAIT);
		if (length < 0)
			return;
		if (length != FRAME)	/* not sent by this program */
			continue;
		memcpy(&t, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(t));
		memcpy(&due, frame + HEADERS, sizeof(due));
		lateness[captured++] = t.tv_sec * SECOND + t.tv_nsec - epoch - due;
	}
}

static int compare(const void *a, const void *b)
{
	int64_t x = *(int64_t *)a, y = *(int64_t *)b;

	return x < y ? -1 : x > y;
}

/* --- commands --- */

static void measure(long packets, int64_t interval_ns)
{
	int64_t start, idle_ns;

	offer(packets, interval_ns, send_now, nothing);
	start = now();
	idle_ns = idle();
	mark();
	offer(packets, interval_ns, send_now, nothing);
	mark();
	idle_ns = idle() - idle_ns;
	printf("%lld\n", (long long)(now() - start - idle_ns));
}

static void sockets(uint64_t rate, long packets, int64_t interval_ns)
{
	for (uint32_t i = 0; i < count; i++) {
		flows[i].socket = connected(i);
		set(flows[i].socket, SOL_SOCKET, SO_MAX_PACING_RATE, &rate, sizeof(rate));
	}
	measure(packets, interval_ns);
}

static void hashed(long packets, int64_t interval_ns)
{
	int s = udp(), buffer_size = 1 << 30;

	set(s, SOL_SOCKET, SO_SNDBUFFORCE, &buffer_size, sizeof(buffer_size));
	for (uint32_t i = 0; i < count; i++)
		flows[i] = (struct flow){ .socket = s, .to = address(i) };
	measure(packets, interval_ns);
}

static void times(long packets, int64_t interval_ns, const char *device)
{
	struct sock_txtime monotonic = { .clockid = CLOCK_MONOTONIC };

	for (uint32_t i = 0; i < count; i++) {
		flows[i].socket = connected(i);
		set(flows[i].socket, SOL_SOCKET, SO_TXTIME, &monotonic, sizeof(monotonic));
	}
	lateness = calloc(packets, sizeof(*lateness));
	listen_on(device);
	offer(packets, interval_ns, send_with_time, drain);
	if (!captured)
		fail("no packet captured");
	qsort(lateness, captured, sizeof(*lateness), compare);
	printf("%lld %lld %lld %lld %ld\n", (long long)lateness[0], (long long)lateness[captured / 2],
	       (long long)lateness[captured - 1 - captured / 100], (long long)lateness[captured - 1], captured);
}

int main(int argc, char **argv)
{
	struct rlimit files;
	const char *command = argc > 2 ? argv[1] : "";

	count = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
	files.rlim_cur = files.rlim_max = count + 100;
	flows = calloc(count, sizeof(*flows));
	if (!flows || setrlimit(RLIMIT_NOFILE, &files))
		fail("RLIMIT_NOFILE");
	if (!strcmp(command, "sockets") && argc == 6) {
		sockets(strtoull(argv[3], NULL, 10), atol(argv[4]), atoll(argv[5]));
	} else if (!strcmp(command, "hashed") && argc == 5) {
		hashed(atol(argv[3]), atoll(argv[4]));
	} else if (!strcmp(command, "times") && argc == 7) {
		ahead = atoll(argv[5]);
		times(atol(argv[3]), atoll(argv[4]), argv[6]);
	} else {
		fprintf(stderr, "Usage: paced sockets|hashed|times FLOWS ...: see paced.c\n");
		return 2;
	}
	return 0;
}
