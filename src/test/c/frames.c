// SPDX-License-Identifier: Apache-2.0
/*
 * frames: sends packets by a script on one end of a wire, and prints what arrives at
 * the other end, and when.
 *
 *	frames FROM_NETNS FROM_DEV TO_NETNS TO_DEV [SLOTS [SLOT_BYTES [MIRROR]]] < script
 *
 * MIRROR is a device of FROM_NETNS that gets a copy of each packet before the qdisc of
 * FROM_DEV does.
 *
 * A script has one step per line:
 *
 *	at TIME			wait until then (ns; us, ms and s may follow)
 *	send N WORD...		send N frames (in virtual time, all at the same time)
 *	flood WORD...		send frames continuously, as many as SNDBUF holds
 *	stop			end the floods
 *	udp N BYTES SEGMENT DSCP ECN	GSO packets from a socket (UDP_SEGMENT)
 *	socket FLOW WORD...	a UDP socket
 *	write FLOW LEN WORD...	one packet from it, of LEN bytes with FCS
 *	close FLOW
 *	tc WORD...		pass a command to tc (one process, in batch mode)
 *	show			show the port and its queues with tc
 *	timer			when the timer of the qdisc expires
 *	fail N			let the Nth allocation of the next send fail (fault injection, fail-nth)
 *	counters		print the counters of the receiving device
 *	run COMMAND		run it in a shell
 *	start [TIME]		wait for packets in flight, discard the capture and set time 0;
 *				with TIME, at a multiple of it by CLOCK_MONOTONIC
 *	next			print the capture; another script follows
 *
 * Words of a frame, all optional: len=1518 (with FCS) v=4|6|arp|llc l4=udp|tcp
 * vlan=ID pcp=0 (of the VLAN tag) dscp=0 ecn=0..3 flow=0 prio=MAJOR:MINOR gso=BYTES (TCP payload of a
 * segment) sndbuf=BYTES. Of a socket: v=4|6 connected=0|1. Of a write:
 * class=0..255 (DSCP and ECN) prio=0.. mark=0.. rate=BYTES/S (SO_MAX_PACING_RATE)
 * time=TIME (SO_TXTIME). All but the last persist until set again.
 *
 * The output is one JSON array per line:
 *
 *	["packet",NS,LEN,"v",VLAN,DSCP,ECN,FLOW,SEQ,"sums"]	sums: ok, bad or none
 *	["entered",…]		the same for MIRROR
 *	["clock",NS]		CLOCK_MONOTONIC at the start
 *	["sent",NS]		when a send began: in virtual time, when all of its frames left
 *	["tc",NS]		when tc got a command: in virtual time, when it took effect
 *	["timer",NS,EXPIRES]	-1: no qdisc has one
 *	["next"]
 *	["show",NS,<the qdisc, as tc has it>,"<the classes, as text>",I]	of script I, from 0
 *	["counters",NS,PACKETS,BYTES]
 *	["dropped",N]		packets that did not fit into the capture
 */
#define _GNU_SOURCE
#include <linux/virtio_net.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "capture.h"
#include "sockets.h"
#include "wire.h"

#define BATCH		256
#define MAX_FRAME	65600
#define MAX_FLOODS	64
#define MAX_SHOWS	65536
#define MAX_SEGMENTS	64		/* of a GSO packet; each has a sequence number */
#define SETTLE_NS	50000000	/* attaching a qdisc waits for RCU */

struct frame {
	unsigned int len, vlan, pcp, dscp, ecn, flow, gso, sndbuf;
	unsigned int prio;
	char v[4], l4[4];
};

/* ------------------------------------------------------------- frames --- */

static void parse_frame(struct frame *f, char *words)
{
	char *word, *value, *save;

	*f = (struct frame){ .len = 1518, .v = "4", .l4 = "udp", .sndbuf = 1 << 20 };
	for (word = strtok_r(words, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
		value = strchr(word, '=');
		if (!value)
			fail("'%s' is not a word of a frame", word);
		*value++ = '\0';
		if (!strcmp(word, "v"))
			snprintf(f->v, sizeof(f->v), "%s", value);
		else if (!strcmp(word, "l4"))
			snprintf(f->l4, sizeof(f->l4), "%s", value);
		else if (!strcmp(word, "len"))
			f->len = atoi(value);
		else if (!strcmp(word, "vlan"))
			f->vlan = atoi(value);
		else if (!strcmp(word, "pcp"))
			f->pcp = atoi(value);
		else if (!strcmp(word, "dscp"))
			f->dscp = atoi(value);
		else if (!strcmp(word, "ecn"))
			f->ecn = atoi(value);
		else if (!strcmp(word, "flow"))
			f->flow = atoi(value);
		else if (!strcmp(word, "gso"))
			f->gso = atoi(value);
		else if (!strcmp(word, "sndbuf"))
			f->sndbuf = atoi(value);
		else if (!strcmp(word, "prio"))
			f->prio = strtoul(value, NULL, 16) << 16 |
				  strtoul(strchr(value, ':') + 1, NULL, 16);
		else
			fail("'%s' is not a word of a frame", word);
	}
}

/* Return: the length of the frame without FCS. @tag: the offset of its tag */
static unsigned int build(const struct frame *f, uint8_t *out, struct tag **tag,
			  struct virtio_net_hdr *offload)
{
	bool tcp = !strcmp(f->l4, "tcp"), v4 = !strcmp(f->v, "4"), v6 = !strcmp(f->v, "6");
	unsigned int len = f->len - FCS, transport = tcp ? 20 : 8, l3, l4, rest;
	uint8_t *at = out;

	memset(out, 0, len);
	memcpy(at, "\x02\0\0\0\0\x02\x02\0\0\0\0\x01", 12);
	at += 12;
	if (f->vlan) {
		put16(at, ETH_P_8021Q);
		put16(at + 2, f->pcp << 13 | f->vlan);
		at += 4;
	}
	put16(at, v4 ? ETH_P_IP : v6 ? ETH_P_IPV6 : !strcmp(f->v, "arp") ? ETH_P_ARP : len - 14);
	at += 2;
	l3 = at - out;
	if (!v4 && !v6) {		/* bytes that would be ECT(0) in an IP packet */
		memset(at, 0x42, 24);
		*tag = (struct tag *)(at + 28);
		return len;
	}
	l4 = l3 + (v4 ? 20 : 40);
	rest = len - l4;
	if (v4) {
		at[0] = 0x45;
		at[1] = f->dscp << 2 | f->ecn;
		put16(at + 2, len - l3);
		at[8] = 64;
		at[9] = tcp ? IPPROTO_TCP : IPPROTO_UDP;
		memcpy(at + 12, "\x0a\0\0\x01\x0a\0\0\x02", 8);
	} else {
		put16(at, 0x6000 | (f->dscp << 2 | f->ecn) << 4);
		put16(at + 4, rest);
		at[6] = tcp ? IPPROTO_TCP : IPPROTO_UDP;
		at[7] = 64;
		memcpy(at + 8, "\xfd\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01", 16);
		memcpy(at + 24, "\xfd\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x02", 16);
	}
	put16(out + l4, 1000 + f->flow);
	put16(out + l4 + 2, 9);
	if (tcp) {
		out[l4 + 12] = 5 << 4;
		out[l4 + 13] = 0x10;	/* ACK */
	} else {
		put16(out + l4 + 4, rest);
	}
	*tag = (struct tag *)(out + l4 + transport);
	*offload = (struct virtio_net_hdr){ 0 };
	if (f->gso)
		*offload = (struct virtio_net_hdr){
			.flags = VIRTIO_NET_HDR_F_NEEDS_CSUM,
			.gso_type = v4 ? VIRTIO_NET_HDR_GSO_TCPV4 : VIRTIO_NET_HDR_GSO_TCPV6,
			.hdr_len = l4 + transport,
			.gso_size = f->gso,
			.csum_start = l4,
			.csum_offset = 16,
		};
	return len;
}

/* Each segment of a GSO packet has a tag. */
static void stamp_segments(const struct frame *f, struct tag *tag, const uint8_t *end, uint32_t seq)
{
	for (; (uint8_t *)(tag + 1) <= end; tag = (void *)((uint8_t *)tag + f->gso))
		*tag = (struct tag){ htonl(MAGIC), htonl(f->flow), htonl(seq++) };
}

static void stamp(const struct frame *f, uint8_t *out, unsigned int len, struct tag *tag, uint32_t seq)
{
	bool tcp = !strcmp(f->l4, "tcp"), v4 = !strcmp(f->v, "4");
	unsigned int protocol = tcp ? IPPROTO_TCP : IPPROTO_UDP;
	uint8_t *ip = out + (f->vlan ? 18 : 14), *l4 = ip + (v4 ? 20 : 40);
	uint8_t *field = l4 + (tcp ? 16 : 6);
	unsigned int rest = out + len - l4;

	*tag = (struct tag){ htonl(MAGIC), htonl(f->flow), htonl(seq) };
	if (f->gso)
		stamp_segments(f, tag, out + len, seq * MAX_SEGMENTS);
	if (!v4 && strcmp(f->v, "6"))
		return;
	if (v4) {
		put16(ip + 10, 0);
		put16(ip + 10, ~sum(ip, 20, 0));
	}
	put16(field, 0);
	if (f->gso)
		put16(field, pseudo_sum(ip, protocol, rest));
	else
		put16(field, ~sum(l4, rest, pseudo_sum(ip, protocol, rest)));
}

static int packet_socket(const struct wire *wire, const struct frame *f)
{
	struct sockaddr_ll address = {
		.sll_family = AF_PACKET, .sll_ifindex = wire->from_index,
	};
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0), one = 1;

	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)))
		fail("packet socket on %s", wire->from_dev);
	if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &f->sndbuf, sizeof(f->sndbuf)) ||
	    setsockopt(fd, SOL_SOCKET, SO_PRIORITY, &f->prio, sizeof(f->prio)) ||
	    (f->gso && setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, &one, sizeof(one))))
		fail("options of the packet socket");
	return fd;
}

/* Lets the next allocation of this process but @nth - 1 fail; with 0, no more. To open the file needs memory. */
static void fail_allocation(unsigned int nth)
{
	static int file = -1;
	char text[12];

	if (file < 0)
		file = open("/proc/thread-self/fail-nth", O_WRONLY | O_CLOEXEC);
	if (pwrite(file, text, snprintf(text, sizeof(text), "%u", nth), 0) < 0)
		fail("/proc/thread-self/fail-nth");
}

/* Sends frames first .. first + n - 1 of their flow. Blocks while the socket buffer is full. */
static void send_frames(int fd, const struct frame *f, uint32_t first, uint32_t n)
{
	static uint8_t bytes[BATCH][2048], gso_frame[MAX_FRAME];
	static struct mmsghdr messages[BATCH];
	static struct iovec parts[BATCH][2];
	struct virtio_net_hdr offload;
	unsigned int batch = f->len > sizeof(bytes[0]) ? 1 : BATCH, i, len;
	struct tag *tag;
	int sent;

	while (n) {
		if (batch > n)
			batch = n;
		for (i = 0; i < batch; i++) {
			uint8_t *frame = batch == 1 ? gso_frame : bytes[i];

			len = build(f, frame, &tag, &offload);
			stamp(f, frame, len, tag, first + i);
			parts[i][0] = (struct iovec){ &offload, f->gso ? sizeof(offload) : 0 };
			parts[i][1] = (struct iovec){ frame, len };
			messages[i].msg_hdr = (struct msghdr){
				.msg_iov = parts[i], .msg_iovlen = 2,
			};
		}
		for (i = 0; i < batch; i += sent + 1) {
			/* It returns early at a frame that the port dropped. */
			sent = sendmmsg(fd, messages + i, batch - i, 0);
			if (sent < 0 && errno != ENOBUFS && errno != ENOMEM)
				fail("send");
			sent = sent < 0 ? 0 : sent;
		}
		first += batch;
		n -= batch;
	}
}

static pid_t start_flood(const struct wire *wire, const struct frame *f)
{
	pid_t child = fork();
	uint32_t seq;
	int fd;

	if (child)
		return child;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	fd = packet_socket(wire, f);
	for (seq = 0; ; seq += BATCH)
		send_frames(fd, f, seq, BATCH);
}

/* ----------------------------------------------------------- counters --- */

static void print_counters(const struct wire *wire)
{
	unsigned long long bytes, packets;
	char line[512], *colon;
	int64_t when;
	FILE *file;

	enter(wire->to_net);
	file = fopen("/proc/thread-self/net/dev", "r");
	if (!file)
		fail("/proc/net/dev");
	while (fgets(line, sizeof(line), file)) {
		colon = strchr(line, ':');
		if (!colon)
			continue;
		*colon = '\0';
		if (strcmp(line + strspn(line, " "), wire->to_dev))
			continue;
		when = now() - wire->start;
		if (sscanf(colon + 1, "%llu %llu", &bytes, &packets) == 2)
			printf("[\"counters\",%lld,%llu,%llu]\n", (long long)when, packets, bytes);
	}
	fclose(file);
	enter(wire->from_net);
}

/* ----------------------------------------------------------------- tc --- */

struct tc {
	FILE *commands, *output;
	FILE *messages;			/* warnings, which must not end up inside a line of the output */
	pid_t process;
	int64_t shown[MAX_SHOWS];
	unsigned int script_of[MAX_SHOWS];
	unsigned int shows;
};

static void start_tc(struct tc *tc)
{
	int pipe_ends[2];

	tc->output = fdopen(memfd_create("tc", MFD_CLOEXEC), "r+");
	tc->messages = fdopen(memfd_create("tc messages", MFD_CLOEXEC), "r+");
	if (!tc->output || !tc->messages || pipe2(pipe_ends, O_CLOEXEC))
		fail("pipe to tc");
	tc->process = fork();
	if (!tc->process) {
		dup2(pipe_ends[0], 0);
		dup2(fileno(tc->output), 1);
		dup2(fileno(tc->messages), 2);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		execlp("tc", "tc", "-s", "-d", "-j", "-batch", "-", NULL);
		fail("tc");
	}
	close(pipe_ends[0]);
	tc->commands = fdopen(pipe_ends[1], "w");
}

static void fail_with_messages(struct tc *tc, const char *command)
{
	char *line = NULL;
	size_t size = 0;

	rewind(tc->messages);
	while (getline(&line, &size, tc->messages) > 0)
		fputs(line, stderr);
	free(line);
	errno = 0;
	fail("tc refused: %s", command);
}

/*
 * Returns when tc is done: in virtual time, a sleeping process runs last.
 *
 * Return: the time of the command
 */
static int64_t tell_tc(struct tc *tc, const char *command)
{
	int64_t when;

	if (fprintf(tc->commands, "%s\n", command) < 0 || fflush(tc->commands))
		fail("tc has ended");
	when = now();
	sleep_until(when + 1);
	if (waitpid(tc->process, NULL, WNOHANG))
		fail_with_messages(tc, command);
	return when;
}

static void show(struct tc *tc, const struct wire *wire, unsigned int script)
{
	char command[128];

	if (tc->shows == MAX_SHOWS)
		errno = 0, fail("more than %d shows", MAX_SHOWS);
	snprintf(command, sizeof(command), "qdisc show dev %s\nclass show dev %s",
		 wire->from_dev, wire->from_dev);
	tc->script_of[tc->shows] = script;
	tc->shown[tc->shows++] = tell_tc(tc, command) - wire->start;
}

static void end_show(const struct tc *tc, unsigned int show)
{
	printf("\",%u]\n", tc->script_of[show]);
}

/* tc 6.1 prints "qdisc show" as one line of JSON, and "class show" as lines of text. */
static void finish_tc(struct tc *tc)
{
	unsigned int shows = 0;
	char *line = NULL;
	size_t size = 0;
	int status;

	fclose(tc->commands);
	if (waitpid(tc->process, &status, 0) > 0 && status)
		fail_with_messages(tc, "the last command");
	rewind(tc->output);
	while (getline(&line, &size, tc->output) > 0) {
		line[strcspn(line, "\n")] = '\0';
		if (*line == '[') {
			if (shows)
				end_show(tc, shows - 1);
			printf("[\"show\",%lld,%s,\"", (long long)tc->shown[shows++], line);
		} else {
			printf("%s\\n", line);
		}
	}
	if (shows)
		end_show(tc, shows - 1);
	if (shows != tc->shows)
		errno = 0, fail("tc showed %u of %u", shows, tc->shows);
	free(line);
}

/* -------------------------------------------------------------- script --- */

struct player {
	struct wire wire;
	struct capture entered, arrived;
	struct tc tc;
	pid_t floods[MAX_FLOODS];
	unsigned int num_floods;
	uint32_t sent[256];		/* of each flow */
	struct sender senders[MAX_SOCKETS];
	unsigned int script;
	unsigned int fail_nth;		/* allocation of the next send; 0: none */
};

static void stop_floods(struct player *p)
{
	while (p->num_floods) {
		pid_t flood = p->floods[--p->num_floods];

		kill(flood, SIGKILL);
		waitpid(flood, NULL, 0);
	}
}

static void play_send(struct player *p, char *words)
{
	struct frame f;
	uint32_t n;
	int fd;

	n = strtoul(words, &words, 10);
	parse_frame(&f, words);
	f.sndbuf = 1 << 30;
	fd = packet_socket(&p->wire, &f);
	printf("[\"sent\",%lld]\n", (long long)(now() - p->wire.start));
	if (p->fail_nth)
		fail_allocation(p->fail_nth);
	send_frames(fd, &f, p->sent[f.flow & 255], n);
	if (p->fail_nth)
		fail_allocation(p->fail_nth = 0);
	p->sent[f.flow & 255] += n;
	close(fd);
}

/* Return: the socket of the flow that is the first of @words. Advances @words. */
static struct sender *sender_of(struct player *p, char **words, unsigned int *flow)
{
	*flow = strtoul(*words, words, 10);
	if (*flow >= MAX_SOCKETS)
		errno = 0, fail("flows of sockets are 0 to %d", MAX_SOCKETS - 1);
	return &p->senders[*flow];
}

static void play_socket(struct player *p, char *words)
{
	bool v6 = strstr(words, "v=6"), connected = !strstr(words, "connected=0");
	unsigned int flow;
	struct sender *s = sender_of(p, &words, &flow);

	*s = open_sender(v6, connected);
}

static void play_write(struct player *p, char *words)
{
	int64_t time = -1;
	unsigned int flow, len;
	struct sender *s = sender_of(p, &words, &flow);

	len = strtoul(words, &words, 10) - FCS - (s->v6 ? 62 : 42);
	set_options(s, words, &time);
	send_datagram(s, flow, len, time < 0 ? 0 : p->wire.start - p->wire.ahead + time);
}

static void forget_captured(struct player *p)
{
	if (p->entered.slots)
		drain(&p->entered, &p->wire, false);
	if (p->arrived.slots)
		drain(&p->arrived, &p->wire, false);
}

static void start(struct player *p, const char *multiple)
{
	int64_t round = *multiple ? parse_time(multiple) : 1;

	sleep_until(now() + SETTLE_NS);
	p->wire.ahead = clocks_apart();
	p->wire.start = now();
	if (round > 1) {
		p->wire.start += round - (p->wire.start - p->wire.ahead) % round;
		sleep_until(p->wire.start);
	}
	forget_captured(p);
	printf("[\"clock\",%lld]\n", (long long)(p->wire.start - p->wire.ahead));
}

static void next(struct player *p)
{
	if (p->entered.slots)
		drain(&p->entered, &p->wire, true);
	if (p->arrived.slots)
		drain(&p->arrived, &p->wire, true);
	printf("[\"next\"]\n");
	memset(p->sent, 0, sizeof(p->sent));
	p->script++;
}

/* The kernel lists every timer; that of a qdisc is by CLOCK_MONOTONIC, the second clock is CLOCK_REALTIME. */
static void print_timer(const struct wire *wire)
{
	long long offset = 0, expires = -1, value;
	int64_t when = now() - wire->start;
	bool watchdog = false;
	char line[512];
	FILE *file;

	file = fopen("/proc/timer_list", "r");
	if (!file)
		fail("/proc/timer_list");
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, " .offset: %lld", &value) == 1 && value > offset)
			offset = value;
		if (watchdog && sscanf(line, " # expires at %lld", &value) == 1)
			expires = value;
		watchdog = strstr(line, "qdisc_watchdog");
	}
	fclose(file);
	printf("[\"timer\",%lld,%lld]\n", (long long)when,
	       expires < 0 ? expires : expires + offset - (long long)wire->start);
}

static void play(struct player *p, char *line)
{
	char *rest = line + strcspn(line, " ");
	unsigned int flow;
	struct frame f;

	if (*rest)
		*rest++ = '\0';
	if (!strcmp(line, "at")) {
		sleep_until(p->wire.start + parse_time(rest));
	} else if (!strcmp(line, "send")) {
		play_send(p, rest);
	} else if (!strcmp(line, "flood")) {
		parse_frame(&f, rest);
		if (p->num_floods == MAX_FLOODS)
			errno = 0, fail("more than %d floods", MAX_FLOODS);
		p->floods[p->num_floods++] = start_flood(&p->wire, &f);
	} else if (!strcmp(line, "stop")) {
		stop_floods(p);
	} else if (!strcmp(line, "udp")) {
		send_super_packets(rest);
	} else if (!strcmp(line, "socket")) {
		play_socket(p, rest);
	} else if (!strcmp(line, "write")) {
		play_write(p, rest);
	} else if (!strcmp(line, "close")) {
		close(sender_of(p, &rest, &flow)->fd);
	} else if (!strcmp(line, "tc")) {
		printf("[\"tc\",%lld]\n", (long long)(tell_tc(&p->tc, rest) - p->wire.start));
	} else if (!strcmp(line, "show")) {
		show(&p->tc, &p->wire, p->script);
	} else if (!strcmp(line, "timer")) {
		print_timer(&p->wire);
	} else if (!strcmp(line, "next")) {
		next(p);
	} else if (!strcmp(line, "fail")) {
		p->fail_nth = atoi(rest);
	} else if (!strcmp(line, "counters")) {
		print_counters(&p->wire);
	} else if (!strcmp(line, "run")) {
		fflush(stdout);
		if (system(rest))
			errno = 0, fail("failed: %s", rest);
	} else if (!strcmp(line, "start")) {
		start(p, rest);
	} else if (*line && *line != '#') {
		errno = 0, fail("'%s' is not a step", line);
	}
}

int main(int argc, char **argv)
{
	static struct player p;
	static char line[1 << 16];

	if (argc < 5)
		errno = 0, fail("FROM_NETNS FROM_DEV TO_NETNS TO_DEV [SLOTS [SLOT_BYTES [MIRROR]]]");
	prctl(PR_SET_TIMERSLACK, 1);
	signal(SIGPIPE, SIG_IGN);
	p.wire.from_net = open_netns(argv[1]);
	p.wire.to_net = open_netns(argv[3]);
	p.wire.from_dev = argv[2];
	p.wire.to_dev = argv[4];
	p.arrived = (struct capture){
		.name = "packet", .net = p.wire.to_net, .dev = p.wire.to_dev,
		.slots = argc > 5 ? atoi(argv[5]) : 32768,
		.slot_bytes = argc > 6 ? atoi(argv[6]) : 2048,
	};
	if (p.arrived.slots)
		open_capture(&p.arrived);
	if (argc > 7) {
		p.entered = p.arrived;
		p.entered.name = "entered";
		p.entered.net = p.wire.from_net;
		p.entered.dev = argv[7];
		open_capture(&p.entered);
	}
	enter(p.wire.from_net);
	p.wire.from_index = if_nametoindex(p.wire.from_dev);
	start_tc(&p.tc);
	p.wire.start = now();
	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		play(&p, line);
	}
	stop_floods(&p);
	if (p.entered.slots)
		drain(&p.entered, &p.wire, true);
	if (p.arrived.slots)
		drain(&p.arrived, &p.wire, true);
	finish_tc(&p.tc);
	return 0;
}
