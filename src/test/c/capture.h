/* SPDX-License-Identifier: Apache-2.0 */
/* Captures the packets of a device, with timestamps and checksum results. */
#ifndef CAPTURE_H
#define CAPTURE_H

#include <linux/if_packet.h>
#include <net/if.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include "wire.h"

struct capture {
	const char *name;		/* of its lines in the output */
	int net;
	const char *dev;
	int fd;
	uint8_t *ring;
	unsigned int slots, slot_bytes, next;
};

static void open_capture(struct capture *c)
{
	struct tpacket_req request = { .tp_frame_size = c->slot_bytes };
	struct sockaddr_ll address = {
		.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL),
	};
	unsigned int version = TPACKET_V2, per_block = (1 << 16) / c->slot_bytes;

	c->slots = (c->slots + per_block - 1) / per_block * per_block;
	request.tp_block_size = per_block * c->slot_bytes;
	request.tp_block_nr = c->slots / per_block;
	request.tp_frame_nr = c->slots;
	enter(c->net);
	c->fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	address.sll_ifindex = if_nametoindex(c->dev);
	if (c->fd < 0 ||
	    setsockopt(c->fd, SOL_PACKET, PACKET_VERSION, &version, sizeof(version)) ||
	    setsockopt(c->fd, SOL_PACKET, PACKET_RX_RING, &request, sizeof(request)))
		fail("capture on %s", c->dev);
	c->ring = mmap(NULL, (size_t)c->slots * c->slot_bytes, PROT_READ | PROT_WRITE,
		       MAP_SHARED, c->fd, 0);
	/* Not for children: User-Mode Linux 6.12 mishandles the pages if a child maps them too. */
	if (c->ring == MAP_FAILED ||
	    madvise(c->ring, (size_t)c->slots * c->slot_bytes, MADV_DONTFORK) || bind(c->fd, (struct sockaddr *)&address, sizeof(address)))
		fail("capture on %s", c->dev);
}

static const char *check_sums(const uint8_t *ip, const uint8_t *end, bool ready)
{
	bool v4 = ip[0] >> 4 == 4;
	unsigned int len = v4 ? get16(ip + 2) : 40 + get16(ip + 4);
	unsigned int protocol = v4 ? ip[9] : ip[6], header = v4 ? 20 : 40;

	if (v4 && sum(ip, 20, 0) != 0xffff)
		return "bad";
	if (!ready || ip + len > end || (protocol != IPPROTO_UDP && protocol != IPPROTO_TCP))
		return "none";
	if (sum(ip + header, len - header, pseudo_sum(ip, protocol, len - header)) != 0xffff)
		return "bad";
	return "ok";
}

static void print_packet(const char *name, const struct wire *wire,
			 const struct tpacket2_hdr *slot)
{
	const uint8_t *frame = (const uint8_t *)slot + slot->tp_mac;
	const uint8_t *end = frame + slot->tp_snaplen, *payload = frame + 14 + 28;
	const char *v = "other", *sums = "none";
	int dscp = -1, ecn = -1, vlan = 0, flow = -1, seq = -1;
	unsigned int type = get16(frame + 12), class;
	struct tag tag;

	if (slot->tp_status & TP_STATUS_VLAN_VALID)
		vlan = slot->tp_vlan_tci & 0xfff;
	if (type == ETH_P_IP || type == ETH_P_IPV6) {
		const uint8_t *ip = frame + 14;

		v = type == ETH_P_IP ? "4" : "6";
		class = type == ETH_P_IP ? ip[1] : get16(ip) >> 4 & 0xff;
		dscp = class >> 2;
		ecn = class & 3;
		sums = check_sums(ip, end, !(slot->tp_status & TP_STATUS_CSUMNOTREADY));
		payload = ip + (type == ETH_P_IP ? 20 : 40);
		payload += ip[type == ETH_P_IP ? 9 : 6] == IPPROTO_TCP ? 20 : 8;
	} else if (type == ETH_P_ARP) {
		v = "arp";
	}
	if (payload + sizeof(tag) <= end) {
		memcpy(&tag, payload, sizeof(tag));
		if (ntohl(tag.magic) == MAGIC) {
			flow = ntohl(tag.flow);
			seq = ntohl(tag.seq);
		}
	}
	if ((type != ETH_P_IP && type != ETH_P_IPV6) && flow >= 0)
		for (sums = "ok", payload = frame + 14; payload < frame + 38; payload++)
			if (*payload != 0x42)
				sums = "bad";
	printf("[\"%s\",%lld,%u,\"%s\",%d,%d,%d,%d,%d,\"%s\"]\n",
	       name, slot->tp_sec * 1000000000LL + slot->tp_nsec - wire->start,
	       slot->tp_len + FCS + (vlan ? 4 : 0), v, vlan, dscp, ecn, flow, seq, sums);
}

static void drain(struct capture *c, const struct wire *wire, bool print)
{
	struct tpacket_stats stats;
	socklen_t size = sizeof(stats);
	struct tpacket2_hdr *slot;

	for (;; c->next = (c->next + 1) % c->slots) {
		slot = (void *)(c->ring + (size_t)c->next * c->slot_bytes);
		if (!(slot->tp_status & TP_STATUS_USER))
			break;
		if (print)
			print_packet(c->name, wire, slot);
		slot->tp_status = TP_STATUS_KERNEL;
	}
	if (getsockopt(c->fd, SOL_PACKET, PACKET_STATISTICS, &stats, &size))
		fail("statistics of the capture");
	if (print)
		printf("[\"dropped\",%u]\n", stats.tp_drops);
}

#endif /* CAPTURE_H */
