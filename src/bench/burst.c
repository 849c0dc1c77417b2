// SPDX-License-Identifier: GPL-2.0-only
/* burst DEVICE BYTES COUNT DSCPS: sends COUNT IPv4 packets in frames of BYTES (ECT(0), DSCPs in turn) as fast as it can. */
#include <arpa/inet.h>
#include <err.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <stdlib.h>
#include <sys/socket.h>

#define MAX_PACKET	9000
#define DSCP_SHIFT	2
#define BUFFER		(64 << 20)	/* bytes: more than any queue holds */

int main(int argc, char **argv)
{
	static char packet[MAX_PACKET] __attribute__((aligned(4)));
	struct iphdr *ip = (struct iphdr *)packet;
	struct sockaddr_ll to = { .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_IP), .sll_halen = ETH_ALEN };
	int fd = socket(AF_PACKET, SOCK_DGRAM, 0), buffer = BUFFER;
	long bytes, count, dscps, i;

	if (argc != 5 || fd < 0)
		errx(1, "usage: burst DEVICE BYTES COUNT DSCPS");
	bytes = atol(argv[2]) - ETH_HLEN;
	count = atol(argv[3]);
	dscps = atol(argv[4]);
	to.sll_ifindex = if_nametoindex(argv[1]);
	ip->version = IPVERSION;
	ip->ihl = sizeof(*ip) / 4;
	ip->tot_len = htons(bytes);
	ip->daddr = htonl(INADDR_LOOPBACK);
	if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &buffer, sizeof(buffer)))
		err(1, "SO_SNDBUFFORCE");
	for (i = 0; i < count; i++) {
		ip->tos = i % dscps << DSCP_SHIFT | IPTOS_ECN_ECT0;
		if (sendto(fd, ip, bytes, 0, (struct sockaddr *)&to, sizeof(to)) != bytes)
			err(1, "sendto");
	}
	return 0;
}
