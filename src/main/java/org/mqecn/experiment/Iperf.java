// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.mqecn.port.UserError;

/** What iperf3 measured over one connection, interval by interval ({@code --json}). */
record Iperf(List<Interval> intervals) {
    private static final double BITS = 8;
    private static final double MEGA = 1e6;

    /**
     * @param start seconds since the flow began
     * @param bytes of payload
     * @param smoothedRttUs at the end of the interval; 0 at the receiver, who does not know it
     */
    record Interval(double start, double end, double seconds, long bytes, double smoothedRttUs) {}

    /**
     * Reads the one JSON object that iperf3 prints.
     *
     * @throws UserError where iperf3 reports an error instead
     */
    static Iperf parse(String json) {
        JsonNode root = Results.parse("iperf3's output", json);
        if (root.has("error")) {
            throw new UserError("iperf3 failed: " + root.get("error").asText(), "");
        }
        List<Interval> intervals = new ArrayList<>();
        for (JsonNode interval : root.path("intervals")) {
            JsonNode stream = interval.path("streams").path(0);
            intervals.add(new Interval(stream.path("start").asDouble(), stream.path("end").asDouble(),
                    stream.path("seconds").asDouble(), stream.path("bytes").asLong(), stream.path("rtt").asDouble()));
        }
        return new Iperf(intervals);
    }

    /**
     * The intervals that lie between two times, give or take half of one, for iperf3's clock begins with the flow.
     *
     * @throws UserError where the flow was not there all the time
     */
    Iperf between(double from, double to) {
        List<Interval> inside = intervals.stream().filter(interval -> {
            double middle = (interval.start + interval.end) / 2;
            return middle > from && middle < to;
        }).toList();
        double covered = inside.stream().mapToDouble(Interval::seconds).sum();
        if (inside.isEmpty() || covered < 0.9 * (to - from)) {
            throw new UserError("a flow lasted for " + covered + " s of the measurement's " + (to - from) + " s", "");
        }
        return new Iperf(inside);
    }

    double goodputMbps() {
        return sum(Interval::bytes) * BITS / sum(Interval::seconds) / MEGA;
    }

    double[] smoothedRttsUs() {
        return intervals.stream().mapToDouble(Interval::smoothedRttUs).toArray();
    }

    private double sum(ToDoubleFunction<Interval> quantity) {
        return intervals.stream().mapToDouble(quantity).sum();
    }
}
