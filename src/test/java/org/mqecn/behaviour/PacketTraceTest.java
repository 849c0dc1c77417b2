// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mqecn.host.LocalMachine;

/** In one guest, in virtual time: eight frames to each of two queues of 1 Mbit/s, where one takes 12.304 ms. */
@Tag("lab")
@DisplayName("mqecn trace")
class PacketTraceTest {
    private static final int WIRE_LENGTH = TrafficScript.FULL_FRAME_ON_WIRE;
    private static final long SERIALIZATION_NS = WIRE_LENGTH * 8_000L;
    /** Of the shaper's timer, and of the time that passes between two readings of the clock. */
    private static final long CLOCK_ERROR_NS = 10;

    private static final String SCRIPT =
            """
            exec 2>&1
            cd /run
            mqecn() { '%s/cli/mqecn' "$@"; echo "status $?"; }
            frames() { echo start; echo "send $1 ecn=2"; echo "send $1 ecn=2 dscp=1"; }
            shows() { for i in $(seq 20); do echo "at ${i}3ms"; echo show; done; }
            port() {
                tc -n a qdisc add dev ea root handle 1: dwrr rate 1mbit queues 2 "$@"
                mqecn trace ea -n a --for 3s -o json --out $OUT/$2.json &
                sleep 1
                { frames 8; shows; } | "$FRAMES" a ea b eb 0 >$OUT/$2.tc
                wait
                tc -n a qdisc del dev ea root
            }
            mount -t tracefs tracefs /sys/kernel/tracing
            wire a ea b eb
            set +e
            port ecn-scheme per-queue queue-thresh all:4000 shared-buffer 12304 >/dev/null
            port ecn-scheme mq-ecn port-thresh 4000 mark-at dequeue >/dev/null
            port ecn-scheme tcn tcn-thresh 30ms >/dev/null

            tc -n a qdisc add dev ea root handle 1: dwrr rate 1mbit queues 2 ecn-scheme per-queue queue-thresh all:4000
            mqecn trace ea -n a --queue 2
            mqecn trace eb -n b
            mqecn trace ea -n a -o pcapng
            mqecn trace ea -n a --flow dport=http
            mqecn trace ea -n a --packets 4 --queue 1 --flow proto=udp,src=10.0.0.1 >text &
            mqecn trace ea -n a --for 3s -o pcapng --out $OUT/file.pcapng &
            sleep 1
            { frames 6; echo at 1s; } | "$FRAMES" a ea b eb 0 >/dev/null
            wait
            grep -v status text | cut -d ' ' -f 3-
            mqecn trace ea -n a --for 3s --out $OUT/file.pcapng
            mqecn trace ea -n a --for 60s >interrupted & sleep 3; kill -INT $(pgrep -f 'mqecn[.]jar trace'); wait
            { mqecn trace ea -n a --for 60s >killed & sleep 3; kill -KILL $(pgrep -f 'mqecn[.]jar trace'); wait; } 2>/dev/null
            ls /sys/kernel/tracing/instances | wc -l
            mqecn trace --clean | sed 's/-[0-9]*$/-N/'
            mqecn trace --clean
            ls /sys/kernel/tracing/instances | wc -l
            """;

    private static final ObjectMapper JSON = new ObjectMapper();

    private static Path out;
    private static String output;

    @BeforeAll
    static void run() {
        output = TestGuest.run(folder -> {
            out = folder.resolve("out");
            return SCRIPT.formatted(LocalMachine.current().home());
        });
    }

    private static String read(String file) throws IOException {
        return Files.readString(out.resolve(file));
    }

    private static List<JsonNode> packets(String port) throws IOException {
        return StreamSupport.stream(JSON.readTree(read(port + ".json")).spliterator(), false)
                .toList();
    }

    /** What tc printed of the port while the packets left it. */
    private static List<TcSnapshot> snapshots(String port) throws IOException {
        return TrafficTrace.parse(read(port + ".tc")).snapshots();
    }

    private static Set<Long> values(List<JsonNode> packets, String name) {
        return packets.stream().map(each -> each.path(name).asLong()).collect(Collectors.toSet());
    }

    private static long count(List<JsonNode> packets, Predicate<JsonNode> property) {
        return packets.stream().filter(property).count();
    }

    /** Counters of tc and of the trace, of each queue. */
    private static void assertSameCounters(String port, List<JsonNode> packets) throws IOException {
        List<TcSnapshot> snapshots = snapshots(port);
        TcSnapshot last = snapshots.get(snapshots.size() - 1);
        for (int queue = 0; queue < 2; queue++) {
            int number = queue;
            List<JsonNode> own = packets.stream()
                    .filter(packet -> packet.get("queue").asInt() == number)
                    .toList();
            Map<String, Long> tc = last.queues().get(queue);
            assertEquals(tc.get("arrived_packets"), own.size());
            assertEquals(tc.get("marked_packets"), count(own, packet -> packet.has("marked_at")));
            assertEquals(tc.get("dropped_shared_buffer"), count(own, packet -> packet.has("dropped")));
            long highest = own.stream()
                    .mapToLong(packet -> packet.get("queue_bytes").asLong())
                    .max()
                    .orElseThrow();
            assertEquals(tc.get("watermark_bytes"), highest);
        }
    }

    @Test
    @DisplayName("shows the occupancy and threshold by which single packets were marked and dropped, as tc does")
    void perQueue() throws IOException {
        List<JsonNode> packets = packets("per-queue");
        assertSameCounters("per-queue", packets);
        assertTrue(count(packets, packet -> packet.has("marked_at")) >= 4, packets::toString);
        assertTrue(count(packets, packet -> packet.has("dropped")) >= 4, packets::toString);
        for (JsonNode packet : packets) {
            assertEquals(4000, packet.get("threshold_bytes").asLong());
            boolean isDropped = packet.has("dropped");
            boolean isAbove = packet.get("queue_bytes").asLong() > 4000;
            assertEquals(isAbove && !isDropped, packet.has("marked_at"), packet::toString);
            if (isDropped) {
                assertEquals("shared-buffer", packet.get("dropped").asText());
                assertTrue(packet.get("port_bytes").asLong() + WIRE_LENGTH > 12_304, packet::toString);
            } else {
                assertEquals("enqueue", packet.path("marked_at").asText("enqueue"));
            }
        }
    }

    /**
     * The queues take turns: T_round is that of two packets, so K approaches half of the standard threshold. A turn may end
     * behind the departure that the trace shows, so that tc shows round times between those of packets, too.
     */
    @Test
    @DisplayName("shows the round times and thresholds of MQ-ECN at the moment of marking, as tc does")
    void mqEcn() throws IOException {
        List<JsonNode> packets = packets("mq-ecn");
        assertSameCounters("mq-ecn", packets);
        Set<Long> rounds = values(packets, "round_time_ps");
        Set<Long> thresholds = values(packets, "threshold_bytes");
        long same = snapshots("mq-ecn").stream()
                .filter(tc -> rounds.contains(tc.port("round_time_ps")))
                .filter(tc -> thresholds.contains(tc.queue(0, "threshold_bytes")))
                .count();
        assertTrue(same > 10, () -> rounds + " " + thresholds);
        for (JsonNode packet : packets) {
            double share = Math.min(1, 1538 * 1e12 / packet.get("round_time_ps").asLong() / 125_000);
            assertEquals(4000 * share, packet.get("threshold_bytes").asDouble(), 1, packet::toString);
            assertEquals("dequeue", packet.path("marked_at").asText("dequeue"));
        }
    }

    @Test
    @DisplayName("shows the sojourn times of TCN, as tc does")
    void tcn() throws IOException {
        List<JsonNode> packets = packets("tcn");
        assertSameCounters("tcn", packets);
        Set<Long> sojournTimes = values(packets, "sojourn_ns");
        for (TcSnapshot tc : snapshots("tcn")) {
            long sojourn = tc.queue(0, "sojourn_ns");
            assertTrue(
                    sojournTimes.stream().anyMatch(traced -> Math.abs(traced - sojourn) <= CLOCK_ERROR_NS),
                    () -> sojournTimes + " " + sojourn);
        }
        assertTrue(sojournTimes.size() > 10, sojournTimes::toString);
        for (JsonNode packet : packets) {
            assertEquals(30_000_000, packet.get("threshold_ns").asLong());
            assertEquals(0, packet.get("round_time_ps").asLong(), "the scheme needs no T_round");
            assertEquals(packet.get("sojourn_ns").asLong() > 30_000_000, packet.has("marked_at"), packet::toString);
            if (packet.has("waited_ns")) {
                assertEquals(SERIALIZATION_NS, packet.get("waited_ns").asLong(), CLOCK_ERROR_NS);
            }
        }
    }

    @Test
    @DisplayName("selects packets, refuses wrong usage, and leaves nothing in the kernel")
    void commandLine() {
        assertEquals(
                """
                mqecn: ea has no queue 2
                  its queues are 0 to 1
                status 1
                mqecn: eb is not a port
                  'mqecn install eb --rate RATE' installs one
                status 1
                mqecn: -o pcapng needs --out
                  write for example --out eth1.pcapng
                status 2
                mqecn: --flow: dport cannot be 'http'
                  write for example --flow src=10.0.0.1,dport=80,proto=tcp
                status 2
                status 0
                1538 bytes  10.0.0.1:1000 > 10.0.0.2:9 udp
                  classify dscp 1, queue 1 | admit queue 1538 bytes in 1, port 9228 bytes | mark no, ECT(0), K 4000 bytes | schedule sojourn 24608.001 us | shape waited 12304.000 us
                1538 bytes  10.0.0.1:1000 > 10.0.0.2:9 udp
                  classify dscp 1, queue 1 | admit queue 3076 bytes in 2, port 10766 bytes | mark no, ECT(0), K 4000 bytes | schedule sojourn 49216.001 us | shape waited 12304.000 us
                1538 bytes  10.0.0.1:1000 > 10.0.0.2:9 udp
                  classify dscp 1, queue 1 | admit queue 4614 bytes in 3, port 12304 bytes | mark CE at enqueue, K 4000 bytes | schedule sojourn 73824.001 us | shape waited 12304.000 us
                1538 bytes  10.0.0.1:1000 > 10.0.0.2:9 udp
                  classify dscp 1, queue 1 | admit queue 6152 bytes in 4, port 13842 bytes | mark CE at enqueue, K 4000 bytes | schedule sojourn 98432.001 us | shape waited 12304.000 us
                mqecn: /out/file.pcapng exists
                  name another file, or delete it
                status 1
                1
                removed mqecn-N
                status 0
                status 3
                0
                """
                        .replaceAll("\\.00\\d us", " us"),
                output.replaceAll("\\.00\\d us", " us"));
    }

    /** A packet of a file, and its comment. */
    private record Comment(int captured, int length, byte[] frame, String text) {}

    @Test
    @DisplayName("writes pcapng: a comment for each packet, and the bytes with the CE that it got")
    void pcapng() throws IOException {
        List<Comment> packets = readPcapng(Files.readAllBytes(out.resolve("file.pcapng")));
        assertEquals(12, packets.size());
        int marked = 0;
        for (Comment packet : packets) {
            assertEquals(128, packet.captured());
            assertEquals(WIRE_LENGTH - 24, packet.length());
            assertEquals(0x45, packet.frame()[14]);
            boolean hasCe = (packet.frame()[15] & 3) == 3;
            assertEquals(packet.text().contains("mark CE at enqueue, K 4000 bytes"), hasCe, packet.text());
            assertTrue(packet.text().startsWith("classify dscp " + (packet.frame()[15] >> 2) + ", queue "));
            marked += hasCe ? 1 : 0;
        }
        assertEquals(7, marked);
    }

    /** Reads a file by draft-ietf-opsawg-pcapng, and tolerates nothing that a strict reader would not. */
    private static List<Comment> readPcapng(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        List<Comment> packets = new ArrayList<>();
        List<Integer> types = new ArrayList<>();
        while (in.hasRemaining()) {
            int start = in.position();
            int type = in.getInt();
            int length = in.getInt();
            assertEquals(0, length % 4, "blocks are padded to 32 bits");
            assertEquals(length, in.getInt(start + length - 4), "both lengths of a block are the same");
            ByteBuffer body = in.slice(start + 8, length - 12).order(ByteOrder.LITTLE_ENDIAN);
            in.position(start + length);
            types.add(type);
            switch (type) {
                case 0x0A0D0D0A -> {
                    assertEquals(0x1A2B3C4D, body.getInt());
                    assertEquals(1, body.getInt(), "version 1.0");
                    assertEquals(-1, body.getLong(), "the length of the section is unknown");
                }
                case 1 -> {
                    assertEquals(1, body.getInt(), "LINKTYPE_ETHERNET");
                    assertEquals(128, body.getInt());
                    assertEquals("ea", new String(option(body, 2), StandardCharsets.UTF_8));
                    assertEquals(9, option(body, 9)[0], "nanoseconds");
                    assertEquals(0, body.getInt(), "opt_endofopt");
                }
                case 6 -> {
                    assertEquals(0, body.getInt(), "the first interface");
                    body.getLong();
                    int captured = body.getInt();
                    int original = body.getInt();
                    byte[] frame = padded(body, captured);
                    packets.add(new Comment(
                            captured, original, frame, new String(option(body, 1), StandardCharsets.UTF_8)));
                    assertEquals(0, body.getInt(), "opt_endofopt");
                }
                default -> throw new AssertionError("block of type " + type);
            }
            assertEquals(0, body.remaining(), "nothing behind the options");
        }
        assertEquals(List.of(0x0A0D0D0A, 1), types.subList(0, 2));
        assertEquals(2 + packets.size(), types.size());
        return packets;
    }

    private static byte[] option(ByteBuffer body, int code) {
        assertEquals(code, body.getShort());
        return padded(body, body.getShort());
    }

    private static byte[] padded(ByteBuffer body, int length) {
        byte[] value = new byte[length];
        body.get(value);
        while (body.position() % 4 != 0) {
            assertEquals(0, body.get());
        }
        return value;
    }
}
