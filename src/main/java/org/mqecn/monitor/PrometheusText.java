// SPDX-License-Identifier: Apache-2.0
package org.mqecn.monitor;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.mqecn.port.Counter;
import org.mqecn.port.Counters;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.Histogram;
import org.mqecn.port.Port;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QueueConfig;
import org.mqecn.port.QueueHistograms;

/**
 * Writes ports in Prometheus' text format. Names follow its rules: base units, {@code _total} for what only grows. Metrics
 * of ports and of queues have different names, so that a sum counts nothing twice.
 */
public final class PrometheusText {
    /** The type of an HTTP answer with this text. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final String PREFIX = "mqecn_";
    private static final String PORT = PREFIX + "port_";
    private static final String QUEUE = PREFIX + "queue_";
    private static final String DROP_GROUP = "dropped packets";
    private static final String DROPS = "dropped_packets";
    private static final int NANO = 9;
    private static final int PICO = 12;

    /** Lines of one metric. */
    private record MetricFamily(String type, String help, List<String> samples) {}

    private final Map<String, MetricFamily> families = new LinkedHashMap<>();

    private PrometheusText() {}

    /**
     * Formats ports.
     *
     * @param version of mqecn
     */
    public static String of(List<Port> ports, String version) {
        PrometheusText text = new PrometheusText();
        text.gauge(PREFIX + "build_info", "Version of mqecn.", Map.of("version", version), BigDecimal.ONE);
        ports.forEach(text::add);
        return text.format();
    }

    private void add(Port port) {
        Map<String, String> labels = labels("device", port.device(), "handle", port.handle());
        Map<String, String> info = new LinkedHashMap<>(labels);
        info.put("kind", port.config().kind().keyword());
        info.put("parent", port.parent());
        if (port.config().kind() == QdiscKind.DWRR && port.config().isComplete()) {
            info.put("ecn_scheme", port.config().ecnSchemeName());
        }
        gauge(PORT + "info", "What the port is.", info, BigDecimal.ONE);
        addSettings(port, labels);
        addCounters(PORT, "port", port.config().kind(), port.stats().port(), labels);
        for (int queue = 0; queue < port.stats().queues().size(); queue++) {
            addCounters(
                    QUEUE,
                    "queue",
                    port.config().kind(),
                    port.stats().queues().get(queue),
                    with(labels, "queue", Integer.toString(queue)));
        }
        addHistograms(port.stats().histograms(), labels);
        for (int rank = 0; rank < port.stats().ranks().size(); rank++) {
            long packets = port.stats().ranks().get(rank);
            if (packets > 0) {
                sample(
                        PORT + "rank_packets_total",
                        "counter",
                        "Packets by the rank that they carried, the last rank with all above.",
                        with(labels, "rank", Integer.toString(rank)),
                        BigDecimal.valueOf(packets));
            }
        }
    }

    private void addSettings(Port port, Map<String, String> labels) {
        Long rate = port.config().values().get(DwrrSetting.RATE);
        if (rate != null) {
            gauge(PORT + "rate_bytes_per_second", "Rate of the shaper.", labels, BigDecimal.valueOf(rate / Byte.SIZE));
        }
        Long buffer = port.config().values().get(DwrrSetting.SHARED_BUFFER);
        if (buffer != null) {
            gauge(PORT + "shared_buffer_bytes", "Buffer that queues share.", labels, BigDecimal.valueOf(buffer));
        }
        for (QueueConfig queue : port.config().queues()) {
            Long quantum = queue.values().get(DwrrSetting.QUANTUM);
            if (quantum != null) {
                gauge(
                        QUEUE + "quantum_bytes",
                        "Quantum of the queue, its weight.",
                        with(labels, "queue", Integer.toString(queue.index())),
                        BigDecimal.valueOf(quantum));
            }
        }
    }

    private void addCounters(
            String prefix, String whose, QdiscKind kind, Counters counters, Map<String, String> labels) {
        for (Counter counter : kind.counters()) {
            counters.get(counter).ifPresent(value -> addCounter(prefix, whose, counter, value, labels));
        }
    }

    private void addCounter(String prefix, String whose, Counter counter, long value, Map<String, String> labels) {
        String suffix = counter.isCumulative() ? "_total" : "";
        String type = counter.isCumulative() ? "counter" : "gauge";
        if (counter.group().equals(DROP_GROUP)) {
            sample(
                    prefix + DROPS + suffix,
                    type,
                    "Packets that the " + whose + " dropped, by reason.",
                    with(labels, "reason", counter.jsonName().replaceFirst("^dropped_", "")),
                    unsigned(value));
            return;
        }
        String name = counter.jsonName();
        boolean isPico = name.endsWith("_ps");
        boolean isNano = name.endsWith("_ns");
        String base = isPico || isNano ? name.substring(0, name.length() - "_ns".length()) + "_seconds" : name;
        sample(
                prefix + base + suffix,
                type,
                "The counter " + name + " of the " + whose + ", see mqecn(8).",
                labels,
                unsigned(value).movePointLeft(isPico ? PICO : isNano ? NANO : 0));
    }

    private void addHistograms(List<QueueHistograms> queues, Map<String, String> labels) {
        for (int i = 0; i < queues.size(); i++) {
            Map<String, String> queue = with(labels, "queue", Integer.toString(i));
            addHistogram(
                    "sojourn_histogram_seconds",
                    "Sojourn time of the packets that left the queue.",
                    queues.get(i).sojourn(),
                    NANO,
                    queue);
            addHistogram(
                    "occupancy_histogram_bytes",
                    "Occupancy of the queue with the packet, at each packet that left it.",
                    queues.get(i).occupancy(),
                    0,
                    queue);
        }
    }

    /** An octave a bucket, always the same ones: sums over queues and time need that. */
    private void addHistogram(String name, String help, Histogram histogram, int scale, Map<String, String> labels) {
        String family = QUEUE + name;
        for (int octave = 0; octave < Histogram.octaves(); octave++) {
            BigDecimal highest =
                    BigDecimal.valueOf(histogram.octaveBegin(octave) - 1).movePointLeft(scale);
            Map<String, String> bucket =
                    with(labels, "le", highest.stripTrailingZeros().toPlainString());
            histogramSample(family, "_bucket", help, bucket, unsigned(histogram.packetsBelowOctave(octave)));
        }
        histogramSample(family, "_bucket", help, with(labels, "le", "+Inf"), unsigned(histogram.packets()));
        histogramSample(family, "_sum", help, labels, unsigned(histogram.sum()).movePointLeft(scale));
        histogramSample(family, "_count", help, labels, unsigned(histogram.packets()));
    }

    private void histogramSample(
            String family, String suffix, String help, Map<String, String> labels, BigDecimal value) {
        families.computeIfAbsent(family, any -> new MetricFamily("histogram", help, new ArrayList<>()))
                .samples()
                .add(line(family + suffix, labels, value));
    }

    private static BigDecimal unsigned(long value) {
        return new BigDecimal(Long.toUnsignedString(value));
    }

    private void gauge(String name, String help, Map<String, String> labels, BigDecimal value) {
        sample(name, "gauge", help, labels, value);
    }

    private void sample(String name, String type, String help, Map<String, String> labels, BigDecimal value) {
        families.computeIfAbsent(name, any -> new MetricFamily(type, help, new ArrayList<>()))
                .samples()
                .add(line(name, labels, value));
    }

    private static String line(String name, Map<String, String> labels, BigDecimal value) {
        return name
                + labels.entrySet().stream()
                        .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
                        .collect(Collectors.joining(",", "{", "}"))
                + " " + value.stripTrailingZeros().toPlainString();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static Map<String, String> labels(String first, String value, String second, String other) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(first, value);
        labels.put(second, other);
        return labels;
    }

    private static Map<String, String> with(Map<String, String> labels, String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(labels);
        all.put(name, value);
        return all;
    }

    private String format() {
        StringBuilder text = new StringBuilder();
        families.forEach((name, family) -> {
            text.append("# HELP ")
                    .append(name)
                    .append(' ')
                    .append(family.help())
                    .append('\n');
            text.append("# TYPE ")
                    .append(name)
                    .append(' ')
                    .append(family.type())
                    .append('\n');
            family.samples().forEach(sample -> text.append(sample).append('\n'));
        });
        return text.toString();
    }
}
