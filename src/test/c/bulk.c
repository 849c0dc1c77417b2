// SPDX-License-Identifier: Apache-2.0
/*
 * bulk: sends TCP flows at full speed and prints their goodput.
 *
 *	bulk FROM_NETNS TO_NETNS ADDRESS FLOWS ALGORITHM SKIP_MS TIME_MS
 *
 * Flow i has DSCP i. After SKIP_MS it measures for TIME_MS; both ends then use large
 * reads and writes, so that a simulated second takes little time. Output:
 *
 *	received BYTES NS	in-order bytes of all receivers (tcpi_bytes_received)
 *	flow I ALGORITHM DCTCP RETRANSMITS	DCTCP: 1 if the flow has ECN (dctcp_enabled)
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/inet_diag.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PORT		5201
#define MAX_FLOWS	64
#define CHUNK		(1 << 18)

static void __attribute__((noreturn)) fail(const char *what)
{
	perror(what);
	exit(1);
}

static void enter(const char *netns)
{
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "/run/netns/%s", netns);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || setns(fd, CLONE_NEWNET))
		fail(path);
	close(fd);
}

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void sleep_until(int64_t when)
{
	struct timespec t = { when / 1000000000, when % 1000000000 };

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == EINTR)
		;
}

static void run(int fd, ssize_t (*step)(int fd))
{
	if (fork())
		return;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (step(fd) > 0)
		;
	exit(0);
}

static ssize_t send_chunk(int fd)
{
	static char chunk[CHUNK];

	return send(fd, chunk, sizeof(chunk), 0);
}

static ssize_t receive_chunk(int fd)
{
	return recv(fd, NULL, CHUNK, MSG_TRUNC);	/* discarded, not copied */
}

static int connect_flow(const char *address, int flow, const char *algorithm)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(PORT) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), tos = flow << 2;

	inet_pton(AF_INET, address, &to.sin_addr);
	if (setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, algorithm, strlen(algorithm)) ||
	    setsockopt(fd, IPPROTO_IP, IP_TOS, &tos, sizeof(tos)))
		fail(algorithm);
	if (connect(fd, (struct sockaddr *)&to, sizeof(to)))
		fail("connect");
	return fd;
}

static struct tcp_info info(int fd)
{
	struct tcp_info info = { 0 };
	socklen_t size = sizeof(info);

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size))
		fail("TCP_INFO");
	return info;
}

static uint64_t received(const int *fds, int flows)
{
	uint64_t sum = 0;

	while (flows--)
		sum += info(fds[flows]).tcpi_bytes_received;
	return sum;
}

static void print_flow(int fd, int flow)
{
	union tcp_cc_info cc = { 0 };
	socklen_t size = sizeof(cc);
	char name[16] = "";

	getsockopt(fd, IPPROTO_TCP, TCP_CC_INFO, &cc, &size);
	size = sizeof(name) - 1;
	getsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, name, &size);
	printf("flow %d %s %d %u\n", flow, name, cc.dctcp.dctcp_enabled,
	       info(fd).tcpi_total_retrans);
}

int main(int argc, char **argv)
{
	struct sockaddr_in any = { .sin_family = AF_INET, .sin_port = htons(PORT) };
	int listener, flows, lowat = CHUNK, i, senders[MAX_FLOWS], receivers[MAX_FLOWS];
	uint64_t before, after;
	int64_t start, end;

	if (argc != 8 || (flows = atoi(argv[4])) > MAX_FLOWS)
		return fprintf(stderr, "usage: bulk FROM_NETNS TO_NETNS ADDRESS FLOWS ALGORITHM SKIP_MS TIME_MS\n"), 2;
	setpgid(0, 0);
	enter(argv[2]);
	listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	/* A listener without DCTCP ignores ECN in a SYN with ECT. */
	if (setsockopt(listener, IPPROTO_TCP, TCP_CONGESTION, argv[5], strlen(argv[5])) ||
	    bind(listener, (struct sockaddr *)&any, sizeof(any)) || listen(listener, MAX_FLOWS))
		fail("listen");
	enter(argv[1]);
	for (i = 0; i < flows; i++) {
		senders[i] = connect_flow(argv[3], i, argv[5]);
		receivers[i] = accept(listener, NULL, NULL);
	}
	start = now();
	for (i = 0; i < flows; i++) {
		run(receivers[i], receive_chunk);
		run(senders[i], send_chunk);
	}
	sleep_until(start + atoi(argv[6]) * 1000000LL);
	for (i = 0; i < flows; i++)	/* now that windows are open */
		if (setsockopt(receivers[i], SOL_SOCKET, SO_RCVLOWAT, &lowat, sizeof(lowat)))
			fail("SO_RCVLOWAT");
	start = now();
	before = received(receivers, flows);
	sleep_until(start + atoi(argv[7]) * 1000000LL);
	after = received(receivers, flows);
	end = now();
	printf("received %llu %lld\n", (unsigned long long)(after - before), (long long)(end - start));
	for (i = 0; i < flows; i++)
		print_flow(senders[i], i);
	fflush(stdout);
	signal(SIGTERM, SIG_IGN);
	kill(0, SIGTERM);
	return 0;
}
