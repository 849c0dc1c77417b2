// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mqecn.figure.FigureSchema;
import org.mqecn.schema.JsonSchema;
import org.mqecn.schema.Key;
import org.mqecn.schema.Located;
import org.mqecn.schema.ObjectSchema;
import org.mqecn.schema.ParsedObject;
import org.mqecn.schema.Problems;
import org.mqecn.schema.ValueType;
import org.mqecn.schema.ValueTypes;
import org.mqecn.schema.YamlNode;
import org.mqecn.topology.Testbed;
import org.mqecn.topology.TestbedFile;
import org.mqecn.value.Bytes;
import org.mqecn.value.Rate;
import org.mqecn.value.UserError;

/** The words of a scenario's file, and of a case made from it: every key, what it takes and what it means. */
final class ScenarioSchema {
    private static final int UNLIMITED = Integer.MAX_VALUE;
    private static final String NAME_PATTERN = "[a-z][a-z0-9-]*";

    private static final ValueType<String> NAME = ValueTypes.scalar(
            "a name of small letters, digits and '-'",
            "^" + NAME_PATTERN + "$",
            text -> requireMatch(
                    text,
                    NAME_PATTERN,
                    "cannot be a name",
                    "a name begins with a small letter and has small letters, digits and '-'"));
    private static final ValueType<Located<String>> HOST = ValueTypes.scalar(
                    "the name of a host", "^" + NAME_PATTERN + "$", text -> text)
            .located();
    private static final ValueType<List<Located<String>>> ONE_OR_MORE_HOSTS =
            ValueTypes.either(ValueTypes.map(HOST, List::of), ValueTypes.list(HOST, 1, UNLIMITED));
    private static final ValueType<Integer> DSCP = ValueTypes.integer(0, 63);
    private static final ValueType<List<Integer>> ONE_OR_MORE_DSCPS =
            ValueTypes.either(ValueTypes.map(DSCP, List::of), ValueTypes.list(DSCP, 1, 64));
    private static final ValueType<Double> LOAD = ValueTypes.map(ValueTypes.PROBABILITY, Double::valueOf);
    private static final ValueType<NumberOrPercentage> NUMBER = new NumberOrPercentageType();

    private ScenarioSchema() {}

    /**
     * A number as it is written.
     *
     * @param value of a share, the percents
     */
    record NumberOrPercentage(double value, boolean percent, String text) {}

    /** A number, or a share of which the sign may be told. */
    private record NumberOrPercentageType() implements ValueType<NumberOrPercentage> {
        private static final String PATTERN = "[+-]?[0-9]+(\\.[0-9]+)?%?";

        @Override
        public String expected() {
            return "a number or a share, for example 651 or -72.8%";
        }

        @Override
        public Optional<NumberOrPercentage> read(String name, YamlNode yamlNode, Problems problems) {
            return ValueTypes.STRING
                    .read(name, yamlNode, problems)
                    .flatMap(text -> problems.capture(
                            yamlNode.location(), () -> Optional.of(parseNumber(text)), Optional.empty()));
        }

        @Override
        public Map<String, Object> schema(JsonSchema.SchemaDefinitions schemaDefinitions) {
            return Map.of("type", List.of("number", "string"), "pattern", "^" + PATTERN + "$");
        }
    }

    private static NumberOrPercentage parseNumber(String text) {
        requireMatch(
                text,
                NumberOrPercentageType.PATTERN,
                "is neither a number nor a share",
                "write for example 651 or -72.8%");
        boolean percent = text.endsWith("%");
        return new NumberOrPercentage(
                new BigDecimal(percent ? text.substring(0, text.length() - 1) : text).doubleValue(), percent, text);
    }

    private static String requireMatch(String text, String pattern, String failure, String remedy) {
        if (!text.matches(pattern)) {
            throw UserError.usage("'" + text + "' " + failure, remedy);
        }
        return text;
    }

    /** Keys of the kinds of traffic. */
    static final class TrafficKeys {
        static final Key<List<Located<String>>> SENDERS =
                Key.required("from", ONE_OR_MORE_HOSTS, "who sends: a host, or several in turn", "h2");
        static final Key<Located<String>> SENDER = Key.required("from", HOST, "who sends", "h2");
        static final Key<Located<String>> RECEIVER = Key.required("to", HOST, "who receives", "h1");
        static final Key<List<Integer>> DSCPS =
                Key.of("dscp", ONE_OR_MORE_DSCPS, "code point, or several in turn (default: 0)", "[0, 1]");
        static final Key<Integer> DSCP_KEY = Key.of("dscp", DSCP, "code point (default: 0)", "1");

        static final Key<Located<String>> CLIENT = Key.required("client", HOST, "who asks and receives", "h1");
        static final Key<List<Located<String>>> SERVERS = Key.of(
                "servers",
                ONE_OR_MORE_HOSTS,
                "who is asked, each as often; 'others' for all but the client (the default)",
                "[h2, h3]");
        static final Key<String> SIZES = Key.of(
                "sizes",
                ValueTypes.STRING,
                "of the flows: web-search (the default),"
                        + " data-mining, cache, hadoop, or a file with sizes and parts of one",
                "web-search");
        static final Key<Double> OFFERED_LOAD =
                Key.required("load", LOAD, "part of what TCP can carry over the port towards the client", "0.8");
        static final Key<Integer> COUNT = Key.required("count", ValueTypes.integer(1, 10_000_000), "requests", "5000");
        static final Key<Integer> WARM_UP = Key.of(
                "warm-up",
                ValueTypes.integer(0, 10_000_000),
                "the first of them, which do not count (default: 0)",
                "100");
        static final Key<Integer> SERVICE_DSCP = Key.required("dscp", DSCP, "code point of its flows", "0");
        static final Key<Integer> WEIGHT =
                Key.of("weight", ValueTypes.integer(1, 1_000_000), "how often it is asked (default: 1)", "1");
        static final Key<String> CONGESTION_CONTROL = Key.of(
                "congestion-control",
                ValueTypes.scalar(
                        "a congestion control, for example dctcp",
                        "^[a-z][a-z0-9_]*$",
                        text -> requireMatch(
                                text,
                                "[a-z][a-z0-9_]{0,14}",
                                "is not the name of a congestion control",
                                "write for example cubic")),
                "of its flows (default: that of the hosts)",
                "cubic");
        static final Key<List<ParsedObject>> SERVICES = Key.of(
                "services",
                ValueTypes.list(
                        ObjectSchema.of("requested service", List.of(SERVICE_DSCP, WEIGHT, CONGESTION_CONTROL)), 1, 64),
                "whom the flows belong to (default: one with code point 0)",
                "[{dscp: 0, weight: 1}, {dscp: 1}]");
        static final Key<Integer> FAN_IN = Key.of(
                "fan-in",
                ValueTypes.integer(1, 1024),
                "servers that answer a request together, a part each (default: 1)",
                "1");
        static final Key<Rate> FLOW_RATE =
                Key.of("flow-rate", ValueTypes.RATE, "each flow is paced to (default: not at all)", "1gbit");
        static final Key<Integer> CONNECTIONS = Key.of(
                "connections",
                ValueTypes.integer(0, 10_000),
                "to each server from the beginning; more are opened when none is free (default: 5)",
                "5");
        static final Key<Integer> FIRST_DSCP = Key.required("from", DSCP, "code point that a flow begins with", "0");
        static final Key<Bytes> DEMOTION_BYTES =
                Key.required("after", ValueTypes.BYTES, "bytes after which it has that of its service", "100k");
        static final Key<ParsedObject> DEMOTE = Key.of(
                "demote",
                ObjectSchema.of("demotion", List.of(FIRST_DSCP, DEMOTION_BYTES)),
                "flows begin with another code point, as PIAS has it (default: not)",
                "{from: 0, after: 100k}");

        static final Key<Boolean> REMAINING = Key.of(
                "remaining",
                ValueTypes.BOOLEAN,
                "code points tell how much of a flow is"
                        + " left, as pFabric has it, and not whom it belongs to (default: false)",
                "true");

        static final Key<Integer> FLOW_COUNT =
                Key.of("count", ValueTypes.integer(1, 10_000), "how many (default: 1)", "4");
        static final Key<Bytes> SIZE = Key.of("size", ValueTypes.BYTES, "of each (default: it does not end)", "30m");
        static final Key<Rate> PACING_RATE =
                Key.of("rate", ValueTypes.RATE, "each is paced to (default: not at all)", "500mbit");
        static final Key<Duration> START =
                Key.of("start", ValueTypes.DURATION, "when they begin (default: 0s)", "100ms");

        static final Key<Duration> INTERVAL =
                Key.of("every", ValueTypes.DURATION, "time between probes (default: 1ms)", "1ms");
        static final Key<Rate> UDP_RATE = Key.required("rate", ValueTypes.RATE, "of UDP's payload", "100mbit");
        static final Key<Integer> PAYLOAD =
                Key.of("size", ValueTypes.integer(8, 65_000), "bytes of payload (default: 1472)", "1472");
        static final Key<Boolean> ECN =
                Key.of("ecn", ValueTypes.BOOLEAN, "whether they may be marked (default: false)", "true");
        static final Key<List<String>> IPERF_ARGUMENTS = Key.of(
                "words",
                ValueTypes.list(ValueTypes.STRING, 0, UNLIMITED),
                "more arguments of iperf3 --client",
                "[--parallel, \"2\"]");

        static final Key<ParsedObject> REQUESTS = Key.of(
                "requests",
                ObjectSchema.of(
                        "requests",
                        List.of(
                                CLIENT,
                                SERVERS,
                                SIZES,
                                OFFERED_LOAD,
                                COUNT,
                                WARM_UP,
                                SERVICES,
                                FAN_IN,
                                FLOW_RATE,
                                CONNECTIONS,
                                DEMOTE,
                                REMAINING)),
                "flows that are asked for, at random times, over persistent connections",
                "{client: h1, load: 0.8, count: 5000}");
        static final Key<ParsedObject> FLOWS = Key.of(
                "flows",
                ObjectSchema.of(
                        "flows",
                        List.of(SENDERS, RECEIVER, FLOW_COUNT, DSCPS, SIZE, PACING_RATE, START, CONGESTION_CONTROL)),
                "TCP flows that begin together",
                "{from: h2, to: h1, count: 4}");
        static final Key<ParsedObject> PROBES = Key.of(
                "probes",
                ObjectSchema.of("probes", List.of(SENDER, RECEIVER, DSCPS, INTERVAL, ECN)),
                "round-trip times of small UDP packets",
                "{from: h2, to: h1, every: 1ms}");
        static final Key<ParsedObject> DATAGRAMS = Key.of(
                "datagrams",
                ObjectSchema.of("datagrams", List.of(SENDER, RECEIVER, DSCP_KEY, UDP_RATE, PAYLOAD, ECN)),
                "UDP at a constant rate",
                "{from: h3, to: h1, rate: 100mbit}");
        static final Key<ParsedObject> IPERF3 = Key.of(
                "iperf3",
                ObjectSchema.of("iperf3", List.of(SENDER, RECEIVER, DSCP_KEY, IPERF_ARGUMENTS)),
                "iperf3",
                "{from: h2, to: h1}");
        static final ObjectSchema SCHEMA =
                ObjectSchema.oneOf("traffic", List.of(REQUESTS, FLOWS, PROBES, DATAGRAMS, IPERF3));

        private TrafficKeys() {}
    }

    /** Keys of what is measured. */
    static final class MeasurementKeys {
        private static final String PORT_PATTERN = NAME_PATTERN + "(:" + NAME_PATTERN + ")?";

        static final Key<Located<String>> PORT = Key.required(
                "port",
                ValueTypes.scalar(
                                "a host, for the switch's port towards it, or SWITCH:NEIGHBOUR",
                                "^" + PORT_PATTERN + "$",
                                text -> requireMatch(
                                        text, PORT_PATTERN, "is not a port", "write for example h1 or s1:s2"))
                        .located(),
                "whose queues are watched: the switch's port towards a host, or SWITCH:NEIGHBOUR",
                "h1");
        static final Key<Duration> INTERVAL =
                Key.of("every", ValueTypes.DURATION, "between samples (default: 1ms)", "200us");
        static final Key<Duration> WARM_UP =
                Key.of("warm-up", ValueTypes.DURATION, "time in which nothing counts yet (default: 0s)", "300ms");
        static final Key<Duration> DURATION = Key.of(
                "for", ValueTypes.DURATION, "time that counts, where the traffic does not end by itself", "600ms");
        static final ObjectSchema SCHEMA = ObjectSchema.of("measurement", List.of(PORT, INTERVAL, WARM_UP, DURATION));

        private MeasurementKeys() {}
    }

    /** Keys of a check. */
    static final class CheckKeys {
        static final Key<String> METRIC = Key.required(
                "metric",
                ValueTypes.scalar(
                        "the name of a metric",
                        "^[a-z0-9_]+$",
                        text -> requireMatch(
                                text, "[a-z0-9_]+", "is not the name of a metric", "write for example rtt_avg_us")),
                "what is compared",
                "rtt_avg_us");
        static final Key<Map<Located<String>, String>> WHERE = Key.of(
                "where",
                ValueTypes.mapping(NAME, ValueTypes.STRING),
                "of which cases (their mean)",
                "{scheme: mq-ecn}");
        static final Key<Map<Located<String>, String>> BASELINE = Key.of(
                "against",
                ValueTypes.mapping(NAME, ValueTypes.STRING),
                "cases from which the change is told",
                "{scheme: per-queue}");
        static final Key<NumberOrPercentage> PAPER =
                Key.of("paper", NUMBER, "what the paper has: a value or, with 'against', a change", "-72.8%");
        static final Key<Double> DIRECTION = Key.of(
                "direction",
                ValueTypes.enumeration("a direction", new TreeMap<>(Map.of("down", -1.0, "up", 1.0))),
                "where it goes, when no paper tells how far",
                "down");
        static final Key<NumberOrPercentage> TOLERANCE = Key.of(
                "within",
                NUMBER,
                "how far off it may be: part of the value or, "
                        + "with 'against', percentage points; without it only the direction has to be the same",
                "10%");
        static final Key<String> NOTE =
                Key.of("note", ValueTypes.STRING, "what there is to say of it", "read off a plot");
        static final ObjectSchema SCHEMA =
                ObjectSchema.of("check", List.of(METRIC, WHERE, BASELINE, PAPER, DIRECTION, TOLERANCE, NOTE));

        private CheckKeys() {}
    }

    /** Keys of the whole. */
    static final class ScenarioKeys {
        private static final ValueType<String> PATH = ValueTypes.scalar(
                "a path into this document",
                "^[A-Za-z0-9_./-]+$",
                text -> requireMatch(
                        text,
                        "[A-Za-z0-9_./-]+",
                        "is not a path into this document",
                        "write for example traffic.web.requests.load"));

        static final Key<String> SCENARIO = Key.required("scenario", NAME, "its name", "mq-fig6");
        static final Key<String> TITLE = Key.of("title", ValueTypes.STRING, "what it shows", "One flow against four");
        static final Key<String> SOURCE =
                Key.required("source", ValueTypes.STRING, "paper and figure", "\"MQ-ECN, NSDI 2016, Figure 6\"");
        static final Key<String> URL = Key.of("url", ValueTypes.STRING, "where it is", "https://example.org/");
        static final Key<ParsedObject> PAPER = Key.of(
                "paper",
                ObjectSchema.of("paper", List.of(SOURCE, URL)),
                "where it comes from",
                "{source: \"MQ-ECN, NSDI 2016, Figure 6\"}");
        static final Key<Testbed> TESTBED = Key.required(
                "testbed",
                TestbedFile.valueType(),
                "where it runs: the name of a testbed, one itself, or what differs from one: {extends: mq-ecn, …}",
                "mq-ecn");
        static final Key<Map<Located<String>, ParsedObject>> TRAFFIC = Key.required(
                "traffic",
                ValueTypes.mapping(NAME, TrafficKeys.SCHEMA),
                "who sends what, by names of yours; all begins together",
                "{web: {requests: {client: h1, load: 0.8, count: 5000}}}");
        static final Key<ParsedObject> MEASURE = Key.required(
                "measure",
                MeasurementKeys.SCHEMA,
                "what is measured, and how long",
                "{port: h1, warm-up: 300ms, for: 600ms}");
        static final Key<Integer> SEED =
                Key.of("seed", ValueTypes.integer(0, UNLIMITED), "of all randomness (default: 1)", "1");

        static final Key<List<String>> SET = Key.required(
                "set",
                ValueTypes.either(ValueTypes.map(PATH, List::of), ValueTypes.list(PATH, 1, UNLIMITED)),
                "the path of what changes, or several",
                "traffic.web.requests.load");
        static final Key<YamlNode> VALUES = Key.required(
                "values",
                ValueTypes.ANY,
                "a list of values, or a mapping of names of yours to values; of several paths, a value is a list",
                "[0.3, 0.6, 0.9]");
        static final Key<Map<Located<String>, ParsedObject>> VARY = Key.of(
                "vary",
                ValueTypes.mapping(NAME, ObjectSchema.of("variable", List.of(SET, VALUES))),
                "what differs from case to case, by names of yours",
                "{load: {set: traffic.web.requests.load, values: [0.3, 0.6, 0.9]}}");
        static final Key<Integer> REPEAT = Key.of(
                "repeat",
                ValueTypes.integer(1, 1000),
                "how often each case runs, with seed, seed + 1, … (default: 1)",
                "3");
        static final Key<Map<Located<String>, YamlNode>> QUICK = Key.of(
                "quick",
                ValueTypes.mapping(PATH, ValueTypes.ANY),
                "paths and what --quick sets them to",
                "{traffic.web.requests.count: 300}");
        static final Key<List<ParsedObject>> CHECKS = Key.of(
                "checks",
                ValueTypes.list(CheckKeys.SCHEMA, 0, UNLIMITED),
                "what has to come out",
                "[{metric: rtt_avg_us, where: {scheme: mq-ecn}, paper: 441, within: 10%}]");

        static final Key<Map<Located<String>, String>> CASE = Key.required(
                "case", ValueTypes.mapping(NAME, ValueTypes.STRING), "what it differs by", "{scheme: mq-ecn}");
        static final Key<Integer> REPETITION =
                Key.required("repetition", ValueTypes.integer(1, UNLIMITED), "number of it", "1");

        /** What a scenario and its cases have in common. */
        private static final List<Key<?>> COMMON = List.of(SCENARIO, TITLE, PAPER, TESTBED, TRAFFIC, MEASURE, SEED);
        /** What only a scenario has. */
        static final List<Key<?>> SCENARIO_ONLY = List.of(VARY, REPEAT, QUICK, FigureSchema.FIGURES, CHECKS);

        static final ObjectSchema SCHEMA = ObjectSchema.of("scenario", concat(COMMON, SCENARIO_ONLY));
        static final ObjectSchema CASE_SCHEMA = ObjectSchema.of("case", concat(COMMON, List.of(CASE, REPETITION)));

        private ScenarioKeys() {}

        private static List<Key<?>> concat(List<Key<?>> some, List<Key<?>> others) {
            List<Key<?>> all = new ArrayList<>(some);
            all.addAll(others);
            return all;
        }
    }
}
