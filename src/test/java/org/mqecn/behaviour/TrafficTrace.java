// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The observations of one run of a script.
 *
 * @param packets received packets, in order
 * @param ingressPackets packets that arrived at the port, in order, if the wire has a mirror
 * @param snapshots of the port, in order
 * @param deviceCounters counters of the receiving device, in order
 * @param startTimes start times of the script, by the monotonic clock
 * @param stepTimes the times of steps that change the port, in order, since the start
 */
record TrafficTrace(
        List<CapturedPacket> packets,
        List<CapturedPacket> ingressPackets,
        List<TcSnapshot> snapshots,
        List<DeviceCounters> deviceCounters,
        List<Long> startTimes,
        List<StepTime> stepTimes) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Counters of the receiving device at one time. */
    record DeviceCounters(long ns, long packets, long bytes) {}

    /**
     * The time of a step.
     *
     * @param step sent, tc or timer
     * @param timerNs the time at which the timer of a qdisc expires, of a step timer; -1 if there is none
     */
    record StepTime(String step, long ns, long timerNs) {}

    private static TrafficTrace empty() {
        return new TrafficTrace(
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
    }

    static TrafficTrace parse(String lines) {
        return parseEach(lines).get(0);
    }

    /** The traces of scripts that follow each other in one process. */
    static List<TrafficTrace> parseEach(String lines) {
        List<TrafficTrace> traces = new ArrayList<>(List.of(empty()));
        try {
            for (String line : lines.split("\n")) {
                if (line.equals("[\"next\"]")) {
                    traces.add(empty());
                } else if (line.startsWith("[\"show\"")) {
                    JsonNode show = JSON.readTree(line);
                    traces.get(show.get(4).asInt()).add(show);
                } else if (line.startsWith("[\"")) {
                    traces.get(traces.size() - 1).add(JSON.readTree(line));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return traces;
    }

    private void add(JsonNode line) {
        String kind = line.get(0).asText();
        switch (kind) {
            case "packet" -> packets.add(packet(line));
            case "entered" -> ingressPackets.add(packet(line));
            case "clock" -> startTimes.add(line.get(1).asLong());
            case "sent", "tc", "timer" ->
                stepTimes.add(
                        new StepTime(kind, line.get(1).asLong(), line.path(2).asLong(-1)));
            case "show" ->
                snapshots.add(TcSnapshot.parse(
                        line.get(1).asLong(), line.get(2), line.get(3).asText()));
            case "counters" ->
                deviceCounters.add(new DeviceCounters(
                        line.get(1).asLong(), line.get(2).asLong(), line.get(3).asLong()));
            case "dropped" -> assertEquals(0, line.get(1).asInt(), "packets that the capture missed");
            default -> throw new IllegalArgumentException(line.toString());
        }
    }

    private static CapturedPacket packet(JsonNode line) {
        return new CapturedPacket(
                line.get(1).asLong(),
                line.get(2).asInt(),
                line.get(3).asText(),
                line.get(4).asInt(),
                line.get(5).asInt(),
                line.get(6).asInt(),
                line.get(7).asInt(),
                line.get(8).asInt(),
                line.get(9).asText());
    }

    TcSnapshot first() {
        return snapshots.get(0);
    }

    TcSnapshot last() {
        return snapshots.get(snapshots.size() - 1);
    }

    List<CapturedPacket> flow(int flow) {
        return packets.stream()
                .filter(capturedPacket -> capturedPacket.flow() == flow)
                .toList();
    }

    long count(Predicate<CapturedPacket> which) {
        return packets.stream().filter(which).count();
    }

    /** The flow of each packet, in order of arrival. */
    List<Integer> flows() {
        return packets.stream().map(CapturedPacket::flow).toList();
    }

    /** Every checksum that can be checked is right. */
    void assertChecksums() {
        assertEquals(
                0, count(capturedPacket -> capturedPacket.checksums().equals("bad")), "packets with a wrong checksum");
    }
}
