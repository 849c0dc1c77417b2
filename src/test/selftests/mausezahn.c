// SPDX-License-Identifier: Apache-2.0
/*
 * Replacement for mausezahn in the kernel's forwarding selftests.
 *
 * The original sends as fast as it can. In virtual time, which does not advance while
 * a program computes, it would never end: this one sends "-c 0" traffic at MZ_MBIT
 * Mbit/s, one burst per millisecond, and sleeps in between.
 *
 *   mausezahn DEV -p PADDING -A SRC_IP -B DST_IP -a own -b DST_MAC
 *             -t udp|tcp -c COUNT -q [tos=0xNN]
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/ether.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BURST_MAX 64
#define NSEC_PER_SEC 1000000000LL
#define BURST_NS 1000000LL

struct __attribute__((packed)) frame {
	struct ether_header eth;
	struct iphdr ip;
	union {
		struct udphdr udp;
		struct tcphdr tcp;
		char payload[65536 - sizeof(struct iphdr)];
	};
};

struct traffic {
	const char *dev, *protocol, *src_ip, *dst_ip, *dst_mac;
	size_t padding;
	long count;		/* 0: without end */
	uint8_t tos;
};

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void parse(struct traffic *t, int argc, char **argv)
{
	int opt;

	while ((opt = getopt(argc, argv, "p:A:B:a:b:t:c:q")) != -1) {
		switch (opt) {
		case 'p': t->padding = strtoul(optarg, NULL, 10); break;
		case 'A': t->src_ip = optarg; break;
		case 'B': t->dst_ip = optarg; break;
		case 'b': t->dst_mac = optarg; break;
		case 't': t->protocol = optarg; break;
		case 'c': t->count = strtol(optarg, NULL, 10); break;
		case 'a': case 'q': break;
		default: exit(2);
		}
	}
	for (; optind < argc; optind++) {
		if (strncmp(argv[optind], "tos=", 4) == 0)
			t->tos = strtoul(argv[optind] + 4, NULL, 16);
		else
			t->dev = argv[optind];
	}
	if (!t->dev || !t->protocol || !t->src_ip || !t->dst_ip ||
	    !t->dst_mac || t->padding > 60000) {
		fprintf(stderr, "mausezahn: an option is missing\n");
		exit(2);
	}
}

static uint16_t checksum(const void *data, size_t len)
{
	const uint16_t *words = data;
	uint32_t sum = 0;

	for (size_t i = 0; i < len / 2; i++)
		sum += words[i];
	sum = (sum & 0xffff) + (sum >> 16);
	return ~(sum + (sum >> 16));
}

/* Builds the frame that is sent repeatedly. Return: its length. */
static size_t build(struct frame *f, const struct traffic *t, int fd)
{
	int is_tcp = strcmp(t->protocol, "tcp") == 0;
	size_t l4 = is_tcp ? sizeof(f->tcp) : sizeof(f->udp);
	size_t ip_len = sizeof(f->ip) + l4 + t->padding;
	struct ifreq ifr = {};

	strncpy(ifr.ifr_name, t->dev, sizeof(ifr.ifr_name) - 1);
	if (ioctl(fd, SIOCGIFHWADDR, &ifr))
		die(t->dev);
	memcpy(f->eth.ether_shost, ifr.ifr_hwaddr.sa_data, ETH_ALEN);
	if (!ether_aton_r(t->dst_mac, (void *)f->eth.ether_dhost))
		die(t->dst_mac);
	f->eth.ether_type = htons(ETHERTYPE_IP);

	f->ip.version = 4;
	f->ip.ihl = 5;
	f->ip.tos = t->tos;
	f->ip.tot_len = htons(ip_len);
	f->ip.ttl = 255;
	f->ip.protocol = is_tcp ? IPPROTO_TCP : IPPROTO_UDP;
	if (inet_pton(AF_INET, t->src_ip, &f->ip.saddr) != 1 ||
	    inet_pton(AF_INET, t->dst_ip, &f->ip.daddr) != 1)
		die("address");
	f->ip.check = checksum(&f->ip, sizeof(f->ip));

	if (is_tcp)
		f->tcp.doff = sizeof(f->tcp) / 4;
	else
		f->udp.len = htons(sizeof(f->udp) + t->padding);
	return sizeof(f->eth) + ip_len;
}

/* A full queue is not an error. */
static void send_burst(int fd, struct mmsghdr *messages, unsigned int n)
{
	for (unsigned int done = 0; done < n;) {
		int sent = sendmmsg(fd, messages + done, n - done, 0);

		if (sent < 0 && errno != ENOBUFS)
			die("sendmmsg");
		done += sent < 0 ? 1 : sent;
	}
}

static void wait_until(long long ns)
{
	struct timespec at = { ns / NSEC_PER_SEC, ns % NSEC_PER_SEC };

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL))
		;
}

static long long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * NSEC_PER_SEC + t.tv_nsec;
}

static void send_forever(int fd, struct mmsghdr *messages, size_t len)
{
	const char *mbit = getenv("MZ_MBIT");
	double gap_ns = len * 8 * 1e3 / strtod(mbit ? mbit : "20", NULL);
	unsigned int burst = 1 + BURST_NS / gap_ns;
	double next = now();

	if (burst > BURST_MAX)
		burst = BURST_MAX;
	for (;; next += burst * gap_ns) {
		wait_until(next);
		send_burst(fd, messages, burst);
	}
}

int main(int argc, char **argv)
{
	static struct mmsghdr messages[BURST_MAX];
	static struct frame frame;
	struct sockaddr_ll to = { .sll_family = AF_PACKET };
	struct traffic t = {};
	struct iovec iov = { .iov_base = &frame };
	int fd = socket(AF_PACKET, SOCK_RAW, 0);

	parse(&t, argc, argv);
	if (fd < 0)
		die("socket");
	iov.iov_len = build(&frame, &t, fd);
	to.sll_ifindex = if_nametoindex(t.dev);
	for (int i = 0; i < BURST_MAX; i++) {
		messages[i].msg_hdr.msg_iov = &iov;
		messages[i].msg_hdr.msg_iovlen = 1;
		messages[i].msg_hdr.msg_name = &to;
		messages[i].msg_hdr.msg_namelen = sizeof(to);
	}
	if (t.count == 0)
		send_forever(fd, messages, iov.iov_len);
	for (long left = t.count; left > 0; left -= BURST_MAX)
		send_burst(fd, messages, left < BURST_MAX ? left : BURST_MAX);
	return 0;
}
