// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mqecn.document.Filled;
import org.mqecn.document.Form;
import org.mqecn.document.Key;
import org.mqecn.document.Kind;
import org.mqecn.document.Kinds;
import org.mqecn.document.Located;
import org.mqecn.document.Problems;
import org.mqecn.document.Schema;
import org.mqecn.document.Value;
import org.mqecn.figure.FigureWords;
import org.mqecn.port.Bytes;
import org.mqecn.port.Rate;
import org.mqecn.port.UserError;
import org.mqecn.topology.Testbed;
import org.mqecn.topology.TestbedFile;

/** The words of a scenario's file, and of a case made from it: every key, what it takes and what it means. */
final class Words {
    private static final int ANY = Integer.MAX_VALUE;
    private static final String NAME_PATTERN = "[a-z][a-z0-9-]*";

    private static final Kind<String> NAME = Kinds.word("a name of small letters, digits and '-'",
            "^" + NAME_PATTERN + "$", text -> matching(text, NAME_PATTERN, "cannot be a name",
                    "a name begins with a small letter and has small letters, digits and '-'"));
    private static final Kind<Located<String>> HOST = Kinds.word("the name of a host", "^" + NAME_PATTERN + "$",
            text -> text).located();
    private static final Kind<List<Located<String>>> SOME_HOSTS = Kinds.either(Kinds.map(HOST, List::of),
            Kinds.list(HOST, 1, ANY));
    private static final Kind<Integer> DSCP = Kinds.number(0, 63);
    private static final Kind<List<Integer>> SOME_DSCPS = Kinds.either(Kinds.map(DSCP, List::of),
            Kinds.list(DSCP, 1, 64));
    private static final Kind<Double> LOAD = Kinds.map(Kinds.PROBABILITY, Double::valueOf);
    private static final Kind<Quantified> NUMBER = new Number();

    private Words() {}

    /**
     * A number as it is written.
     *
     * @param value of a share, the percents
     */
    record Quantified(double value, boolean percent, String text) {}

    /** A number, or a share of which the sign may be told. */
    private record Number() implements Kind<Quantified> {
        private static final String PATTERN = "[+-]?[0-9]+(\\.[0-9]+)?%?";

        @Override
        public String noun() {
            return "a number or a share, for example 651 or -72.8%";
        }

        @Override
        public Optional<Quantified> read(String name, Value value, Problems problems) {
            return Kinds.TEXT.read(name, value, problems)
                    .flatMap(text -> problems.at(value.place(), () -> Optional.of(quantified(text)), Optional.empty()));
        }

        @Override
        public Map<String, Object> schema(Schema.Definitions definitions) {
            return Map.of("type", List.of("number", "string"), "pattern", "^" + PATTERN + "$");
        }
    }

    private static Quantified quantified(String text) {
        matching(text, Number.PATTERN, "is neither a number nor a share",
                "write for example 651 or -72.8%");
        boolean percent = text.endsWith("%");
        return new Quantified(new BigDecimal(percent ? text.substring(0, text.length() - 1) : text).doubleValue(),
                percent, text);
    }

    private static String matching(String text, String pattern, String failure, String remedy) {
        if (!text.matches(pattern)) {
            throw UserError.usage("'" + text + "' " + failure, remedy);
        }
        return text;
    }

    /** Keys of the kinds of traffic. */
    static final class OfTraffic {
        static final Key<List<Located<String>>> FROM = Key.required("from", SOME_HOSTS,
                "who sends: a host, or several in turn", "h2");
        static final Key<Located<String>> ONE = Key.required("from", HOST, "who sends", "h2");
        static final Key<Located<String>> TO = Key.required("to", HOST, "who receives", "h1");
        static final Key<List<Integer>> DSCPS = Key.of("dscp", SOME_DSCPS,
                "code point, or several in turn (default: 0)", "[0, 1]");
        static final Key<Integer> ONE_DSCP = Key.of("dscp", DSCP, "code point (default: 0)", "1");

        static final Key<Located<String>> CLIENT = Key.required("client", HOST, "who asks and receives", "h1");
        static final Key<List<Located<String>>> SERVERS = Key.of("servers", SOME_HOSTS,
                "who is asked, each as often; 'others' for all but the client (the default)", "[h2, h3]");
        static final Key<String> SIZES = Key.of("sizes", Kinds.TEXT, "of the flows: web-search (the default),"
                + " data-mining, cache, hadoop, or a file with sizes and parts of one", "web-search");
        static final Key<Double> LOAD_OF_PORT = Key.required("load", LOAD,
                "part of what TCP can carry over the port towards the client", "0.8");
        static final Key<Integer> COUNT = Key.required("count", Kinds.number(1, 10_000_000), "requests", "5000");
        static final Key<Integer> WARM_UP = Key.of("warm-up", Kinds.number(0, 10_000_000),
                "the first of them, which do not count (default: 0)", "100");
        static final Key<Integer> SERVICE_DSCP = Key.required("dscp", DSCP, "code point of its flows", "0");
        static final Key<Integer> WEIGHT = Key.of("weight", Kinds.number(1, 1_000_000),
                "how often it is asked (default: 1)", "1");
        static final Key<String> CONGESTION_CONTROL = Key.of("congestion-control", Kinds.word(
                "a congestion control, for example dctcp", "^[a-z][a-z0-9_]*$", text -> matching(text,
                        "[a-z][a-z0-9_]{0,14}", "is not the name of a congestion control", "write for example cubic")),
                "of its flows (default: that of the hosts)", "cubic");
        static final Key<List<Filled>> SERVICES = Key.of("services", Kinds.list(Form.of("requested service",
                List.of(SERVICE_DSCP, WEIGHT, CONGESTION_CONTROL)), 1, 64),
                "whom the flows belong to (default: one with code point 0)", "[{dscp: 0, weight: 1}, {dscp: 1}]");
        static final Key<Integer> FAN_IN = Key.of("fan-in", Kinds.number(1, 1024),
                "servers that answer a request together, a part each (default: 1)", "1");
        static final Key<Rate> FLOW_RATE = Key.of("flow-rate", Kinds.RATE,
                "each flow is paced to (default: not at all)", "1gbit");
        static final Key<Integer> CONNECTIONS = Key.of("connections", Kinds.number(0, 10_000),
                "to each server from the beginning; more are opened when none is free (default: 5)", "5");
        static final Key<Integer> FIRST_DSCP = Key.required("from", DSCP, "code point that a flow begins with", "0");
        static final Key<Bytes> AFTER = Key.required("after", Kinds.BYTES,
                "bytes after which it has that of its service", "100k");
        static final Key<Filled> DEMOTE = Key.of("demote", Form.of("demotion", List.of(FIRST_DSCP, AFTER)),
                "flows begin with another code point, as PIAS has it (default: not)", "{from: 0, after: 100k}");

        static final Key<Boolean> REMAINING = Key.of("remaining", Kinds.FLAG, "code points tell how much of a flow is"
                + " left, as pFabric has it, and not whom it belongs to (default: false)", "true");

        static final Key<Integer> FLOW_COUNT = Key.of("count", Kinds.number(1, 10_000), "how many (default: 1)", "4");
        static final Key<Bytes> SIZE = Key.of("size", Kinds.BYTES, "of each (default: it does not end)", "30m");
        static final Key<Rate> PACE = Key.of("rate", Kinds.RATE, "each is paced to (default: not at all)", "500mbit");
        static final Key<Duration> START = Key.of("start", Kinds.TIME, "when they begin (default: 0s)", "100ms");

        static final Key<Duration> EVERY = Key.of("every", Kinds.TIME, "time between probes (default: 1ms)", "1ms");
        static final Key<Rate> RATE = Key.required("rate", Kinds.RATE, "of UDP's payload", "100mbit");
        static final Key<Integer> PAYLOAD = Key.of("size", Kinds.number(8, 65_000),
                "bytes of payload (default: 1472)", "1472");
        static final Key<Boolean> ECN = Key.of("ecn", Kinds.FLAG,
                "whether they may be marked (default: false)", "true");
        static final Key<List<String>> WORDS = Key.of("words", Kinds.list(Kinds.TEXT, 0, ANY),
                "more arguments of iperf3 --client", "[--parallel, \"2\"]");

        static final Key<Filled> REQUESTS = Key.of("requests", Form.of("requests", List.of(CLIENT, SERVERS, SIZES,
                LOAD_OF_PORT, COUNT, WARM_UP, SERVICES, FAN_IN, FLOW_RATE, CONNECTIONS, DEMOTE, REMAINING)),
                "flows that are asked for, at random times, over persistent connections",
                "{client: h1, load: 0.8, count: 5000}");
        static final Key<Filled> FLOWS = Key.of("flows", Form.of("flows", List.of(FROM, TO, FLOW_COUNT, DSCPS, SIZE,
                PACE, START, CONGESTION_CONTROL)), "TCP flows that begin together", "{from: h2, to: h1, count: 4}");
        static final Key<Filled> PROBES = Key.of("probes", Form.of("probes", List.of(ONE, TO, DSCPS, EVERY,
                ECN)),
                "round-trip times of small UDP packets", "{from: h2, to: h1, every: 1ms}");
        static final Key<Filled> DATAGRAMS = Key.of("datagrams", Form.of("datagrams", List.of(ONE, TO, ONE_DSCP, RATE,
                PAYLOAD, ECN)), "UDP at a constant rate", "{from: h3, to: h1, rate: 100mbit}");
        static final Key<Filled> IPERF3 = Key.of("iperf3", Form.of("iperf3", List.of(ONE, TO, ONE_DSCP, WORDS)),
                "iperf3", "{from: h2, to: h1}");
        static final Form FORM = Form.choice("traffic", List.of(REQUESTS, FLOWS, PROBES, DATAGRAMS, IPERF3));

        private OfTraffic() {}
    }

    /** Keys of what is measured. */
    static final class OfMeasure {
        private static final String PORT_PATTERN = NAME_PATTERN + "(:" + NAME_PATTERN + ")?";

        static final Key<Located<String>> PORT = Key.required("port", Kinds.word(
                "a host, for the switch's port towards it, or SWITCH:NEIGHBOUR", "^" + PORT_PATTERN + "$",
                text -> matching(text, PORT_PATTERN, "is not a port", "write for example h1 or s1:s2")).located(),
                "whose queues are watched: the switch's port towards a host, or SWITCH:NEIGHBOUR", "h1");
        static final Key<Duration> EVERY = Key.of("every", Kinds.TIME, "between samples (default: 1ms)", "200us");
        static final Key<Duration> WARM_UP = Key.of("warm-up", Kinds.TIME,
                "time in which nothing counts yet (default: 0s)", "300ms");
        static final Key<Duration> FOR = Key.of("for", Kinds.TIME,
                "time that counts, where the traffic does not end by itself", "600ms");
        static final Form FORM = Form.of("measurement", List.of(PORT, EVERY, WARM_UP, FOR));

        private OfMeasure() {}
    }

    /** Keys of a check. */
    static final class OfCheck {
        static final Key<String> METRIC = Key.required("metric", Kinds.word("the name of a metric",
                "^[a-z0-9_]+$", text -> matching(text, "[a-z0-9_]+", "is not the name of a metric",
                        "write for example rtt_avg_us")), "what is compared", "rtt_avg_us");
        static final Key<Map<Located<String>, String>> WHERE = Key.of("where", Kinds.mapping(NAME, Kinds.TEXT),
                "of which cases (their mean)", "{scheme: mq-ecn}");
        static final Key<Map<Located<String>, String>> AGAINST = Key.of("against", Kinds.mapping(NAME, Kinds.TEXT),
                "cases from which the change is told", "{scheme: per-queue}");
        static final Key<Quantified> PAPER = Key.of("paper", NUMBER,
                "what the paper has: a value or, with 'against', a change", "-72.8%");
        static final Key<Double> DIRECTION = Key.of("direction", Kinds.choice("a direction",
                new TreeMap<>(Map.of("down", -1.0, "up", 1.0))), "where it goes, when no paper tells how far", "down");
        static final Key<Quantified> WITHIN = Key.of("within", NUMBER, "how far off it may be: part of the value or, "
                + "with 'against', percentage points; without it only the direction has to be the same", "10%");
        static final Key<String> NOTE = Key.of("note", Kinds.TEXT, "what there is to say of it", "read off a plot");
        static final Form FORM = Form.of("check", List.of(METRIC, WHERE, AGAINST, PAPER, DIRECTION, WITHIN, NOTE));

        private OfCheck() {}
    }

    /** Keys of the whole. */
    static final class OfScenario {
        private static final Kind<String> PATH = Kinds.word("a path into this document", "^[A-Za-z0-9_./-]+$",
                text -> matching(text, "[A-Za-z0-9_./-]+", "is not a path into this document",
                        "write for example traffic.web.requests.load"));

        static final Key<String> SCENARIO = Key.required("scenario", NAME, "its name", "mq-fig6");
        static final Key<String> TITLE = Key.of("title", Kinds.TEXT, "what it shows", "One flow against four");
        static final Key<String> SOURCE = Key.required("source", Kinds.TEXT, "paper and figure",
                "\"MQ-ECN, NSDI 2016, Figure 6\"");
        static final Key<String> URL = Key.of("url", Kinds.TEXT, "where it is", "https://example.org/");
        static final Key<Filled> PAPER = Key.of("paper", Form.of("paper", List.of(SOURCE, URL)),
                "where it comes from", "{source: \"MQ-ECN, NSDI 2016, Figure 6\"}");
        static final Key<Testbed> TESTBED = Key.required("testbed", TestbedFile.kind(),
                "where it runs: the name of a testbed, one itself, or what differs from one: {like: mq-ecn, …}",
                "mq-ecn");
        static final Key<Map<Located<String>, Filled>> TRAFFIC = Key.required("traffic",
                Kinds.mapping(NAME, OfTraffic.FORM), "who sends what, by names of yours; all begins together",
                "{web: {requests: {client: h1, load: 0.8, count: 5000}}}");
        static final Key<Filled> MEASURE = Key.required("measure", OfMeasure.FORM, "what is measured, and how long",
                "{port: h1, warm-up: 300ms, for: 600ms}");
        static final Key<Integer> SEED = Key.of("seed", Kinds.number(0, ANY), "of all randomness (default: 1)", "1");

        static final Key<List<String>> SET = Key.required("set", Kinds.either(Kinds.map(PATH, List::of),
                Kinds.list(PATH, 1, ANY)), "the path of what changes, or several", "traffic.web.requests.load");
        static final Key<Value> VALUES = Key.required("values", Kinds.ANYTHING,
                "a list of values, or a mapping of names of yours to values; of several paths, a value is a list",
                "[0.3, 0.6, 0.9]");
        static final Key<Map<Located<String>, Filled>> VARY = Key.of("vary", Kinds.mapping(NAME,
                Form.of("variable", List.of(SET, VALUES))), "what differs from case to case, by names of yours",
                "{load: {set: traffic.web.requests.load, values: [0.3, 0.6, 0.9]}}");
        static final Key<Integer> REPEAT = Key.of("repeat", Kinds.number(1, 1000),
                "how often each case runs, with seed, seed + 1, … (default: 1)", "3");
        static final Key<Map<Located<String>, Value>> QUICK = Key.of("quick", Kinds.mapping(PATH, Kinds.ANYTHING),
                "paths and what --quick sets them to", "{traffic.web.requests.count: 300}");
        static final Key<List<Filled>> CHECKS = Key.of("checks", Kinds.list(OfCheck.FORM, 0, ANY),
                "what has to come out", "[{metric: rtt_avg_us, where: {scheme: mq-ecn}, paper: 441, within: 10%}]");

        static final Key<Map<Located<String>, String>> CASE = Key.required("case", Kinds.mapping(NAME, Kinds.TEXT),
                "what it differs by", "{scheme: mq-ecn}");
        static final Key<Integer> REPETITION = Key.required("repetition", Kinds.number(1, ANY), "number of it", "1");

        /** What a scenario and its cases have in common. */
        private static final List<Key<?>> COMMON = List.of(SCENARIO, TITLE, PAPER, TESTBED, TRAFFIC, MEASURE, SEED);
        /** What only a scenario has. */
        static final List<Key<?>> OWN = List.of(VARY, REPEAT, QUICK, FigureWords.FIGURES, CHECKS);
        static final Form FORM = Form.of("scenario", joined(COMMON, OWN));
        static final Form CASE_FORM = Form.of("case", joined(COMMON, List.of(CASE, REPETITION)));

        private OfScenario() {}

        private static List<Key<?>> joined(List<Key<?>> some, List<Key<?>> others) {
            List<Key<?>> all = new ArrayList<>(some);
            all.addAll(others);
            return all;
        }
    }
}
