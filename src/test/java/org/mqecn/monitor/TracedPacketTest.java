// SPDX-License-Identifier: Apache-2.0
package org.mqecn.monitor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mqecn.value.UserError;

/** Reads events that a kernel recorded: pings through a port of 1 Mbit/s. */
final class TracedPacketTest {
    private static List<TracedPacket> packets() throws IOException {
        PacketAssembler assembler = new PacketAssembler();
        try (InputStream recorded = TracedPacketTest.class.getResourceAsStream("trace-6.1.192.txt")) {
            return new String(recorded.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .flatMap(line -> TraceEvent.parse(line).stream())
                    .flatMap(event -> assembler.accept(event).stream())
                    .toList();
        }
    }

    @Test
    void hasTheDecisionsOfThePort() throws IOException {
        TracedPacket last = packets().get(packets().size() - 1);
        assertEquals(
                "classify dscp 0, queue 0 | admit queue 4398 bytes in 3, port 4398 bytes | mark CE at enqueue, K 3100 bytes"
                        + " | schedule sojourn 35184.001 us, T_round 9666.438 us | shape waited 11728.000 us",
                last.describe());
        assertEquals(
                "10.0.0.1 > 10.0.0.2 protocol 1", last.headers().orElseThrow().toString());
        assertEquals(OptionalLong.of(35_184_001), last.sojournNs());
        assertFalse(last.isDropped());
    }

    /** A packet that was queued before the trace has no arrival; one that was dropped has none, either. */
    @Test
    void endsWithoutArrival() {
        String drop =
                " ping-1 [000] b.... 1.0: dwrr_drop: time=5 dev=ea ifindex=2 netns=1 handle=1 queue=0 skbaddr=0a len=84"
                        + " dsfield=3 pcp=5 priority=10002 filters=1 queue_bytes=8000 queue_packets=6 port_bytes=9000"
                        + " threshold_ns=-1 mark_at=0 round_ps=0 deficit=0 value=1 frame=";
        TracedPacket dropped = new PacketAssembler()
                .accept(TraceEvent.parse(drop).orElseThrow())
                .orElseThrow();
        assertEquals(Optional.of("queue-buffer"), dropped.dropReason());
        assertEquals(
                "classify dscp 0 pcp 5 priority 0x10002 filters, queue 0 | drop queue-buffer: queue 8000 bytes in 6, port"
                        + " 9000 bytes | mark no, CE | schedule - | shape -",
                dropped.describe());
        assertEquals(Optional.empty(), dropped.headers());
        TracedPacket left = new PacketAssembler()
                .accept(TraceEvent.parse(drop.replace("dwrr_drop", "dwrr_dequeue"))
                        .orElseThrow())
                .orElseThrow();
        assertEquals(OptionalLong.empty(), left.sojournNs());
        assertTrue(left.describe().contains("schedule sojourn unknown"), left.describe());
    }

    @Test
    void ignoresOtherLines() {
        assertEquals(Optional.empty(), TraceEvent.parse("CPU:0 [LOST 12 EVENTS]"));
        assertEquals(Optional.empty(), TraceEvent.parse(""));
        TraceEvent incomplete = TraceEvent.parse(" x: dwrr_dequeue: time=1").orElseThrow();
        assertThrows(UserError.class, () -> new PacketAssembler().accept(incomplete));
    }

    @Test
    void selectsFlows() {
        FrameHeaders headers = FrameHeaders.parse(
                        HexFormat.of()
                                .parseHex(
                                        "020000000002c20805ce72d5810000010800450000287427400040061c3f0a0000010a000002138900500000"))
                .orElseThrow();
        assertEquals("10.0.0.1:5001 > 10.0.0.2:80 tcp", headers.toString());
        for (String flow : List.of("", "proto=tcp", "src=10.0.0.1,dport=80", "sport=5001,dst=10.0.0.2")) {
            assertTrue(FlowFilter.parse(flow).selects(Optional.of(headers)), flow);
        }
        for (String flow : List.of("proto=udp", "src=10.0.0.2", "dport=81", "src=::1")) {
            assertFalse(FlowFilter.parse(flow).selects(Optional.of(headers)), flow);
        }
        assertFalse(FlowFilter.parse("proto=tcp").selects(Optional.empty()));
        assertTrue(FlowFilter.parse("").selects(Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo=1", "src", "src=host", "dport=65536", "dport=80,dport=81", "proto=tcp,", "proto=-1"})
    void refusesWrongFlows(String flow) {
        assertThrows(UserError.class, () -> FlowFilter.parse(flow));
    }

    @Test
    void toleratesFramesThatAreCut() {
        byte[] frame =
                HexFormat.of().parseHex("020000000002c20805ce72d50800450000287427400040061c3f0a0000010a00000213890050");
        for (int length = 0; length < frame.length; length++) {
            assertEquals(Optional.empty(), FrameHeaders.parse(Arrays.copyOf(frame, length)), "length " + length);
        }
    }

    /** By the blocks of draft-ietf-opsawg-pcapng, sections 4.1 to 4.3. */
    @Test
    void writesPcapng() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        new PcapngWriter(file, "ea", 128).write(0x0102030405060708L, new byte[] {1, 2, 3}, 60, "mark");
        assertArrayEquals(
                HexFormat.of()
                        .parseHex("0a0d0d0a1c0000004d3c2b1a01000000ffffffffffffffff1c000000"
                                + "01000000280000000100000080000000" + "02000200" + "65610000" + "09000100" + "09000000"
                                + "00000000" + "28000000"
                                + "06000000300000000000000004030201" + "08070605" + "03000000" + "3c000000" + "01020300"
                                + "01000400" + "6d61726b" + "00000000" + "30000000"),
                file.toByteArray());
    }

    @Test
    void findsTracefs(@TempDir Path folder) throws IOException {
        Path mounted = Files.createDirectories(folder.resolve("a/instances")).getParent();
        assertEquals(mounted, TraceInstance.find(List.of(folder.resolve("none"), mounted)));
        Path empty = Files.createDirectory(folder.resolve("b"));
        assertTrue(assertThrows(UserError.class, () -> TraceInstance.find(List.of(empty)))
                .getMessage()
                .contains("not mounted"));
        assertTrue(assertThrows(UserError.class, () -> TraceInstance.find(List.of(folder.resolve("none"))))
                .getMessage()
                .contains("no tracing"));
        assertThrows(UserError.class, () -> TraceInstance.open(mounted, 1, ""));
    }
}
