// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mqecn.figure.Comparison.Occupancy;
import org.mqecn.figure.Comparison.Run;

/** The pictures of the demo: what stands in the queues, and how the probes' round-trip times are distributed. */
final class DemoPictures {
    private static final double US_A_MS = 1000;

    private DemoPictures() {}

    static List<Picture> of(Comparison comparison) {
        return List.of(occupancy(comparison), roundTrips(comparison));
    }

    private static Picture occupancy(Comparison comparison) {
        Map<String, Trace> traces = new LinkedHashMap<>();
        comparison.runs().forEach(run -> traces.put(title(run), trace(run)));
        return new Picture("occupancy", TracePanels.of(traces));
    }

    private static String title(Run run) {
        long threshold = run.configuration().path("port_thresh_bytes").asLong();
        return String.format(Locale.ROOT, "%s: K = %.0f KB, base RTT %d us", run.scheme(), Trace.kb(threshold),
                run.baseRttUs());
    }

    private static Trace trace(Run run) {
        Occupancy occupancy = run.occupancy();
        List<Trace.Queue> queues = new ArrayList<>();
        for (Occupancy.Queue queue : occupancy.queues()) {
            int number = queues.size();
            queues.add(new Trace.Queue("service " + (number + 1), number, kb(queue.backlogBytes()),
                    kb(queue.thresholdBytes())));
        }
        double[] ms = Arrays.stream(occupancy.timeUs()).mapToDouble(time -> time / US_A_MS).toArray();
        return Trace.of(ms, queues, run.scheme().equals("per-port"), ms[ms.length / 2]);
    }

    private static double[] kb(long[] bytes) {
        return Arrays.stream(bytes).mapToDouble(Trace::kb).toArray();
    }

    private static Picture roundTrips(Comparison comparison) {
        Map<String, double[]> samples = new LinkedHashMap<>();
        comparison.runs().forEach(run -> samples.put(run.name(),
                Arrays.stream(run.probeRtt().samplesUs()).sorted().toArray()));
        return new Picture("rtt", List.of(Distribution.panel("Round-trip times of the probes", "RTT, us", samples)));
    }
}
