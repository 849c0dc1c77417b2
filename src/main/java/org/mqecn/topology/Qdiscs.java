// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.document.Filled;
import org.mqecn.document.Form;
import org.mqecn.document.Key;
import org.mqecn.document.Kind;
import org.mqecn.document.Kinds;
import org.mqecn.port.Assignment;
import org.mqecn.port.Bytes;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.Rate;
import org.mqecn.port.Setting;

/**
 * The queueing disciplines that a port can have. The keys of a stock one are tc's own words, so that its manual pages
 * explain them; those of dwrr are its settings. One with classes may have another below it, on each of its classes.
 */
final class Qdiscs {
    private static final Parameter<Integer> PACKETS = Parameter.of("limit", Kinds.number(1, Integer.MAX_VALUE),
            "most packets in it", "1000");
    private static final Parameter<Boolean> ECN = Parameter.either("ecn", "whether it marks packets, not drops them");
    private static final Parameter<Duration> CE_THRESHOLD = Parameter.time("ce_threshold",
            "marks what stood in it for longer", "1ms");
    private static final Parameter<Duration> TARGET = Parameter.time("target", "delay that it puts up with", "5ms");
    private static final Parameter<Duration> INTERVAL = Parameter.time("interval", "over which it looks", "100ms");
    static final Parameter<List<Integer>> PRIOMAP = Parameter.list("priomap", Kinds.number(0, 15),
            "band of each priority, from priority 0 on", "[0, 1, 2, 3]");

    /** Token bucket filter. Its rate is written by {@link Disciplines}. */
    static final class Tbf {
        static final Key<Rate> RATE = Key.of("rate", Kinds.RATE, "what it sends at most (default: the link's)",
                "100mbit");
        static final Parameter<Bytes> BURST = Parameter.of("burst", Kinds.BYTES, "depth of its bucket", "15000");
        static final Parameter<Duration> LATENCY = Parameter.time("latency",
                "longest that a packet waits, in place of limit", "10us");
        static final Parameter<Bytes> LIMIT = Parameter.of("limit", Kinds.BYTES, "most bytes in it", "1000k");
        static final Parameter<Rate> PEAKRATE = Parameter.of("peakrate", Kinds.RATE, "rate of its second bucket",
                "1gbit");
        static final Parameter<Bytes> MTU = Parameter.of("mtu", Kinds.BYTES, "depth of its second bucket", "1540");

        private Tbf() {}
    }

    /** Random early detection. */
    static final class Red {
        static final Parameter<Bytes> LIMIT = Parameter.required("limit", Kinds.BYTES, "most bytes in it", "100000");
        static final Parameter<Bytes> MIN = Parameter.required("min", Kinds.BYTES,
                "average backlog from which it marks", "30000");
        static final Parameter<Bytes> MAX = Parameter.required("max", Kinds.BYTES,
                "average backlog from which it marks all", "90000");
        static final Parameter<Bytes> AVPKT = Parameter.of("avpkt", Kinds.BYTES,
                "average size of a packet (default: 1000)", "1000");
        static final Parameter<Integer> BURST = Parameter.of("burst", Kinds.number(1, Integer.MAX_VALUE),
                "packets that the average lets pass", "35");
        static final Parameter<Rate> BANDWIDTH = Parameter.of("bandwidth", Kinds.RATE,
                "of the port, to age the average (default: the port's rate)", "100mbit");
        static final Parameter<Boolean> ECN = Parameter.flag("ecn", "whether it marks packets, not drops them");

        private Red() {}
    }

    /** Strict priority and DRR. */
    static final class Ets {
        static final Parameter<Integer> BANDS = Parameter.required("bands", Kinds.number(1, 16), "how many", "4");
        static final Parameter<Integer> STRICT = Parameter.of("strict", Kinds.number(0, 16),
                "how many of them have strict priority", "1");
        static final Parameter<List<Bytes>> QUANTA = Parameter.list("quanta", Kinds.BYTES,
                "bytes of a turn of each of the others", "[1500, 3000, 4500]");

        private Ets() {}
    }

    /** Strict priority. */
    static final class Prio {
        static final Parameter<Integer> BANDS = Parameter.of("bands", Kinds.number(2, 16), "how many (default: 3)",
                "4");

        private Prio() {}
    }

    /** Common applications kept enhanced. */
    static final class Cake {
        static final Key<Rate> BANDWIDTH = Key.of("bandwidth", Kinds.RATE,
                "what it sends at most (default: the link's)", "100mbit");

        private Cake() {}
    }

    /**
     * A kind of stock qdisc.
     *
     * @param rate the key under which it takes what it sends at most; null where it does not shape
     * @param classes how many classes it has that another qdisc may sit on
     */
    record Qdisc(String kind, Key<Rate> rate, List<Parameter<?>> parameters, Function<Filled, Integer> classes,
            Form form) {
        boolean isShaper() {
            return rate != null;
        }

        /** The word for its rate. */
        List<String> rateWords(Rate value) {
            return List.of(rate.name(), value.toString());
        }
    }

    private static final Map<String, String> EXAMPLES = Map.of(
            "tbf", "{burst: 15000, latency: 10us, red: {limit: 100000, min: 30000, max: 90000, ecn: true}}",
            "red", "{limit: 100000, min: 30000, max: 90000, avpkt: 1000, burst: 35, ecn: true}",
            "ets", "{bands: 4, strict: 1, quanta: [1500, 3000, 4500]}",
            "prio", "{bands: 4}", "codel", "{target: 100us}", "fq_codel", "{ce_threshold: 1ms}",
            "fq", "{ce_threshold: 1ms}", "pie", "{ecn: true}", "dualpi2", "{step_thresh: 250us, any_ect: true}",
            "eiffel", "{policy: strict, maxrate: 10mbit}");

    /** The stock ones as they stand in a discipline, and below another. */
    static final List<Key<Filled>> STOCK_KEYS = Stream.of("tbf", "red", "ets", "prio", "codel", "fq_codel", "fq", "pie",
            "dualpi2", "cake", "sfq", "pfifo", "bfifo", Discipline.Layer.EIFFEL).map(kind -> Key.of(kind, Kinds.later("a mapping",
                    () -> (Kind<Filled>) of(kind).form()), "see tc-" + kind + "(8)",
                    EXAMPLES.getOrDefault(kind, "{}"))).toList();

    private static final Map<String, Qdisc> STOCK = Stream.of(
            classful("tbf", Tbf.RATE, filled -> 1, Tbf.BURST, Tbf.LATENCY, Tbf.LIMIT, Tbf.PEAKRATE, Tbf.MTU),
            classful("red", null, filled -> 1, Red.LIMIT, Red.MIN, Red.MAX, Red.AVPKT, Red.BURST,
                    Parameter.of("probability", Kinds.PROBABILITY, "of marking at max, 0 to 1 (default: 0.02)", "1.0"),
                    Red.BANDWIDTH, Red.ECN, Parameter.flag("harddrop", "whether it drops above max"),
                    Parameter.flag("nodrop", "whether packets that are not ECT pass"),
                    Parameter.flag("adaptive", "whether it tunes the probability")),
            classful("ets", null, filled -> filled.get(Ets.BANDS.key()).orElse(1), Ets.BANDS, Ets.STRICT, Ets.QUANTA,
                    PRIOMAP),
            classful("prio", null, filled -> filled.get(Prio.BANDS.key()).orElse(3), Prio.BANDS, PRIOMAP),
            leaf("codel", null, PACKETS, TARGET, INTERVAL, ECN, CE_THRESHOLD),
            leaf("fq_codel", null, PACKETS, Parameter.of("flows", Kinds.number(1, 65_536), "how many queues", "1024"),
                    TARGET, INTERVAL, Parameter.of("quantum", Kinds.BYTES, "bytes of a turn", "1514"), ECN,
                    CE_THRESHOLD, Parameter.of("memory_limit", Kinds.BYTES, "most memory that it takes", "32m")),
            leaf("fq", null, PACKETS, Parameter.of("flow_limit", Kinds.number(1, Integer.MAX_VALUE),
                    "most packets of a flow", "100"), Parameter.of("quantum", Kinds.BYTES, "bytes of a turn", "3028"),
                    Parameter.of("initial_quantum", Kinds.BYTES, "bytes of the first turn", "15140"),
                    Parameter.of("maxrate", Kinds.RATE, "of a flow", "100mbit"), CE_THRESHOLD,
                    Parameter.time("timer_slack", "how late its timer may be", "10us")),
            leaf("pie", null, PACKETS, TARGET, Parameter.time("tupdate", "how often it looks", "15ms"), ECN),
            leaf("dualpi2", null, PACKETS, Parameter.time("step_thresh", "marks what stood in its low latency queue for "
                    + "longer", "1ms"), TARGET, Parameter.time("tupdate", "how often it looks", "16ms"),
                    Parameter.time("max_rtt", "that it is tuned to, in place of target and tupdate", "100ms"),
                    Parameter.of("coupling_factor", Kinds.number(1, 255), "how much more of the low latency queue is "
                            + "marked than of the other (default: 2)", "2"),
                    Parameter.flag("any_ect", "whether ECT(0), too, goes to the low latency queue, as DCTCP has it")),
            leaf("cake", Cake.BANDWIDTH, Parameter.time("rtt", "that it is tuned to", "1ms")),
            leaf("sfq", null, PACKETS, Parameter.of("quantum", Kinds.BYTES, "bytes of a turn", "1514")),
            leaf("pfifo", null, PACKETS),
            leaf("bfifo", null, Parameter.of("limit", Kinds.BYTES, "most bytes in it", "100000")),
            leaf(Discipline.Layer.EIFFEL, null, QdiscKind.EIFFEL.settings().stream().map(Parameter::of)
                    .toArray(Parameter<?>[]::new)))
            .collect(Collectors.toMap(Qdisc::kind, qdisc -> qdisc));

    static final Key<Filled> DWRR = Key.of("dwrr", Form.of("dwrr", QdiscKind.DWRR.settings().stream()
            .<Key<?>>map(Qdiscs::key).toList()), "our own: see tc-dwrr(8)",
            "{ecn-scheme: mq-ecn, queues: 4, port-thresh: 32k}");

    /** What may stand on a port. */
    static final Form DISCIPLINE = Form.choice("discipline",
            Stream.concat(Stream.of(DWRR), STOCK_KEYS.stream()).<Key<?>>map(key -> key).toList());

    private Qdiscs() {}

    /** The stock qdisc of this name. */
    static Qdisc of(String kind) {
        return STOCK.get(kind);
    }

    private static Qdisc leaf(String kind, Key<Rate> rate, Parameter<?>... parameters) {
        return qdisc(kind, rate, filled -> 0, List.of(), parameters);
    }

    private static Qdisc classful(String kind, Key<Rate> rate, Function<Filled, Integer> classes,
            Parameter<?>... parameters) {
        return qdisc(kind, rate, classes, STOCK_KEYS, parameters);
    }

    private static Qdisc qdisc(String kind, Key<Rate> rate, Function<Filled, Integer> classes,
            List<Key<Filled>> children, Parameter<?>... parameters) {
        List<Key<?>> keys = new ArrayList<>(rate == null ? List.of() : List.of(rate));
        Arrays.stream(parameters).map(Parameter::key).forEach(keys::add);
        keys.addAll(children);
        return new Qdisc(kind, rate, List.of(parameters), classes, Form.of(kind, keys));
    }

    /** A setting of dwrr: a value, or for queues a mapping from each to its value. */
    private static Key<List<Assignment>> key(Setting setting) {
        String example = setting.isPerQueue() ? "{all: " + setting.quantity().example() + "}"
                : setting.quantity().example();
        return Key.of(setting.key(), setting.isPerQueue() ? ofQueues(setting)
                : Kinds.map(Kinds.measured(setting.quantity(), text -> Assignment.parse(setting, text)), List::of),
                setting.description(), example);
    }

    private static Kind<List<Assignment>> ofQueues(Setting setting) {
        Kind<List<Assignment>> forAll = Kinds.map(Kinds.measured(setting.quantity(),
                text -> Assignment.parse(setting, "all:" + text)), List::of);
        Kind<String> queue = Kinds.word("a queue, for example 0, or all", "^([0-9]{1,2}|all)$", text -> text);
        Kind<List<Assignment>> each = Kinds.pairs(queue, Kinds.measured(setting.quantity(), text -> text),
                (name, value) -> Assignment.parse(setting, name + ":" + value));
        return Kinds.either(forAll, each);
    }
}
