// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.mqecn.experiment.scenario.MeasurementSpec.MeasuredPort;
import org.mqecn.experiment.scenario.ScenarioSchema.MeasurementKeys;
import org.mqecn.experiment.scenario.ScenarioSchema.ScenarioKeys;
import org.mqecn.experiment.scenario.ScenarioSchema.TrafficKeys;
import org.mqecn.experiment.scenario.ScenarioSchema.ValidityKeys;
import org.mqecn.experiment.scenario.TrafficSpec.FlowSizes;
import org.mqecn.experiment.scenario.TrafficSpec.RequestedService;
import org.mqecn.result.PaperReference;
import org.mqecn.schema.Located;
import org.mqecn.schema.ParsedObject;
import org.mqecn.schema.Problems;
import org.mqecn.schema.SourceLocation;
import org.mqecn.schema.Yaml;
import org.mqecn.schema.YamlNode;
import org.mqecn.schema.YamlTree;
import org.mqecn.topology.Host;
import org.mqecn.topology.Link;
import org.mqecn.topology.SwitchPorts;
import org.mqecn.topology.Testbed;
import org.mqecn.traffic.flow.DscpTagging;
import org.mqecn.traffic.flow.FlowList;
import org.mqecn.traffic.flow.TrafficPattern;
import org.mqecn.value.Bytes;
import org.mqecn.value.Suggestion;

/** Reads a case from its document and checks that its traffic fits its testbed. */
final class CaseReader {
    private static final Duration DEFAULT_SAMPLING_INTERVAL = Duration.ofMillis(1);
    private static final int DEFAULT_PAYLOAD = 1472;
    private static final int DEFAULT_CONNECTIONS = 5;
    private static final String DEFAULT_SIZES = "web-search";
    private static final String ALL_OTHER_HOSTS = "all";

    private final ParsedObject parsed;
    private final Optional<Testbed> testbed;
    private final Problems problems;
    private final InputFiles files;

    private CaseReader(ParsedObject document, Problems problems) {
        this.parsed = document;
        this.testbed = document.get(ScenarioKeys.TESTBED);
        this.problems = problems;
        this.files = InputFiles.of(document);
    }

    /**
     * Reads a case.
     *
     * @return empty if there are errors, which are added to the problems
     */
    static Optional<ScenarioCase> read(YamlNode document, Problems problems) {
        Problems own = new Problems();
        Optional<ScenarioCase> read = ScenarioKeys.CASE_SCHEMA
                .read("a case", document, own)
                .flatMap(parsed -> new CaseReader(parsed, own).read(document));
        problems.addAll(own);
        return read.filter(each -> !own.hasErrors());
    }

    /** Finds what else is wrong in a case whose keys have errors, which are reported already. */
    static void findOtherErrors(YamlNode document, Problems problems) {
        ScenarioKeys.CASE_SCHEMA
                .readPart("a case", document, new Problems())
                .ifPresent(parsed -> new CaseReader(parsed, problems).checkParts());
    }

    private void checkParts() {
        traffic();
        parsed.get(ScenarioKeys.MEASURE).ifPresent(this::measure);
        files.check(parsed, problems);
        SchemeInputs.check(parsed, problems);
    }

    private List<TrafficSpec> traffic() {
        List<TrafficSpec> traffic = new ArrayList<>();
        parsed.get(ScenarioKeys.TRAFFIC)
                .ifPresent(all -> all.forEach(
                        (name, fields) -> traffic(name.value(), fields).ifPresent(traffic::add)));
        return traffic;
    }

    private Optional<ScenarioCase> read(YamlNode document) {
        List<TrafficSpec> traffic = traffic();
        Optional<MeasurementSpec> measure = measure(parsed.require(ScenarioKeys.MEASURE));
        files.check(parsed, problems);
        SchemeInputs.check(parsed, problems);
        Map<String, String> labels = new LinkedHashMap<>();
        parsed.require(ScenarioKeys.CASE).forEach((name, value) -> labels.put(name.value(), value));
        if (measure.isPresent() && !problems.hasErrors()) {
            checkTermination(traffic, measure.get());
        }
        if (measure.isEmpty() || problems.hasErrors()) {
            return Optional.empty();
        }
        Testbed read = parsed.require(ScenarioKeys.TESTBED);
        return Optional.of(new ScenarioCase(
                parsed.require(ScenarioKeys.SCENARIO),
                parsed.get(ScenarioKeys.TITLE).orElse(""),
                parsed.get(ScenarioKeys.PAPER).map(CaseReader::paper),
                labels,
                parsed.require(ScenarioKeys.REPETITION),
                parsed.get(ScenarioKeys.SEED).orElse(1),
                read,
                traffic,
                measure.get(),
                ValidityKeys.rules(parsed.get(ScenarioKeys.VALIDITY)),
                files.folder(),
                Yaml.write(SchemeInputs.addTo(
                        files.addDigests(YamlTree.without(document, ScenarioKeys.FOLDER.name())), read))));
    }

    static PaperReference paper(ParsedObject fields) {
        return new PaperReference(
                fields.require(ScenarioKeys.SOURCE),
                fields.get(ScenarioKeys.URL).orElse(""));
    }

    private void checkTermination(List<TrafficSpec> traffic, MeasurementSpec measurement) {
        ParsedObject fields = parsed.require(ScenarioKeys.MEASURE);
        if (parsed.require(ScenarioKeys.TRAFFIC).isEmpty()) {
            problems.error(
                    parsed.locationOf(ScenarioKeys.TRAFFIC),
                    "no traffic",
                    "write for example traffic: {web: {requests: {client: h1, load: 0.8, count: 5000}}}");
        } else if (measurement.duration().isEmpty() && traffic.stream().noneMatch(TrafficSpec::ends)) {
            problems.error(
                    fields.location(), "the traffic does not end by itself", "write for example duration: 600ms");
        } else if (measurement.duration().isEmpty()
                && traffic.stream().anyMatch(TrafficSpec.Iperf3.class::isInstance)) {
            problems.error(
                    fields.location(),
                    "iperf3 needs the duration of the measurement",
                    "write for example duration: 1s");
        }
    }

    private Optional<TrafficSpec> traffic(String name, ParsedObject choice) {
        return choice.get(TrafficKeys.REQUESTS)
                .flatMap(fields -> requests(name, fields))
                .or(() -> choice.get(TrafficKeys.REPLAY).flatMap(fields -> replay(name, fields)))
                .or(() -> choice.get(TrafficKeys.FLOWS).flatMap(fields -> flows(name, fields)))
                .or(() -> choice.get(TrafficKeys.PROBES).flatMap(fields -> probes(name, fields)))
                .or(() -> choice.get(TrafficKeys.UDP).flatMap(fields -> datagrams(name, fields)))
                .or(() -> choice.get(TrafficKeys.IPERF3).flatMap(fields -> iperf3(name, fields)));
    }

    private Optional<TrafficSpec> requests(String name, ParsedObject fields) {
        Optional<TrafficPattern> pattern = fields.get(TrafficKeys.PATTERN);
        if (!checkRequesters(fields)) {
            return Optional.empty();
        }
        List<String> clients = pattern.isPresent()
                ? patternHosts(fields)
                : host(fields.get(TrafficKeys.ONLY_CLIENT).orElseThrow()).stream()
                        .toList();
        if (clients.isEmpty()) {
            return Optional.empty();
        }
        List<String> servers = pattern.isPresent() ? clients : servers(fields, clients.get(0));
        TrafficSpec.Requests requests = new TrafficSpec.Requests(
                name,
                clients,
                servers,
                pattern,
                fields.require(TrafficKeys.OFFERED_LOAD),
                fields.require(TrafficKeys.COUNT),
                fields.get(TrafficKeys.WARM_UP).orElse(0),
                services(fields),
                fields.get(TrafficKeys.FAN_IN).orElse(1),
                fields.get(TrafficKeys.FLOW_RATE),
                fields.get(TrafficKeys.CONNECTIONS).orElse(pattern.isPresent() ? 0 : DEFAULT_CONNECTIONS),
                labels(fields));
        checkRequests(requests, fields);
        checkPattern(requests, fields);
        return Optional.of(requests);
    }

    private List<RequestedService> services(ParsedObject fields) {
        FlowSizes sizes = sizes(fields);
        return fields.get(TrafficKeys.SERVICES)
                .map(list -> list.stream()
                        .map(service -> new RequestedService(
                                service.require(TrafficKeys.SERVICE_DSCP),
                                service.get(TrafficKeys.WEIGHT).orElse(1),
                                service.get(TrafficKeys.CONGESTION_CONTROL).orElse(""),
                                isSized(service) ? sizes(service) : sizes))
                        .toList())
                .orElseGet(() -> List.of(new RequestedService(0, 1, "", sizes)));
    }

    /** Whether a service has flow sizes of its own. */
    private static boolean isSized(ParsedObject service) {
        return service.has(TrafficKeys.SIZES) || service.has(TrafficKeys.SIZE_UNIT);
    }

    private FlowSizes sizes(ParsedObject fields) {
        FlowSizes sizes = new FlowSizes(
                files.resolve(fields.get(TrafficKeys.SIZES).orElse(DEFAULT_SIZES)), fields.get(TrafficKeys.SIZE_UNIT));
        problems.capture(fields.locationOf(TrafficKeys.SIZES), sizes::distribution, null);
        return sizes;
    }

    private Optional<TrafficSpec> replay(String name, ParsedObject fields) {
        Optional<TrafficSpec.Replay> replay = host(fields.require(TrafficKeys.CLIENT))
                .map(client -> new TrafficSpec.Replay(
                        name,
                        client,
                        servers(fields, client),
                        files.resolve(fields.require(TrafficKeys.LIST)),
                        fields.get(TrafficKeys.SPEED).orElse(1.0),
                        fields.get(TrafficKeys.LIST_COUNT),
                        fields.get(TrafficKeys.LIST_WARM_UP).orElse(0),
                        fields.get(TrafficKeys.FLOW_RATE),
                        fields.get(TrafficKeys.CONNECTIONS).orElse(DEFAULT_CONNECTIONS),
                        labels(fields),
                        fields.get(TrafficKeys.CONGESTION_CONTROL).orElse("")));
        replay.ifPresent(each -> checkReplay(each, fields));
        return replay.map(each -> each);
    }

    private void checkReplay(TrafficSpec.Replay replay, ParsedObject fields) {
        checkServers(replay.servers(), replay.client(), fields);
        problems.capture(
                        fields.locationOf(TrafficKeys.LIST),
                        () -> Optional.of(replay.flowList()),
                        Optional.<FlowList>empty())
                .filter(list -> replay.warmUp() >= list.flows().size())
                .ifPresent(list -> problems.error(
                        fields.locationOf(TrafficKeys.LIST_WARM_UP),
                        "warm-up " + replay.warmUp() + " excludes all "
                                + list.flows().size() + " flows",
                        "lower warm-up"));
    }

    private void checkServers(List<String> servers, String client, ParsedObject fields) {
        if (servers.contains(client)) {
            problems.error(
                    fields.locationOf(TrafficKeys.SERVERS),
                    client + " cannot be its own server",
                    "remove it from servers");
        }
    }

    private DscpTagging labels(ParsedObject fields) {
        boolean remaining = fields.get(TrafficKeys.REMAINING).orElse(false);
        if (remaining && fields.has(TrafficKeys.DEMOTE)) {
            problems.error(
                    fields.locationOf(TrafficKeys.REMAINING),
                    "a DSCP cannot carry both the remaining size of a flow and its demotion",
                    "remove label-remaining-size or demote");
        }
        return remaining
                ? new DscpTagging.RemainingSize()
                : fields.get(TrafficKeys.DEMOTE)
                        .<DscpTagging>map(demote -> new DscpTagging.Demotion(
                                demote.require(TrafficKeys.FIRST_DSCP),
                                demote.require(TrafficKeys.DEMOTION_BYTES).bytes()))
                        .orElse(DscpTagging.PER_SERVICE);
    }

    private List<String> servers(ParsedObject fields, String client) {
        List<Located<String>> named = fields.get(TrafficKeys.SERVERS).orElse(List.of());
        if (named.isEmpty() || named.size() == 1 && named.get(0).value().equals(ALL_OTHER_HOSTS)) {
            return hostNames().stream().filter(host -> !host.equals(client)).toList();
        }
        return hosts(named);
    }

    private void checkRequests(TrafficSpec.Requests requests, ParsedObject fields) {
        if (requests.load() == 0) {
            problems.error(
                    fields.locationOf(TrafficKeys.OFFERED_LOAD),
                    "a load of 0 has no requests",
                    "write for example 0.8");
        }
        if (requests.warmUp() >= requests.count()) {
            problems.error(
                    fields.locationOf(TrafficKeys.WARM_UP),
                    "warm-up " + requests.warmUp() + " excludes all " + requests.count() + " requests",
                    "raise count or lower warm-up");
        }
        if (requests.fanIn() > requests.servers().size()) {
            problems.errorIfFirst(
                    fields.locationOf(TrafficKeys.FAN_IN),
                    "fan-in " + requests.fanIn() + " is out of range",
                    "each part comes from another server, of which there are "
                            + requests.servers().size());
        }
        if (requests.pattern().isEmpty()) {
            checkServers(requests.servers(), requests.clients().get(0), fields);
        }
        testbed.flatMap(known -> requests.clients().stream()
                        .filter(client -> SwitchPorts.facing(known, client)
                                .flatMap(linkEnd -> SwitchPorts.rate(known, linkEnd))
                                .isEmpty())
                        .findFirst())
                .ifPresent(client -> problems.error(
                        fields.has(TrafficKeys.ONLY_CLIENT)
                                ? fields.locationOf(TrafficKeys.ONLY_CLIENT)
                                : fields.locationOf(TrafficKeys.PATTERN),
                        "the switch port towards " + client + " has no rate to which the load could refer",
                        "give the link a rate"));
    }

    /** Either one client requests from servers, or hosts do in a pattern. */
    private boolean checkRequesters(ParsedObject fields) {
        boolean pattern = fields.has(TrafficKeys.PATTERN);
        boolean client = fields.has(TrafficKeys.ONLY_CLIENT);
        if (!pattern && !client) {
            problems.errorIfFirst(
                    fields.location(),
                    "requests of no host",
                    "write client: h1, or pattern: all-to-all for requests among hosts");
        } else if (pattern && (client || fields.has(TrafficKeys.SERVERS))) {
            problems.error(
                    fields.locationOf(TrafficKeys.PATTERN),
                    "in a pattern, hosts are clients and servers",
                    "remove pattern, or client and servers; 'hosts' names the hosts of a pattern");
        } else if (!pattern && fields.has(TrafficKeys.PATTERN_HOSTS)) {
            problems.error(
                    fields.locationOf(TrafficKeys.PATTERN_HOSTS),
                    "'hosts' are those of a pattern, and there is none",
                    "write for example pattern: all-to-all, or servers instead of hosts");
        }
        return pattern != client;
    }

    private List<String> patternHosts(ParsedObject fields) {
        List<Located<String>> named = fields.get(TrafficKeys.PATTERN_HOSTS).orElse(List.of());
        return named.isEmpty() || named.size() == 1 && named.get(0).value().equals(ALL_OTHER_HOSTS)
                ? hostNames()
                : hosts(named).stream().distinct().toList();
    }

    private void checkPattern(TrafficSpec.Requests requests, ParsedObject fields) {
        if (requests.pattern().isEmpty()) {
            return;
        }
        TrafficPattern pattern = requests.pattern().get();
        SourceLocation location = fields.locationOf(TrafficKeys.PATTERN);
        if (requests.clients().size() < 2) {
            problems.error(location, "a pattern of one host", "name at least two hosts");
        } else if (pattern == TrafficPattern.INCAST
                && (requests.fanIn() < 2
                        || requests.fanIn() >= requests.clients().size())) {
            problems.errorIfFirst(
                    location,
                    "incast with fan-in " + requests.fanIn() + " among "
                            + requests.clients().size() + " hosts",
                    "write fan-in: the number of hosts that answer at once, at least 2 and less than the number of hosts");
        } else if (pattern != TrafficPattern.INCAST && requests.fanIn() > 1) {
            problems.error(
                    fields.locationOf(TrafficKeys.FAN_IN),
                    "fan-in with the pattern " + pattern.keyword(),
                    "write pattern: incast, or remove fan-in");
        } else if (pattern == TrafficPattern.RACK_TO_RACK
                && testbed.isPresent()
                && requests.clients().stream()
                                .map(host ->
                                        SwitchPorts.facing(testbed.get(), host).map(Link.LinkEnd::node))
                                .distinct()
                                .count()
                        < 2) {
            problems.error(
                    location, "all hosts are at one switch", "name hosts of several switches, or another pattern");
        }
    }

    private Optional<TrafficSpec> flows(String name, ParsedObject fields) {
        List<String> from = hosts(fields.require(TrafficKeys.SENDERS));
        checkLeaves(from, fields);
        return host(fields.require(TrafficKeys.RECEIVER))
                .filter(to -> !from.isEmpty())
                .map(to -> new TrafficSpec.Flows(
                        name,
                        from,
                        to,
                        fields.get(TrafficKeys.FLOW_COUNT).orElse(1),
                        dscps(fields),
                        fields.get(TrafficKeys.SIZE)
                                .map(size -> OptionalLong.of(size(size, fields)))
                                .orElse(OptionalLong.empty()),
                        fields.get(TrafficKeys.PACING_RATE),
                        fields.get(TrafficKeys.START).orElse(Duration.ZERO),
                        fields.get(TrafficKeys.START_SPREAD).orElse(TrafficSpec.START_SPREAD),
                        fields.get(TrafficKeys.CONGESTION_CONTROL).orElse("")));
    }

    private long size(Bytes size, ParsedObject fields) {
        if (size.bytes() < TrafficSpec.Flows.MINIMUM_SIZE) {
            problems.error(
                    fields.locationOf(TrafficKeys.SIZE),
                    "a flow of " + size.bytes() + " bytes is too small",
                    "the minimum is " + TrafficSpec.Flows.MINIMUM_SIZE + " bytes");
        }
        return size.bytes();
    }

    private static List<Integer> dscps(ParsedObject fields) {
        return fields.get(TrafficKeys.DSCPS).orElse(List.of(0));
    }

    private Optional<TrafficSpec> probes(String name, ParsedObject fields) {
        Duration every = fields.get(TrafficKeys.INTERVAL).orElse(Duration.ofMillis(1));
        checkInterval(every, fields.locationOf(TrafficKeys.INTERVAL));
        boolean ecn = fields.get(TrafficKeys.ECN).orElse(false);
        return senderAndReceiver(fields)
                .map(pair -> new TrafficSpec.Probes(name, pair.get(0), pair.get(1), dscps(fields), every, ecn));
    }

    private Optional<TrafficSpec> datagrams(String name, ParsedObject fields) {
        return senderAndReceiver(fields)
                .map(pair -> new TrafficSpec.Datagrams(
                        name,
                        pair.get(0),
                        pair.get(1),
                        fields.get(TrafficKeys.DSCP_KEY).orElse(0),
                        fields.require(TrafficKeys.UDP_RATE),
                        fields.get(TrafficKeys.PAYLOAD).orElse(DEFAULT_PAYLOAD),
                        fields.get(TrafficKeys.ECN).orElse(false)));
    }

    private Optional<TrafficSpec> iperf3(String name, ParsedObject fields) {
        return senderAndReceiver(fields)
                .map(pair -> new TrafficSpec.Iperf3(
                        name,
                        pair.get(0),
                        pair.get(1),
                        fields.get(TrafficKeys.DSCP_KEY).orElse(0),
                        fields.get(TrafficKeys.IPERF_ARGUMENTS).orElse(List.of())));
    }

    /** Sender and receiver. */
    private Optional<List<String>> senderAndReceiver(ParsedObject fields) {
        Optional<String> from = host(fields.require(TrafficKeys.SENDER));
        Optional<String> to = host(fields.require(TrafficKeys.RECEIVER));
        from.ifPresent(sender -> checkLeaves(List.of(sender), fields));
        return from.isEmpty() || to.isEmpty() ? Optional.empty() : Optional.of(List.of(from.get(), to.get()));
    }

    /** Packets from a host to itself never reach the network. */
    private void checkLeaves(List<String> senders, ParsedObject fields) {
        Located<String> receiver = fields.require(TrafficKeys.RECEIVER);
        if (senders.contains(receiver.value())) {
            problems.error(
                    receiver.location(),
                    receiver.value() + " sends to itself: these packets do not reach the network",
                    "name another sender or receiver");
        }
    }

    private List<String> hostNames() {
        return testbed.map(Testbed::hosts).orElse(List.of()).stream()
                .map(Host::name)
                .toList();
    }

    private List<String> hosts(List<Located<String>> named) {
        return named.stream().flatMap(name -> host(name).stream()).toList();
    }

    /** The name, if the testbed has such a host; any name if the testbed has errors. */
    private Optional<String> host(Located<String> name) {
        if (testbed.isEmpty()) {
            return Optional.of(name.value());
        }
        Optional<Host> found = testbed.get().hosts().stream()
                .filter(host -> host.name().equals(name.value()))
                .findFirst();
        if (found.isEmpty()) {
            problems.error(
                    name.location(),
                    "there is no host '" + name.value() + "' in the testbed",
                    Suggestion.of(name.value(), hostNames()));
        } else if (found.get().virtualMachine().isPresent()) {
            problems.error(
                    name.location(),
                    "host " + name.value() + " is a virtual machine; traffic of scenarios needs namespaces",
                    "write kind: namespace");
            return Optional.empty();
        }
        return found.map(Host::name);
    }

    private Optional<MeasurementSpec> measure(ParsedObject fields) {
        Duration every = fields.get(MeasurementKeys.INTERVAL).orElse(DEFAULT_SAMPLING_INTERVAL);
        checkInterval(every, fields.locationOf(MeasurementKeys.INTERVAL));
        List<MeasuredPort> ports = ports(fields);
        return ports.isEmpty()
                ? Optional.empty()
                : Optional.of(new MeasurementSpec(
                        ports,
                        every,
                        fields.get(MeasurementKeys.WARM_UP).orElse(Duration.ZERO),
                        fields.get(MeasurementKeys.DURATION)));
    }

    private List<MeasuredPort> ports(ParsedObject fields) {
        Optional<List<Located<String>>> several = fields.get(MeasurementKeys.PORTS);
        Optional<Located<String>> one = fields.get(MeasurementKeys.PORT);
        if (one.isPresent() == several.isPresent()) {
            problems.errorIfFirst(
                    one.isPresent() ? fields.locationOf(MeasurementKeys.PORTS) : fields.location(),
                    one.isPresent() ? "a measurement has port or ports, not both" : "no port to measure",
                    one.isPresent() ? "remove one of them" : "write for example port: h1, or ports: all");
            return List.of();
        }
        Map<String, MeasuredPort> found = new LinkedHashMap<>();
        several.orElseGet(() -> List.of(one.orElseThrow())).forEach(name -> ports(name, several.isPresent())
                .forEach(port -> addPort(found, port, name.location())));
        return List.copyOf(found.values());
    }

    /** A port may be named twice; two ports with one name are those of parallel links. */
    private void addPort(Map<String, MeasuredPort> found, MeasuredPort port, SourceLocation location) {
        MeasuredPort other = found.putIfAbsent(port.name(), port);
        if (other != null && !other.equals(port)) {
            problems.error(
                    location,
                    "two links connect " + port.linkEnd().node() + " and " + port.neighbour()
                            + ", so that two ports have the name " + port.name(),
                    "measure other ports, or remove one of the links");
        }
    }

    /** @param pattern whether the name may be that of several ports */
    private List<MeasuredPort> ports(Located<String> name, boolean pattern) {
        if (testbed.isEmpty()) {
            return List.of();
        }
        List<Link.LinkEnd> ends = pattern
                ? SwitchPorts.findAll(testbed.get(), name.value())
                : SwitchPorts.find(testbed.get(), name.value()).stream().toList();
        if (ends.isEmpty()) {
            problems.error(
                    name.location(),
                    "no switch has a port '" + name.value() + "'",
                    "name a host at a switch, or SWITCH:NEIGHBOUR, for example "
                            + hostNames().stream().findFirst().orElse("h1"));
        }
        return ends.stream()
                .map(end -> new MeasuredPort(
                        end, SwitchPorts.otherEnd(testbed.get(), end).node()))
                .toList();
    }

    private void checkInterval(Duration every, SourceLocation location) {
        if (every.toNanos() < 1000) {
            problems.error(location, "interval " + every.toNanos() + " ns is too short", "the minimum is 1us");
        }
    }
}
