// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.value.Dscp;

/** Probe packets are counted by rules and have no effect on receivers. */
final class ProbePacketTest {
    private static Rule rule(Map<Criterion, List<String>> match) {
        Map<Criterion, ValueSet> values = new EnumMap<>(Criterion.class);
        match.forEach((criterion, words) -> values.put(criterion, criterion.parse(words)));
        return new Rule(
                "web", Direction.OUTPUT, PacketMatch.of(values), Optional.of(Dscp.parse("af21")), Optional.empty());
    }

    private static ProbePacket probe(Rule rule, IpFamily ipFamily, boolean first) {
        return ProbePacket.of(rule, ipFamily, first).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"IPV4, 0", "IPV4, 46", "IPV4, 63", "IPV6, 0", "IPV6, 46", "IPV6, 63"})
    @DisplayName("have their DSCP, no ECN, a TTL of one hop, and complete headers")
    void headers(IpFamily ipFamily, int dscp) {
        ByteBuffer packet =
                ByteBuffer.wrap(ProbePacket.withDscp(ipFamily, dscp, 0).packet());
        if (ipFamily == IpFamily.IPV4) {
            assertEquals(dscp << 2, packet.get(1) & 0xff);
            assertEquals(1, packet.get(8), "hops");
            assertEquals(packet.capacity(), packet.getShort(2));
            int sum = 0;
            for (int i = 0; i < 20; i += 2) {
                sum += packet.getShort(i) & 0xffff;
            }
            assertEquals(0xffff, (sum & 0xffff) + (sum >> 16), "the checksum is right");
        } else {
            assertEquals(dscp << 2, packet.getInt(0) >> 20 & 0xff);
            assertEquals(1, packet.get(7), "hops");
            assertEquals(packet.capacity() - 40, packet.getShort(4));
        }
    }

    @Test
    @DisplayName("of another flow differ only in the source port")
    void flows() {
        byte[] one = ProbePacket.withDscp(IpFamily.IPV6, 0, 1).packet();
        byte[] two = ProbePacket.withDscp(IpFamily.IPV6, 0, 2).packet();
        assertFalse(Arrays.equals(one, two));
        one[41] = two[41];
        assertArrayEquals(one, two);
    }

    @Test
    @DisplayName("of a rule have the first or the last value of each set, and no DSCP")
    void rules() {
        Rule rule = rule(Map.of(
                Criterion.PROTOCOL,
                List.of("tcp"),
                Criterion.DESTINATION_PORT,
                List.of("80", "443"),
                Criterion.SOURCE,
                List.of("10.0.0.0/30")));
        ByteBuffer first = ByteBuffer.wrap(probe(rule, IpFamily.IPV4, true).packet());
        ByteBuffer last = ByteBuffer.wrap(probe(rule, IpFamily.IPV4, false).packet());
        assertEquals(List.of(6, 0, 0x0a000000, 80), headerFields(first));
        assertEquals(List.of(6, 0, 0x0a000003, 443), headerFields(last));
        assertEquals(0x50, first.get(32), "TCP's header has a length");
    }

    @Test
    @DisplayName("have the ICMP messages of their address family")
    void icmpFamilies() {
        Rule rule = rule(Map.of(Criterion.PROTOCOL, List.of("icmp", "icmpv6")));
        assertTrue(probe(rule, IpFamily.IPV4, true).isValid());
        assertFalse(probe(rule, IpFamily.IPV4, false).isValid());
        assertFalse(probe(rule, IpFamily.IPV6, true).isValid());
        assertTrue(probe(rule, IpFamily.IPV6, false).isValid());
        assertTrue(probe(rule(Map.of()), IpFamily.IPV6, true).isValid());
    }

    private static List<Integer> headerFields(ByteBuffer packet) {
        return List.of((int) packet.get(9), (int) packet.get(1), packet.getInt(12), (int) packet.getShort(22));
    }

    @Test
    @DisplayName("match their rule, and no rule of another port or device")
    void exactRules() {
        Rule web = rule(Map.of(Criterion.PROTOCOL, List.of("tcp"), Criterion.DESTINATION_PORT, List.of("80")));
        ProbePacket probePacket = probe(web, IpFamily.IPV6, true);
        assertTrue(web.covers(probePacket.exactRule("eth1")));
        assertFalse(rule(Map.of(Criterion.PROTOCOL, List.of("tcp"), Criterion.DESTINATION_PORT, List.of("81")))
                .covers(probePacket.exactRule("eth1")));
        assertFalse(rule(Map.of(Criterion.DEVICE, List.of("eth0"))).covers(probePacket.exactRule("eth1")));
        assertEquals(
                "2001:db8:0:0:0:0:0:1 ff02:0:0:0:0:0:0:1",
                probePacket.sourceAddress().getHostAddress() + " "
                        + probePacket.destinationAddress().getHostAddress());
    }

    @Test
    @DisplayName("have a broadcast destination, and the source address of the device if it has one")
    void frames() {
        DeviceLink deviceLink = new DeviceLink(
                2,
                "eth1",
                List.of(),
                "veth",
                "",
                "02:00:00:00:00:07",
                1500,
                0,
                true,
                true,
                1,
                0,
                DeviceLink.SAME_NAMESPACE);
        DeviceLink tunnel = new DeviceLink(
                3, "tun0", List.of(), "tun", "", "", 1500, 0, true, true, 1, 0, DeviceLink.SAME_NAMESPACE);
        ByteBuffer frame =
                ByteBuffer.wrap(ProbePacket.withDscp(IpFamily.IPV4, 0, 0).frame(deviceLink));
        assertEquals(-1L, frame.getLong(0) >> 16);
        assertEquals(0x0200, frame.getShort(6));
        assertEquals(7, frame.get(11));
        assertEquals(0x0800, frame.getShort(12));
        assertEquals(
                (short) 0x86dd,
                ByteBuffer.wrap(ProbePacket.withDscp(IpFamily.IPV6, 0, 0).frame(tunnel))
                        .getShort(12));
    }
}
