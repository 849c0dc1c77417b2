// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.mqecn.figure.Table;
import org.mqecn.traffic.SessionRecord;
import org.mqecn.traffic.SessionRecord.Segment;
import org.mqecn.traffic.SessionRecord.Stall;
import org.mqecn.traffic.Summary;
import org.mqecn.traffic.Transfer;

/** Writes what came of streaming sessions. Times are microseconds since the run began. */
final class StreamView {
    private static final long NANOS_A_MICROSECOND = 1000;

    private StreamView() {}

    /** A record as one line of JSON. */
    static void printLine(PrintWriter out, SessionRecord record) {
        try (Json json = new Json(out).onOneLine()) {
            write(json, record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.flush();
    }

    static void printJson(PrintWriter out, Summary summary, List<SessionRecord> sessions) throws IOException {
        try (Json json = new Json(out)) {
            json.object(() -> {
                json.name("summary");
                json.object(() -> write(json, summary));
                json.name("sessions");
                json.array(() -> {
                    for (SessionRecord session : sessions) {
                        write(json, session);
                    }
                });
            });
        }
    }

    private static void write(Json json, SessionRecord session) throws IOException {
        json.object(() -> {
            json.field("session", session.number());
            json.field("video", session.video().toString());
            json.field("warm_up", session.warmUp());
            json.field("start_us", micros(session.start()));
            if (session.playing().isPresent()) {
                json.field("start_up_delay_us", between(session.start(), session.playing().getAsLong()));
            }
            json.field("end_us", micros(session.end()));
            json.field("stalled_us", session.stalls().stream().mapToLong(StreamView::length).sum());
            json.field("mean_bitrate_bits_per_second", session.meanBitrate());
            json.field("switches", session.switches());
            json.field("bytes", session.bytes());
            if (session.failure().isPresent()) {
                json.field("failure", session.failure().get());
            }
            json.name("stalls");
            json.array(() -> {
                for (Stall stall : session.stalls()) {
                    write(json, stall);
                }
            });
            json.name("segments");
            json.array(() -> {
                for (Segment segment : session.segments()) {
                    write(json, segment);
                }
            });
        });
    }

    private static void write(Json json, Stall stall) throws IOException {
        json.object(() -> {
            json.field("start_us", micros(stall.start()));
            json.field("length_us", length(stall));
        });
    }

    private static void write(Json json, Segment segment) throws IOException {
        Transfer transfer = segment.transfer();
        json.object(() -> {
            json.field("index", segment.index());
            json.field("bitrate_bits_per_second", segment.bitrate());
            json.field("duration_us", micros(segment.duration()));
            json.field("bytes", transfer.bytes());
            json.field("request_us", micros(transfer.requested()));
            json.field("first_byte_us", micros(transfer.firstByte()));
            json.field("complete_us", micros(transfer.complete()));
            json.field("throughput_bits_per_second", transfer.throughput());
            json.field("buffer_us", micros(segment.buffered()));
        });
    }

    private static void write(Json json, Summary summary) throws IOException {
        json.field("sessions", summary.sessions());
        json.field("failed", summary.failed());
        json.field("warm_up", summary.warmUp());
        json.field("bytes", summary.bytes());
        for (Summary.Row row : summary.rows()) {
            json.name(row.quantity().replaceAll("[^a-z]+", "_") + suffix(row.unit()));
            json.object(() -> {
                json.field("count", row.count());
                json.field("mean", scaled(row.unit(), Math.round(row.mean())));
                json.field("median", scaled(row.unit(), row.median()));
                json.field("percentile_95", scaled(row.unit(), row.percentile95()));
                json.field("maximum", scaled(row.unit(), row.most()));
            });
        }
    }

    private static String suffix(Summary.Unit unit) {
        return switch (unit) {
            case NANOSECONDS -> "_us";
            case BITS_PER_SECOND -> "_bits_per_second";
            case COUNT -> "";
        };
    }

    private static long scaled(Summary.Unit unit, long value) {
        return unit == Summary.Unit.NANOSECONDS ? micros(value) : value;
    }

    static void printTable(PrintWriter out, Summary summary) {
        out.println("sessions " + summary.sessions() + "  failed " + summary.failed()
                + (summary.warmUp() > 0 ? "  warm-up " + summary.warmUp() : "") + "  bytes " + summary.bytes());
        Table table = new Table().words("").numbers("", "count").numbers("", "mean").numbers("", "median")
                .numbers("", "95 %").numbers("", "most");
        for (Summary.Row row : summary.rows()) {
            table.row(List.of(row.quantity() + label(row.unit()), Integer.toString(row.count()),
                    cell(row.unit(), row.mean()), cell(row.unit(), row.median()), cell(row.unit(), row.percentile95()),
                    cell(row.unit(), row.most())));
        }
        table.print(out);
        out.flush();
    }

    private static String label(Summary.Unit unit) {
        return switch (unit) {
            case NANOSECONDS -> ", ms";
            case BITS_PER_SECOND -> ", kbit/s";
            case COUNT -> "";
        };
    }

    private static String cell(Summary.Unit unit, double value) {
        return switch (unit) {
            case NANOSECONDS -> String.format(Locale.ROOT, "%.1f", value / 1e6);
            case BITS_PER_SECOND -> String.format(Locale.ROOT, "%.0f", value / 1e3);
            case COUNT -> String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.2f", value);
        };
    }

    private static long length(Stall stall) {
        return between(stall.start(), stall.start() + stall.length());
    }

    /** A span between two times that are written rounded: rounded in the same way, so that sums hold. */
    private static long between(long from, long to) {
        return micros(to) - micros(from);
    }

    private static long micros(long nanos) {
        return nanos / NANOS_A_MICROSECOND;
    }
}
