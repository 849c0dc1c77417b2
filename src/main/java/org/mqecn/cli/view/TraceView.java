// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.mqecn.monitor.FrameHeaders;
import org.mqecn.monitor.TracedPacket;

/** Prints packets that a port handled. */
public final class TraceView {
    private static final double NANOS_PER_SECOND = 1e9;

    private TraceView() {}

    /** Two lines: the packet, and the port's decisions. */
    public static void print(PrintWriter out, TracedPacket packet) {
        out.printf(
                Locale.ROOT,
                "%.9f  %d bytes  %s%n    %s%n",
                packet.end().timeNs() / NANOS_PER_SECOND,
                packet.end().number("len"),
                packet.headers().map(FrameHeaders::toString).orElse("not IP"),
                packet.describe());
        out.flush();
    }

    public static void printJson(PrintWriter out, List<TracedPacket> packets) throws IOException {
        try (JsonWriter json = new JsonWriter(out)) {
            json.array(() -> {
                for (TracedPacket packet : packets) {
                    json.object(() -> write(json, packet));
                }
            });
        }
        out.flush();
    }

    private static void write(JsonWriter json, TracedPacket packet) throws IOException {
        json.field("time_ns", packet.end().timeNs());
        json.field("packet", packet.headers().map(FrameHeaders::toString).orElse("not IP"));
        json.field("wire_bytes", packet.end().number("len"));
        json.field("queue", packet.queue());
        write(json, "dscp", packet.dscp());
        write(json, "pcp", packet.pcp());
        json.field("ecn", packet.ecn());
        json.field("arrival_seen", packet.arrival().isPresent());
        json.field("queue_bytes", packet.onArrival("queue_bytes"));
        json.field("queue_packets", packet.onArrival("queue_packets"));
        json.field("port_bytes", packet.onArrival("port_bytes"));
        write(json, "threshold_bytes", packet.threshold("bytes"));
        write(json, "threshold_ns", packet.threshold("ns"));
        json.field("round_time_ps", packet.end().number("round_ps"));
        write(json, "marked_at", packet.markedAt());
        write(json, "dropped", packet.dropReason());
        write(json, "sojourn_ns", packet.sojournNs());
        write(json, "waited_ns", packet.waitedNs());
    }

    private static void write(JsonWriter json, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.field(name, value.get());
        }
    }

    private static void write(JsonWriter json, String name, OptionalLong value) throws IOException {
        if (value.isPresent()) {
            json.field(name, value.getAsLong());
        }
    }
}
