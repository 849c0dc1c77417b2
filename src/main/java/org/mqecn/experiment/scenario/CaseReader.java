// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.mqecn.experiment.scenario.ScenarioSchema.MeasurementKeys;
import org.mqecn.experiment.scenario.ScenarioSchema.ScenarioKeys;
import org.mqecn.experiment.scenario.ScenarioSchema.TrafficKeys;
import org.mqecn.experiment.scenario.TrafficSpec.RequestedService;
import org.mqecn.result.PaperReference;
import org.mqecn.schema.Located;
import org.mqecn.schema.ParsedObject;
import org.mqecn.schema.Problems;
import org.mqecn.schema.SourceLocation;
import org.mqecn.schema.YamlNode;
import org.mqecn.topology.Host;
import org.mqecn.topology.Link;
import org.mqecn.topology.SwitchPorts;
import org.mqecn.topology.Testbed;
import org.mqecn.traffic.flow.DscpTagging;
import org.mqecn.traffic.flow.SizeDistribution;
import org.mqecn.value.Bytes;
import org.mqecn.value.Suggestion;

/** Makes a case of its document, and sees that its traffic fits its testbed. */
final class CaseReader {
    private static final Duration DEFAULT_SAMPLING_INTERVAL = Duration.ofMillis(1);
    private static final int DEFAULT_PAYLOAD = 1472;
    private static final int DEFAULT_CONNECTIONS = 5;
    private static final String ALL_OTHER_HOSTS = "others";

    private final ParsedObject parsed;
    private final Testbed testbed;
    private final Problems problems;

    private CaseReader(ParsedObject document, Problems problems) {
        this.parsed = document;
        this.testbed = document.require(ScenarioKeys.TESTBED);
        this.problems = problems;
    }

    /**
     * Reads a case.
     *
     * @param text of the document
     * @return nothing where something is wrong, which the problems tell then
     */
    static Optional<ScenarioCase> read(YamlNode document, String text, Problems problems) {
        Optional<ParsedObject> filled = ScenarioKeys.CASE_SCHEMA.read("a case", document, problems);
        if (filled.isEmpty() || problems.hasErrors()) {
            return Optional.empty();
        }
        Optional<ScenarioCase> read = new CaseReader(filled.get(), problems).read(text);
        return problems.hasErrors() ? Optional.empty() : read;
    }

    private Optional<ScenarioCase> read(String text) {
        List<TrafficSpec> traffic = new ArrayList<>();
        parsed.require(ScenarioKeys.TRAFFIC)
                .forEach((name, words) -> traffic(name.value(), words).ifPresent(traffic::add));
        Optional<MeasurementSpec> measure = measure(parsed.require(ScenarioKeys.MEASURE));
        Map<String, String> labels = new LinkedHashMap<>();
        parsed.require(ScenarioKeys.CASE).forEach((name, value) -> labels.put(name.value(), value));
        if (measure.isPresent() && !problems.hasErrors()) {
            checkTermination(traffic, measure.get());
        }
        return measure.map(measured -> new ScenarioCase(
                parsed.require(ScenarioKeys.SCENARIO),
                parsed.get(ScenarioKeys.TITLE).orElse(""),
                parsed.get(ScenarioKeys.PAPER).map(CaseReader::paper),
                labels,
                parsed.require(ScenarioKeys.REPETITION),
                parsed.get(ScenarioKeys.SEED).orElse(1),
                testbed,
                traffic,
                measured,
                text));
    }

    static PaperReference paper(ParsedObject words) {
        return new PaperReference(
                words.require(ScenarioKeys.SOURCE), words.get(ScenarioKeys.URL).orElse(""));
    }

    private void checkTermination(List<TrafficSpec> traffic, MeasurementSpec measurement) {
        ParsedObject words = parsed.require(ScenarioKeys.MEASURE);
        if (parsed.require(ScenarioKeys.TRAFFIC).isEmpty()) {
            problems.error(parsed.locationOf(ScenarioKeys.TRAFFIC), "nothing sends", "name some traffic");
        } else if (measurement.duration().isEmpty() && traffic.stream().noneMatch(TrafficSpec::ends)) {
            problems.error(
                    words.location(), "the traffic does not end by itself", "say how long it is measured: for: 600ms");
        } else if (measurement.duration().isEmpty()
                && traffic.stream().anyMatch(TrafficSpec.Iperf3.class::isInstance)) {
            problems.error(words.location(), "iperf3 has to know how long it runs", "say so: for: 1s");
        }
    }

    private Optional<TrafficSpec> traffic(String name, ParsedObject choice) {
        return choice.get(TrafficKeys.REQUESTS)
                .flatMap(words -> requests(name, words))
                .or(() -> choice.get(TrafficKeys.FLOWS).flatMap(words -> flows(name, words)))
                .or(() -> choice.get(TrafficKeys.PROBES).flatMap(words -> probes(name, words)))
                .or(() -> choice.get(TrafficKeys.DATAGRAMS).flatMap(words -> datagrams(name, words)))
                .or(() -> choice.get(TrafficKeys.IPERF3).flatMap(words -> iperf3(name, words)));
    }

    private Optional<TrafficSpec> requests(String name, ParsedObject words) {
        Optional<String> client = host(words.require(TrafficKeys.CLIENT));
        if (client.isEmpty()) {
            return Optional.empty();
        }
        List<String> servers = servers(words, client.get());
        List<RequestedService> services = words.get(TrafficKeys.SERVICES)
                .map(list -> list.stream()
                        .map(service -> new RequestedService(
                                service.require(TrafficKeys.SERVICE_DSCP),
                                service.get(TrafficKeys.WEIGHT).orElse(1),
                                service.get(TrafficKeys.CONGESTION_CONTROL).orElse("")))
                        .toList())
                .orElse(List.of(new RequestedService(0, 1, "")));
        TrafficSpec.Requests requests = new TrafficSpec.Requests(
                name,
                client.get(),
                servers,
                words.get(TrafficKeys.SIZES).orElse("web-search"),
                words.require(TrafficKeys.OFFERED_LOAD),
                words.require(TrafficKeys.COUNT),
                words.get(TrafficKeys.WARM_UP).orElse(0),
                services,
                words.get(TrafficKeys.FAN_IN).orElse(1),
                words.get(TrafficKeys.FLOW_RATE),
                words.get(TrafficKeys.CONNECTIONS).orElse(DEFAULT_CONNECTIONS),
                labels(words));
        checkRequests(requests, words);
        return Optional.of(requests);
    }

    private DscpTagging labels(ParsedObject words) {
        boolean remaining = words.get(TrafficKeys.REMAINING).orElse(false);
        if (remaining && words.has(TrafficKeys.DEMOTE)) {
            problems.error(
                    words.locationOf(TrafficKeys.REMAINING),
                    "code points cannot tell what is left of a flow and" + " what has been sent of it",
                    "leave out remaining or demote");
        }
        return remaining
                ? new DscpTagging.RemainingSize()
                : words.get(TrafficKeys.DEMOTE)
                        .<DscpTagging>map(demote -> new DscpTagging.Demotion(
                                demote.require(TrafficKeys.FIRST_DSCP),
                                demote.require(TrafficKeys.DEMOTION_BYTES).bytes()))
                        .orElse(DscpTagging.PER_SERVICE);
    }

    private List<String> servers(ParsedObject words, String client) {
        List<Located<String>> named = words.get(TrafficKeys.SERVERS).orElse(List.of());
        if (named.isEmpty() || named.size() == 1 && named.get(0).value().equals(ALL_OTHER_HOSTS)) {
            return testbed.hosts().stream()
                    .map(Host::name)
                    .filter(host -> !host.equals(client))
                    .toList();
        }
        return hosts(named);
    }

    private void checkRequests(TrafficSpec.Requests requests, ParsedObject words) {
        problems.capture(words.locationOf(TrafficKeys.SIZES), () -> SizeDistribution.load(requests.sizes()), null);
        if (requests.load() == 0) {
            problems.error(
                    words.locationOf(TrafficKeys.OFFERED_LOAD),
                    "a load of 0 asks for nothing",
                    "write for example 0.8");
        }
        if (requests.warmUp() >= requests.count()) {
            problems.error(
                    words.locationOf(TrafficKeys.WARM_UP),
                    "of " + requests.count() + " requests, " + requests.warmUp() + " to warm up: none counts",
                    "ask for more");
        }
        if (requests.fanIn() > requests.servers().size()) {
            problems.error(
                    words.locationOf(TrafficKeys.FAN_IN),
                    "fan-in " + requests.fanIn() + " is out of range",
                    "each part comes from another server, and there are "
                            + requests.servers().size());
        }
        if (requests.servers().contains(requests.client())) {
            problems.error(
                    words.locationOf(TrafficKeys.SERVERS), requests.client() + " cannot ask itself", "leave it out");
        }
        if (SwitchPorts.facing(testbed, requests.client())
                .flatMap(linkEnd -> SwitchPorts.rate(testbed, linkEnd))
                .isEmpty()) {
            problems.error(
                    words.locationOf(TrafficKeys.CLIENT),
                    "the switch's port towards " + requests.client() + " has no rate, of which a load could be a part",
                    "give the link a rate");
        }
    }

    private Optional<TrafficSpec> flows(String name, ParsedObject words) {
        List<String> from = hosts(words.require(TrafficKeys.SENDERS));
        return host(words.require(TrafficKeys.RECEIVER))
                .filter(to -> !from.isEmpty())
                .map(to -> new TrafficSpec.Flows(
                        name,
                        from,
                        to,
                        words.get(TrafficKeys.FLOW_COUNT).orElse(1),
                        dscps(words),
                        words.get(TrafficKeys.SIZE)
                                .map(size -> OptionalLong.of(size(size, words)))
                                .orElse(OptionalLong.empty()),
                        words.get(TrafficKeys.PACING_RATE),
                        words.get(TrafficKeys.START).orElse(Duration.ZERO),
                        words.get(TrafficKeys.CONGESTION_CONTROL).orElse("")));
    }

    private long size(Bytes size, ParsedObject words) {
        if (size.bytes() < TrafficSpec.Flows.MINIMUM_SIZE) {
            problems.error(
                    words.locationOf(TrafficKeys.SIZE),
                    "a flow of " + size.bytes() + " bytes is too small",
                    "the least is " + TrafficSpec.Flows.MINIMUM_SIZE + " bytes");
        }
        return size.bytes();
    }

    private static List<Integer> dscps(ParsedObject words) {
        return words.get(TrafficKeys.DSCPS).orElse(List.of(0));
    }

    private Optional<TrafficSpec> probes(String name, ParsedObject words) {
        Duration every = words.get(TrafficKeys.INTERVAL).orElse(Duration.ofMillis(1));
        checkInterval(every, words.locationOf(TrafficKeys.INTERVAL));
        boolean ecn = words.get(TrafficKeys.ECN).orElse(false);
        return senderAndReceiver(words)
                .map(pair -> new TrafficSpec.Probes(name, pair.get(0), pair.get(1), dscps(words), every, ecn));
    }

    private Optional<TrafficSpec> datagrams(String name, ParsedObject words) {
        return senderAndReceiver(words)
                .map(pair -> new TrafficSpec.Datagrams(
                        name,
                        pair.get(0),
                        pair.get(1),
                        words.get(TrafficKeys.DSCP_KEY).orElse(0),
                        words.require(TrafficKeys.UDP_RATE),
                        words.get(TrafficKeys.PAYLOAD).orElse(DEFAULT_PAYLOAD),
                        words.get(TrafficKeys.ECN).orElse(false)));
    }

    private Optional<TrafficSpec> iperf3(String name, ParsedObject words) {
        return senderAndReceiver(words)
                .map(pair -> new TrafficSpec.Iperf3(
                        name,
                        pair.get(0),
                        pair.get(1),
                        words.get(TrafficKeys.DSCP_KEY).orElse(0),
                        words.get(TrafficKeys.IPERF_ARGUMENTS).orElse(List.of())));
    }

    /** Who sends and who receives. */
    private Optional<List<String>> senderAndReceiver(ParsedObject words) {
        Optional<String> from = host(words.require(TrafficKeys.SENDER));
        Optional<String> to = host(words.require(TrafficKeys.RECEIVER));
        return from.isEmpty() || to.isEmpty() ? Optional.empty() : Optional.of(List.of(from.get(), to.get()));
    }

    private List<String> hosts(List<Located<String>> named) {
        return named.stream().flatMap(name -> host(name).stream()).toList();
    }

    private Optional<String> host(Located<String> name) {
        Optional<Host> found = testbed.hosts().stream()
                .filter(host -> host.name().equals(name.value()))
                .findFirst();
        if (found.isEmpty()) {
            problems.error(
                    name.location(),
                    "there is no host '" + name.value() + "' in the testbed",
                    Suggestion.of(
                            name.value(),
                            testbed.hosts().stream().map(Host::name).toList()));
        } else if (found.get().virtualMachine().isPresent()) {
            problems.error(
                    name.location(),
                    "host " + name.value() + " is a virtual machine: mqecn's traffic needs namespaces",
                    "give it kind: namespace");
            return Optional.empty();
        }
        return found.map(Host::name);
    }

    private Optional<MeasurementSpec> measure(ParsedObject words) {
        Located<String> port = words.require(MeasurementKeys.PORT);
        Duration every = words.get(MeasurementKeys.INTERVAL).orElse(DEFAULT_SAMPLING_INTERVAL);
        checkInterval(every, words.locationOf(MeasurementKeys.INTERVAL));
        Optional<Link.LinkEnd> end = SwitchPorts.find(testbed, port.value());
        if (end.isEmpty()) {
            problems.error(
                    port.location(),
                    "no switch has a port '" + port.value() + "'",
                    "name a host at a switch, or SWITCH:NEIGHBOUR, for example "
                            + testbed.hosts().stream()
                                    .findFirst()
                                    .map(Host::name)
                                    .orElse("h1"));
        }
        return end.map(found -> new MeasurementSpec(
                found,
                SwitchPorts.otherEnd(testbed, found).node(),
                every,
                words.get(MeasurementKeys.WARM_UP).orElse(Duration.ZERO),
                words.get(MeasurementKeys.DURATION)));
    }

    private void checkInterval(Duration every, SourceLocation location) {
        if (every.toNanos() < 1000) {
            problems.error(location, "every " + every.toNanos() + " ns is too often", "the least is 1us");
        }
    }
}
