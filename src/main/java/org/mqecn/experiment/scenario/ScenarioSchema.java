// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mqecn.figure.FigureSchema;
import org.mqecn.result.ValidityReason;
import org.mqecn.result.ValidityRule;
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
import org.mqecn.traffic.flow.SizeUnit;
import org.mqecn.traffic.flow.TrafficPattern;
import org.mqecn.value.Bytes;
import org.mqecn.value.CongestionControl;
import org.mqecn.value.Rate;
import org.mqecn.value.UserError;

/** The keys of scenario files, and of the case documents made from them. */
final class ScenarioSchema {
    private static final int UNLIMITED = Integer.MAX_VALUE;
    private static final String NAME_PATTERN = "[a-z][a-z0-9-]*";

    private static final ValueType<String> NAME = ValueTypes.scalar(
            "a name of lowercase letters, digits and '-'",
            "^" + NAME_PATTERN + "$",
            text -> requireMatch(
                    text,
                    NAME_PATTERN,
                    "cannot be a name",
                    "a name begins with a lowercase letter and contains only lowercase letters, digits and '-'"));
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
     * A number as written.
     *
     * @param value the number; of a percentage without the %
     */
    record NumberOrPercentage(double value, boolean percent, String text) {}

    /** A number or a percentage, either with an optional sign. */
    private record NumberOrPercentageType() implements ValueType<NumberOrPercentage> {
        private static final String PATTERN = "[+-]?[0-9]+(\\.[0-9]+)?%?";

        @Override
        public String expected() {
            return "a number or a percentage, for example 651 or -72.8%";
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
                "is neither a number nor a percentage",
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

    /** Keys of traffic. */
    static final class TrafficKeys {
        static final Key<List<Located<String>>> SENDERS =
                Key.required("from", ONE_OR_MORE_HOSTS, "sending host, or several: flows take them in turn", "h2");
        static final Key<Located<String>> SENDER = Key.required("from", HOST, "sending host", "h2");
        static final Key<Located<String>> RECEIVER = Key.required("to", HOST, "receiving host", "h1");
        static final Key<List<Integer>> DSCPS = Key.of(
                "dscp",
                ONE_OR_MORE_DSCPS,
                "DSCP, or several: flows or probes take them in turn (default: 0)",
                "[0, 1]");
        static final Key<Integer> DSCP_KEY = Key.of("dscp", DSCP, "DSCP (default: 0)", "1");

        static final Key<Located<String>> CLIENT =
                Key.required("client", HOST, "host that sends the requests and receives the flows", "h1");
        static final Key<List<Located<String>>> SERVERS = Key.of(
                "servers",
                ONE_OR_MORE_HOSTS,
                "hosts that answer, in equal shares; 'all' for every host but the client (the default)",
                "[h2, h3]");
        static final Key<Located<String>> ONLY_CLIENT = Key.of(
                "client",
                HOST,
                "host that sends the requests and receives the flows; required unless there is a pattern",
                "h1");
        static final Key<TrafficPattern> PATTERN = Key.of(
                "pattern",
                ValueTypes.enumeration(
                        "a traffic pattern",
                        Arrays.stream(TrafficPattern.values())
                                .collect(Collectors.toMap(
                                        TrafficPattern::keyword,
                                        Function.identity(),
                                        (one, other) -> one,
                                        LinkedHashMap::new))),
                "hosts that request flows from each other, instead of one client: all-to-all (from any other host),"
                        + " permutation (each from one other host, which sends to no one else), incast (from 'fan-in' other"
                        + " hosts at once) or rack-to-rack (from the hosts of one other switch)",
                "all-to-all");
        static final Key<List<Located<String>>> PATTERN_HOSTS = Key.of(
                "hosts", ONE_OR_MORE_HOSTS, "hosts of the pattern; 'all' for every host (the default)", "[h1, h2, h5]");
        static final Key<String> SIZES = Key.of(
                "flow-sizes",
                ValueTypes.STRING,
                "distribution of flow sizes: web-search, data-mining, cache, hadoop, one size as 28k, or a file of sizes and"
                        + " cumulative probabilities (default: web-search; of a service, that of the requests)",
                "web-search");
        static final Key<SizeUnit> SIZE_UNIT = Key.of(
                "size-unit",
                ValueTypes.enumeration(
                        "a unit of sizes", new TreeMap<>(Map.of("byte", SizeUnit.BYTE, "packet", SizeUnit.PACKET))),
                "unit of the sizes of a file; a packet has 1460 bytes (default: byte, unless the file may be in packets)",
                "packet");
        static final Key<Double> OFFERED_LOAD = Key.required(
                "load",
                LOAD,
                "offered load: share of what TCP can carry over the port towards the client; of a pattern, over the port"
                        + " towards each of its hosts",
                "0.8");
        static final Key<Integer> COUNT =
                Key.required("count", ValueTypes.integer(1, 10_000_000), "number of requests", "5000");
        static final Key<Integer> WARM_UP = Key.of(
                "warm-up",
                ValueTypes.integer(0, 10_000_000),
                "number of requests at the start that are excluded from metrics (default: 0)",
                "100");
        static final Key<Integer> SERVICE_DSCP = Key.required("dscp", DSCP, "DSCP of its flows", "0");
        static final Key<Integer> WEIGHT = Key.of(
                "weight", ValueTypes.integer(1, 1_000_000), "relative frequency of its requests (default: 1)", "1");
        static final Key<String> CONGESTION_CONTROL = Key.of(
                "congestion-control",
                ValueTypes.scalar(
                        "a congestion control, for example dctcp",
                        "^" + CongestionControl.PATTERN + "$",
                        CongestionControl::parse),
                "congestion control of the flows (default: that of their host)",
                "cubic");
        static final Key<List<ParsedObject>> SERVICES = Key.of(
                "services",
                ValueTypes.list(
                        ObjectSchema.of(
                                "requested service",
                                List.of(SERVICE_DSCP, WEIGHT, SIZES, SIZE_UNIT, CONGESTION_CONTROL)),
                        1,
                        64),
                "services that flows belong to (default: one with DSCP 0)",
                "[{dscp: 0, weight: 1}, {dscp: 1}]");
        static final Key<Integer> FAN_IN = Key.of(
                "fan-in",
                ValueTypes.integer(1, 1024),
                "number of servers that each send a part of an answer (default: 1); of the patterns, only for incast",
                "1");
        static final Key<Rate> FLOW_RATE =
                Key.of("pacing-rate", ValueTypes.RATE, "pacing rate of each flow (default: not paced)", "1gbit");
        static final Key<Integer> CONNECTIONS = Key.of(
                "connections",
                ValueTypes.integer(0, 10_000),
                "persistent connections to each server at the start; more are opened when none is idle (default: 5; of a"
                        + " pattern 0)",
                "5");
        static final Key<Integer> FIRST_DSCP = Key.required("first-dscp", DSCP, "DSCP at the start of a flow", "0");
        static final Key<Bytes> DEMOTION_BYTES = Key.required(
                "after-bytes", ValueTypes.BYTES, "bytes after which it changes to the DSCP of its service", "100k");
        static final Key<ParsedObject> DEMOTE = Key.of(
                "demote",
                ObjectSchema.of("demotion", List.of(FIRST_DSCP, DEMOTION_BYTES)),
                "start flows with another DSCP, as PIAS does (default: off)",
                "{first-dscp: 0, after-bytes: 100k}");

        static final Key<Boolean> REMAINING = Key.of(
                "label-remaining-size",
                ValueTypes.BOOLEAN,
                "set the DSCP by the remaining size of a flow, as pFabric does, instead of by service (default: false)",
                "true");

        static final Key<String> LIST = Key.required(
                "file",
                ValueTypes.STRING,
                "CSV file whose first line names the columns start_ns (or start_us, start_ms, start_s), bytes, server (name"
                        + " or index in servers) and dscp; other columns are ignored",
                "flows.csv");
        static final Key<Double> SPEED = Key.of(
                "speed",
                ValueTypes.decimal(new BigDecimal("0.001"), new BigDecimal("1000")),
                "how much faster than in the list flows are requested: 2 halves all times (default: 1)",
                "0.9");
        static final Key<Integer> LIST_COUNT = Key.of(
                "count",
                ValueTypes.integer(1, 10_000_000),
                "number of flows from the start of the list (default: all)",
                "500");
        static final Key<Integer> LIST_WARM_UP = Key.of(
                "warm-up",
                ValueTypes.integer(0, 10_000_000),
                "number of flows at the start that are excluded from metrics (default: 0)",
                "100");

        static final Key<Integer> FLOW_COUNT =
                Key.of("count", ValueTypes.integer(1, 10_000), "number of flows (default: 1)", "4");
        static final Key<Bytes> SIZE =
                Key.of("size", ValueTypes.BYTES, "size of each flow (default: unlimited)", "30m");
        static final Key<Rate> PACING_RATE =
                Key.of("pacing-rate", ValueTypes.RATE, "pacing rate of each flow (default: not paced)", "500mbit");
        static final Key<Duration> START = Key.of("start", ValueTypes.DURATION, "start time (default: 0s)", "100ms");
        static final Key<Duration> START_SPREAD = Key.of(
                "start-spread",
                ValueTypes.DURATION,
                "time from 'start' on within which each flow starts at random (default: 1ms); 0s for all at once",
                "0s");

        static final Key<Duration> INTERVAL =
                Key.of("interval", ValueTypes.DURATION, "interval between probes (default: 1ms)", "1ms");
        static final Key<Rate> UDP_RATE = Key.required("rate", ValueTypes.RATE, "rate of UDP payload", "100mbit");
        static final Key<Integer> PAYLOAD = Key.of(
                "payload", ValueTypes.integer(8, 65_000), "payload of a packet in bytes (default: 1472)", "1472");
        static final Key<Boolean> ECN =
                Key.of("ecn", ValueTypes.BOOLEAN, "send the packets as ECN-capable, ECT(0) (default: false)", "true");
        static final Key<List<String>> IPERF_ARGUMENTS = Key.of(
                "arguments",
                ValueTypes.list(ValueTypes.STRING, 0, UNLIMITED),
                "further arguments of iperf3 --client",
                "[--parallel, \"2\"]");

        static final Key<ParsedObject> REQUESTS = Key.of(
                "requests",
                ObjectSchema.of(
                        "requests",
                        List.of(
                                ONLY_CLIENT,
                                SERVERS,
                                PATTERN,
                                PATTERN_HOSTS,
                                SIZES,
                                SIZE_UNIT,
                                OFFERED_LOAD,
                                COUNT,
                                WARM_UP,
                                SERVICES,
                                FAN_IN,
                                FLOW_RATE,
                                CONNECTIONS,
                                DEMOTE,
                                REMAINING)),
                "flows that a client, or the hosts of a pattern, request at random (Poisson) times over persistent"
                        + " connections",
                "{client: h1, load: 0.8, count: 5000}");
        static final Key<ParsedObject> REPLAY = Key.of(
                "replay",
                ObjectSchema.of(
                        "replay",
                        List.of(
                                CLIENT,
                                SERVERS,
                                LIST,
                                SPEED,
                                LIST_COUNT,
                                LIST_WARM_UP,
                                FLOW_RATE,
                                CONNECTIONS,
                                DEMOTE,
                                REMAINING,
                                CONGESTION_CONTROL)),
                "flows that a client requests as listed in a file, over persistent connections",
                "{client: h1, file: flows.csv}");
        static final Key<ParsedObject> FLOWS = Key.of(
                "flows",
                ObjectSchema.of(
                        "flows",
                        List.of(
                                SENDERS,
                                RECEIVER,
                                FLOW_COUNT,
                                DSCPS,
                                SIZE,
                                PACING_RATE,
                                START,
                                START_SPREAD,
                                CONGESTION_CONTROL)),
                "TCP flows that start together",
                "{from: h2, to: h1, count: 4}");
        static final Key<ParsedObject> PROBES = Key.of(
                "probes",
                ObjectSchema.of("probes", List.of(SENDER, RECEIVER, DSCPS, INTERVAL, ECN)),
                "RTT probes: small UDP packets that are echoed",
                "{from: h2, to: h1, interval: 1ms}");
        static final Key<ParsedObject> UDP = Key.of(
                "udp",
                ObjectSchema.of("udp", List.of(SENDER, RECEIVER, DSCP_KEY, UDP_RATE, PAYLOAD, ECN)),
                "UDP packets at a constant rate",
                "{from: h3, to: h1, rate: 100mbit}");
        static final Key<ParsedObject> IPERF3 = Key.of(
                "iperf3",
                ObjectSchema.of("iperf3", List.of(SENDER, RECEIVER, DSCP_KEY, IPERF_ARGUMENTS)),
                "a TCP flow of iperf3",
                "{from: h2, to: h1}");
        static final ObjectSchema SCHEMA =
                ObjectSchema.oneOf("traffic", List.of(REQUESTS, REPLAY, FLOWS, PROBES, UDP, IPERF3));

        private TrafficKeys() {}
    }

    /** Keys of the measurement. */
    static final class MeasurementKeys {
        private static final String PORT_PATTERN = NAME_PATTERN + "(:" + NAME_PATTERN + ")?";

        private static final String PORTS_PATTERN = "[a-z*][a-z0-9*-]*(:[a-z*][a-z0-9*-]*)?";
        static final Key<Located<String>> PORT = Key.of(
                "port",
                ValueTypes.scalar(
                                "a host (its switch port) or SWITCH:NEIGHBOUR",
                                "^" + PORT_PATTERN + "$",
                                text -> requireMatch(
                                        text, PORT_PATTERN, "is not a port", "write for example h1 or s1:s2"))
                        .located(),
                "port whose queues are sampled: a host, for the switch port towards it, or SWITCH:NEIGHBOUR",
                "h1");
        private static final ValueType<Located<String>> PORTS_OF_SWITCHES = ValueTypes.scalar(
                        "'all', a host (its switch port) or SWITCH:NEIGHBOUR; '*' stands for any characters",
                        "^" + PORTS_PATTERN + "$",
                        text -> requireMatch(
                                text,
                                PORTS_PATTERN,
                                "is neither a port nor a pattern of ports",
                                "write for example all, h* or leaf*:spine*"))
                .located();
        static final Key<List<Located<String>>> PORTS = Key.of(
                "ports",
                ValueTypes.either(
                        ValueTypes.map(PORTS_OF_SWITCHES, List::of), ValueTypes.list(PORTS_OF_SWITCHES, 1, UNLIMITED)),
                "several ports whose queues are sampled, instead of port: 'all' for every port of every switch, names as of"
                        + " port, or names with '*' for any characters; each is judged by itself",
                "[h*, \"leaf1:spine*\"]");
        static final Key<Duration> INTERVAL =
                Key.of("interval", ValueTypes.DURATION, "interval between samples (default: 1ms)", "200us");
        static final Key<Duration> WARM_UP =
                Key.of("warm-up", ValueTypes.DURATION, "time before the measurement starts (default: 0s)", "300ms");
        static final Key<Duration> DURATION = Key.of(
                "duration",
                ValueTypes.DURATION,
                "length of the measurement; required unless the traffic ends by itself",
                "600ms");
        static final ObjectSchema SCHEMA =
                ObjectSchema.of("measurement", List.of(PORT, PORTS, INTERVAL, WARM_UP, DURATION));

        private MeasurementKeys() {}
    }

    /** What follows from the reasons why runs are invalid: a key for each. */
    static final class ValidityKeys {
        private static final ValueType<ValidityRule> RULE = ValueTypes.enumeration(
                "what follows",
                Arrays.stream(ValidityRule.values())
                        .collect(Collectors.toMap(
                                ValidityRule::key, Function.identity(), (one, other) -> one, LinkedHashMap::new)));
        private static final Map<ValidityReason, Key<ValidityRule>> REASONS = new EnumMap<>(ValidityReason.class);

        static {
            for (ValidityReason reason : ValidityReason.ofScenarios()) {
                REASONS.put(reason, Key.of(reason.key(), RULE, reason.description(), ValidityRule.REPORT.key()));
            }
        }

        static final ObjectSchema SCHEMA = ObjectSchema.of("validity rule", List.copyOf(REASONS.values()));

        /** The rules that are given. */
        static Map<ValidityReason, ValidityRule> rules(Optional<ParsedObject> parsed) {
            Map<ValidityReason, ValidityRule> rules = new EnumMap<>(ValidityReason.class);
            parsed.ifPresent(given ->
                    REASONS.forEach((reason, key) -> given.get(key).ifPresent(rule -> rules.put(reason, rule))));
            return rules;
        }

        private ValidityKeys() {}
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
                "metric that is checked",
                "rtt_avg_us");
        static final Key<Map<Located<String>, String>> WHERE = Key.of(
                "where",
                ValueTypes.mapping(NAME, ValueTypes.STRING),
                "cases whose mean is checked, by values of variables (default: all)",
                "{scheme: mq-ecn}");
        static final Key<Map<Located<String>, String>> BASELINE = Key.of(
                "baseline",
                ValueTypes.mapping(NAME, ValueTypes.STRING),
                "cases relative to whose mean the change is checked",
                "{scheme: per-queue}");
        static final Key<NumberOrPercentage> PAPER =
                Key.of("paper", NUMBER, "the paper's value or, with 'baseline', its change in percent", "-72.8%");
        static final Key<Double> DIRECTION = Key.of(
                "direction",
                ValueTypes.enumeration("a direction", new TreeMap<>(Map.of("down", -1.0, "up", 1.0))),
                "expected direction of the change, if no paper gives a value",
                "down");
        static final Key<NumberOrPercentage> TOLERANCE = Key.of(
                "tolerance",
                NUMBER,
                "allowed deviation: percent of the paper's value or, with 'baseline', percentage points; without it only the"
                        + " direction is checked",
                "10%");
        static final Key<String> NOTE = Key.of("note", ValueTypes.STRING, "note on the check", "read off a plot");
        static final ObjectSchema SCHEMA =
                ObjectSchema.of("check", List.of(METRIC, WHERE, BASELINE, PAPER, DIRECTION, TOLERANCE, NOTE));

        private CheckKeys() {}
    }

    /** Keys of a scenario and of a case. */
    static final class ScenarioKeys {
        private static final ValueType<String> PATH = ValueTypes.scalar(
                "a path into this document",
                "^[A-Za-z0-9_./-]+$",
                text -> requireMatch(
                        text,
                        "[A-Za-z0-9_./-]+",
                        "is not a path into this document",
                        "write for example traffic.web.requests.load"));

        static final Key<String> SCENARIO = Key.required("scenario", NAME, "name of the scenario", "mq-fig6");
        static final Key<String> TITLE =
                Key.of("title", ValueTypes.STRING, "title of its report", "One flow against four");
        static final Key<String> SOURCE =
                Key.required("source", ValueTypes.STRING, "paper and figure", "\"MQ-ECN, NSDI 2016, Figure 6\"");
        static final Key<String> URL = Key.of("url", ValueTypes.STRING, "address of the paper", "https://example.org/");
        static final Key<ParsedObject> PAPER = Key.of(
                "paper",
                ObjectSchema.of("paper", List.of(SOURCE, URL)),
                "paper that the scenario reproduces",
                "{source: \"MQ-ECN, NSDI 2016, Figure 6\"}");
        static final Key<Testbed> TESTBED = Key.required(
                "testbed",
                TestbedFile.valueType(),
                "the testbed: a name, a testbed, or changes to one: {extends: mq-ecn, …}",
                "mq-ecn");
        static final Key<Map<Located<String>, ParsedObject>> TRAFFIC = Key.required(
                "traffic",
                ValueTypes.mapping(NAME, TrafficKeys.SCHEMA),
                "traffic, by names of your choice; all of it starts together",
                "{web: {requests: {client: h1, load: 0.8, count: 5000}}}");
        static final Key<ParsedObject> MEASURE = Key.required(
                "measure",
                MeasurementKeys.SCHEMA,
                "what to measure and for how long",
                "{port: h1, warm-up: 300ms, duration: 600ms}");
        static final Key<ParsedObject> VALIDITY = Key.of(
                "validity",
                ValidityKeys.SCHEMA,
                "what follows from a reason why a run is invalid: require (the run is invalid, the default), report (it is"
                        + " valid and has a badge in tables and figures) or ignore",
                "{port-not-saturated: report, missing-samples: ignore}");
        static final Key<Integer> SEED =
                Key.of("seed", ValueTypes.integer(0, UNLIMITED), "seed of all randomness (default: 1)", "1");

        static final Key<List<String>> SET = Key.required(
                "set",
                ValueTypes.either(ValueTypes.map(PATH, List::of), ValueTypes.list(PATH, 1, UNLIMITED)),
                "path of the key that the variable sets, or several paths",
                "traffic.web.requests.load");
        static final Key<YamlNode> VALUES = Key.required(
                "values",
                ValueTypes.ANY,
                "list of values, or mapping of labels to values; for several paths, each value is a list",
                "[0.3, 0.6, 0.9]");
        static final Key<Map<Located<String>, ParsedObject>> VARY = Key.of(
                "vary",
                ValueTypes.mapping(NAME, ObjectSchema.of("variable", List.of(SET, VALUES))),
                "variables, by names of your choice; each combination of their values is a case",
                "{load: {set: traffic.web.requests.load, values: [0.3, 0.6, 0.9]}}");
        static final Key<List<List<Located<String>>>> ZIP = Key.of(
                "zip",
                ValueTypes.list(ValueTypes.list(NAME.located(), 2, UNLIMITED), 0, UNLIMITED),
                "groups of variables whose values go together one by one, rather than in each combination",
                "[[scheme, threshold]]");
        static final Key<List<Map<Located<String>, List<String>>>> EXCLUDE = Key.of(
                "exclude",
                ValueTypes.list(
                        ValueTypes.mapping(
                                NAME,
                                ValueTypes.either(
                                        ValueTypes.map(ValueTypes.STRING, List::of),
                                        ValueTypes.list(ValueTypes.STRING, 1, UNLIMITED))),
                        0,
                        UNLIMITED),
                "combinations that are not cases: those with one of the values of each variable that is named",
                "[{scheme: fq-codel, threshold: [30k, 60k]}]");
        static final Key<Integer> REPETITIONS = Key.of(
                "repetitions",
                ValueTypes.integer(1, 1000),
                "number of runs of each case, with seeds seed, seed + 1, … (default: 1)",
                "3");
        static final Key<Map<Located<String>, YamlNode>> QUICK = Key.of(
                "quick",
                ValueTypes.mapping(PATH, ValueTypes.ANY),
                "values that --quick sets, by path or variable",
                "{traffic.web.requests.count: 300}");
        static final Key<List<ParsedObject>> CHECKS = Key.of(
                "checks",
                ValueTypes.list(CheckKeys.SCHEMA, 0, UNLIMITED),
                "expected results",
                "[{metric: rtt_avg_us, where: {scheme: mq-ecn}, paper: 441, tolerance: 10%}]");

        static final Key<Map<Located<String>, String>> CASE = Key.required(
                "case", ValueTypes.mapping(NAME, ValueTypes.STRING), "value of each variable", "{scheme: mq-ecn}");
        static final Key<Map<Located<String>, String>> INPUTS = Key.of(
                "inputs",
                ValueTypes.mapping(ValueTypes.STRING, ValueTypes.STRING),
                "files that the traffic reads, each with the SHA-256 of its content",
                "{flows.csv: e3b0c442…}");
        static final Key<Map<Located<String>, String>> SCHEMES = Key.of(
                "schemes",
                ValueTypes.mapping(ValueTypes.STRING, ValueTypes.STRING),
                "marking schemes that the user added, each with the SHA-256 of its source",
                "{my-scheme: e3b0c442…}");
        static final Key<Integer> REPETITION =
                Key.required("repetition", ValueTypes.integer(1, UNLIMITED), "number of the repetition, from 1", "1");

        static final Key<String> FOLDER = Key.of(
                "folder",
                ValueTypes.STRING,
                "folder of the files that the traffic names, from the working directory (default: that of the scenario's"
                        + " file); mqecn writes it into the copy of a scenario beside its results",
                "workloads");

        /** What a scenario and its cases have in common. */
        private static final List<Key<?>> COMMON =
                List.of(SCENARIO, TITLE, PAPER, TESTBED, TRAFFIC, MEASURE, VALIDITY, SEED);
        /** What only a scenario has. */
        static final List<Key<?>> SCENARIO_ONLY =
                List.of(VARY, ZIP, EXCLUDE, REPETITIONS, QUICK, FOLDER, FigureSchema.FIGURES, CHECKS);

        static final ObjectSchema SCHEMA = ObjectSchema.of("scenario", Key.concat(COMMON, SCENARIO_ONLY));

        static final Key<String> EXTENDS = Key.required(
                "extends",
                ValueTypes.STRING,
                "scenario that this one changes, a name or a path: mappings are merged, and all other values replaced",
                "mq-fig7");
        /** What a scenario may have that extends another: the result is read as a scenario. */
        static final ObjectSchema EXTENSION_SCHEMA = SCHEMA.extension(EXTENDS);

        static final ObjectSchema CASE_SCHEMA =
                ObjectSchema.of("case", Key.concat(COMMON, List.of(CASE, REPETITION, INPUTS, SCHEMES, FOLDER)));

        private ScenarioKeys() {}
    }
}
