// SPDX-License-Identifier: Apache-2.0
/*
 * Preloaded into tc: changes the requests it sends to the kernel at random, or lets each allocation of a
 * request fail once.
 *
 *	MUTATE_SEED=N		change requests, at random from N
 *	FAIL_ALLOCATIONS=1	send each request until none of its allocations was made to fail
 *	                        (Documentation/fault-injection, fail-nth)
 *
 * Writes a line to standard error at the end:
 *	mutate: REQUESTS sent, ACCEPTED accepted, FAILURES failed allocations
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAX_REQUEST	65536
#define MAX_ATTRIBUTES	512
#define MAX_DEPTH	5
#define MAX_FAILURES	2000
#define SLEEP_EVERY	8		/* requests: virtual time passes only while all processes sleep */

static unsigned long requests, accepted, failures;
static uint64_t state;
static bool mutates, fails;

/* ----------------------------------------------------------------- chance --- */

/* splitmix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014) */
static uint64_t draw(void)
{
	uint64_t z = (state += 0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

static unsigned int below(unsigned int n)
{
	return draw() % n;
}

static uint64_t interesting(void)
{
	static const uint64_t values[] = {
		0, 1, 2, 63, 64, 65, 255, 1000, 1538, 65535, 0x7fffffff, 0x80000000, 0xffffffff,
		INT64_MAX, UINT64_MAX, 50000000000, 50000000001,
	};

	return below(3) ? values[below(sizeof(values) / sizeof(*values))] : draw();
}

/* ------------------------------------------------------------- attributes --- */

struct request {
	union {
		struct nlmsghdr header;
		char bytes[MAX_REQUEST];
	};
	unsigned int num;
	struct {
		unsigned int at;	/* offset of the attribute */
		int parent;		/* index; -1 at the top */
	} attributes[MAX_ATTRIBUTES];
};

static struct nlattr *attribute(struct request *r, unsigned int i)
{
	return (void *)(r->bytes + r->attributes[i].at);
}

static bool are_attributes(const char *bytes, unsigned int len)
{
	while (len >= NLA_HDRLEN) {
		const struct nlattr *a = (const void *)bytes;
		unsigned int step = NLA_ALIGN(a->nla_len);

		if (a->nla_len < NLA_HDRLEN || a->nla_len > len || (a->nla_type & NLA_TYPE_MASK) > 200)
			return false;
		if (step >= len)
			return true;
		bytes += step;
		len -= step;
	}
	return false;
}

static void collect(struct request *r, unsigned int from, unsigned int to, int parent, unsigned int depth)
{
	while (from + NLA_HDRLEN <= to && r->num < MAX_ATTRIBUTES) {
		struct nlattr *a = (void *)(r->bytes + from);
		unsigned int i = r->num, data = from + NLA_HDRLEN;

		if (a->nla_len < NLA_HDRLEN || from + a->nla_len > to)
			return;
		r->attributes[r->num].at = from;
		r->attributes[r->num++].parent = parent;
		if (depth < MAX_DEPTH && are_attributes(r->bytes + data, a->nla_len - NLA_HDRLEN))
			collect(r, data, from + a->nla_len, i, depth + 1);
		from += NLA_ALIGN(a->nla_len);
	}
}

static void collect_all(struct request *r)
{
	r->num = 0;
	collect(r, NLMSG_LENGTH(sizeof(struct tcmsg)), r->header.nlmsg_len, -1, 0);
}

/* Moves what follows attribute @i by the aligned length @by, inserting or removing bytes at @at. */
static bool resize(struct request *r, int i, unsigned int at, int by)
{
	unsigned int len = r->header.nlmsg_len;

	if (len + by > MAX_REQUEST || (by < 0 && at - by > len))
		return false;
	memmove(r->bytes + at + (by > 0 ? by : 0), r->bytes + at + (by < 0 ? -by : 0),
		len - at - (by < 0 ? -by : 0));
	r->header.nlmsg_len += by;
	for (; i >= 0; i = r->attributes[i].parent)
		attribute(r, i)->nla_len += by;
	return true;
}

static void fill(char *bytes, unsigned int len)
{
	uint64_t value = interesting();

	if (len <= sizeof(value) && below(4))
		memcpy(bytes, &value, len);
	else
		while (len--)
			bytes[len] = draw();
}

static void insert(struct request *r, unsigned int i)
{
	static const unsigned int lengths[] = { 0, 1, 2, 4, 8, 8, 12, 40, 300 };
	unsigned int len = lengths[below(sizeof(lengths) / sizeof(*lengths))];
	unsigned int at = r->attributes[i].at;
	struct nlattr *a;

	if (!resize(r, r->attributes[i].parent, at, NLA_ALIGN(NLA_HDRLEN + len)))
		return;
	a = (void *)(r->bytes + at);
	memset(a, 0, NLA_ALIGN(NLA_HDRLEN + len));
	a->nla_len = NLA_HDRLEN + len;
	a->nla_type = below(48) | (below(4) ? 0 : NLA_F_NESTED);
	fill((char *)a + NLA_HDRLEN, len);
}

static void duplicate(struct request *r, unsigned int i)
{
	unsigned int at = r->attributes[i].at, len = NLA_ALIGN(attribute(r, i)->nla_len);
	char copy[MAX_REQUEST];

	if (at + len > r->header.nlmsg_len)
		return;
	memcpy(copy, r->bytes + at, len);
	if (resize(r, r->attributes[i].parent, at, len))
		memcpy(r->bytes + at, copy, len);
}

/* The kernel takes either bit of NLM_F_DUMP for a dump. */
static bool is_dump(const struct nlmsghdr *header)
{
	return (header->nlmsg_type & 3) == 2 && header->nlmsg_flags & NLM_F_DUMP;
}

static void change_header(struct request *r)
{
	static const uint16_t types[] = {
		RTM_NEWQDISC, RTM_DELQDISC, RTM_GETQDISC, RTM_NEWTCLASS, RTM_DELTCLASS, RTM_GETTCLASS,
	};
	struct tcmsg *tc = NLMSG_DATA(&r->header);

	switch (below(4)) {
	case 0:
		r->header.nlmsg_type = types[below(sizeof(types) / sizeof(*types))];
		break;
	case 1:
		r->header.nlmsg_flags ^= 1 << (8 + below(4));
		break;
	case 2:
		tc->tcm_handle = below(2) ? 0x10000 + below(70) : interesting();
		break;
	default:
		tc->tcm_parent = below(2) ? 0x10000 + below(70) : TC_H_ROOT;
	}
	if (is_dump(&r->header))	/* tc would not read it to its end */
		r->header.nlmsg_flags &= ~NLM_F_DUMP;
}

static void mutate(struct request *r)
{
	unsigned int i;

	collect_all(r);
	if (!r->num || !below(8)) {
		change_header(r);
		return;
	}
	i = below(r->num);
	switch (below(8)) {
	case 0:
		attribute(r, i)->nla_type = below(64) | below(4) << 14;
		break;
	case 1:
		attribute(r, i)->nla_len = below(2) ? interesting() : attribute(r, i)->nla_len + below(9) - 4;
		break;
	case 2:
		if (NLA_ALIGN(attribute(r, i)->nla_len) + r->attributes[i].at <= r->header.nlmsg_len)
			resize(r, r->attributes[i].parent, r->attributes[i].at,
			       -(int)NLA_ALIGN(attribute(r, i)->nla_len));
		break;
	case 3:
		insert(r, i);
		break;
	case 4:
		duplicate(r, i);
		break;
	case 5:
		r->header.nlmsg_len -= below(r->header.nlmsg_len - NLMSG_LENGTH(sizeof(struct tcmsg)) + 1);
		break;
	default:
		fill((char *)attribute(r, i) + NLA_HDRLEN, attribute(r, i)->nla_len - NLA_HDRLEN);
	}
}

/* ------------------------------------------------------------------ sending --- */

static ssize_t send_to_kernel(int fd, const void *bytes, size_t len)
{
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };

	return sendto(fd, bytes, len, 0, (void *)&kernel, sizeof(kernel));
}

/* Return: whether the failure that was armed has not happened */
static bool is_armed(int file)
{
	char text[16] = "";

	return pread(file, text, sizeof(text) - 1, 0) > 0 && atoi(text);
}

static void arm(int file, int nth)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", nth);
	if (pwrite(file, text, strlen(text), 0) < 0)
		abort();
}

static void discard_answers(int fd)
{
	char answer[32768];

	while (recv(fd, answer, sizeof(answer), MSG_DONTWAIT) >= 0 || errno == ENOBUFS)
		;
}

static ssize_t send_with_failures(int fd, const void *bytes, size_t len)
{
	int file = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
	ssize_t sent = -1;

	if (file < 0)
		abort();
	for (int nth = 1; nth < MAX_FAILURES; nth++) {
		bool complete;

		arm(file, nth);
		sent = send_to_kernel(fd, bytes, len);
		complete = is_armed(file);
		arm(file, 0);
		if (complete)
			break;
		failures++;
		discard_answers(fd);
	}
	close(file);
	return sent;
}

static bool is_configuration(const struct nlmsghdr *header)
{
	return header->nlmsg_type >= RTM_NEWQDISC && header->nlmsg_type <= RTM_GETTCLASS;
}

static ssize_t send_request(int fd, const struct msghdr *msg)
{
	static struct request r;
	size_t len = 0, all;
	struct timespec pause = { 0, 1000000 };

	for (size_t i = 0; i < msg->msg_iovlen && len + msg->msg_iov[i].iov_len <= MAX_REQUEST; i++) {
		memcpy(r.bytes + len, msg->msg_iov[i].iov_base, msg->msg_iov[i].iov_len);
		len += msg->msg_iov[i].iov_len;
	}
	all = len;
	if (is_configuration(&r.header)) {
		if (!(++requests % SLEEP_EVERY))
			nanosleep(&pause, NULL);
		if (mutates && !is_dump(&r.header) && below(2)) {
			for (int n = 1 + !below(3); n; n--)
				mutate(&r);
			len = r.header.nlmsg_len;
		}
		if (fails)
			return send_with_failures(fd, r.bytes, len) < 0 ? -1 : (ssize_t)all;
	}
	return send_to_kernel(fd, r.bytes, len) < 0 ? -1 : (ssize_t)all;
}

ssize_t sendmsg(int fd, const struct msghdr *msg, int flags)
{
	(void)flags;
	return send_request(fd, msg);
}

ssize_t send(int fd, const void *bytes, size_t len, int flags)
{
	struct iovec part = { (void *)bytes, len };
	struct msghdr msg = { .msg_iov = &part, .msg_iovlen = 1 };

	(void)flags;
	return send_request(fd, &msg);
}

ssize_t recvmsg(int fd, struct msghdr *msg, int flags)
{
	static ssize_t (*next)(int fd, struct msghdr *msg, int flags);
	const struct nlmsghdr *header;
	ssize_t len;

	if (!next)
		next = dlsym(RTLD_NEXT, "recvmsg");
	len = next(fd, msg, flags);
	header = msg->msg_iov->iov_base;
	if (!(flags & MSG_PEEK) && len >= (ssize_t)NLMSG_LENGTH(sizeof(int)) && header->nlmsg_type == NLMSG_ERROR)
		accepted += !*(const int *)NLMSG_DATA(header);
	return len;
}

__attribute__((constructor)) static void begin(void)
{
	const char *seed = getenv("MUTATE_SEED");

	mutates = seed;
	state = seed ? strtoull(seed, NULL, 0) : 0;
	fails = getenv("FAIL_ALLOCATIONS");
}

__attribute__((destructor)) static void end(void)
{
	if (requests)
		fprintf(stderr, "mutate: %lu sent, %lu accepted, %lu failed allocations\n",
			requests, accepted, failures);
}
