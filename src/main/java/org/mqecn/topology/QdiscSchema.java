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
import org.mqecn.port.Assignment;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.Setting;
import org.mqecn.schema.Key;
import org.mqecn.schema.ObjectSchema;
import org.mqecn.schema.ParsedObject;
import org.mqecn.schema.ValueType;
import org.mqecn.schema.ValueTypes;
import org.mqecn.value.Bytes;
import org.mqecn.value.Rate;

/**
 * The queueing disciplines that a port can have. The keys of a stock one are tc's own words, so that its manual pages
 * explain them; those of dwrr are its settings. One with classes may have another below it, on each of its classes.
 */
final class QdiscSchema {
    private static final TcOption<Integer> LIMIT_PACKETS =
            TcOption.of("limit", ValueTypes.integer(1, Integer.MAX_VALUE), "most packets in it", "1000");
    private static final TcOption<Boolean> ECN = TcOption.negatable("ecn", "whether it marks packets, not drops them");
    private static final TcOption<Duration> CE_THRESHOLD =
            TcOption.time("ce_threshold", "marks what stood in it for longer", "1ms");
    private static final TcOption<Duration> TARGET = TcOption.time("target", "delay that it puts up with", "5ms");
    private static final TcOption<Duration> INTERVAL = TcOption.time("interval", "over which it looks", "100ms");
    static final TcOption<List<Integer>> PRIOMAP = TcOption.list(
            "priomap", ValueTypes.integer(0, 15), "band of each priority, from priority 0 on", "[0, 1, 2, 3]");

    /** Token bucket filter. Its rate is written by {@link QdiscResolver}. */
    static final class Tbf {
        static final Key<Rate> RATE =
                Key.of("rate", ValueTypes.RATE, "what it sends at most (default: the link's)", "100mbit");
        static final TcOption<Bytes> BURST = TcOption.of("burst", ValueTypes.BYTES, "depth of its bucket", "15000");
        static final TcOption<Duration> LATENCY =
                TcOption.time("latency", "longest that a packet waits, in place of limit", "10us");
        static final TcOption<Bytes> LIMIT = TcOption.of("limit", ValueTypes.BYTES, "most bytes in it", "1000k");
        static final TcOption<Rate> PEAKRATE =
                TcOption.of("peakrate", ValueTypes.RATE, "rate of its second bucket", "1gbit");
        static final TcOption<Bytes> MTU = TcOption.of("mtu", ValueTypes.BYTES, "depth of its second bucket", "1540");

        private Tbf() {}
    }

    /** Random early detection. */
    static final class Red {
        static final TcOption<Bytes> LIMIT = TcOption.required("limit", ValueTypes.BYTES, "most bytes in it", "100000");
        static final TcOption<Bytes> MIN =
                TcOption.required("min", ValueTypes.BYTES, "average backlog from which it marks", "30000");
        static final TcOption<Bytes> MAX =
                TcOption.required("max", ValueTypes.BYTES, "average backlog from which it marks all", "90000");
        static final TcOption<Bytes> AVPKT =
                TcOption.of("avpkt", ValueTypes.BYTES, "average size of a packet (default: 1000)", "1000");
        static final TcOption<Integer> BURST = TcOption.of(
                "burst", ValueTypes.integer(1, Integer.MAX_VALUE), "packets that the average lets pass", "35");
        static final TcOption<Rate> BANDWIDTH = TcOption.of(
                "bandwidth", ValueTypes.RATE, "of the port, to age the average (default: the port's rate)", "100mbit");
        static final TcOption<Boolean> ECN = TcOption.flag("ecn", "whether it marks packets, not drops them");

        private Red() {}
    }

    /** Strict priority and DRR. */
    static final class Ets {
        static final TcOption<Integer> BANDS = TcOption.required("bands", ValueTypes.integer(1, 16), "how many", "4");
        static final TcOption<Integer> STRICT =
                TcOption.of("strict", ValueTypes.integer(0, 16), "how many of them have strict priority", "1");
        static final TcOption<List<Bytes>> QUANTA = TcOption.list(
                "quanta", ValueTypes.BYTES, "bytes of a turn of each of the others", "[1500, 3000, 4500]");

        private Ets() {}
    }

    /** Strict priority. */
    static final class Prio {
        static final TcOption<Integer> BANDS =
                TcOption.of("bands", ValueTypes.integer(2, 16), "how many (default: 3)", "4");

        private Prio() {}
    }

    /** Common applications kept enhanced. */
    static final class Cake {
        static final Key<Rate> BANDWIDTH =
                Key.of("bandwidth", ValueTypes.RATE, "what it sends at most (default: the link's)", "100mbit");

        private Cake() {}
    }

    /**
     * A kind of stock qdisc.
     *
     * @param rate the key under which it takes what it sends at most; null where it does not shape
     * @param classes how many classes it has that another qdisc may sit on
     */
    record StockQdisc(
            String kind,
            Key<Rate> rate,
            List<TcOption<?>> parameters,
            Function<ParsedObject, Integer> classes,
            ObjectSchema schema) {
        boolean isShaper() {
            return rate != null;
        }

        /** The word for its rate. */
        List<String> rateArguments(Rate value) {
            return List.of(rate.name(), value.toString());
        }
    }

    private static final Map<String, String> EXAMPLES = Map.of(
            "tbf",
            "{burst: 15000, latency: 10us, red: {limit: 100000, min: 30000, max: 90000, ecn: true}}",
            "red",
            "{limit: 100000, min: 30000, max: 90000, avpkt: 1000, burst: 35, ecn: true}",
            "ets",
            "{bands: 4, strict: 1, quanta: [1500, 3000, 4500]}",
            "prio",
            "{bands: 4}",
            "codel",
            "{target: 100us}",
            "fq_codel",
            "{ce_threshold: 1ms}",
            "fq",
            "{ce_threshold: 1ms}",
            "pie",
            "{ecn: true}",
            "dualpi2",
            "{step_thresh: 250us, any_ect: true}",
            "eiffel",
            "{policy: strict, maxrate: 10mbit}");

    /** The stock ones as they stand in a discipline, and below another. */
    static final List<Key<ParsedObject>> STOCK_KEYS = Stream.of(
                    "tbf",
                    "red",
                    "ets",
                    "prio",
                    "codel",
                    "fq_codel",
                    "fq",
                    "pie",
                    "dualpi2",
                    "cake",
                    "sfq",
                    "pfifo",
                    "bfifo",
                    QdiscKind.EIFFEL.keyword())
            .map(kind -> Key.of(
                    kind,
                    ValueTypes.lazy("a mapping", () ->
                            (ValueType<ParsedObject>) stock(kind).schema()),
                    "see tc-" + kind + "(8)",
                    EXAMPLES.getOrDefault(kind, "{}")))
            .toList();

    private static final Map<String, StockQdisc> STOCK = Stream.of(
                    classful("tbf", Tbf.RATE, parsed -> 1, Tbf.BURST, Tbf.LATENCY, Tbf.LIMIT, Tbf.PEAKRATE, Tbf.MTU),
                    classful(
                            "red",
                            null,
                            parsed -> 1,
                            Red.LIMIT,
                            Red.MIN,
                            Red.MAX,
                            Red.AVPKT,
                            Red.BURST,
                            TcOption.of(
                                    "probability",
                                    ValueTypes.PROBABILITY,
                                    "of marking at max, 0 to 1 (default: 0.02)",
                                    "1.0"),
                            Red.BANDWIDTH,
                            Red.ECN,
                            TcOption.flag("harddrop", "whether it drops above max"),
                            TcOption.flag("nodrop", "whether packets that are not ECT pass"),
                            TcOption.flag("adaptive", "whether it tunes the probability")),
                    classful(
                            "ets",
                            null,
                            parsed -> parsed.get(Ets.BANDS.key()).orElse(1),
                            Ets.BANDS,
                            Ets.STRICT,
                            Ets.QUANTA,
                            PRIOMAP),
                    classful(
                            "prio", null, parsed -> parsed.get(Prio.BANDS.key()).orElse(3), Prio.BANDS, PRIOMAP),
                    classless("codel", null, LIMIT_PACKETS, TARGET, INTERVAL, ECN, CE_THRESHOLD),
                    classless(
                            "fq_codel",
                            null,
                            LIMIT_PACKETS,
                            TcOption.of("flows", ValueTypes.integer(1, 65_536), "how many queues", "1024"),
                            TARGET,
                            INTERVAL,
                            TcOption.of("quantum", ValueTypes.BYTES, "bytes of a turn", "1514"),
                            ECN,
                            CE_THRESHOLD,
                            TcOption.of("memory_limit", ValueTypes.BYTES, "most memory that it takes", "32m")),
                    classless(
                            "fq",
                            null,
                            LIMIT_PACKETS,
                            TcOption.of(
                                    "flow_limit",
                                    ValueTypes.integer(1, Integer.MAX_VALUE),
                                    "most packets of a flow",
                                    "100"),
                            TcOption.of("quantum", ValueTypes.BYTES, "bytes of a turn", "3028"),
                            TcOption.of("initial_quantum", ValueTypes.BYTES, "bytes of the first turn", "15140"),
                            TcOption.of("maxrate", ValueTypes.RATE, "of a flow", "100mbit"),
                            CE_THRESHOLD,
                            TcOption.time("timer_slack", "how late its timer may be", "10us")),
                    classless(
                            "pie",
                            null,
                            LIMIT_PACKETS,
                            TARGET,
                            TcOption.time("tupdate", "how often it looks", "15ms"),
                            ECN),
                    classless(
                            "dualpi2",
                            null,
                            LIMIT_PACKETS,
                            TcOption.time(
                                    "step_thresh", "marks what stood in its low latency queue for " + "longer", "1ms"),
                            TARGET,
                            TcOption.time("tupdate", "how often it looks", "16ms"),
                            TcOption.time("max_rtt", "that it is tuned to, in place of target and tupdate", "100ms"),
                            TcOption.of(
                                    "coupling_factor",
                                    ValueTypes.integer(1, 255),
                                    "how much more of the low latency queue is "
                                            + "marked than of the other (default: 2)",
                                    "2"),
                            TcOption.flag(
                                    "any_ect", "whether ECT(0), too, goes to the low latency queue, as DCTCP has it")),
                    classless("cake", Cake.BANDWIDTH, TcOption.time("rtt", "that it is tuned to", "1ms")),
                    classless(
                            "sfq",
                            null,
                            LIMIT_PACKETS,
                            TcOption.of("quantum", ValueTypes.BYTES, "bytes of a turn", "1514")),
                    classless("pfifo", null, LIMIT_PACKETS),
                    classless("bfifo", null, TcOption.of("limit", ValueTypes.BYTES, "most bytes in it", "100000")),
                    classless(
                            QdiscKind.EIFFEL.keyword(),
                            null,
                            QdiscKind.EIFFEL.settings().stream()
                                    .map(TcOption::of)
                                    .toArray(TcOption<?>[]::new)))
            .collect(Collectors.toMap(StockQdisc::kind, stockQdisc -> stockQdisc));

    static final Key<ParsedObject> DWRR = Key.of(
            "dwrr",
            ObjectSchema.of(
                    "dwrr",
                    QdiscKind.DWRR.settings().stream()
                            .<Key<?>>map(QdiscSchema::settingKey)
                            .toList()),
            "our own: see tc-dwrr(8)",
            "{ecn-scheme: mq-ecn, queues: 4, port-thresh: 32k}");

    /** What may stand on a port. */
    static final ObjectSchema QDISC_CHOICE = ObjectSchema.oneOf(
            "discipline",
            Stream.concat(Stream.of(DWRR), STOCK_KEYS.stream())
                    .<Key<?>>map(key -> key)
                    .toList());

    private QdiscSchema() {}

    /** The stock qdisc of this name. */
    static StockQdisc stock(String kind) {
        return STOCK.get(kind);
    }

    private static StockQdisc classless(String kind, Key<Rate> rate, TcOption<?>... parameters) {
        return define(kind, rate, parsed -> 0, List.of(), parameters);
    }

    private static StockQdisc classful(
            String kind, Key<Rate> rate, Function<ParsedObject, Integer> classes, TcOption<?>... parameters) {
        return define(kind, rate, classes, STOCK_KEYS, parameters);
    }

    private static StockQdisc define(
            String kind,
            Key<Rate> rate,
            Function<ParsedObject, Integer> classes,
            List<Key<ParsedObject>> children,
            TcOption<?>... parameters) {
        List<Key<?>> keys = new ArrayList<>(rate == null ? List.of() : List.of(rate));
        Arrays.stream(parameters).map(TcOption::key).forEach(keys::add);
        keys.addAll(children);
        return new StockQdisc(kind, rate, List.of(parameters), classes, ObjectSchema.of(kind, keys));
    }

    /** A setting of dwrr: a value, or for queues a mapping from each to its value. */
    private static Key<List<Assignment>> settingKey(Setting setting) {
        String example = setting.isPerQueue()
                ? "{all: " + setting.quantity().example() + "}"
                : setting.quantity().example();
        return Key.of(
                setting.key(),
                setting.isPerQueue()
                        ? perQueue(setting)
                        : ValueTypes.map(
                                ValueTypes.parsedQuantity(setting.quantity(), text -> Assignment.parse(setting, text)),
                                List::of),
                setting.description(),
                example);
    }

    private static ValueType<List<Assignment>> perQueue(Setting setting) {
        ValueType<List<Assignment>> forAll = ValueTypes.map(
                ValueTypes.parsedQuantity(setting.quantity(), text -> Assignment.parse(setting, "all:" + text)),
                List::of);
        ValueType<String> queue =
                ValueTypes.scalar("a queue, for example 0, or all", "^([0-9]{1,2}|all)$", text -> text);
        ValueType<List<Assignment>> each = ValueTypes.pairs(
                queue,
                ValueTypes.parsedQuantity(setting.quantity(), text -> text),
                (name, value) -> Assignment.parse(setting, name + ":" + value));
        return ValueTypes.either(forAll, each);
    }
}
