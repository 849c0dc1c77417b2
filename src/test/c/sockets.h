/* SPDX-License-Identifier: Apache-2.0 */
/* Sends packets from sockets; each socket is a flow for a pacing qdisc. */
#ifndef SOCKETS_H
#define SOCKETS_H

#include <linux/net_tstamp.h>
#include <netinet/udp.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

#include "wire.h"

#define MAX_SOCKETS	1024
#define MAX_PAYLOAD	65536

struct peer {
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
	};
	socklen_t size;
};

struct sender {
	int fd;
	bool v6;
	struct peer to;			/* if the socket is not connected */
	uint32_t sent;
};

static struct peer discard_port(bool v6)
{
	struct peer to = { .size = v6 ? sizeof(to.v6) : sizeof(to.v4) };

	if (v6) {
		to.v6.sin6_family = AF_INET6;
		to.v6.sin6_port = htons(9);
		inet_pton(AF_INET6, "fd00::2", &to.v6.sin6_addr);
	} else {
		to.v4.sin_family = AF_INET;
		to.v4.sin_port = htons(9);
		inet_pton(AF_INET, "10.0.0.2", &to.v4.sin_addr);
	}
	return to;
}

static void set_option(int fd, int level, int option, int value)
{
	if (setsockopt(fd, level, option, &value, sizeof(value)))
		fail("option %d of level %d", option, level);
}

static void set_class(const struct sender *s, int class)
{
	if (s->v6)
		set_option(s->fd, IPPROTO_IPV6, IPV6_TCLASS, class);
	else
		set_option(s->fd, IPPROTO_IP, IP_TOS, class);
}

static void set_rate(int fd, uint64_t rate)
{
	if (setsockopt(fd, SOL_SOCKET, SO_MAX_PACING_RATE, &rate, sizeof(rate)))
		fail("SO_MAX_PACING_RATE");
}

/* Return: the value of NAME=VALUE; terminates @word after NAME. */
static char *split_word(char *word)
{
	char *value = strchr(word, '=');

	if (!value)
		fail("'%s' is not a word of a socket", word);
	*value = '\0';
	return value + 1;
}

/* Options persist until set again; @time is for one packet. */
static void set_options(const struct sender *s, char *words, int64_t *time)
{
	char *word, *value, *save;

	for (word = strtok_r(words, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
		value = split_word(word);
		if (!strcmp(word, "class"))	/* sets the priority as well, with IPv4 */
			set_class(s, atoi(value));
		else if (!strcmp(word, "prio"))
			set_option(s->fd, SOL_SOCKET, SO_PRIORITY, atoi(value));
		else if (!strcmp(word, "mark"))
			set_option(s->fd, SOL_SOCKET, SO_MARK, atoi(value));
		else if (!strcmp(word, "rate"))
			set_rate(s->fd, strtoull(value, NULL, 10));
		else if (!strcmp(word, "time"))
			*time = parse_time(value);
		else
			fail("'%s' is not a word of a socket", word);
	}
}

static struct sender open_sender(bool v6, bool connected)
{
	struct sock_txtime txtime = { .clockid = CLOCK_MONOTONIC };
	struct sender s = { .v6 = v6 };
	struct peer to = discard_port(v6);

	s.fd = socket(to.any.sa_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	set_option(s.fd, SOL_SOCKET, SO_SNDBUFFORCE, 1 << 26);
	if (setsockopt(s.fd, SOL_SOCKET, SO_TXTIME, &txtime, sizeof(txtime)))
		fail("SO_TXTIME");
	if (!connected)
		s.to = to;
	else if (connect(s.fd, &to.any, to.size))
		fail("connect");
	return s;
}

/* @time: when the packet may leave, by CLOCK_MONOTONIC; 0: none */
static void send_datagram(struct sender *s, unsigned int flow, unsigned int bytes,
			  uint64_t time)
{
	static uint8_t data[MAX_PAYLOAD];
	struct tag tag = { htonl(MAGIC), htonl(flow), htonl(s->sent++) };
	char control[CMSG_SPACE(sizeof(time))] __attribute__((aligned(8))) = { 0 };
	struct iovec part = { data, bytes };
	struct msghdr message = {
		.msg_name = s->to.size ? &s->to : NULL, .msg_namelen = s->to.size,
		.msg_iov = &part, .msg_iovlen = 1,
	};
	struct cmsghdr *txtime = (struct cmsghdr *)control;

	memcpy(data, &tag, sizeof(tag));
	if (time) {
		message.msg_control = control;
		message.msg_controllen = sizeof(control);
		txtime->cmsg_level = SOL_SOCKET;
		txtime->cmsg_type = SCM_TXTIME;
		txtime->cmsg_len = CMSG_LEN(sizeof(time));
		memcpy(CMSG_DATA(txtime), &time, sizeof(time));
	}
	if (sendmsg(s->fd, &message, 0) < 0 && errno != ENOBUFS)
		fail("sendmsg of %u bytes", bytes);
}

static void send_super_packets(const char *words)
{
	unsigned int n, bytes, segment, dscp, ecn;
	static uint8_t data[MAX_PAYLOAD];
	struct sender s;

	if (sscanf(words, "%u %u %u %u %u", &n, &bytes, &segment, &dscp, &ecn) != 5)
		fail("udp %s", words);
	s = open_sender(false, true);
	set_option(s.fd, SOL_UDP, UDP_SEGMENT, segment);
	set_class(&s, dscp << 2 | ecn);
	while (n--)
		if (send(s.fd, data, bytes, 0) < 0)
			fail("send of %u bytes", bytes);
	close(s.fd);
}

#endif /* SOCKETS_H */
