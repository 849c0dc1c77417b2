// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.mqecn.document.Filled;
import org.mqecn.document.Form;
import org.mqecn.document.Key;
import org.mqecn.document.Kind;
import org.mqecn.document.Kinds;
import org.mqecn.document.Located;
import org.mqecn.port.Bytes;
import org.mqecn.port.Quantity;
import org.mqecn.port.Rate;
import org.mqecn.port.UserError;

/** The words of a testbed's file: every key, what it takes and what it means. */
final class Words {
    static final String NOTHING = "nothing";
    private static final int ANY = Integer.MAX_VALUE;
    private static final int LAST_PORT = 65_535;
    private static final String NAME_PATTERN = "^[a-z][a-z0-9-]*$";

    /** Name of a host or a switch. */
    static final Kind<String> NODE = name("a name", 32);
    private static final Kind<String> SYSCTL = Kinds.word("a sysctl, for example net.ipv4.tcp_ecn",
            "^[a-z]+([./][A-Za-z0-9_*-]+)+$", text -> matching(text, "[a-z]+([./][A-Za-z0-9_*-]+)+",
                    "is not the name of a sysctl", "write for example net.ipv4.tcp_ecn"));
    private static final Kind<Map<Located<String>, String>> SYSCTL_VALUES = Kinds.mapping(SYSCTL, Kinds.TEXT);
    private static final Kind<Address> ADDRESS = Kinds.word("an IPv4 address, for example 192.168.100.1/24",
            "^[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}$", Address::parse);
    private static final Kind<String> DEVICE = Kinds.word("the name of a device", "^[A-Za-z0-9_.-]{1,15}$",
            text -> matching(text, "(?!\\.\\.?$)[A-Za-z0-9_.-]{1,15}", "cannot be the name of a device",
                    "it has at most 15 letters, digits, '_', '.' and '-'"));
    private static final Kind<String> MAC = Kinds.word("a hardware address, for example 02:00:00:00:00:01",
            "^[0-9A-Fa-f][02468ACEace](:[0-9A-Fa-f]{2}){5}$", text -> matching(text.toLowerCase(Locale.ROOT),
                    "[0-9a-f][02468ace](:[0-9a-f]{2}){5}", "is not the hardware address of one device",
                    "write for example 02:00:00:00:00:01"));

    private Words() {}

    private static Kind<String> name(String noun, int longest) {
        return Kinds.word(noun + " of small letters, digits and '-'", NAME_PATTERN, text -> {
            matching(text, "[a-z][a-z0-9-]*", "cannot be a name",
                    "a name begins with a small letter and has small letters, digits and '-'");
            if (text.length() > longest) {
                throw UserError.usage("'" + text + "' is too long for a name", "it may have " + longest + " letters");
            }
            return text;
        });
    }

    static String matching(String text, String pattern, String failure, String remedy) {
        if (!text.matches(pattern)) {
            throw UserError.usage("'" + text + "' " + failure, remedy);
        }
        return text;
    }

    private static <T> Map<String, T> choices(List<String> words, List<T> values) {
        Map<String, T> choices = new LinkedHashMap<>();
        for (int i = 0; i < words.size(); i++) {
            choices.put(words.get(i), values.get(i));
        }
        return choices;
    }

    /** What stands on a port: the word that names it, or the thing itself. Exactly one of them is there. */
    record PortChoice(String name, Filled inline) {
        boolean isNamed() {
            return inline == null;
        }

        /** Whether it is the word that leaves the port to the kernel. */
        boolean isNothing() {
            return NOTHING.equals(name);
        }
    }

    /** Keys of a link. */
    static final class OfLink {
        private static final Kind<PortChoice> PORT_CHOICE = Kinds.either(
                Kinds.map(Kinds.word("the name of a port, or nothing", "^[a-z][a-z0-9_-]*$", text -> text),
                        name -> new PortChoice(name, null)),
                Kinds.map(Qdiscs.DISCIPLINE, inline -> new PortChoice(null, inline)));

        static final Key<List<Located<String>>> BETWEEN = Key.required("between", Kinds.list(NODE.located(), 2, 2),
                "the two that it joins", "[h1, s1]");
        static final Key<Rate> RATE = Key.of("rate", Kinds.RATE,
                "what its ports are shaped to, where they do not say otherwise", "995mbit");
        static final Key<PortChoice> PORT = Key.of("port", PORT_CHOICE, "what stands at its switches' ends: a name of"
                + " 'ports', a queueing discipline, or nothing", "{fq_codel: {ce_threshold: 1ms}}");
        static final Key<Duration> DELAY = Key.of("delay", Kinds.TIME, "of the cable, one way, in both directions",
                "1ms");
        static final Key<Double> LOSS = Key.of("loss", Kinds.SHARE, "part of the packets that the cable loses", "0.1%");
        static final Key<Integer> MTU = Key.of("mtu", Kinds.number(576, 65_535), "longest packet (default: 1500)",
                "9000");

        static final Key<Address> AT_ADDRESS = Key.of("address", ADDRESS, "its address; assigned where not given",
                "192.168.100.10/24");
        static final Key<String> AT_DEVICE = Key.of("device", DEVICE, "name of the device", "eth0");
        static final Key<String> AT_MAC = Key.of("mac", MAC, "hardware address; made from the names where not given",
                "\"02:00:00:00:00:01\"");
        static final Form END = Form.of("end of a link", List.of(AT_ADDRESS, AT_DEVICE, AT_MAC, PORT));
        static final Key<Map<Located<String>, Filled>> AT = Key.of("at", Kinds.mapping(NODE, END),
                "what holds at one of its ends", "{h1: {address: 192.168.100.10/24}}");

        static final Form DEFAULTS = Form.of("link by default", List.of(RATE, PORT, DELAY, LOSS, MTU));
        static final Form FORM = Form.of("link", List.of(BETWEEN, RATE, PORT, DELAY, LOSS, MTU, AT));

        private OfLink() {}
    }

    /** Keys of a switch. */
    static final class OfSwitch {
        static final Key<Switch.Kind> KIND = Key.of("kind", Kinds.choice("a kind of switch", choices(
                List.of("router", "bridge", "ovs"), List.of(Switch.Kind.values()))),
                "router (a namespace that forwards; the default), bridge (of Linux) or ovs (of Open vSwitch)", "ovs");
        static final Key<Address> ADDRESS_OF_MACHINE = Key.of("address", ADDRESS,
                "of this machine on a bridge; a router has one on each of its links", "192.168.100.1/24");
        static final Key<Map<Located<String>, String>> SYSCTLS = Key.of("sysctls", SYSCTL_VALUES,
                "of a router's namespace, beyond forwarding", "{net.ipv4.fib_multipath_hash_policy: 1}");
        static final Key<List<Filled>> ROUTES = Key.of("routes", Kinds.list(OfRoute.FORM, 0, ANY),
                "of a router, beyond those that are worked out", "[{to: 10.9.0.0/16, via: h1}]");

        static final Form DEFAULTS = Form.of("switch by default", List.of(KIND, SYSCTLS));
        static final Form FORM = Form.of("switch", List.of(KIND, ADDRESS_OF_MACHINE, SYSCTLS, ROUTES));

        private OfSwitch() {}
    }

    /** Keys of a route. */
    static final class OfRoute {
        private static final String DOTTED = "[0-9]{1,3}(\\.[0-9]{1,3}){3}";

        static final Key<String> TO = Key.required("to", Kinds.word("a subnet, or default",
                "^(default|" + DOTTED + "/[0-9]{1,2})$", OfRoute::target), "a subnet, or default", "default");
        private static final Kind<Located<String>> HOP = Kinds.word("the name of a neighbour, or its address",
                "^([a-z][a-z0-9-]*|" + DOTTED + ")$", text -> matching(text, "[a-z][a-z0-9-]*|" + DOTTED,
                        "is neither a name nor an address", "write for example s1 or 192.168.100.1")).located();
        static final Key<List<Located<String>>> VIA = Key.required("via",
                Kinds.either(Kinds.map(HOP, List::of), Kinds.list(HOP, 1, 64)),
                "the next hop, a name or an address; several share the load", "s1");
        static final Form FORM = Form.of("route", List.of(TO, VIA));

        private OfRoute() {}

        private static String target(String text) {
            return text.equals("default") ? text : Address.parse(text).subnet();
        }
    }

    /** Keys of a host. */
    static final class OfHost {
        /** What a host can be. */
        enum What { NAMESPACE, VM }

        static final Key<What> KIND = Key.of("kind", Kinds.choice("a kind of host", choices(
                List.of("namespace", "vm"), List.of(What.values()))), "namespace (the default) or vm", "vm");
        static final Key<String> IMAGE = Key.of("image", Kinds.TEXT,
                "of a vm: name of an image, or the path of a qcow2 file", "video");
        static final Key<Bytes> MEMORY = Key.of("memory", Kinds.quantity("a size", Quantity.BYTES,
                64L << 20, 1L << 40, Bytes::new), "main memory of a vm (default: 256m)", "512m");
        static final Key<Integer> PROCESSORS = Key.of("processors", Kinds.number(1, 255), "of a vm (default: 1)", "2");
        static final Key<Bytes> DATA_DISK = Key.of("data-disk", Kinds.quantity("a size",
                Quantity.BYTES, 1L << 20, 1L << 50, Bytes::new), "size of a second disk of a vm", "1g");
        static final Key<Boolean> VNC = Key.of("vnc", Kinds.FLAG, "whether a vm's screen can be seen over VNC", "true");
        static final Key<String> CONGESTION_CONTROL = Key.of("congestion-control", Kinds.word(
                "a congestion control, for example dctcp", "^[a-z][a-z0-9_]*$", text -> matching(text,
                        "[a-z][a-z0-9_]{0,14}", "is not the name of a congestion control", "write for example dctcp")),
                "of its connections", "dctcp");
        static final Key<Boolean> ECN = Key.of("ecn", Kinds.FLAG, "whether its connections ask for ECN", "true");
        static final Key<Duration> RTO_MIN = Key.of("rto-min", Kinds.TIME,
                "least retransmission timeout, on all of its routes", "10ms");
        static final Key<Duration> DELAY = Key.of("delay", Kinds.TIME, "added to each packet that it sends", "125us");
        static final Key<Rate> RATE = Key.of("rate", Kinds.RATE, "of its card", "1gbit");
        static final Key<SuperPackets> SUPER_PACKETS = Key.of("super-packets", Kinds.choice(
                "what a host does", choices(List.of("false", "cut", "true"), List.of(SuperPackets.values()))),
                "packets of more than one segment: false (the default) for a host that makes none, cut for one whose"
                        + " TCP makes them and that cuts them in front of the wire (ethtool's tso off gso off), true"
                        + " for one that sends them", "cut");
        static final Key<Map<Located<String>, String>> SYSCTLS = Key.of("sysctls", SYSCTL_VALUES, "its own",
                "{net.ipv4.ip_forward: 1}");
        static final Key<List<Filled>> ROUTES = Key.of("routes", Kinds.list(OfRoute.FORM, 0, ANY),
                "beyond those that are worked out; a default route takes the place of that",
                "[{to: default, via: s1}]");
        static final Key<List<Filled>> SERVICES = Key.of("services", Kinds.list(OfService.FORM, 0, ANY),
                "what runs on it", "[iperf3]");

        /** Those that only a virtual machine has. */
        static final List<Key<?>> OF_VM = List.of(IMAGE, MEMORY, PROCESSORS, DATA_DISK, VNC);
        static final Form DEFAULTS = Form.of("host by default", List.of(KIND, IMAGE, MEMORY, PROCESSORS, DATA_DISK,
                VNC, CONGESTION_CONTROL, ECN, RTO_MIN, DELAY, RATE, SUPER_PACKETS, SYSCTLS, SERVICES));
        static final Form FORM = Form.of("host", List.of(KIND, IMAGE, MEMORY, PROCESSORS, DATA_DISK, VNC,
                CONGESTION_CONTROL, ECN, RTO_MIN, DELAY, RATE, SUPER_PACKETS, SYSCTLS, ROUTES, SERVICES));

        private OfHost() {}
    }

    /** Keys of a service. */
    static final class OfService {
        private static final Kind<String> SERVICE_NAME = name("a name", 32);

        static final Key<String> NAME = Key.of("name", SERVICE_NAME, "its name on the host (default: what it is)",
                "web");
        static final Key<Integer> PORT = Key.of("port", Kinds.number(1, LAST_PORT), "where it listens", "80");

        static final Key<Integer> COUNT = Key.of("count", Kinds.number(1, 10_000), "how many videos (default: 4)", "4");
        static final Key<Duration> LENGTH = Key.of("length", Kinds.TIME, "of each video (default: 60s)", "60s");
        static final Key<Duration> SEGMENT = Key.of("segment", Kinds.TIME, "length of a segment (default: 2s)", "2s");
        static final Key<List<Rate>> BITRATES = Key.of("bitrates", Kinds.list(Kinds.RATE, 1, 16),
                "at which each video is there (default: 500kbit, 1500kbit, 4mbit)", "[500kbit, 1500kbit, 4mbit]");

        static final Key<List<Located<String>>> HOSTS = Key.required("hosts", Kinds.list(NODE.located(), 1, ANY),
                "the video servers that share the requests", "[server1, server2]");
        static final Key<String> COMMAND_NAME = Key.required("name", SERVICE_NAME, "its name on the host", "web");
        static final Key<List<String>> RUN = Key.required("run", Kinds.list(Kinds.TEXT, 1, ANY),
                "program and arguments; it stays in the foreground", "[python3, -m, http.server, 80]");

        static final Key<Filled> IPERF3 = Key.of("iperf3", Form.of("iperf3 server", List.of(NAME, PORT)),
                "iperf3 --server (default port: 5201)", "{port: 5201}");
        static final Key<Filled> VIDEO = Key.of("video", Form.of("video server",
                List.of(NAME, PORT, COUNT, LENGTH, SEGMENT, BITRATES)), "nginx serving videos (default port: 80)",
                "{count: 4, length: 60s}");
        static final Key<Filled> BALANCER = Key.of("balancer", Form.of("balancer", List.of(NAME, PORT, HOSTS)),
                "nginx sharing requests among video servers (default port: 80)", "{hosts: [server1, server2]}");
        static final Key<Filled> COMMAND = Key.of("command", Form.of("command", List.of(COMMAND_NAME, RUN)),
                "any command", "{name: web, run: [python3, -m, http.server, 80]}");
        static final Form FORM = Form.choice("service", List.of(IPERF3, VIDEO, BALANCER, COMMAND));

        private OfService() {}
    }

    /** Keys of the shapes. */
    static final class OfShape {
        static final Key<Integer> HOSTS = Key.required("hosts", Kinds.number(2, 1024), "how many", "9");
        static final Key<Integer> PAIRS = Key.required("pairs", Kinds.number(1, 512), "hosts on each side", "4");
        static final Key<Integer> LEAVES = Key.required("leaves", Kinds.number(1, 64), "how many", "4");
        static final Key<Integer> SPINES = Key.required("spines", Kinds.number(1, 64), "how many", "4");
        static final Key<Integer> EACH = Key.required("hosts", Kinds.number(1, 64), "at each leaf", "4");
        static final Key<Rate> RATE = Key.of("rate", Kinds.RATE, "of the hosts' links", "995mbit");
        static final Key<Rate> BOTTLENECK = Key.of("bottleneck", Kinds.RATE, "of the link between the two switches",
                "100mbit");
        static final Key<Rate> UPLINK = Key.of("uplink", Kinds.RATE, "of the links from leaf to spine (default: rate)",
                "995mbit");
        static final Key<Duration> RTT = Key.of("rtt", Kinds.TIME,
                "base RTT: each host delays what it sends by half of it", "250us");

        static final Key<Filled> STAR = Key.of("star", Form.of("star", List.of(HOSTS, RATE, RTT)),
                "hosts h1, h2, … around one switch s1", "{hosts: 9, rate: 995mbit, rtt: 250us}");
        static final Key<Filled> DUMBBELL = Key.of("dumbbell", Form.of("dumbbell",
                List.of(PAIRS, RATE, BOTTLENECK, RTT)),
                "hosts a1, a2, … at switch s1, b1, b2, … at s2, one link between",
                "{pairs: 4, rate: 1gbit, bottleneck: 100mbit, rtt: 1ms}");
        static final Key<Filled> LEAF_SPINE = Key.of("leaf-spine", Form.of("leaf-spine",
                List.of(LEAVES, SPINES, EACH, RATE, UPLINK, RTT)),
                "hosts h1, h2, … at leaf1, leaf2, …, each of which is joined to spine1, spine2, …",
                "{leaves: 4, spines: 4, hosts: 4, rate: 995mbit, rtt: 250us}");
        static final List<Key<Filled>> ALL = List.of(STAR, DUMBBELL, LEAF_SPINE);

        private OfShape() {}
    }

    /** Keys of the whole. */
    static final class OfTestbed {
        static final Key<String> NAME = Key.of("name", name("a name", 12),
                "of the testbed (default: that of the file); namespaces begin with it", "video");
        static final Key<Map<Located<String>, String>> SYSCTLS = Key.of("sysctls", SYSCTL_VALUES,
                "of this machine; 'down' puts the old values back", "{net.ipv4.ip_forward: 1}");
        static final Key<Filled> MACHINE = Key.of("machine", Form.of("machine", List.of(SYSCTLS)),
                "this machine itself", "{sysctls: {net.ipv4.ip_forward: 1}}");
        static final Key<Map<Located<String>, Filled>> PORTS = Key.of("ports", Kinds.mapping(
                Kinds.word("a name", "^[a-z][a-z0-9_-]*$", text -> matching(text, "[a-z][a-z0-9_-]*",
                        "cannot be a name", "a name begins with a small letter")), Qdiscs.DISCIPLINE),
                "what can stand on a port, by name", "{fair: {fq_codel: {ce_threshold: 1ms}}}");
        static final Key<Filled> HOST = Key.of("host", OfHost.DEFAULTS, "of every host", "{congestion-control: dctcp}");
        static final Key<Filled> LINK = Key.of("link", OfLink.DEFAULTS, "of every link", "{rate: 100mbit}");
        static final Key<Filled> SWITCH = Key.of("switch", OfSwitch.DEFAULTS, "of every switch", "{kind: ovs}");
        static final Key<Filled> DEFAULTS = Key.of("defaults", Form.of("default", List.of(HOST, LINK, SWITCH)),
                "what holds where nothing else is said", "{host: {kind: vm, image: video}}");
        static final Key<Map<Located<String>, Filled>> HOSTS = Key.of("hosts", Kinds.mapping(NODE, OfHost.FORM),
                "who sends and receives, by name", "{h1: {services: [iperf3]}}");
        static final Key<Map<Located<String>, Filled>> SWITCHES = Key.of("switches",
                Kinds.mapping(NODE, OfSwitch.FORM), "what joins links, by name", "{s1: {kind: ovs}}");
        static final Key<List<Filled>> LINKS = Key.of("links", Kinds.list(OfLink.FORM, 0, ANY), "the cables",
                "[{between: [h1, s1], rate: 100mbit}]");
        static final Form FORM = Form.of("testbed", List.of(NAME, OfShape.STAR, OfShape.DUMBBELL, OfShape.LEAF_SPINE,
                MACHINE, PORTS, DEFAULTS, HOSTS, SWITCHES, LINKS));

        /**
         * A testbed that another document makes out of one with a name: mappings are merged with that one's, anything
         * else takes its place. What it comes to is read as a testbed, so that parts need not be whole here.
         */
        static final Key<String> LIKE = Key.required("like", Kinds.TEXT,
                "the name of a testbed: all that is not said here is as there", "mq-ecn");
        static final Form REFINEMENT = Form.of("refined testbed", Stream.concat(Stream.of(LIKE), FORM.keys().stream()
                .map(key -> Key.of(key.name(), Kinds.ANYTHING, key.description(), key.example())))
                .<Key<?>>map(key -> key).toList());

        private OfTestbed() {}
    }
}
