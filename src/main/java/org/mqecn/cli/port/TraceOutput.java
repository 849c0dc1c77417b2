// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.port;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.mqecn.cli.view.TraceView;
import org.mqecn.monitor.PcapngWriter;
import org.mqecn.monitor.TracedPacket;

/** Where traced packets go, in one of the formats. Each packet is written at once, but for JSON, which is one array. */
interface TraceOutput {
    /** @throws IOException if it cannot be written: the trace ends */
    void write(TracedPacket packet) throws IOException;

    /** Writes what is left after the last packet. */
    default void finish() throws IOException {}

    /** Lines of text. */
    record Text(Writer out) implements TraceOutput {
        @Override
        public void write(TracedPacket packet) throws IOException {
            print(out, lines -> TraceView.print(lines, packet));
        }
    }

    /** One array, written at the end. */
    record Json(Writer out, List<TracedPacket> packets) implements TraceOutput {
        Json(Writer out) {
            this(out, new ArrayList<>());
        }

        @Override
        public void write(TracedPacket packet) {
            packets.add(packet);
        }

        @Override
        public void finish() throws IOException {
            print(out, lines -> TraceView.printJson(lines, packets));
        }
    }

    /** Frames with comments. The kernel's events have times of the monotonic clock, files those of the day. */
    final class Pcapng implements TraceOutput {
        /** DWRR_TRACE_FRAME in kmod/dwrr/trace.h. */
        private static final int FRAME = 128;
        /** Preamble, FCS and gap. */
        private static final int NOT_CAPTURED = 24;

        private final PcapngWriter writer;
        private final long offsetNs;

        Pcapng(OutputStream out, String device) throws IOException {
            writer = new PcapngWriter(out, device, FRAME);
            Instant now = Instant.now();
            offsetNs = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - System.nanoTime();
        }

        @Override
        public void write(TracedPacket packet) throws IOException {
            byte[] frame = packet.frame();
            writer.write(
                    packet.end().timeNs() + offsetNs,
                    frame,
                    Math.max(frame.length, (int) packet.end().number("len") - NOT_CAPTURED),
                    packet.describe());
        }
    }

    /** Prints to a {@link PrintWriter}. */
    @FunctionalInterface
    interface Printer {
        void print(PrintWriter lines) throws IOException;
    }

    /** A {@link PrintWriter} on a file would keep to itself that the file is full. */
    private static void print(Writer out, Printer printer) throws IOException {
        StringWriter text = new StringWriter();
        PrintWriter lines = new PrintWriter(text);
        printer.print(lines);
        lines.flush();
        out.write(text.toString());
        out.flush();
    }
}
