/* SPDX-License-Identifier: Apache-2.0 */
/* A wire between two namespaces, its clock, and helpers for packet bytes. */
#ifndef WIRE_H
#define WIRE_H

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FCS		4
#define MAGIC		0x6d716563u	/* "mqec" */

enum { NOT_ECT, ECT1, ECT0, CE };

/* The tag of a test packet, in its payload. */
struct tag {
	uint32_t magic, flow, seq;
} __attribute__((packed));

struct wire {
	const char *from_dev, *to_dev;
	int from_net, to_net, from_index;
	int64_t start;			/* CLOCK_REALTIME */
	int64_t ahead;			/* CLOCK_REALTIME - CLOCK_MONOTONIC */
};

static void __attribute__((noreturn, format(printf, 1, 2)))
fail(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fprintf(stderr, "frames: ");
	vfprintf(stderr, format, args);
	fprintf(stderr, errno ? ": %s\n" : "\n", strerror(errno));
	exit(1);
}

static int64_t read_clock(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int64_t now(void)
{
	return read_clock(CLOCK_REALTIME);
}

/* In virtual time, each reading takes the same time. */
static int64_t clocks_apart(void)
{
	int64_t before = read_clock(CLOCK_MONOTONIC), real = now();

	return real - (before + read_clock(CLOCK_MONOTONIC)) / 2;
}

static void sleep_until(int64_t when)
{
	struct timespec t = { when / 1000000000, when % 1000000000 };

	while (clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &t, NULL) == EINTR)
		;
}

static int64_t parse_time(const char *text)
{
	char *unit;
	double value = strtod(text, &unit);

	switch (*unit) {
	case 'u': return value * 1000;
	case 'm': return value * 1000000;
	case 's': return value * 1000000000;
	default: return value;
	}
}

static int open_netns(const char *name)
{
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "/run/netns/%s", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		fail("%s", path);
	return fd;
}

static void enter(int net)
{
	if (setns(net, CLONE_NEWNET))
		fail("setns");
}

static uint32_t sum(const void *data, size_t len, uint32_t sum)
{
	const uint8_t *byte = data;

	for (; len > 1; byte += 2, len -= 2)
		sum += byte[0] << 8 | byte[1];
	if (len)
		sum += byte[0] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

static void put16(uint8_t *at, uint16_t value)
{
	at[0] = value >> 8;
	at[1] = value;
}

static uint16_t get16(const uint8_t *at)
{
	return at[0] << 8 | at[1];
}

/* Return: the sum of the pseudo header in a transport checksum. */
static uint32_t pseudo_sum(const uint8_t *ip, unsigned int protocol, unsigned int len)
{
	if (ip[0] >> 4 == 4)
		return sum(ip + 12, 8, protocol + len);
	return sum(ip + 8, 32, protocol + len);
}

#endif /* WIRE_H */
