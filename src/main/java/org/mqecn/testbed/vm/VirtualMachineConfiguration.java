// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.mqecn.host.Command;
import org.mqecn.testbed.resources.QdiscTreeComparison;
import org.mqecn.testbed.resources.StackSysctls;
import org.mqecn.topology.GsoMode;
import org.mqecn.topology.Host;
import org.mqecn.topology.Ipv4Address;
import org.mqecn.topology.Link;
import org.mqecn.topology.NetworkStack;
import org.mqecn.topology.QueueingDiscipline;
import org.mqecn.topology.Route;

/**
 * What a virtual machine is told when it is up, as one script: each process there costs much where instructions are
 * translated. It may be run again at any time. And what is asked to see whether the machine is so, with the answer
 * compared: in iproute2's own JSON.
 *
 * @param interfaces where its links meet it, by mtu of the link
 */
record VirtualMachineConfiguration(Host host, List<InterfaceConfiguration> interfaces) {
    /** Where a link meets the machine. */
    record InterfaceConfiguration(Link.LinkEnd linkEnd, int mtu) {}

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SEPARATOR = "----";
    private static final int MAX_GSO_SEGMENTS = 65535;
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

    VirtualMachineConfiguration {
        interfaces = List.copyOf(interfaces);
    }

    Command script() {
        List<String> lines = new ArrayList<>(List.of("set -e"));
        interfaces.forEach(interfaceConfiguration -> lines.addAll(deviceScript(interfaceConfiguration)));
        interfaces.forEach(interfaceConfiguration -> lines.addAll(subnetRouteScript(interfaceConfiguration)));
        host.routes().forEach(route -> lines.add("ip route replace " + routeArguments(route)));
        if (!sysctls().isEmpty()) {
            lines.add("sysctl -qw "
                    + sysctls().entrySet().stream()
                            .map(each -> "'" + each.getKey() + "=" + each.getValue() + "'")
                            .collect(Collectors.joining(" ")));
        }
        interfaces.forEach(interfaceConfiguration -> lines.addAll(qdiscScript(interfaceConfiguration)));
        return new Command(List.of("sh"), String.join("\n", lines) + "\n");
    }

    /** A device is known by its address: its name is the kernel's first. */
    private List<String> deviceScript(InterfaceConfiguration interfaceConfiguration) {
        String name = interfaceConfiguration.linkEnd().device();
        List<String> lines = new ArrayList<>(List.of(
                "old=$(basename $(dirname $(grep -lix "
                        + interfaceConfiguration.linkEnd().macAddress() + " /sys/class/net/*/address)))",
                "[ $old = " + name + " ] || ip link set dev $old down name " + name,
                "ip link set dev " + name + " mtu " + interfaceConfiguration.mtu() + " gso_max_segs " + gsoMaxSegments()
                        + " up"));
        interfaceConfiguration
                .linkEnd()
                .address()
                .ifPresent(ipv4Address -> lines.addAll(
                        List.of("ip -4 address flush dev " + name, "ip address add " + ipv4Address + " dev " + name)));
        return lines;
    }

    private int gsoMaxSegments() {
        return host.stack().gso() == GsoMode.OFF ? 1 : MAX_GSO_SEGMENTS;
    }

    /** The kernel makes a route to its own subnet, but with its own least timeout. */
    private List<String> subnetRouteScript(InterfaceConfiguration interfaceConfiguration) {
        return interfaceConfiguration.linkEnd().address().isEmpty()
                        || host.stack().rtoMin().isEmpty()
                ? List.of()
                : interfaceConfiguration.linkEnd().address().stream()
                        .map(ipv4Address -> "ip route replace " + ipv4Address.subnet() + " dev "
                                + interfaceConfiguration.linkEnd().device() + " proto kernel scope link src "
                                + ipv4Address.hostAddress() + rtoMinArguments())
                        .toList();
    }

    private String routeArguments(Route route) {
        return route.to()
                + rtoMinArguments()
                + (route.via().size() == 1
                        ? " via " + route.via().get(0)
                        : route.via().stream().map(via -> " nexthop via " + via).collect(Collectors.joining()));
    }

    private String rtoMinArguments() {
        return host.stack()
                .rtoMin()
                .map(time -> " rto_min " + time.toMillis() + "ms")
                .orElse("");
    }

    private Map<String, String> sysctls() {
        return new TreeMap<>(StackSysctls.of(host.stack()));
    }

    private List<String> qdiscScript(InterfaceConfiguration interfaceConfiguration) {
        String device = interfaceConfiguration.linkEnd().device();
        List<String> lines = new ArrayList<>(List.of("tc qdisc del dev " + device + " root 2>/dev/null || :"));
        nicQdiscs()
                .forEach(tcQdisc -> lines.add("tc qdisc add dev " + device + " " + tcQdisc.attachPoint() + " handle "
                        + tcQdisc.handle() + " " + tcQdisc.kind() + " " + String.join(" ", tcQdisc.options())));
        return lines;
    }

    /** What the host's card adds to each packet. Ports are at the switches' ends. */
    private List<QueueingDiscipline.TcQdisc> nicQdiscs() {
        NetworkStack stack = host.stack();
        if (stack.delay().isZero() && stack.rate().isEmpty()) {
            return List.of();
        }
        List<String> words = new ArrayList<>(List.of("delay", formatMicroseconds(stack.delay()) + "us"));
        stack.rate().ifPresent(rate -> words.addAll(List.of("rate", rate.toString())));
        words.addAll(List.of("limit", "1000000"));
        return List.of(QueueingDiscipline.TcQdisc.stock("root", "1:", "netem", words));
    }

    private static String formatMicroseconds(Duration time) {
        return BigDecimal.valueOf(time.toNanos())
                .divide(THOUSAND)
                .stripTrailingZeros()
                .toPlainString();
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
                        keys.isEmpty() ? ":" : "sysctl -n " + keys));
    }

    /**
     * What is not as it should be.
     *
     * @param answer to {@link #query}
     */
    List<String> differences(String answer) {
        String[] answers = answer.split(SEPARATOR + "\n", -1);
        if (answers.length != 4) {
            return List.of("its answer is not understood: " + answer);
        }
        try {
            List<String> wrong = new ArrayList<>();
            JsonNode addresses = MAPPER.readTree(answers[0]);
            JsonNode qdiscs = MAPPER.readTree(answers[2]);
            for (InterfaceConfiguration interfaceConfiguration : interfaces) {
                JsonNode device = find(
                        addresses, "ifname", interfaceConfiguration.linkEnd().device());
                wrong.addAll(compareDevice(interfaceConfiguration, device));
                new QdiscTreeComparison(
                                nicQdiscs(),
                                TcQdiscParser.parse(
                                        interfaceConfiguration.linkEnd().device(), qdiscs))
                        .differences()
                        .forEach(line ->
                                wrong.add(interfaceConfiguration.linkEnd().device() + " " + line));
            }
            wrong.addAll(compareRoutes(MAPPER.readTree(answers[1])));
            wrong.addAll(compareSysctls(answers[3].lines().toList()));
            return wrong;
        } catch (JsonProcessingException e) {
            return List.of("its answer is not understood: " + e.getOriginalMessage());
        }
    }

    private static JsonNode find(JsonNode all, String name, String value) {
        return stream(all)
                .filter(each -> each.path(name).asText().equals(value))
                .findFirst()
                .orElse(MAPPER.missingNode());
    }

    private static java.util.stream.Stream<JsonNode> stream(JsonNode all) {
        return StreamSupport.stream(all.spliterator(), false);
    }

    private List<String> compareDevice(InterfaceConfiguration interfaceConfiguration, JsonNode device) {
        String name = interfaceConfiguration.linkEnd().device();
        if (device.isMissingNode()) {
            return List.of(name + " is missing");
        }
        List<String> wrong = new ArrayList<>();
        addDifference(
                wrong,
                name + " address",
                interfaceConfiguration.linkEnd().macAddress(),
                device.path("address").asText());
        addDifference(
                wrong,
                name + " mtu",
                interfaceConfiguration.mtu(),
                device.path("mtu").asInt());
        addDifference(
                wrong,
                name + " gso_max_segs",
                gsoMaxSegments(),
                device.path("gso_max_segs").asInt());
        if (stream(device.path("flags")).noneMatch(flag -> flag.asText().equals("UP"))) {
            wrong.add(name + " is down");
        }
        Optional<String> wanted = interfaceConfiguration.linkEnd().address().map(Ipv4Address::toString);
        String actual = stream(device.path("addr_info"))
                .map(each -> each.path("local").asText() + "/"
                        + each.path("prefixlen").asInt())
                .collect(Collectors.joining(" "));
        wanted.ifPresent(address -> addDifference(wrong, name, address, actual));
        return wrong;
    }

    private static void addDifference(List<String> wrong, String what, Object wanted, Object actual) {
        if (!wanted.equals(actual)) {
            wrong.add(what + " " + wanted + ": is " + actual);
        }
    }

    private List<String> compareRoutes(JsonNode routes) {
        List<String> wrong = new ArrayList<>();
        for (Route route : host.routes()) {
            JsonNode actual = find(routes, "dst", route.to());
            TreeSet<String> hops = new TreeSet<>();
            if (actual.has("gateway")) {
                hops.add(actual.path("gateway").asText());
            }
            stream(actual.path("nexthops"))
                    .forEach(hop -> hops.add(hop.path("gateway").asText()));
            addDifference(wrong, "route to " + route.to() + " via", new TreeSet<>(route.via()), hops);
        }
        long wanted = host.stack().rtoMin().map(Duration::toMillis).orElse(0L);
        stream(routes)
                .filter(route -> route.path("metrics").path(0).path("rto_min").asLong() != wanted)
                .forEach(route -> wrong.add("route to " + route.path("dst").asText() + " rto_min " + wanted + "ms: is "
                        + route.path("metrics").path(0).path("rto_min").asLong() + "ms"));
        return wrong;
    }

    private List<String> compareSysctls(List<String> values) {
        List<String> wrong = new ArrayList<>();
        int i = 0;
        for (Map.Entry<String, String> wanted : sysctls().entrySet()) {
            String actual = i < values.size() ? values.get(i).replaceAll("\\s+", " ") : "missing";
            addDifference(wrong, wanted.getKey(), wanted.getValue(), actual);
            i++;
        }
        return wrong;
    }
}
