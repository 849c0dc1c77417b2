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
import org.mqecn.port.Assignment;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.Rate;
import org.mqecn.topology.Discipline;
import org.mqecn.topology.Link;
import org.mqecn.topology.Stack;

/** What is written into a picture, as short as it can be understood. */
final class Words {
    private static final String[] RATES = {"bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"};
    private static final String[] TIMES = {"ns", "µs", "ms", "s"};
    private static final int THOUSAND = 1000;
    private static final int KIBI = 1024;
    private static final double PERCENT = 100;
    private static final int ORDINARY_MTU = 1500;

    /** The words of stock qdiscs that tell their queues and when they mark; the others would fill the picture. */
    private static final Map<String, Set<String>> SHOWN = Map.of(
            "red", Set.of("min", "max"),
            "ets", Set.of("bands", "strict", "quanta"),
            "fq_codel", Set.of("ce_threshold", "target"),
            "codel", Set.of("ce_threshold", "target"),
            "fq", Set.of("ce_threshold"),
            "prio", Set.of("bands"),
            "netem", Set.of("delay", "loss", "rate"));

    private Words() {}

    static String rate(Rate rate) {
        return scaled(rate.bitsPerSecond(), RATES);
    }

    static String time(Duration time) {
        return scaled(time.toNanos(), TIMES);
    }

    /** {@code 12.5 Mbit/s}: the greatest unit of which there is at least one. */
    private static String scaled(long value, String[] units) {
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
    static String cable(Link link) {
        List<String> words = new ArrayList<>();
        if (!link.delay().isZero()) {
            words.add(time(link.delay()));
        }
        if (link.loss() > 0) {
            words.add(String.format(Locale.ROOT, "%.3f", link.loss() * PERCENT).replaceFirst("\\.?0+$", "")
                    + "% loss");
        }
        if (link.mtu() != ORDINARY_MTU) {
            words.add("MTU " + link.mtu());
        }
        return String.join(", ", words);
    }

    /** How a host sends. */
    static List<String> stack(Stack stack) {
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
        switch (stack.superPackets()) {
            case CUT -> lines.add("super-packets cut");
            case SENT -> lines.add("super-packets");
            default -> { }
        }
        return lines;
    }

    /** What queues a port has and when they mark, a line for each qdisc or setting. */
    static List<String> queues(Discipline port) {
        if (port instanceof Discipline.Dwrr dwrr) {
            return dwrr(dwrr);
        }
        return ((Discipline.Stock) port).layers().stream().map(Words::layer).distinct().toList();
    }

    private static List<String> dwrr(Discipline.Dwrr port) {
        List<String> first = new ArrayList<>(List.of("dwrr"));
        Map<DwrrSetting, List<String>> rest = new TreeMap<>();
        for (Assignment each : port.request().assignments()) {
            String value = value(each);
            switch ((DwrrSetting) each.setting()) {
                case RATE -> { }
                case ECN_SCHEME, SCHEDULER -> first.add(value);
                case QUEUES -> first.add(value + (value.equals("1") ? " queue" : " queues"));
                default -> rest.computeIfAbsent((DwrrSetting) each.setting(), setting -> new ArrayList<>()).add(value);
            }
        }
        List<String> lines = new ArrayList<>(List.of(String.join(", ", first)));
        rest.forEach((setting, values) -> lines.add(setting.key() + " " + String.join(" ", values)));
        return lines;
    }

    private static String value(Assignment each) {
        String value = each.setting().quantity().print(each.value());
        String text = each.setting().quantity().unit().equals("bytes") ? size(value) : value;
        return !each.setting().isPerQueue() || each.queue() == Assignment.ALL ? text : each.queue() + ":" + text;
    }

    /** {@code 30k} for 30720, where it comes out even. */
    private static String size(String text) {
        long bytes = Long.parseLong(text);
        return bytes >= KIBI && bytes % KIBI == 0 ? bytes / KIBI + "k" : text;
    }

    private static String layer(Discipline.Layer layer) {
        List<String> shown = new ArrayList<>(List.of(layer.kind()));
        Set<String> wanted = SHOWN.getOrDefault(layer.kind(), Set.of());
        boolean isWanted = false;
        for (String word : layer.words()) {
            boolean isValue = Character.isDigit(word.charAt(0));
            isWanted = isValue ? isWanted : wanted.contains(word);
            if (isWanted) {
                shown.add(word);
            }
        }
        if (layer.words().contains("ecn")) {
            shown.add("ECN");
        }
        return String.join(" ", shown);
    }

    /** {@code a, b, c}. */
    static String list(String... words) {
        return Arrays.stream(words).filter(word -> !word.isEmpty()).collect(Collectors.joining(", "));
    }
}
