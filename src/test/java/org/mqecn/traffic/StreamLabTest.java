// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.host.LocalMachine;
import org.mqecn.lab.Guest;
import org.mqecn.lab.GuestResult;
import org.mqecn.lab.GuestSpec;
import org.mqecn.lab.Lab;
import org.mqecn.lab.TestLimits;
import org.mqecn.traffic.video.VideoFolder;

/** Streams from nginx through a bottleneck port, in one guest and in virtual time. */
@Tag("lab")
@DisplayName("Streaming through a bottleneck")
final class StreamLabTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path RESOURCES = Path.of("src/test/resources/org/mqecn/traffic");
    private static final long SEGMENTS =
            VideoTestbed.VIDEOS.duration().dividedBy(VideoTestbed.VIDEOS.segmentDuration());
    private static final long START_THRESHOLD_US = 2_000_000;

    @TempDir
    private static Path out;

    /** Three phases: enough capacity; too little for fixed bitrates; the same with adaptation and a port of tbf and red. */
    @BeforeAll
    static void run() throws IOException {
        Path videos = Path.of("/var/lib/mqecn/videos");
        String script =
                """
                set -e
                mkdir -p /var/lib/mqecn/videos
                %s --encoder synthetic
                cp %s /run/stream.yaml
                up() {
                    mqecn testbed up -f /run/stream.yaml
                }
                stream() {
                    ip netns exec stream-client mqecn traffic stream "$@"
                }
                save_logs() {
                    for service in server1-video server2-video balancer-load-balancer; do
                        cp /run/mqecn/testbeds/stream/$service/access.log /out/$1-$service.log
                        : > /run/mqecn/testbeds/stream/$service/access.log
                    done
                    tc -n stream-r1 -s -j qdisc show dev client > /out/$1-port.json
                }
                library=http://10.0.3.2:8080/

                up
                stream $library --sessions 2 --arrivals 0.5/s --adaptation fixed:1500kbit -o jsonl > /out/fast.jsonl
                save_logs fast
                sed -i 's/rate: 8mbit/rate: 3mbit/' /run/stream.yaml
                up
                stream $library --sessions 3 --adaptation fixed:1500kbit -o jsonl > /out/narrow.jsonl
                save_logs narrow
                sed -i 's/qdisc: dwrr/qdisc: red/' /run/stream.yaml
                up
                stream $library --sessions 3 --buffer 12s -o json --records /out/adapted.jsonl > /out/adapted.json
                save_logs adapted
                stream $library --sessions 1 --adaptation rate --buffer 12s > /out/alone.txt
                stream ${library}video-9/master.m3u8 -o jsonl > /out/failed.jsonl 2> /out/failed.txt ||
                    echo $? >> /out/failed.txt

                (cd /var/lib/mqecn/videos/* && exec ip netns exec stream-server1 /usr/bin/python3 %s 2> /dev/null) &
                sleep 1
                for port in 8000 8001; do
                    stream http://10.0.1.2:$port/ --records /out/$port.jsonl --adaptation fixed:500kbit > /dev/null
                done
                stream http://10.0.1.2:8002/a.m3u8 --idle-timeout 3s -o jsonl > /out/timeout.jsonl 2> /dev/null || true
                mqecn testbed down -f stream
                """
                        .formatted(
                                VideoFolder.creationCommand("mqecn", videos, VideoTestbed.VIDEOS)
                                        .shellLine(),
                                RESOURCES.resolve("stream.yaml").toAbsolutePath(),
                                RESOURCES.resolve("servers.py").toAbsolutePath());
        Guest guest = new Lab(LocalMachine.current(), System.err::println).prepareGuest(false);
        GuestResult result = guest.run(GuestSpec.shell(script, out).withLimit(TestLimits.GUEST));
        assertEquals(0, result.exitStatus(), result.output() + result.errors());
    }

    private static List<JsonNode> lines(String name) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(out.resolve(name))) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    @Test
    @DisplayName("no stalls if the capacity suffices")
    void fastNetwork() throws IOException {
        List<JsonNode> sessions = lines("fast.jsonl");
        assertEquals(2, sessions.size());
        for (JsonNode session : sessions) {
            assertEquals(0, session.path("stalls").size(), session::toString);
            assertEquals(1_500_000, session.path("mean_bitrate_bits_per_second").asLong());
            assertEquals(SEGMENTS, session.path("segments").size());
            assertTrue(session.path("start_up_delay_us").asLong() < START_THRESHOLD_US, session::toString);
        }
    }

    @Test
    @DisplayName("three streams of 1500 kbit/s through 3 Mbit/s stall as their buffer levels predict")
    void narrow() throws IOException {
        List<JsonNode> sessions = lines("narrow.jsonl");
        assertEquals(3, sessions.size());
        for (JsonNode session : sessions) {
            assertTrue(session.path("stalls").size() > 0, session::toString);
            assertEquals(
                    expectedStalls(session),
                    elements(session.path("stalls")).stream()
                            .map(stall -> List.of(
                                    stall.path("start_us").asLong(),
                                    stall.path("duration_us").asLong()))
                            .toList());
            long length = VideoTestbed.VIDEOS.duration().toNanos() / 1000;
            assertEquals(
                    session.path("end_us").asLong(),
                    session.path("start_us").asLong()
                            + session.path("start_up_delay_us").asLong()
                            + length
                            + session.path("stall_time_us").asLong(),
                    5);
        }
    }

    /** Computes the stalls from the arrival times of segments: start and duration in microseconds. */
    private static List<List<Long>> expectedStalls(JsonNode session) {
        List<List<Long>> stalls = new ArrayList<>();
        long emptyAt = Long.MIN_VALUE;
        for (JsonNode segment : session.path("segments")) {
            long complete = segment.path("complete_us").asLong();
            if (emptyAt != Long.MIN_VALUE && complete > emptyAt) {
                stalls.add(List.of(emptyAt, complete - emptyAt));
            }
            emptyAt = Math.max(emptyAt, complete) + segment.path("duration_us").asLong();
        }
        return stalls;
    }

    @Test
    @DisplayName("adaptation lowers bitrates and avoids stalls")
    void adapted() throws IOException {
        long fixed = lines("narrow.jsonl").stream()
                .mapToLong(session -> session.path("stall_time_us").asLong())
                .sum();
        List<JsonNode> sessions = lines("adapted.jsonl");
        assertEquals(3, sessions.size());
        for (JsonNode session : sessions) {
            assertTrue(session.path("mean_bitrate_bits_per_second").asLong() < 1_500_000, session::toString);
            assertTrue(session.path("bitrate_switches").asInt() > 0, session::toString);
        }
        assertTrue(sessions.stream()
                        .mapToLong(session -> session.path("stall_time_us").asLong())
                        .sum()
                < fixed / 10);
        JsonNode report = JSON.readTree(out.resolve("adapted.json").toFile());
        assertEquals(sessions, elements(report.path("sessions")));
        assertEquals(3, report.path("summary").path("sessions").asInt());
    }

    @Test
    @DisplayName("viewers receive what the balancer sends, and the balancer what the servers send")
    void bytes() throws IOException {
        for (String run : List.of("fast", "narrow", "adapted")) {
            long received = lines(run + ".jsonl").stream()
                    .mapToLong(session -> session.path("bytes").asLong())
                    .sum();
            assertTrue(received > 0);
            assertEquals(received, logged(run, "balancer-load-balancer"), run);
            assertTrue(logged(run, "server1-video") > 0 && logged(run, "server2-video") > 0, run);
            assertEquals(received, logged(run, "server1-video") + logged(run, "server2-video"), run);
        }
    }

    private static long logged(String run, String service) throws IOException {
        return lines(run + "-" + service + ".log").stream()
                .filter(line -> line.path("request").asText().contains(".bin "))
                .mapToLong(line -> line.path("body_bytes").asLong())
                .sum();
    }

    @Test
    @DisplayName("dwrr and red mark at the bottleneck")
    void marks() throws IOException {
        JsonNode dwrr = JSON.readTree(out.resolve("narrow-port.json").toFile());
        JsonNode red = JSON.readTree(out.resolve("adapted-port.json").toFile());
        assertTrue(dwrr.get(0).path("marked_packets").asLong() > 0, dwrr::toString);
        assertTrue(
                elements(red).stream()
                                .filter(qdisc -> qdisc.path("kind").asText().equals("red"))
                                .mapToLong(qdisc -> qdisc.path("marked").asLong())
                                .sum()
                        > 0,
                red::toString);
    }

    @Test
    @DisplayName("a failed session has a record with the reason, and the exit status is 1")
    void failure() throws IOException {
        String errors = Files.readString(out.resolve("failed.txt"));
        assertEquals(
                "http://10.0.3.2:8080/video-9/master.m3u8: 404 Not Found",
                lines("failed.jsonl").get(0).path("failure").asText());
        assertTrue(errors.contains("1 of 1 sessions failed") && errors.strip().endsWith("\n1"), errors);
        List<String> alone = Files.readAllLines(out.resolve("alone.txt"));
        assertTrue(
                alone.get(0).startsWith("sessions 1  failed 0"), alone.stream().collect(Collectors.joining("\n")));
    }

    @Test
    @DisplayName("servers that close connections or send chunks work; one that does not respond causes a timeout")
    void otherServers() throws IOException {
        for (String port : List.of("8000", "8001")) {
            JsonNode session = lines(port + ".jsonl").get(0);
            assertTrue(session.path("failure").isMissingNode(), session::toString);
            assertEquals(SEGMENTS * 125_000, session.path("bytes").asLong());
        }
        JsonNode timeout = lines("timeout.jsonl").get(0);
        assertEquals(
                "http://10.0.1.2:8002/a.m3u8: no data for 3000 ms (timeout)",
                timeout.path("failure").asText());
        assertEquals(
                3_000_000,
                timeout.path("end_us").asLong() - timeout.path("start_us").asLong(),
                10_000);
    }
}
