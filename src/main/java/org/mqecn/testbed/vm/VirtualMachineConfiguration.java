// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.mqecn.host.Command;
import org.mqecn.testbed.resources.EmulatedNic;
import org.mqecn.testbed.resources.HostNames;
import org.mqecn.testbed.resources.QdiscTreeComparison;
import org.mqecn.testbed.resources.RouteArguments;
import org.mqecn.testbed.resources.StackSysctls;
import org.mqecn.topology.Host;
import org.mqecn.topology.Ipv4Address;
import org.mqecn.topology.Link;
import org.mqecn.topology.QueueingDiscipline;
import org.mqecn.topology.Route;
import org.mqecn.value.RouteMetrics;

/**
 * The network configuration of a virtual machine: devices, routes, sysctls and qdiscs. One script sets all of it, and
 * may run again at any time: processes are expensive in an emulated guest. Another command queries the configuration as
 * iproute2's JSON.
 *
 * @param hostNames lines of hosts(5)
 * @param interfaces the ends of links at the machine
 */
record VirtualMachineConfiguration(Host host, List<String> hostNames, List<InterfaceConfiguration> interfaces) {
    /** An end of a link with the MTU of the link. */
    record InterfaceConfiguration(Link.LinkEnd linkEnd, int mtu) {}

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SEPARATOR = "----";

    VirtualMachineConfiguration {
        hostNames = List.copyOf(hostNames);
        interfaces = List.copyOf(interfaces);
    }

    Command script() {
        List<String> lines = new ArrayList<>(List.of("set -e"));
        interfaces.forEach(interfaceConfiguration -> lines.addAll(deviceScript(interfaceConfiguration)));
        interfaces.forEach(interfaceConfiguration -> lines.addAll(subnetRouteScript(interfaceConfiguration)));
        host.routes().forEach(route -> lines.add(replaceRoute(RouteArguments.of(route, metrics()))));
        if (!sysctls().isEmpty()) {
            lines.add("sysctl -qw "
                    + sysctls().entrySet().stream()
                            .map(each -> "'" + each.getKey() + "=" + each.getValue() + "'")
                            .collect(Collectors.joining(" ")));
        }
        lines.addAll(hostNamesScript());
        interfaces.forEach(interfaceConfiguration -> lines.addAll(qdiscScript(interfaceConfiguration)));
        return new Command(List.of("sh"), String.join("\n", lines) + "\n");
    }

    /** Finds a device by its hardware address and gives it its name: at first it has one of the kernel's. */
    private List<String> deviceScript(InterfaceConfiguration interfaceConfiguration) {
        String name = interfaceConfiguration.linkEnd().device();
        List<String> lines = new ArrayList<>(List.of(
                "old=$(basename $(dirname $(grep -lix "
                        + interfaceConfiguration.linkEnd().macAddress() + " /sys/class/net/*/address)))",
                "[ $old = " + name + " ] || ip link set dev $old down name " + name,
                "ip link set dev " + name + " mtu " + interfaceConfiguration.mtu() + " gso_max_segs "
                        + EmulatedNic.gsoMaxSegments(host.stack()) + " up"));
        interfaceConfiguration
                .linkEnd()
                .address()
                .ifPresent(ipv4Address -> lines.addAll(
                        List.of("ip -4 address flush dev " + name, "ip address add " + ipv4Address + " dev " + name)));
        return lines;
    }

    /** The kernel adds a route to the subnet, but without metrics. */
    private List<String> subnetRouteScript(InterfaceConfiguration interfaceConfiguration) {
        Link.LinkEnd linkEnd = interfaceConfiguration.linkEnd();
        return metrics().isEmpty()
                ? List.of()
                : linkEnd.address().stream()
                        .map(address -> replaceRoute(RouteArguments.ofSubnet(address, linkEnd.device(), metrics())))
                        .toList();
    }

    private static String replaceRoute(List<String> arguments) {
        return "ip route replace " + String.join(" ", arguments);
    }

    private RouteMetrics metrics() {
        return host.stack().routeMetrics();
    }

    private Map<String, String> sysctls() {
        return new TreeMap<>(StackSysctls.of(host.stack()));
    }

    /** Replaces the lines of the testbed in the machine's own file. */
    private List<String> hostNamesScript() {
        return List.of(
                "touch /etc/hosts",
                "sed -i '" + hostNamesAddress() + "d' /etc/hosts",
                "printf '%s\\n' '" + String.join("' '", hostNames) + "' >>/etc/hosts");
    }

    private static String hostNamesAddress() {
        return "/^" + HostNames.BEGIN + "/,/^" + HostNames.END + "$/";
    }

    private List<String> qdiscScript(InterfaceConfiguration interfaceConfiguration) {
        String device = interfaceConfiguration.linkEnd().device();
        List<String> lines = new ArrayList<>(List.of("tc qdisc del dev " + device + " root 2>/dev/null || :"));
        nicQdiscs()
                .forEach(tcQdisc -> lines.add("tc qdisc add dev " + device + " " + tcQdisc.attachPoint() + " handle "
                        + tcQdisc.handle() + " " + tcQdisc.kind() + " " + String.join(" ", tcQdisc.options())));
        return lines;
    }

    /** The qdiscs of the emulated NIC. The ports are at the switches. */
    private List<QueueingDiscipline.TcQdisc> nicQdiscs() {
        return EmulatedNic.qdisc(host.stack()).qdiscs();
    }

    Command query() {
        String keys = String.join(" ", sysctls().keySet());
        return Command.of(
                "sh",
                "-c",
                String.join(
                        "; echo " + SEPARATOR + "; ",
                        "ip -j -d -4 address show",
                        "ip -j -4 route show",
                        "tc -j qdisc show",
                        keys.isEmpty() ? ":" : "sysctl -n " + keys,
                        "sed -n '" + hostNamesAddress() + "p' /etc/hosts"));
    }

    /**
     * Compares the configuration with the output of {@link #query}, one line for each difference.
     */
    List<String> differences(String output) {
        String[] sections = output.split(SEPARATOR + "\n", -1);
        if (sections.length != 5) {
            return List.of("cannot parse the response: " + output);
        }
        try {
            List<String> differences = new ArrayList<>();
            JsonNode addresses = MAPPER.readTree(sections[0]);
            JsonNode qdiscs = MAPPER.readTree(sections[2]);
            for (InterfaceConfiguration interfaceConfiguration : interfaces) {
                JsonNode device = find(
                        addresses, "ifname", interfaceConfiguration.linkEnd().device());
                differences.addAll(compareDevice(interfaceConfiguration, device));
                new QdiscTreeComparison(
                                nicQdiscs(),
                                TcQdiscParser.parse(
                                        interfaceConfiguration.linkEnd().device(), qdiscs))
                        .differences()
                        .forEach(line ->
                                differences.add(interfaceConfiguration.linkEnd().device() + " " + line));
            }
            differences.addAll(compareRoutes(MAPPER.readTree(sections[1])));
            differences.addAll(compareSysctls(sections[3].lines().toList()));
            if (!hostNames.equals(sections[4].lines().toList())) {
                differences.add("/etc/hosts: other names or addresses");
            }
            return differences;
        } catch (JsonProcessingException e) {
            return List.of("cannot parse the response: " + e.getOriginalMessage());
        }
    }

    private static JsonNode find(JsonNode all, String name, String value) {
        return stream(all)
                .filter(each -> each.path(name).asText().equals(value))
                .findFirst()
                .orElse(MAPPER.missingNode());
    }

    private static Stream<JsonNode> stream(JsonNode all) {
        return StreamSupport.stream(all.spliterator(), false);
    }

    private List<String> compareDevice(InterfaceConfiguration interfaceConfiguration, JsonNode device) {
        String name = interfaceConfiguration.linkEnd().device();
        if (device.isMissingNode()) {
            return List.of(name + " is missing");
        }
        List<String> differences = new ArrayList<>();
        addDifference(
                differences,
                name + " address",
                interfaceConfiguration.linkEnd().macAddress(),
                device.path("address").asText());
        addDifference(
                differences,
                name + " mtu",
                interfaceConfiguration.mtu(),
                device.path("mtu").asInt());
        addDifference(
                differences,
                name + " gso_max_segs",
                EmulatedNic.gsoMaxSegments(host.stack()),
                device.path("gso_max_segs").asInt());
        if (stream(device.path("flags")).noneMatch(flag -> flag.asText().equals("UP"))) {
            differences.add(name + " is down");
        }
        Optional<String> wanted = interfaceConfiguration.linkEnd().address().map(Ipv4Address::toString);
        String actual = stream(device.path("addr_info"))
                .map(each -> each.path("local").asText() + "/"
                        + each.path("prefixlen").asInt())
                .collect(Collectors.joining(" "));
        wanted.ifPresent(address -> addDifference(differences, name, address, actual));
        return differences;
    }

    private static void addDifference(List<String> differences, String what, Object wanted, Object actual) {
        if (!wanted.equals(actual)) {
            differences.add(what + " " + wanted + ": is " + actual);
        }
    }

    private List<String> compareRoutes(JsonNode routes) {
        List<String> differences = new ArrayList<>();
        for (Route route : host.routes()) {
            JsonNode actual = find(routes, "dst", route.to());
            TreeSet<String> hops = new TreeSet<>();
            if (actual.has("gateway")) {
                hops.add(actual.path("gateway").asText());
            }
            stream(actual.path("nexthops"))
                    .forEach(hop -> hops.add(hop.path("gateway").asText()));
            addDifference(differences, "route to " + route.to() + " via", new TreeSet<>(route.via()), hops);
        }
        stream(routes).forEach(route -> metrics()
                .difference(metrics(route.path("metrics").path(0)))
                .ifPresent(difference ->
                        differences.add("route to " + route.path("dst").asText() + ": " + difference)));
        return differences;
    }

    private static RouteMetrics metrics(JsonNode metrics) {
        return new RouteMetrics(
                number(metrics, "rto_min").map(Duration::ofMillis),
                number(metrics, "initcwnd"),
                number(metrics, "quickack").orElse(0) != 0);
    }

    private static Optional<Integer> number(JsonNode metrics, String name) {
        return Optional.ofNullable(metrics.get(name)).map(JsonNode::asInt);
    }

    private List<String> compareSysctls(List<String> values) {
        List<String> differences = new ArrayList<>();
        int i = 0;
        for (Map.Entry<String, String> wanted : sysctls().entrySet()) {
            String actual = i < values.size() ? values.get(i).replaceAll("\\s+", " ") : "missing";
            addDifference(differences, wanted.getKey(), wanted.getValue(), actual);
            i++;
        }
        return differences;
    }
}
