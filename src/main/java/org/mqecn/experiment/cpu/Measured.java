// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mqecn.host.ProcessorTime;

/**
 * What came out of a run, and whether it counts.
 *
 * @param seconds that were measured
 * @param time what they did meanwhile
 * @param rates bytes a second that arrived of each flow
 * @param retransmitted segments
 * @param qdisc what stood on the device, and counted meanwhile
 */
record Measured(CpuTrial trial, double seconds, ProcessorTime time, double[] rates, long retransmitted, Passage qdisc) {
    /** What arrived may be so much off what was asked for; any two runs that count differ by twice that at most. */
    private static final double OFF_IN_ALL = 0.025;
    /** So much may a flow be off its rate, and so many flows be further off than that. */
    private static final double OFF_EACH = 0.1;
    private static final double FLOWS_FURTHER_OFF = 0.05;
    /** Headers come on top of what arrived, what is on its way at the ends may be missing. */
    private static final double SEEN_AT_LEAST = 0.97;
    /** Processors that others may take: so many, and so much of what was measured. */
    private static final double OTHERS_AT_MOST = 0.05;
    private static final double OTHERS_PART = 0.05;
    private static final double STOLEN_AT_MOST = 0.02;
    /** Seconds: /proc/stat has whole hundredths. */
    private static final double ROUNDING = 0.05;
    private static final double MEGA = 1e6;
    private static final double PERCENT = 100;

    /**
     * What the root qdisc of the device told.
     *
     * @param kind that stood there at the end
     * @param sentBytes through it while it was measured
     * @param throttled how often it held a flow back meanwhile; 0 where its kind does not count that
     */
    record Passage(String device, String kind, long sentBytes, long dropped, long throttled) {}

    private double mbit() {
        return Arrays.stream(rates).sum() * Byte.SIZE / MEGA;
    }

    private double askedMbit() {
        return (double) trial.setup().bytesPerSecond() * trial.setup().flows() * Byte.SIZE / MEGA;
    }

    Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("cpu_user_cores", time.user() / seconds);
        metrics.put("cpu_system_cores", time.system() / seconds);
        metrics.put("cpu_softirq_cores", time.interrupts() / seconds);
        metrics.put("cpu_total_cores", time.busy() / seconds);
        metrics.put("cpu_total_percent", PERCENT * time.busy() / time.all());
        metrics.put("others_cores", time.others() / seconds);
        metrics.put("goodput_sum_mbit", mbit());
        double[] parts = Arrays.stream(rates).map(rate -> PERCENT * rate / trial.setup().bytesPerSecond()).sorted()
                .toArray();
        for (int part : new int[] {5, 50, 95}) {
            metrics.put("rate_p" + part + "_percent", parts[(parts.length - 1) * part / 100]);
        }
        metrics.put("retransmitted_segments", (double) retransmitted);
        metrics.put("throttled", (double) qdisc.throttled);
        return metrics;
    }

    /** Why it does not count; empty where it does. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        passage(faults);
        rates(faults);
        machine(faults);
        return faults;
    }

    private void passage(List<String> faults) {
        if (!qdisc.kind.equals(trial.qdisc().kind())) {
            faults.add("on " + qdisc.device + " stands " + qdisc.kind + ", not " + trial.qdisc().kind());
            return;
        }
        double seen = qdisc.sentBytes * Byte.SIZE / seconds / MEGA;
        if (seen < SEEN_AT_LEAST * mbit()) {
            faults.add(text("the traffic did not go through %s: it counted %.1f of the %.1f Mbit/s that arrived",
                    qdisc.kind, seen, mbit()));
        }
        if (trial.qdisc().isPacer() && qdisc.throttled == 0) {
            faults.add(qdisc.kind + " held no flow back: it was not it that paced them");
        }
        if (qdisc.dropped > 0) {
            faults.add(qdisc.kind + " dropped " + qdisc.dropped + " packets");
        }
    }

    private void rates(List<String> faults) {
        if (Math.abs(mbit() / askedMbit() - 1) > OFF_IN_ALL) {
            faults.add(text("%.1f of %.1f Mbit/s arrived: runs at different rates cannot be compared", mbit(),
                    askedMbit()));
        }
        long off = Arrays.stream(rates)
                .filter(rate -> Math.abs(rate / trial.setup().bytesPerSecond() - 1) > OFF_EACH).count();
        if (off > FLOWS_FURTHER_OFF * rates.length) {
            faults.add(text("%d of %d flows were more than %.0f %% off their rate", off, rates.length,
                    PERCENT * OFF_EACH));
        }
    }

    private void machine(List<String> faults) {
        if (time.busy() <= ROUNDING) {
            faults.add("no processor time was counted: in virtual time, work takes none");
        }
        if (time.others() / seconds > OTHERS_AT_MOST + OTHERS_PART * time.busy() / seconds) {
            faults.add(text("other programs took %.2f of the %.2f processors at work", time.others() / seconds,
                    time.busy() / seconds));
        }
        if (time.stolen() > STOLEN_AT_MOST * time.all()) {
            faults.add(text("the machine that this one runs on took %.2f of its %.0f processors", time.stolen() / seconds,
                    time.all() / seconds));
        }
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
