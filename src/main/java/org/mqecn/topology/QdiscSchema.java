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
 * The queueing disciplines of ports. Keys of a stock qdisc are the options of tc, so that tc's manual pages explain them;
 * keys of dwrr are its settings. A classful qdisc may have a child qdisc, which is added to each of its classes.
 */
final class QdiscSchema {
    private static final long MIN_QUANTUM = 256;
    private static final long MAX_QUANTUM = 1 << 20;
    /** The default depth of a queue of sfq times its number of queues. */
    private static final long SFQ_MAX_LIMIT = 127 * 128;

    private static final TcOption<Long> LIMIT_PACKETS =
            TcOption.number("limit", 1, TcValues.UNSIGNED, "queue limit in packets", "1000");
    private static final TcOption<Bytes> QUANTUM =
            TcOption.bytes("quantum", MIN_QUANTUM, MAX_QUANTUM, "quantum in bytes", "1514");
    private static final TcOption<Boolean> ECN = TcOption.negatable("ecn", "mark packets instead of dropping them");
    private static final TcOption<Duration> CE_THRESHOLD =
            TcOption.time("ce_threshold", TcValues.CODEL_TIME, "mark packets whose sojourn time exceeds this", "1ms");
    private static final TcOption<Duration> TARGET =
            TcOption.time("target", TcValues.CODEL_TIME, "target sojourn time", "5ms");
    private static final TcOption<Duration> INTERVAL = TcOption.time(
            "interval", TcValues.CODEL_TIME, "time over which the sojourn time must exceed the target", "100ms");
    static final TcOption<List<Integer>> PRIOMAP = TcOption.list(
            "priomap",
            ValueTypes.integer(0, 15),
            "band of each packet priority, starting with priority 0",
            "[0, 1, 2, 3]");

    /** Token bucket filter. {@link QdiscResolver} writes its rate. */
    static final class Tbf {
        static final Key<Rate> RATE =
                Key.of("rate", ValueTypes.RATE, "rate to which it shapes (default: rate of the link)", "100mbit");
        static final TcOption<Bytes> BURST = TcOption.of("burst", TcValues.BYTES, "size of the bucket", "15000");
        static final TcOption<Duration> LATENCY = TcOption.time(
                "latency", TcValues.MICROSECONDS, "maximum time that a packet waits, instead of limit", "10us");
        static final TcOption<Bytes> LIMIT = TcOption.of("limit", TcValues.BYTES, "queue limit in bytes", "1000k");
        static final TcOption<Rate> PEAKRATE =
                TcOption.of("peakrate", ValueTypes.RATE, "rate of the second bucket", "1gbit");
        static final TcOption<Bytes> MTU = TcOption.of("mtu", TcValues.BYTES, "size of the second bucket", "1540");

        private Tbf() {}
    }

    /** Random early detection. */
    static final class Red {
        static final TcOption<Bytes> LIMIT =
                TcOption.required("limit", TcValues.BYTES, "queue limit in bytes", "100000");
        static final TcOption<Bytes> MIN = TcOption.of(
                "min",
                TcValues.BYTES,
                "average backlog above which it marks some packets (default: a third of max)",
                "30000");
        static final TcOption<Bytes> MAX = TcOption.of(
                "max",
                TcValues.BYTES,
                "average backlog above which it marks every packet (default: three times min, or a quarter of limit);"
                        + " that of min makes it a step, as DCTCP's",
                "90000");
        static final TcOption<Bytes> AVPKT =
                TcOption.of("avpkt", TcValues.BYTES, "average packet size (default: 1000)", "1000");
        static final TcOption<Long> BURST = TcOption.number(
                "burst",
                1,
                TcValues.UNSIGNED,
                "burst size in packets, from which tc computes the weight of the average",
                "35");
        static final TcOption<String> PROBABILITY = new TcOption<>(
                Key.of(
                        "probability",
                        ValueTypes.checked(ValueTypes.PROBABILITY, TcValues::probability),
                        "marking probability at max, 0 to 1 (default: 0.02)",
                        "1.0"),
                (keyword, value) -> List.of(keyword, TcValues.probability(value)));
        static final TcOption<Rate> BANDWIDTH = TcOption.of(
                "bandwidth",
                TcValues.RATE32,
                "rate of the port, to age the average while idle (default: rate of the port)",
                "100mbit");
        static final TcOption<Boolean> NODROP = TcOption.flag("nodrop", "do not drop packets that are not ECT");
        static final TcOption<Boolean> ECN = TcOption.flag("ecn", "mark packets instead of dropping them");

        private Red() {}
    }

    /** Strict priority and DRR. */
    static final class Ets {
        static final TcOption<Integer> BANDS =
                TcOption.required("bands", ValueTypes.integer(1, 16), "number of bands", "4");
        static final TcOption<Integer> STRICT =
                TcOption.of("strict", ValueTypes.integer(0, 16), "number of bands with strict priority", "1");
        static final TcOption<List<Bytes>> QUANTA = TcOption.list(
                "quanta",
                TcValues.bytes(MIN_QUANTUM, MAX_QUANTUM),
                "quantum in bytes of each of the other bands",
                "[1500, 3000, 4500]");

        private Ets() {}
    }

    /** Strict priority. */
    static final class Prio {
        static final int DEFAULT_BANDS = 3;

        static final TcOption<Integer> BANDS = TcOption.of(
                "bands", ValueTypes.integer(2, 16), "number of bands (default: " + DEFAULT_BANDS + ")", "4");

        private Prio() {}
    }

    /** Common applications kept enhanced. */
    static final class Cake {
        static final Key<Rate> BANDWIDTH =
                Key.of("bandwidth", ValueTypes.RATE, "rate to which it shapes (default: rate of the link)", "100mbit");

        private Cake() {}
    }

    /**
     * A kind of stock qdisc.
     *
     * @param rate key of the rate to which it shapes; null if it does not shape
     * @param classes number of classes that take a child qdisc
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

        /** Returns the arguments that set its rate. */
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

    /** Keys of the stock qdiscs, at the root and as children. */
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
                            Red.PROBABILITY,
                            Red.BANDWIDTH,
                            Red.ECN,
                            TcOption.flag("harddrop", "drop packets above max"),
                            Red.NODROP,
                            TcOption.flag("adaptive", "adapt the probability (Adaptive RED)")),
                    classful(
                            "ets",
                            null,
                            parsed -> parsed.get(Ets.BANDS.key()).orElse(1),
                            Ets.BANDS,
                            Ets.STRICT,
                            Ets.QUANTA,
                            PRIOMAP),
                    classful(
                            "prio",
                            null,
                            parsed -> parsed.get(Prio.BANDS.key()).orElse(Prio.DEFAULT_BANDS),
                            Prio.BANDS,
                            PRIOMAP),
                    classless("codel", null, LIMIT_PACKETS, TARGET, INTERVAL, ECN, CE_THRESHOLD),
                    classless(
                            "fq_codel",
                            null,
                            LIMIT_PACKETS,
                            TcOption.number("flows", 1, 65_536, "number of queues", "1024"),
                            TARGET,
                            INTERVAL,
                            QUANTUM,
                            ECN,
                            CE_THRESHOLD,
                            TcOption.bytes("memory_limit", 1, 1L << 31, "memory limit in bytes", "32m")),
                    classless(
                            "fq",
                            null,
                            LIMIT_PACKETS,
                            TcOption.number(
                                    "flow_limit", 1, TcValues.UNSIGNED, "queue limit of a flow in packets", "100"),
                            TcOption.bytes("quantum", 1, MAX_QUANTUM, "quantum in bytes", "3028"),
                            TcOption.bytes(
                                    "initial_quantum", 0, Integer.MAX_VALUE, "quantum of a new flow in bytes", "15140"),
                            TcOption.of("maxrate", TcValues.FLOW_RATE, "maximum rate of a flow", "100mbit"),
                            TcOption.time(
                                    "ce_threshold",
                                    TcValues.MICROSECONDS,
                                    "mark packets whose sojourn time exceeds this",
                                    "1ms"),
                            TcOption.time("timer_slack", TcValues.NANOSECONDS, "timer slack", "10us")),
                    classless(
                            "pie",
                            null,
                            LIMIT_PACKETS,
                            TcOption.time("target", TcValues.PIE_TARGET, "target sojourn time", "15ms"),
                            TcOption.time(
                                    "tupdate",
                                    TcValues.MICROSECONDS,
                                    "update interval of the probability; the kernel rounds it up to its clock tick",
                                    "15ms"),
                            ECN),
                    classless(
                            "dualpi2",
                            null,
                            LIMIT_PACKETS,
                            TcOption.time(
                                    "step_thresh",
                                    TcValues.MICROSECONDS,
                                    "mark packets of the low latency queue whose sojourn time exceeds this",
                                    "1ms"),
                            TcOption.time("target", TcValues.MICROSECONDS, "target sojourn time", "15ms"),
                            TcOption.time(
                                    "tupdate", TcValues.MICROSECONDS, "update interval of the probability", "16ms"),
                            TcOption.time(
                                    "max_rtt",
                                    TcValues.MICROSECONDS,
                                    "maximum RTT, from which target and tupdate are derived",
                                    "100ms"),
                            TcOption.number(
                                    "coupling_factor",
                                    1,
                                    255,
                                    "ratio of the marking probabilities of both queues (default: 2)",
                                    "2"),
                            TcOption.flag("any_ect", "put ECT(0) packets into the low latency queue, too (DCTCP)")),
                    classless(
                            "cake", Cake.BANDWIDTH, TcOption.time("rtt", TcValues.MICROSECONDS, "expected RTT", "1ms")),
                    classless(
                            "sfq",
                            null,
                            TcOption.number("limit", 2, SFQ_MAX_LIMIT, "queue limit in packets", "1000"),
                            QUANTUM),
                    classless("pfifo", null, LIMIT_PACKETS),
                    classless("bfifo", null, TcOption.of("limit", TcValues.BYTES, "queue limit in bytes", "100000")),
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
            "dwrr, see tc-dwrr(8)",
            "{ecn-scheme: mq-ecn, queues: 4, port-thresh: 32k}");

    /** A queueing discipline of a port. */
    static final ObjectSchema QDISC_CHOICE = ObjectSchema.oneOf(
            "queueing discipline",
            Stream.concat(Stream.of(DWRR), STOCK_KEYS.stream())
                    .<Key<?>>map(key -> key)
                    .toList());

    /** The queueing disciplines that make a device a port of mqecn. */
    static final ObjectSchema PORT_CHOICE = ObjectSchema.oneOf(
            "queueing discipline of a port",
            Stream.concat(Stream.of(DWRR), STOCK_KEYS.stream().filter(key -> key.name()
                            .equals(QdiscKind.EIFFEL.keyword())))
                    .<Key<?>>map(key -> key)
                    .toList());

    private QdiscSchema() {}

    /** The settings in a mapping of dwrr or eiffel. */
    static List<Assignment> assignments(ParsedObject parsed) {
        return parsed.keys().stream()
                .flatMap(key -> parsed.get(key).stream())
                .flatMap(value -> value instanceof List<?> list ? list.stream() : Stream.of(value))
                .map(Assignment.class::cast)
                .toList();
    }

    /** Returns the stock qdisc of this name. */
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

    /** A setting of dwrr: a value or, for a setting of queues, a mapping from queues to values. */
    private static Key<List<Assignment>> settingKey(Setting setting) {
        String example = setting.isCodePoints()
                ? "{1: '" + setting.example() + "'}"
                : setting.isPerQueue() ? "{all: " + setting.example() + "}" : setting.example();
        return Key.of(
                setting.key(),
                setting.isPerQueue()
                        ? perQueue(setting)
                        : ValueTypes.map(valueOf(setting, text -> Assignment.parse(setting, text)), List::of),
                setting.description(),
                example);
    }

    /** A value of a setting that a function parses. */
    static <T> ValueType<T> valueOf(Setting setting, Function<String, T> reader) {
        return ValueTypes.parsedQuantity(
                setting.quantity(), setting.spec().min(), setting.spec().max(), reader);
    }

    private static ValueType<List<Assignment>> perQueue(Setting setting) {
        ValueType<List<Assignment>> forAll =
                ValueTypes.map(valueOf(setting, text -> Assignment.parse(setting, "all:" + text)), List::of);
        ValueType<String> queue =
                ValueTypes.scalar("a queue, for example 0, or all", "^([0-9]{1,2}|all)$", text -> text);
        ValueType<List<Assignment>> each = ValueTypes.pairs(
                queue,
                setting.isCodePoints() ? codePoints(setting) : valueOf(setting, text -> text),
                (name, value) -> Assignment.parse(setting, name + ":" + value));
        return ValueTypes.either(forAll, each);
    }

    /** Code points as on the command line, {@code ef,va}, or as a list. */
    private static ValueType<String> codePoints(Setting setting) {
        ValueType<String> text = valueOf(setting, each -> each);
        return ValueTypes.either(
                text,
                ValueTypes.map(
                        ValueTypes.list(text, 1, (int) setting.spec().max() + 1), list -> String.join(",", list)));
    }
}
