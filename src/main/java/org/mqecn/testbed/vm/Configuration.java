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
import org.mqecn.testbed.Layers;
import org.mqecn.testbed.StackSysctls;
import org.mqecn.topology.Address;
import org.mqecn.topology.Discipline;
import org.mqecn.topology.Host;
import org.mqecn.topology.Link;
import org.mqecn.topology.Route;
import org.mqecn.topology.Stack;
import org.mqecn.topology.SuperPackets;

/**
 * What a virtual machine is told when it is up, as one script: each process there costs much where instructions are
 * translated. It may be run again at any time. And what is asked to see whether the machine is so, with the answer
 * compared: in iproute2's own JSON.
 *
 * @param cards where its links meet it, by mtu of the link
 */
record Configuration(Host host, List<Card> cards) {
    /** Where a link meets the machine. */
    record Card(Link.End end, int mtu) {}

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ANSWERS = "----";
    private static final int SUPER_PACKETS = 65535;
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

    Configuration {
        cards = List.copyOf(cards);
    }

    Command script() {
        List<String> lines = new ArrayList<>(List.of("set -e"));
        cards.forEach(card -> lines.addAll(device(card)));
        cards.forEach(card -> lines.addAll(subnet(card)));
        host.routes().forEach(route -> lines.add("ip route replace " + words(route)));
        if (!sysctls().isEmpty()) {
            lines.add("sysctl -qw " + sysctls().entrySet().stream()
                    .map(each -> "'" + each.getKey() + "=" + each.getValue() + "'").collect(Collectors.joining(" ")));
        }
        cards.forEach(card -> lines.addAll(qdisc(card)));
        return new Command(List.of("sh"), String.join("\n", lines) + "\n");
    }

    /** A device is known by its address: its name is the kernel's first. */
    private List<String> device(Card card) {
        String name = card.end().device();
        List<String> lines = new ArrayList<>(List.of(
                "old=$(basename $(dirname $(grep -lix " + card.end().mac() + " /sys/class/net/*/address)))",
                "[ $old = " + name + " ] || ip link set dev $old down name " + name,
                "ip link set dev " + name + " mtu " + card.mtu() + " gso_max_segs " + segments() + " up"));
        card.end().address().ifPresent(address -> lines.addAll(List.of("ip -4 address flush dev " + name,
                "ip address add " + address + " dev " + name)));
        return lines;
    }

    private int segments() {
        return host.stack().superPackets() == SuperPackets.NONE ? 1 : SUPER_PACKETS;
    }

    /** The kernel makes a route to its own subnet, but with its own least timeout. */
    private List<String> subnet(Card card) {
        return card.end().address().isEmpty() || host.stack().rtoMin().isEmpty() ? List.of()
                : card.end().address().stream().map(address -> "ip route replace " + address.subnet() + " dev "
                        + card.end().device() + " proto kernel scope link src " + address.host() + timeout()).toList();
    }

    private String words(Route route) {
        return route.to() + timeout() + (route.via().size() == 1 ? " via " + route.via().get(0)
                : route.via().stream().map(via -> " nexthop via " + via).collect(Collectors.joining()));
    }

    private String timeout() {
        return host.stack().rtoMin().map(time -> " rto_min " + time.toMillis() + "ms").orElse("");
    }

    private Map<String, String> sysctls() {
        return new TreeMap<>(StackSysctls.of(host.stack()));
    }

    private List<String> qdisc(Card card) {
        String device = card.end().device();
        List<String> lines = new ArrayList<>(List.of("tc qdisc del dev " + device + " root 2>/dev/null || :"));
        layers().forEach(layer -> lines.add("tc qdisc add dev " + device + " " + Layers.place(layer) + " handle "
                + layer.handle() + " " + layer.kind() + " " + String.join(" ", layer.words())));
        return lines;
    }

    /** What the host's card adds to each packet. Ports are at the switches' ends. */
    private List<Discipline.Layer> layers() {
        Stack stack = host.stack();
        if (stack.delay().isZero() && stack.rate().isEmpty()) {
            return List.of();
        }
        List<String> words = new ArrayList<>(List.of("delay", microseconds(stack.delay()) + "us"));
        stack.rate().ifPresent(rate -> words.addAll(List.of("rate", rate.toString())));
        words.addAll(List.of("limit", "1000000"));
        return List.of(new Discipline.Layer("root", "1:", "netem", words));
    }

    private static String microseconds(Duration time) {
        return BigDecimal.valueOf(time.toNanos()).divide(THOUSAND).stripTrailingZeros().toPlainString();
    }

    Command question() {
        String keys = String.join(" ", sysctls().keySet());
        return Command.of("sh", "-c", String.join("; echo " + ANSWERS + "; ", "ip -j -d -4 address show",
                "ip -j -4 route show", "tc -j qdisc show",
                keys.isEmpty() ? ":" : "sysctl -n " + keys));
    }

    /**
     * What is not as it should be.
     *
     * @param answer to {@link #question}
     */
    List<String> differences(String answer) {
        String[] answers = answer.split(ANSWERS + "\n", -1);
        if (answers.length != 4) {
            return List.of("its answer is not understood: " + answer);
        }
        try {
            List<String> wrong = new ArrayList<>();
            JsonNode addresses = MAPPER.readTree(answers[0]);
            JsonNode qdiscs = MAPPER.readTree(answers[2]);
            for (Card card : cards) {
                JsonNode device = find(addresses, "ifname", card.end().device());
                wrong.addAll(compare(card, device));
                Layers.differences(layers(), TcJson.on(card.end().device(), qdiscs))
                        .forEach(line -> wrong.add(card.end().device() + " " + line));
            }
            wrong.addAll(compareRoutes(MAPPER.readTree(answers[1])));
            wrong.addAll(compareSysctls(answers[3].lines().toList()));
            return wrong;
        } catch (JsonProcessingException e) {
            return List.of("its answer is not understood: " + e.getOriginalMessage());
        }
    }

    private static JsonNode find(JsonNode all, String name, String value) {
        return stream(all).filter(each -> each.path(name).asText().equals(value)).findFirst()
                .orElse(MAPPER.missingNode());
    }

    private static java.util.stream.Stream<JsonNode> stream(JsonNode all) {
        return StreamSupport.stream(all.spliterator(), false);
    }

    private List<String> compare(Card card, JsonNode device) {
        String name = card.end().device();
        if (device.isMissingNode()) {
            return List.of(name + " is missing");
        }
        List<String> wrong = new ArrayList<>();
        different(wrong, name + " address", card.end().mac(), device.path("address").asText());
        different(wrong, name + " mtu", card.mtu(), device.path("mtu").asInt());
        different(wrong, name + " gso_max_segs", segments(), device.path("gso_max_segs").asInt());
        if (stream(device.path("flags")).noneMatch(flag -> flag.asText().equals("UP"))) {
            wrong.add(name + " is down");
        }
        Optional<String> wanted = card.end().address().map(Address::toString);
        String actual = stream(device.path("addr_info")).map(each -> each.path("local").asText() + "/"
                + each.path("prefixlen").asInt()).collect(Collectors.joining(" "));
        wanted.ifPresent(address -> different(wrong, name, address, actual));
        return wrong;
    }

    private static void different(List<String> wrong, String what, Object wanted, Object actual) {
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
            stream(actual.path("nexthops")).forEach(hop -> hops.add(hop.path("gateway").asText()));
            different(wrong, "route to " + route.to() + " via", new TreeSet<>(route.via()), hops);
        }
        long wanted = host.stack().rtoMin().map(Duration::toMillis).orElse(0L);
        stream(routes).filter(route -> route.path("metrics").path(0).path("rto_min").asLong() != wanted)
                .forEach(route -> wrong.add("route to " + route.path("dst").asText() + " rto_min " + wanted
                        + "ms: is " + route.path("metrics").path(0).path("rto_min").asLong() + "ms"));
        return wrong;
    }

    private List<String> compareSysctls(List<String> values) {
        List<String> wrong = new ArrayList<>();
        int i = 0;
        for (Map.Entry<String, String> wanted : sysctls().entrySet()) {
            String actual = i < values.size() ? values.get(i).replaceAll("\\s+", " ") : "missing";
            different(wrong, wanted.getKey(), wanted.getValue(), actual);
            i++;
        }
        return wrong;
    }
}
