// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.mqecn.document.Filled;
import org.mqecn.document.Located;
import org.mqecn.document.Place;
import org.mqecn.document.Problems;
import org.mqecn.document.Value;
import org.mqecn.experiment.scenario.Traffic.RequestedService;
import org.mqecn.experiment.scenario.Words.OfMeasure;
import org.mqecn.experiment.scenario.Words.OfScenario;
import org.mqecn.experiment.scenario.Words.OfTraffic;
import org.mqecn.port.Bytes;
import org.mqecn.port.Suggestion;
import org.mqecn.topology.Host;
import org.mqecn.topology.Link;
import org.mqecn.topology.Testbed;
import org.mqecn.traffic.flow.Labels;
import org.mqecn.traffic.flow.SizeDistribution;

/** Makes a case of its document, and sees that its traffic fits its testbed. */
final class CaseReader {
    private static final Duration SAMPLING = Duration.ofMillis(1);
    private static final int PAYLOAD = 1472;
    private static final int CONNECTIONS = 5;
    private static final String OTHERS = "others";

    private final Filled document;
    private final Testbed testbed;
    private final Problems problems;

    private CaseReader(Filled document, Problems problems) {
        this.document = document;
        this.testbed = document.require(OfScenario.TESTBED);
        this.problems = problems;
    }

    /**
     * Reads a case.
     *
     * @param text of the document
     * @return nothing where something is wrong, which the problems tell then
     */
    static Optional<Case> read(Value document, String text, Problems problems) {
        Optional<Filled> filled = OfScenario.CASE_FORM.read("a case", document, problems);
        if (filled.isEmpty() || problems.hasErrors()) {
            return Optional.empty();
        }
        Optional<Case> read = new CaseReader(filled.get(), problems).read(text);
        return problems.hasErrors() ? Optional.empty() : read;
    }

    private Optional<Case> read(String text) {
        List<Traffic> traffic = new ArrayList<>();
        document.require(OfScenario.TRAFFIC).forEach((name, words) ->
                traffic(name.value(), words).ifPresent(traffic::add));
        Optional<Measure> measure = measure(document.require(OfScenario.MEASURE));
        Map<String, String> labels = new LinkedHashMap<>();
        document.require(OfScenario.CASE).forEach((name, value) -> labels.put(name.value(), value));
        if (measure.isPresent() && !problems.hasErrors()) {
            checkEnd(traffic, measure.get());
        }
        return measure.map(measured -> new Case(document.require(OfScenario.SCENARIO),
                document.get(OfScenario.TITLE).orElse(""), document.get(OfScenario.PAPER).map(CaseReader::paper),
                labels, document.require(OfScenario.REPETITION), document.get(OfScenario.SEED).orElse(1), testbed,
                traffic, measured, text));
    }

    static Paper paper(Filled words) {
        return new Paper(words.require(OfScenario.SOURCE), words.get(OfScenario.URL).orElse(""));
    }

    private void checkEnd(List<Traffic> traffic, Measure measure) {
        Filled words = document.require(OfScenario.MEASURE);
        if (document.require(OfScenario.TRAFFIC).isEmpty()) {
            problems.error(document.placeOf(OfScenario.TRAFFIC), "nothing sends", "name some traffic");
        } else if (measure.duration().isEmpty() && traffic.stream().noneMatch(Traffic::ends)) {
            problems.error(words.place(), "the traffic does not end by itself",
                    "say how long it is measured: for: 600ms");
        } else if (measure.duration().isEmpty() && traffic.stream().anyMatch(Traffic.Iperf3.class::isInstance)) {
            problems.error(words.place(), "iperf3 has to know how long it runs", "say so: for: 1s");
        }
    }

    private Optional<Traffic> traffic(String name, Filled choice) {
        return choice.get(OfTraffic.REQUESTS).flatMap(words -> requests(name, words))
                .or(() -> choice.get(OfTraffic.FLOWS).flatMap(words -> flows(name, words)))
                .or(() -> choice.get(OfTraffic.PROBES).flatMap(words -> probes(name, words)))
                .or(() -> choice.get(OfTraffic.DATAGRAMS).flatMap(words -> datagrams(name, words)))
                .or(() -> choice.get(OfTraffic.IPERF3).flatMap(words -> iperf3(name, words)));
    }

    private Optional<Traffic> requests(String name, Filled words) {
        Optional<String> client = host(words.require(OfTraffic.CLIENT));
        if (client.isEmpty()) {
            return Optional.empty();
        }
        List<String> servers = servers(words, client.get());
        List<RequestedService> services = words.get(OfTraffic.SERVICES).map(list -> list.stream().map(service ->
                new RequestedService(service.require(OfTraffic.SERVICE_DSCP), service.get(OfTraffic.WEIGHT).orElse(1),
                        service.get(OfTraffic.CONGESTION_CONTROL).orElse(""))).toList())
                .orElse(List.of(new RequestedService(0, 1, "")));
        Traffic.Requests requests = new Traffic.Requests(name, client.get(), servers,
                words.get(OfTraffic.SIZES).orElse("web-search"), words.require(OfTraffic.LOAD_OF_PORT),
                words.require(OfTraffic.COUNT), words.get(OfTraffic.WARM_UP).orElse(0), services,
                words.get(OfTraffic.FAN_IN).orElse(1), words.get(OfTraffic.FLOW_RATE),
                words.get(OfTraffic.CONNECTIONS).orElse(CONNECTIONS), labels(words));
        checkRequests(requests, words);
        return Optional.of(requests);
    }

    private Labels labels(Filled words) {
        boolean remaining = words.get(OfTraffic.REMAINING).orElse(false);
        if (remaining && words.has(OfTraffic.DEMOTE)) {
            problems.error(words.placeOf(OfTraffic.REMAINING), "code points cannot tell what is left of a flow and"
                    + " what has been sent of it", "leave out remaining or demote");
        }
        return remaining ? new Labels.Remaining()
                : words.get(OfTraffic.DEMOTE).<Labels>map(demote -> new Labels.Demotion(
                        demote.require(OfTraffic.FIRST_DSCP), demote.require(OfTraffic.AFTER).bytes()))
                        .orElse(Labels.OF_SERVICE);
    }

    private List<String> servers(Filled words, String client) {
        List<Located<String>> named = words.get(OfTraffic.SERVERS).orElse(List.of());
        if (named.isEmpty() || named.size() == 1 && named.get(0).value().equals(OTHERS)) {
            return testbed.hosts().stream().map(Host::name).filter(host -> !host.equals(client)).toList();
        }
        return hosts(named);
    }

    private void checkRequests(Traffic.Requests requests, Filled words) {
        problems.at(words.placeOf(OfTraffic.SIZES), () -> SizeDistribution.load(requests.sizes()), null);
        if (requests.load() == 0) {
            problems.error(words.placeOf(OfTraffic.LOAD_OF_PORT), "a load of 0 asks for nothing",
                    "write for example 0.8");
        }
        if (requests.warmUp() >= requests.count()) {
            problems.error(words.placeOf(OfTraffic.WARM_UP), "of " + requests.count() + " requests, "
                    + requests.warmUp() + " to warm up: none counts", "ask for more");
        }
        if (requests.fanIn() > requests.servers().size()) {
            problems.error(words.placeOf(OfTraffic.FAN_IN), "fan-in " + requests.fanIn() + " is out of range",
                    "each part comes from another server, and there are " + requests.servers().size());
        }
        if (requests.servers().contains(requests.client())) {
            problems.error(words.placeOf(OfTraffic.SERVERS), requests.client() + " cannot ask itself", "leave it out");
        }
        if (Ports.towards(testbed, requests.client()).flatMap(end -> Ports.rate(testbed, end)).isEmpty()) {
            problems.error(words.placeOf(OfTraffic.CLIENT), "the switch's port towards " + requests.client()
                    + " has no rate, of which a load could be a part", "give the link a rate");
        }
    }

    private Optional<Traffic> flows(String name, Filled words) {
        List<String> from = hosts(words.require(OfTraffic.FROM));
        return host(words.require(OfTraffic.TO)).filter(to -> !from.isEmpty()).map(to -> new Traffic.Flows(name,
                from, to, words.get(OfTraffic.FLOW_COUNT).orElse(1), dscps(words),
                words.get(OfTraffic.SIZE).map(size -> OptionalLong.of(size(size, words))).orElse(OptionalLong.empty()),
                words.get(OfTraffic.PACE), words.get(OfTraffic.START).orElse(Duration.ZERO),
                words.get(OfTraffic.CONGESTION_CONTROL).orElse("")));
    }

    private long size(Bytes size, Filled words) {
        if (size.bytes() < Traffic.Flows.LEAST) {
            problems.error(words.placeOf(OfTraffic.SIZE), "a flow of " + size.bytes() + " bytes is too small",
                    "the least is " + Traffic.Flows.LEAST + " bytes");
        }
        return size.bytes();
    }

    private static List<Integer> dscps(Filled words) {
        return words.get(OfTraffic.DSCPS).orElse(List.of(0));
    }

    private Optional<Traffic> probes(String name, Filled words) {
        Duration every = words.get(OfTraffic.EVERY).orElse(Duration.ofMillis(1));
        checkInterval(every, words.placeOf(OfTraffic.EVERY));
        boolean ecn = words.get(OfTraffic.ECN).orElse(false);
        return between(words).map(pair -> new Traffic.Probes(name, pair.get(0), pair.get(1), dscps(words), every, ecn));
    }

    private Optional<Traffic> datagrams(String name, Filled words) {
        return between(words).map(pair -> new Traffic.Datagrams(name, pair.get(0), pair.get(1),
                words.get(OfTraffic.ONE_DSCP).orElse(0), words.require(OfTraffic.RATE),
                words.get(OfTraffic.PAYLOAD).orElse(PAYLOAD), words.get(OfTraffic.ECN).orElse(false)));
    }

    private Optional<Traffic> iperf3(String name, Filled words) {
        return between(words).map(pair -> new Traffic.Iperf3(name, pair.get(0), pair.get(1),
                words.get(OfTraffic.ONE_DSCP).orElse(0), words.get(OfTraffic.WORDS).orElse(List.of())));
    }

    /** Who sends and who receives. */
    private Optional<List<String>> between(Filled words) {
        Optional<String> from = host(words.require(OfTraffic.ONE));
        Optional<String> to = host(words.require(OfTraffic.TO));
        return from.isEmpty() || to.isEmpty() ? Optional.empty() : Optional.of(List.of(from.get(), to.get()));
    }

    private List<String> hosts(List<Located<String>> named) {
        return named.stream().flatMap(name -> host(name).stream()).toList();
    }

    private Optional<String> host(Located<String> name) {
        Optional<Host> found = testbed.hosts().stream().filter(host -> host.name().equals(name.value())).findFirst();
        if (found.isEmpty()) {
            problems.error(name.place(), "there is no host '" + name.value() + "' in the testbed",
                    Suggestion.among(name.value(), testbed.hosts().stream().map(Host::name).toList()));
        } else if (found.get().machine().isPresent()) {
            problems.error(name.place(), "host " + name.value()
                    + " is a virtual machine: mqecn's traffic needs namespaces", "give it kind: namespace");
            return Optional.empty();
        }
        return found.map(Host::name);
    }

    private Optional<Measure> measure(Filled words) {
        Located<String> port = words.require(OfMeasure.PORT);
        Duration every = words.get(OfMeasure.EVERY).orElse(SAMPLING);
        checkInterval(every, words.placeOf(OfMeasure.EVERY));
        Optional<Link.End> end = Ports.find(testbed, port.value());
        if (end.isEmpty()) {
            problems.error(port.place(), "no switch has a port '" + port.value() + "'",
                    "name a host at a switch, or SWITCH:NEIGHBOUR, for example "
                            + testbed.hosts().stream().findFirst().map(Host::name).orElse("h1"));
        }
        return end.map(found -> new Measure(found, Ports.otherEnd(testbed, found).node(), every,
                words.get(OfMeasure.WARM_UP).orElse(Duration.ZERO), words.get(OfMeasure.FOR)));
    }

    private void checkInterval(Duration every, Place place) {
        if (every.toNanos() < 1000) {
            problems.error(place, "every " + every.toNanos() + " ns is too often", "the least is 1us");
        }
    }
}
