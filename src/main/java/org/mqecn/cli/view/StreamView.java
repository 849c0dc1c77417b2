// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.mqecn.traffic.video.HttpTransfer;
import org.mqecn.traffic.video.SessionRecord;
import org.mqecn.traffic.video.SessionRecord.SegmentRecord;
import org.mqecn.traffic.video.SessionRecord.Stall;
import org.mqecn.traffic.video.StreamingSummary;

/** Prints streaming sessions and their summary. Times in JSON are microseconds since the start of the run. */
public final class StreamView {
    private static final long NANOS_PER_MICROSECOND = 1000;

    private StreamView() {}

    /** Prints a record as one line of JSON. */
    public static void printJsonLine(PrintWriter out, SessionRecord record) {
        try (JsonWriter json = new JsonWriter(out).onSingleLine()) {
            write(json, record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.flush();
    }

    public static void printJson(PrintWriter out, StreamingSummary summary, List<SessionRecord> sessions)
            throws IOException {
        try (JsonWriter json = new JsonWriter(out)) {
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

    private static void write(JsonWriter json, SessionRecord session) throws IOException {
        json.object(() -> {
            json.field("session", session.number());
            json.field("video", session.video().toString());
            json.field("warm_up", session.warmUp());
            json.field("start_us", micros(session.start()));
            if (session.playbackStart().isPresent()) {
                json.field(
                        "start_up_delay_us",
                        elapsedMicros(session.start(), session.playbackStart().getAsLong()));
            }
            json.field("end_us", micros(session.end()));
            json.field(
                    "stall_time_us",
                    session.stalls().stream()
                            .mapToLong(StreamView::durationMicros)
                            .sum());
            json.field("mean_bitrate_bits_per_second", session.meanBitrate());
            json.field("bitrate_switches", session.bitrateSwitches());
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
                for (SegmentRecord segment : session.segments()) {
                    write(json, segment);
                }
            });
        });
    }

    private static void write(JsonWriter json, Stall stall) throws IOException {
        json.object(() -> {
            json.field("start_us", micros(stall.start()));
            json.field("duration_us", durationMicros(stall));
        });
    }

    private static void write(JsonWriter json, SegmentRecord segment) throws IOException {
        HttpTransfer transfer = segment.transfer();
        json.object(() -> {
            json.field("index", segment.index());
            json.field("bitrate_bits_per_second", segment.bitrate());
            json.field("duration_us", micros(segment.duration()));
            json.field("bytes", transfer.bytes());
            json.field("request_us", micros(transfer.requestTime()));
            json.field("first_byte_us", micros(transfer.firstByteTime()));
            json.field("complete_us", micros(transfer.completionTime()));
            json.field("throughput_bits_per_second", transfer.throughput());
            json.field("buffer_level_us", micros(segment.bufferLevel()));
        });
    }

    private static void write(JsonWriter json, StreamingSummary summary) throws IOException {
        json.field("sessions", summary.sessions());
        json.field("failed", summary.failed());
        json.field("warm_up", summary.warmUp());
        json.field("bytes", summary.bytes());
        for (StreamingSummary.QuantityStatistics row : summary.rows()) {
            json.name(row.jsonName() + jsonSuffix(row.quantityUnit()));
            json.object(() -> {
                json.field("count", row.count());
                json.field("mean", jsonValue(row.quantityUnit(), Math.round(row.mean())));
                json.field("median", jsonValue(row.quantityUnit(), Math.round(row.median())));
                json.field("p95", jsonValue(row.quantityUnit(), Math.round(row.percentile95())));
                json.field("max", jsonValue(row.quantityUnit(), Math.round(row.max())));
            });
        }
    }

    private static String jsonSuffix(StreamingSummary.QuantityUnit unit) {
        return switch (unit) {
            case NANOSECONDS -> "_us";
            case BITS_PER_SECOND -> "_bits_per_second";
            case COUNT -> "";
        };
    }

    private static long jsonValue(StreamingSummary.QuantityUnit unit, long value) {
        return unit == StreamingSummary.QuantityUnit.NANOSECONDS ? micros(value) : value;
    }

    public static void printTable(PrintWriter out, StreamingSummary summary) {
        out.println("sessions " + summary.sessions() + "  failed " + summary.failed()
                + (summary.warmUp() > 0 ? "  warm-up " + summary.warmUp() : "") + "  bytes " + summary.bytes());
        TextTable table = new TextTable()
                .textColumn("")
                .numberColumn("", "count")
                .numberColumn("", "mean")
                .numberColumn("", "median")
                .numberColumn("", "p95")
                .numberColumn("", "max");
        for (StreamingSummary.QuantityStatistics row : summary.rows()) {
            table.addRow(List.of(
                    row.quantity() + unitLabel(row.quantityUnit()),
                    Integer.toString(row.count()),
                    cell(row.quantityUnit(), row.mean()),
                    cell(row.quantityUnit(), row.median()),
                    cell(row.quantityUnit(), row.percentile95()),
                    cell(row.quantityUnit(), row.max())));
        }
        table.print(out);
        out.flush();
    }

    private static String unitLabel(StreamingSummary.QuantityUnit unit) {
        return switch (unit) {
            case NANOSECONDS -> " (ms)";
            case BITS_PER_SECOND -> " (kbit/s)";
            case COUNT -> "";
        };
    }

    private static String cell(StreamingSummary.QuantityUnit unit, double value) {
        return switch (unit) {
            case NANOSECONDS -> String.format(Locale.ROOT, "%.1f", value / 1e6);
            case BITS_PER_SECOND -> String.format(Locale.ROOT, "%.0f", value / 1e3);
            case COUNT -> String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.2f", value);
        };
    }

    private static long durationMicros(Stall stall) {
        return elapsedMicros(stall.start(), stall.start() + stall.length());
    }

    /** Returns the difference of two rounded times rather than a rounded difference, so that sums of the output add up. */
    private static long elapsedMicros(long from, long to) {
        return micros(to) - micros(from);
    }

    private static long micros(long nanos) {
        return nanos / NANOS_PER_MICROSECOND;
    }
}
