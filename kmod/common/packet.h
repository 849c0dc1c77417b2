/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads the code points of a packet and sets CE. */
#ifndef _COMMON_PACKET_H
#define _COMMON_PACKET_H

#include <linux/if_vlan.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <net/dsfield.h>
#include <net/inet_ecn.h>

/* Return: the protocol inside any VLAN tags; *offset is the start of its header. */
static inline __be16 packet_network_header(const struct sk_buff *skb, int *offset)
{
	*offset = skb_network_offset(skb);
	if (likely(!eth_type_vlan(skb->protocol)))
		return skb->protocol;
	return __vlan_get_protocol(skb, skb->protocol, offset);
}

/* Negative, with the ECN codepoint of a packet that is not ECN-capable. */
#define PACKET_NO_DSFIELD	(-1 & ~INET_ECN_MASK)

/* Of any packet, see packet_dsfield(). */
static noinline __maybe_unused int packet_find_dsfield(const struct sk_buff *skb)
{
	union {
		struct iphdr	v4;
		struct ipv6hdr	v6;
	} buffer;
	const struct ipv6hdr *v6;
	const struct iphdr *v4;
	int offset;

	switch (packet_network_header(skb, &offset)) {
	case htons(ETH_P_IP):
		v4 = skb_header_pointer(skb, offset, sizeof(*v4), &buffer.v4);
		return v4 ? ipv4_get_dsfield(v4) : PACKET_NO_DSFIELD;
	case htons(ETH_P_IPV6):
		v6 = skb_header_pointer(skb, offset, sizeof(*v6), &buffer.v6);
		return v6 ? ipv6_get_dsfield(v6) : PACKET_NO_DSFIELD;
	default:
		return PACKET_NO_DSFIELD;
	}
}

/*
 * Most packets are IPv4, without a VLAN tag, and have their header where it can be read:
 * then it takes ten instructions.
 *
 * Return: the DS field (DSCP and ECN) of an IPv4 or IPv6 packet, or PACKET_NO_DSFIELD.
 */
static inline int packet_dsfield(const struct sk_buff *skb)
{
	const struct iphdr *v4 = (const struct iphdr *)skb_network_header(skb);

	if (likely(skb->protocol == htons(ETH_P_IP) &&
		   (const u8 *)(v4 + 1) <= skb->data + skb_headlen(skb)))
		return ipv4_get_dsfield(v4);
	return packet_find_dsfield(skb);
}

/* Return: the DSCP of an IPv4 or IPv6 packet; negative if it has none. */
static inline int packet_dscp(const struct sk_buff *skb)
{
	return packet_dsfield(skb) >> 2;
}

/* Return: the ECN codepoint in @dsfield; what has no such field is not ECN-capable. */
static inline u8 packet_ecn(int dsfield)
{
	return dsfield & INET_ECN_MASK;
}

/*
 * The outer VLAN tag is beside a packet whose device inserts it, otherwise behind the
 * addresses of the frame, where the data of a packet begins at egress.
 *
 * Return: the priority code point of the outer VLAN tag; -1 without a tag.
 */
static noinline __maybe_unused int packet_pcp(const struct sk_buff *skb)
{
	const struct vlan_hdr *tag;
	struct vlan_hdr buffer;

	if (skb_vlan_tag_present(skb))
		return skb_vlan_tag_get_prio(skb);
	if (!eth_type_vlan(skb->protocol))
		return -1;
	tag = skb_header_pointer(skb, ETH_HLEN, sizeof(buffer), &buffer);
	return tag ? ntohs(tag->h_vlan_TCI) >> VLAN_PRIO_SHIFT : -1;
}

/*
 * Sets CE in an ECN-capable packet. A clone may share the header, so it is made
 * writable first; with a VLAN tag in the packet, skb_network_offset() may be that
 * of the tag.
 *
 * Return: whether this call marked the packet.
 */
static noinline __maybe_unused bool packet_set_ce(struct sk_buff *skb)
{
	int offset;

	switch (packet_network_header(skb, &offset)) {
	case htons(ETH_P_IP):
		if (skb_ensure_writable(skb, offset + sizeof(struct iphdr)))
			return false;
		break;
	case htons(ETH_P_IPV6):
		if (skb_ensure_writable(skb, offset + sizeof(struct ipv6hdr)))
			return false;
		break;
	default:
		return false;
	}
	skb_set_network_header(skb, offset);
	if (INET_ECN_is_ce(skb_get_dsfield(skb)))
		return false;
	return INET_ECN_set_ce(skb);
}

#endif /* _COMMON_PACKET_H */
