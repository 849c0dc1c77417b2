// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.mqecn.figure.TextTable;
import org.mqecn.traffic.video.HttpTransfer;
import org.mqecn.traffic.video.SessionRecord;
import org.mqecn.traffic.video.SessionRecord.SegmentRecord;
import org.mqecn.traffic.video.SessionRecord.Stall;
import org.mqecn.traffic.video.StreamingSummary;

/** Writes what came of streaming sessions. Times are microseconds since the run began. */
public final class StreamView {
    private static final long NANOS_PER_MICROSECOND = 1000;

    private StreamView() {}

    /** A record as one line of JSON. */
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
                    "stalled_us",
                    session.stalls().stream()
                            .mapToLong(StreamView::durationMicros)
                            .sum());
            json.field("mean_bitrate_bits_per_second", session.meanBitrate());
            json.field("switches", session.bitrateSwitches());
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
                for (SegmentRecord segmentRecord : session.segments()) {
                    write(json, segmentRecord);
                }
            });
        });
    }

    private static void write(JsonWriter json, Stall stall) throws IOException {
        json.object(() -> {
            json.field("start_us", micros(stall.start()));
            json.field("length_us", durationMicros(stall));
        });
    }

    private static void write(JsonWriter json, SegmentRecord segmentRecord) throws IOException {
        HttpTransfer transfer = segmentRecord.transfer();
        json.object(() -> {
            json.field("index", segmentRecord.index());
            json.field("bitrate_bits_per_second", segmentRecord.bitrate());
            json.field("duration_us", micros(segmentRecord.duration()));
            json.field("bytes", transfer.bytes());
            json.field("request_us", micros(transfer.requestTime()));
            json.field("first_byte_us", micros(transfer.firstByteTime()));
            json.field("complete_us", micros(transfer.completionTime()));
            json.field("throughput_bits_per_second", transfer.throughput());
            json.field("buffer_us", micros(segmentRecord.bufferLevel()));
        });
    }

    private static void write(JsonWriter json, StreamingSummary summary) throws IOException {
        json.field("sessions", summary.sessions());
        json.field("failed", summary.failed());
        json.field("warm_up", summary.warmUp());
        json.field("bytes", summary.bytes());
        for (StreamingSummary.QuantityStatistics quantityStatistics : summary.rows()) {
            json.name(quantityStatistics.quantity().replaceAll("[^a-z]+", "_")
                    + jsonSuffix(quantityStatistics.quantityUnit()));
            json.object(() -> {
                json.field("count", quantityStatistics.count());
                json.field("mean", jsonValue(quantityStatistics.quantityUnit(), Math.round(quantityStatistics.mean())));
                json.field(
                        "median",
                        jsonValue(quantityStatistics.quantityUnit(), Math.round(quantityStatistics.median())));
                json.field(
                        "percentile_95",
                        jsonValue(quantityStatistics.quantityUnit(), Math.round(quantityStatistics.percentile95())));
                json.field(
                        "maximum", jsonValue(quantityStatistics.quantityUnit(), Math.round(quantityStatistics.max())));
            });
        }
    }

    private static String jsonSuffix(StreamingSummary.QuantityUnit quantityUnit) {
        return switch (quantityUnit) {
            case NANOSECONDS -> "_us";
            case BITS_PER_SECOND -> "_bits_per_second";
            case COUNT -> "";
        };
    }

    private static long jsonValue(StreamingSummary.QuantityUnit quantityUnit, long value) {
        return quantityUnit == StreamingSummary.QuantityUnit.NANOSECONDS ? micros(value) : value;
    }

    public static void printTable(PrintWriter out, StreamingSummary summary) {
        out.println("sessions " + summary.sessions() + "  failed " + summary.failed()
                + (summary.warmUp() > 0 ? "  warm-up " + summary.warmUp() : "") + "  bytes " + summary.bytes());
        TextTable textTable = new TextTable()
                .textColumn("")
                .numberColumn("", "count")
                .numberColumn("", "mean")
                .numberColumn("", "median")
                .numberColumn("", "95 %")
                .numberColumn("", "most");
        for (StreamingSummary.QuantityStatistics quantityStatistics : summary.rows()) {
            textTable.addRow(List.of(
                    quantityStatistics.quantity() + unitLabel(quantityStatistics.quantityUnit()),
                    Integer.toString(quantityStatistics.count()),
                    cell(quantityStatistics.quantityUnit(), quantityStatistics.mean()),
                    cell(quantityStatistics.quantityUnit(), quantityStatistics.median()),
                    cell(quantityStatistics.quantityUnit(), quantityStatistics.percentile95()),
                    cell(quantityStatistics.quantityUnit(), quantityStatistics.max())));
        }
        textTable.print(out);
        out.flush();
    }

    private static String unitLabel(StreamingSummary.QuantityUnit quantityUnit) {
        return switch (quantityUnit) {
            case NANOSECONDS -> ", ms";
            case BITS_PER_SECOND -> ", kbit/s";
            case COUNT -> "";
        };
    }

    private static String cell(StreamingSummary.QuantityUnit quantityUnit, double value) {
        return switch (quantityUnit) {
            case NANOSECONDS -> String.format(Locale.ROOT, "%.1f", value / 1e6);
            case BITS_PER_SECOND -> String.format(Locale.ROOT, "%.0f", value / 1e3);
            case COUNT -> String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.2f", value);
        };
    }

    private static long durationMicros(Stall stall) {
        return elapsedMicros(stall.start(), stall.start() + stall.length());
    }

    /** A span between two times that are written rounded: rounded in the same way, so that sums hold. */
    private static long elapsedMicros(long from, long to) {
        return micros(to) - micros(from);
    }

    private static long micros(long nanos) {
        return nanos / NANOS_PER_MICROSECOND;
    }
}
