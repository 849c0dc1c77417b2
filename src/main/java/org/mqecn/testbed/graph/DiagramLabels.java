// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.graph;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.port.Assignment;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QdiscRequest;
import org.mqecn.port.Setting;
import org.mqecn.topology.Impairment;
import org.mqecn.topology.Link;
import org.mqecn.topology.NetworkStack;
import org.mqecn.topology.QueueingDiscipline;
import org.mqecn.value.EthernetFrame;
import org.mqecn.value.ScaledFormat;

/** Short texts for diagrams. */
final class DiagramLabels {
    private static final int KIBI = 1024;

    /** Options of stock qdiscs that describe queues and marking. Other options are left out. */
    private static final Map<String, Set<String>> SHOWN_OPTIONS = Map.of(
            "red", Set.of("min", "max"),
            "ets", Set.of("bands", "strict", "quanta"),
            "fq_codel", Set.of("ce_threshold", "target"),
            "codel", Set.of("ce_threshold", "target"),
            "fq", Set.of("ce_threshold"),
            "prio", Set.of("bands"),
            "netem", Set.of("delay", "loss", "rate"));

    private DiagramLabels() {}

    /**
     * Describes impairments and MTU of a link: {@code 1 ms ± 100 µs, 0.1% loss}, or {@code → 1 ms, ← 5 ms} if its
     * directions differ.
     *
     * @param left node that is drawn left of the other one
     */
    static String link(Link link, String left) {
        Impairment there = link.endAt(left).impairment();
        Impairment back = link.peerOf(left).impairment();
        List<String> parts = new ArrayList<>();
        if (there.equals(back)) {
            parts.addAll(impairment(there));
        } else {
            addDirection("→ ", there, parts);
            addDirection("← ", back, parts);
        }
        if (link.mtu() != EthernetFrame.DEFAULT_MTU) {
            parts.add("MTU " + link.mtu());
        }
        return String.join(", ", parts);
    }

    private static void addDirection(String arrow, Impairment impairment, List<String> parts) {
        if (!impairment.isNone()) {
            parts.add(arrow + String.join(", ", impairment(impairment)));
        }
    }

    private static List<String> impairment(Impairment impairment) {
        List<String> parts = new ArrayList<>();
        if (!impairment.delay().isZero()) {
            String delay = ScaledFormat.time(impairment.delay().toNanos());
            parts.add(
                    impairment.jitter().isZero()
                            ? delay
                            : delay + " ± "
                                    + ScaledFormat.time(impairment.jitter().toNanos()));
        }
        addRatio(impairment.loss(), "loss", parts);
        addRatio(impairment.corruption(), "corrupt", parts);
        addRatio(impairment.duplication(), "duplicated", parts);
        addRatio(impairment.reordering(), "reordered", parts);
        return parts;
    }

    private static void addRatio(double ratio, String what, List<String> parts) {
        if (ratio > 0) {
            parts.add(BigDecimal.valueOf(ratio)
                            .movePointRight(2)
                            .stripTrailingZeros()
                            .toPlainString()
                    + "% " + what);
        }
    }

    /** Describes the network stack of a host, in lines. */
    static List<String> networkStack(NetworkStack stack) {
        List<String> lines = new ArrayList<>();
        List<String> transport = new ArrayList<>();
        stack.congestionControl().ifPresent(transport::add);
        stack.ecn().ifPresent(ecn -> transport.add(ecn ? "ECN" : "no ECN"));
        if (!transport.isEmpty()) {
            lines.add(String.join(", ", transport));
        }
        List<String> networkInterface = new ArrayList<>();
        stack.rate().ifPresent(rate -> networkInterface.add(ScaledFormat.rate(rate)));
        if (!stack.delay().isZero()) {
            networkInterface.add(ScaledFormat.time(stack.delay().toNanos()) + " delay");
        }
        if (!networkInterface.isEmpty()) {
            lines.add(String.join(", ", networkInterface));
        }
        switch (stack.gso()) {
            case SOFTWARE -> lines.add("GSO in software");
            case ON -> lines.add("GSO");
            default -> {}
        }
        return lines;
    }

    /** Describes the queues of a port and their marking, with a line for each qdisc or setting. */
    static List<String> qdisc(QueueingDiscipline port) {
        return port.qdiscs().stream()
                .flatMap(qdisc -> qdisc.isOf(QdiscKind.DWRR)
                        ? dwrr(qdisc.request().orElseThrow()).stream()
                        : Stream.of(tcQdisc(qdisc)))
                .distinct()
                .toList();
    }

    private static List<String> dwrr(QdiscRequest request) {
        List<String> first = new ArrayList<>(List.of("dwrr"));
        Map<Setting, List<String>> rest = new TreeMap<>(Comparator.comparing(QdiscKind.DWRR.settings()::indexOf));
        for (Assignment each : request.assignments()) {
            String value = settingValue(each);
            if (each.setting() == DwrrSetting.QUEUES) {
                first.add(value + (value.equals("1") ? " queue" : " queues"));
            } else if (each.setting() == DwrrSetting.ECN_SCHEME || each.setting() == DwrrSetting.SCHEDULER) {
                first.add(value);
            } else if (each.setting() != DwrrSetting.RATE) {
                rest.computeIfAbsent(each.setting(), setting -> new ArrayList<>())
                        .add(value);
            }
        }
        List<String> lines = new ArrayList<>(List.of(String.join(", ", first)));
        rest.forEach((setting, values) -> lines.add(setting.key() + " " + String.join(" ", values)));
        return lines;
    }

    private static String settingValue(Assignment each) {
        String value = each.setting().quantity().format(each.value());
        String text = each.setting().quantity().unit().equals("bytes") ? formatSize(value) : value;
        return !each.setting().isPerQueue() || each.queue() == Assignment.ALL_QUEUES ? text : each.queue() + ":" + text;
    }

    /** Writes multiples of 1024 in KiB: {@code 30k} for 30720. */
    private static String formatSize(String text) {
        long bytes = Long.parseLong(text);
        return bytes >= KIBI && bytes % KIBI == 0 ? bytes / KIBI + "k" : text;
    }

    private static String tcQdisc(QueueingDiscipline.TcQdisc tcQdisc) {
        List<String> shown = new ArrayList<>(List.of(tcQdisc.kind()));
        Set<String> wanted = SHOWN_OPTIONS.getOrDefault(tcQdisc.kind(), Set.of());
        boolean isWanted = false;
        for (String word : tcQdisc.options()) {
            boolean isValue = Character.isDigit(word.charAt(0));
            isWanted = isValue ? isWanted : wanted.contains(word);
            if (isWanted) {
                shown.add(word);
            }
        }
        if (tcQdisc.options().contains("ecn")) {
            shown.add("ECN");
        }
        return String.join(" ", shown);
    }

    /** {@code a, b, c}. */
    static String joinNonEmpty(String... parts) {
        return Arrays.stream(parts).filter(word -> !word.isEmpty()).collect(Collectors.joining(", "));
    }
}
