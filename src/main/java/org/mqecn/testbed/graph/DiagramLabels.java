// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.graph;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.port.Assignment;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QdiscRequest;
import org.mqecn.topology.Link;
import org.mqecn.topology.NetworkStack;
import org.mqecn.topology.QueueingDiscipline;
import org.mqecn.value.Rate;

/** What is written into a picture, as short as it can be understood. */
final class DiagramLabels {
    private static final String[] RATE_UNITS = {"bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"};
    private static final String[] TIME_UNITS = {"ns", "µs", "ms", "s"};
    private static final int THOUSAND = 1000;
    private static final int KIBI = 1024;
    private static final double PERCENT = 100;
    private static final int DEFAULT_MTU = 1500;

    /** The words of stock qdiscs that tell their queues and when they mark; the others would fill the picture. */
    private static final Map<String, Set<String>> SHOWN_OPTIONS = Map.of(
            "red", Set.of("min", "max"),
            "ets", Set.of("bands", "strict", "quanta"),
            "fq_codel", Set.of("ce_threshold", "target"),
            "codel", Set.of("ce_threshold", "target"),
            "fq", Set.of("ce_threshold"),
            "prio", Set.of("bands"),
            "netem", Set.of("delay", "loss", "rate"));

    private DiagramLabels() {}

    static String rate(Rate rate) {
        return formatScaled(rate.bitsPerSecond(), RATE_UNITS);
    }

    static String time(Duration time) {
        return formatScaled(time.toNanos(), TIME_UNITS);
    }

    /** {@code 12.5 Mbit/s}: the greatest unit of which there is at least one. */
    private static String formatScaled(long value, String[] units) {
        int unit = 0;
        double scaled = value;
        while (scaled >= THOUSAND && unit < units.length - 1) {
            scaled /= THOUSAND;
            unit++;
        }
        String number = String.format(Locale.ROOT, "%.3f", scaled).replaceFirst("\\.?0+$", "");
        return number + " " + units[unit];
    }

    /** What a cable does to packets. */
    static String link(Link link) {
        List<String> words = new ArrayList<>();
        if (!link.delay().isZero()) {
            words.add(time(link.delay()));
        }
        if (link.loss() > 0) {
            words.add(String.format(Locale.ROOT, "%.3f", link.loss() * PERCENT).replaceFirst("\\.?0+$", "") + "% loss");
        }
        if (link.mtu() != DEFAULT_MTU) {
            words.add("MTU " + link.mtu());
        }
        return String.join(", ", words);
    }

    /** How a host sends. */
    static List<String> networkStack(NetworkStack stack) {
        List<String> lines = new ArrayList<>();
        List<String> transport = new ArrayList<>();
        stack.congestionControl().ifPresent(transport::add);
        stack.ecn().ifPresent(ecn -> transport.add(ecn ? "ECN" : "no ECN"));
        if (!transport.isEmpty()) {
            lines.add(String.join(", ", transport));
        }
        List<String> card = new ArrayList<>();
        stack.rate().ifPresent(rate -> card.add(rate(rate)));
        if (!stack.delay().isZero()) {
            card.add(time(stack.delay()) + " delay");
        }
        if (!card.isEmpty()) {
            lines.add(String.join(", ", card));
        }
        switch (stack.gso()) {
            case SOFTWARE -> lines.add("super-packets cut");
            case ON -> lines.add("super-packets");
            default -> {}
        }
        return lines;
    }

    /** What queues a port has and when they mark, a line for each qdisc or setting. */
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
        Map<DwrrSetting, List<String>> rest = new TreeMap<>();
        for (Assignment each : request.assignments()) {
            String value = settingValue(each);
            switch ((DwrrSetting) each.setting()) {
                case RATE -> {}
                case ECN_SCHEME, SCHEDULER -> first.add(value);
                case QUEUES -> first.add(value + (value.equals("1") ? " queue" : " queues"));
                default ->
                    rest.computeIfAbsent((DwrrSetting) each.setting(), setting -> new ArrayList<>())
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

    /** {@code 30k} for 30720, where it comes out even. */
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
    static String joinNonEmpty(String... words) {
        return Arrays.stream(words).filter(word -> !word.isEmpty()).collect(Collectors.joining(", "));
    }
}
