// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mqecn.schema.Key;
import org.mqecn.schema.Located;
import org.mqecn.schema.ObjectSchema;
import org.mqecn.schema.ParsedObject;
import org.mqecn.schema.ValueType;
import org.mqecn.schema.ValueTypes;
import org.mqecn.value.Bytes;
import org.mqecn.value.CongestionControl;
import org.mqecn.value.Quantity;
import org.mqecn.value.Rate;
import org.mqecn.value.UserError;

/** The schema of testbed files: keys, types of their values, and descriptions. */
final class TestbedSchema {
    static final String KERNEL_DEFAULT = "kernel-default";
    private static final int UNBOUNDED = Integer.MAX_VALUE;
    private static final int MAX_PORT = 65_535;
    private static final String NAME_PATTERN = "[A-Za-z][A-Za-z0-9_-]*";

    /** Name of a host or a switch. */
    static final ValueType<String> NODE_NAME = name("a name", 32);

    private static final ValueType<String> SYSCTL = ValueTypes.scalar(
            "a sysctl, for example net.ipv4.tcp_ecn",
            "^[a-z]+([./][A-Za-z0-9_*-]+)+$",
            text -> requireMatch(
                    text,
                    "[a-z]+([./][A-Za-z0-9_*-]+)+",
                    "is not the name of a sysctl",
                    "write for example net.ipv4.tcp_ecn"));
    private static final ValueType<Map<Located<String>, String>> SYSCTL_VALUES =
            ValueTypes.mapping(SYSCTL, ValueTypes.STRING);
    private static final ValueType<Ipv4Address> ADDRESS = ValueTypes.scalar(
            "an IPv4 address with a prefix length, for example 192.168.100.1/24",
            "^[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}$",
            Ipv4Address::parse);
    static final ValueType<String> DEVICE_NAME = ValueTypes.scalar(
            "a device name",
            "^[A-Za-z0-9_.-]{1,15}$",
            text -> requireMatch(
                    text,
                    "(?!\\.\\.?$)[A-Za-z0-9_.-]{1,15}",
                    "is not a valid device name",
                    "device names have at most 15 letters, digits, '_', '.' and '-'"));
    private static final ValueType<String> MAC_ADDRESS = ValueTypes.scalar(
            "a hardware address, for example 02:00:00:00:00:01",
            "^[0-9A-Fa-f][02468ACEace](:[0-9A-Fa-f]{2}){5}$",
            text -> requireMatch(
                    text.toLowerCase(Locale.ROOT),
                    "[0-9a-f][02468ace](:[0-9a-f]{2}){5}",
                    "is not a unicast hardware address",
                    "write for example 02:00:00:00:00:01"));

    private TestbedSchema() {}

    private static ValueType<String> name(String noun, int maxLength) {
        return ValueTypes.scalar(noun + " of letters, digits, '-' and '_'", "^" + NAME_PATTERN + "$", text -> {
            requireMatch(
                    text,
                    NAME_PATTERN,
                    "is not a valid name",
                    "a name starts with a letter, followed by letters, digits, '-' and '_'");
            if (text.length() > maxLength) {
                throw UserError.usage(
                        "'" + text + "' is too long for a name", "names have at most " + maxLength + " characters");
            }
            return text;
        });
    }

    static String requireMatch(String text, String pattern, String failure, String remedy) {
        if (!text.matches(pattern)) {
            throw UserError.usage("'" + text + "' " + failure, remedy);
        }
        return text;
    }

    private static <T> Map<String, T> choices(List<String> keywords, List<T> values) {
        Map<String, T> choices = new LinkedHashMap<>();
        for (int i = 0; i < keywords.size(); i++) {
            choices.put(keywords.get(i), values.get(i));
        }
        return choices;
    }

    /** Queueing discipline of a port: its name, or its definition in place. The other component is null. */
    record QdiscChoice(String name, ParsedObject inline) {
        boolean isNamed() {
            return inline == null;
        }

        boolean isKernelDefault() {
            return KERNEL_DEFAULT.equals(name);
        }
    }

    /** Keys of a link. */
    static final class LinkKeys {
        private static final ValueType<QdiscChoice> QDISC_CHOICE = ValueTypes.either(
                ValueTypes.map(
                        ValueTypes.scalar("the name of a queueing discipline", "^" + NAME_PATTERN + "$", text -> text),
                        name -> new QdiscChoice(name, null)),
                ValueTypes.map(QdiscSchema.QDISC_CHOICE, inline -> new QdiscChoice(null, inline)));

        static final Key<List<Located<String>>> BETWEEN = Key.required(
                "between", ValueTypes.list(NODE_NAME.located(), 2, 2), "nodes at the two ends", "[h1, s1]");
        static final Key<Rate> RATE = Key.of("rate", ValueTypes.RATE, "default rate of its ports", "995mbit");
        static final Key<QdiscChoice> QDISC = Key.of(
                "qdisc",
                QDISC_CHOICE,
                "queueing discipline of its switch ports: a name from 'qdiscs', a queueing discipline, or kernel-default",
                "{fq_codel: {ce_threshold: 1ms}}");
        static final Key<Duration> DELAY = Key.of("delay", TcValues.TICKS, "one-way delay", "1ms");
        static final Key<Duration> JITTER = Key.of(
                "jitter",
                TcValues.TICKS,
                "variation of the delay: each packet is delayed by delay - jitter to delay + jitter, so that packets may"
                        + " overtake others",
                "100us");
        static final Key<Double> LOSS = Key.of("loss", ValueTypes.PERCENTAGE, "packet loss ratio", "0.1%");
        static final Key<Double> CORRUPT =
                Key.of("corrupt", ValueTypes.PERCENTAGE, "ratio of packets with a flipped bit", "0.1%");
        static final Key<Double> DUPLICATE =
                Key.of("duplicate", ValueTypes.PERCENTAGE, "ratio of packets that arrive twice", "0.1%");
        static final Key<Double> REORDER = Key.of(
                "reorder",
                ValueTypes.PERCENTAGE,
                "ratio of packets that are not delayed and so overtake others; needs a delay",
                "0.1%");
        /** What a link does to packets: of the link for both directions, of an end for what its node sends. */
        static final List<Key<?>> IMPAIRMENTS = List.of(DELAY, JITTER, LOSS, CORRUPT, DUPLICATE, REORDER);

        static final Key<Integer> MTU =
                Key.of("mtu", ValueTypes.integer(576, 65_535), "longest packet in bytes (default: 1500)", "9000");

        static final Key<Ipv4Address> END_ADDRESS =
                Key.of("address", ADDRESS, "address (default: assigned)", "192.168.100.10/24");
        static final Key<String> END_DEVICE =
                Key.of("device", DEVICE_NAME, "name of the device (default: derived from the nodes)", "eth0");
        static final Key<String> END_MAC_ADDRESS = Key.of(
                "mac", MAC_ADDRESS, "hardware address (default: derived from the names)", "\"02:00:00:00:00:01\"");
        static final ObjectSchema END_SCHEMA = ObjectSchema.of(
                "end of a link", Key.concat(List.of(END_ADDRESS, END_DEVICE, END_MAC_ADDRESS, QDISC), IMPAIRMENTS));
        static final Key<Map<Located<String>, ParsedObject>> ENDS = Key.of(
                "ends",
                ValueTypes.mapping(NODE_NAME, END_SCHEMA),
                "settings of single ends, by the name of the node; delay, jitter, loss and so on are of the packets that the"
                        + " node sends",
                "{h1: {address: 192.168.100.10/24, delay: 5ms}}");

        static final ObjectSchema DEFAULTS_SCHEMA =
                ObjectSchema.of("link default", Key.concat(List.of(RATE, QDISC, MTU), IMPAIRMENTS));
        static final ObjectSchema SCHEMA =
                ObjectSchema.of("link", Key.concat(List.of(BETWEEN, RATE, QDISC, MTU, ENDS), IMPAIRMENTS));

        private LinkKeys() {}
    }

    /** Keys of a switch. */
    static final class SwitchKeys {
        static final Key<Switch.SwitchKind> KIND = Key.of(
                "kind",
                ValueTypes.enumeration(
                        "a kind of switch",
                        choices(List.of("router", "bridge", "ovs"), List.of(Switch.SwitchKind.values()))),
                "router (a namespace that forwards; the default), bridge (Linux) or ovs (Open vSwitch)",
                "ovs");
        static final Key<Ipv4Address> MACHINE_ADDRESS = Key.of(
                "address",
                ADDRESS,
                "address of this machine on the bridge; a router has an address on each of its links",
                "192.168.100.1/24");
        static final Key<Map<Located<String>, String>> SYSCTLS = Key.of(
                "sysctls",
                SYSCTL_VALUES,
                "sysctls of a router's namespace, in addition to forwarding",
                "{net.ipv4.fib_multipath_hash_policy: 1}");
        static final Key<List<ParsedObject>> ROUTES = Key.of(
                "routes",
                ValueTypes.list(RouteKeys.SCHEMA, 0, UNBOUNDED),
                "routes of a router, in addition to computed routes",
                "[{to: 10.9.0.0/16, via: h1}]");

        static final ObjectSchema DEFAULTS_SCHEMA = ObjectSchema.of("switch default", List.of(KIND, SYSCTLS));
        static final ObjectSchema SCHEMA = ObjectSchema.of("switch", List.of(KIND, MACHINE_ADDRESS, SYSCTLS, ROUTES));

        private SwitchKeys() {}
    }

    /** Keys of a route. */
    static final class RouteKeys {
        private static final String DOTTED_QUAD = "[0-9]{1,3}(\\.[0-9]{1,3}){3}";

        static final Key<String> DESTINATION = Key.required(
                "to",
                ValueTypes.scalar(
                        "a subnet, or default", "^(default|" + DOTTED_QUAD + "/[0-9]{1,2})$", RouteKeys::destination),
                "destination: a subnet, or default",
                "default");
        private static final ValueType<Located<String>> NEXT_HOP = ValueTypes.scalar(
                        "the name of a neighbour, or its address",
                        "^(" + NAME_PATTERN + "|" + DOTTED_QUAD + ")$",
                        text -> requireMatch(
                                text,
                                NAME_PATTERN + "|" + DOTTED_QUAD,
                                "is neither a name nor an address",
                                "write for example s1 or 192.168.100.1"))
                .located();
        static final Key<List<Located<String>>> NEXT_HOPS = Key.required(
                "via",
                ValueTypes.either(ValueTypes.map(NEXT_HOP, List::of), ValueTypes.list(NEXT_HOP, 1, 64)),
                "next hop, a name or an address; a list shares the load",
                "s1");
        static final ObjectSchema SCHEMA = ObjectSchema.of("route", List.of(DESTINATION, NEXT_HOPS));

        private RouteKeys() {}

        private static String destination(String text) {
            return text.equals("default") ? text : Ipv4Address.parse(text).subnet();
        }
    }

    /** Keys of a host. */
    static final class HostKeys {
        enum HostKind {
            NAMESPACE,
            VM
        }

        static final Key<HostKind> KIND = Key.of(
                "kind",
                ValueTypes.enumeration(
                        "a kind of host", choices(List.of("namespace", "vm"), List.of(HostKind.values()))),
                "namespace (the default) or vm",
                "vm");
        static final Key<String> IMAGE =
                Key.of("image", ValueTypes.STRING, "disk of a vm: name of an image, or path of a qcow2 file", "video");
        static final Key<Bytes> MEMORY = Key.of(
                "memory",
                ValueTypes.quantity("a size", Quantity.BYTES, 64L << 20, 1L << 40, Bytes::new),
                "main memory of a vm (default: 256m)",
                "512m");
        static final Key<Integer> CPUS =
                Key.of("cpus", ValueTypes.integer(1, 255), "number of CPUs of a vm (default: 1)", "2");
        static final Key<Bytes> DATA_DISK = Key.of(
                "data-disk",
                ValueTypes.quantity("a size", Quantity.BYTES, 1L << 20, 1L << 50, Bytes::new),
                "size of a second disk of a vm",
                "1g");
        static final Key<Boolean> VNC = Key.of("vnc", ValueTypes.BOOLEAN, "serve the screen of a vm over VNC", "true");
        static final Key<String> CONGESTION_CONTROL = Key.of(
                "congestion-control",
                ValueTypes.scalar(
                        "a congestion control algorithm, for example dctcp",
                        "^" + CongestionControl.PATTERN + "$",
                        CongestionControl::parse),
                "congestion control of its connections (net.ipv4.tcp_congestion_control)",
                "dctcp");
        static final Key<Boolean> ECN = Key.of("ecn", ValueTypes.BOOLEAN, "request ECN (net.ipv4.tcp_ecn=1)", "true");
        static final Key<Duration> RTO_MIN =
                Key.of("rto-min", TcValues.MILLISECONDS, "minimum retransmission timeout, on all routes", "10ms");
        static final Key<Integer> INITIAL_WINDOW = Key.of(
                "initial-window",
                ValueTypes.integer(1, 65_535),
                "initial congestion window of its connections in segments, on all routes (initcwnd; 10 by default)",
                "16");
        static final Key<Boolean> QUICK_ACK = Key.of(
                "quick-ack",
                ValueTypes.BOOLEAN,
                "acknowledge each packet at once, rather than every other one, on all routes (quickack)",
                "true");
        static final Key<Duration> DELAY =
                Key.of("delay", TcValues.TICKS, "delay of each packet that it sends (netem)", "125us");
        static final Key<Rate> RATE = Key.of("rate", ValueTypes.RATE, "rate of its network interface (netem)", "1gbit");
        static final Key<GsoMode> GSO = Key.of(
                "gso",
                ValueTypes.enumeration(
                        "a GSO mode", choices(List.of("off", "software", "on"), List.of(GsoMode.values()))),
                "generic segmentation offload: off (the default; TCP builds packets of one segment), software (TCP"
                        + " builds GSO packets, and the host splits them in front of its device, as ethtool's tso off"
                        + " gso off does) or on (GSO packets are sent as they are)",
                "software");
        static final Key<Map<Located<String>, String>> SYSCTLS =
                Key.of("sysctls", SYSCTL_VALUES, "sysctls of the host", "{net.ipv4.ip_forward: 1}");
        static final Key<List<ParsedObject>> ROUTES = Key.of(
                "routes",
                ValueTypes.list(RouteKeys.SCHEMA, 0, UNBOUNDED),
                "routes in addition to computed routes; a default route replaces the computed one",
                "[{to: default, via: s1}]");
        static final Key<List<ParsedObject>> SERVICES = Key.of(
                "services", ValueTypes.list(ServiceKeys.SCHEMA, 0, UNBOUNDED), "services that run on it", "[iperf3]");

        /** Keys that apply to virtual machines only. */
        static final List<Key<?>> VM_ONLY = List.of(IMAGE, MEMORY, CPUS, DATA_DISK, VNC);

        /** Keys of hosts and of their defaults. */
        private static final List<Key<?>> COMMON = List.of(
                KIND,
                IMAGE,
                MEMORY,
                CPUS,
                DATA_DISK,
                VNC,
                CONGESTION_CONTROL,
                ECN,
                RTO_MIN,
                INITIAL_WINDOW,
                QUICK_ACK,
                DELAY,
                RATE,
                GSO,
                SYSCTLS);

        static final ObjectSchema DEFAULTS_SCHEMA =
                ObjectSchema.of("host default", Key.concat(COMMON, List.of(SERVICES)));
        static final ObjectSchema SCHEMA = ObjectSchema.of("host", Key.concat(COMMON, List.of(ROUTES, SERVICES)));

        private HostKeys() {}
    }

    /** Keys of a service. */
    static final class ServiceKeys {
        private static final ValueType<String> SERVICE_NAME = name("a name", 32);

        static final Key<String> NAME =
                Key.of("name", SERVICE_NAME, "name of the service, unique on its host (default: its kind)", "web");
        static final Key<Integer> PORT = Key.of("port", ValueTypes.integer(1, MAX_PORT), "TCP port to listen on", "80");

        static final Key<Integer> VIDEO_COUNT =
                Key.of("videos", ValueTypes.integer(1, 10_000), "number of videos (default: 4)", "4");
        static final Key<Duration> VIDEO_DURATION =
                Key.of("duration", ValueTypes.DURATION, "duration of each video (default: 60s)", "60s");
        static final Key<Duration> SEGMENT_DURATION =
                Key.of("segment-duration", ValueTypes.DURATION, "duration of each segment (default: 2s)", "2s");
        static final Key<List<Rate>> BITRATES = Key.of(
                "bitrates",
                ValueTypes.list(ValueTypes.RATE, 1, 16),
                "bitrates of each video (default: 500kbit, 1500kbit, 4mbit)",
                "[500kbit, 1500kbit, 4mbit]");

        static final Key<List<Located<String>>> HOSTS = Key.required(
                "hosts",
                ValueTypes.list(NODE_NAME.located(), 1, UNBOUNDED),
                "video servers that share the requests",
                "[server1, server2]");
        static final Key<String> COMMAND_NAME =
                Key.required("name", SERVICE_NAME, "name of the service, unique on its host", "web");
        static final Key<List<String>> COMMAND_LINE = Key.required(
                "run",
                ValueTypes.list(ValueTypes.STRING, 1, UNBOUNDED),
                "program and arguments; it must stay in the foreground",
                "[python3, -m, http.server, 80]");

        static final Key<ParsedObject> IPERF3 = Key.of(
                "iperf3",
                ObjectSchema.of("iperf3 server", List.of(NAME, PORT)),
                "iperf3 --server (default port: 5201)",
                "{port: 5201}");
        static final Key<ParsedObject> VIDEO = Key.of(
                "video",
                ObjectSchema.of(
                        "video server", List.of(NAME, PORT, VIDEO_COUNT, VIDEO_DURATION, SEGMENT_DURATION, BITRATES)),
                "nginx that serves videos (default port: 80)",
                "{videos: 4, duration: 60s}");
        static final Key<ParsedObject> LOAD_BALANCER = Key.of(
                "load-balancer",
                ObjectSchema.of("load balancer", List.of(NAME, PORT, HOSTS)),
                "nginx that distributes requests among video servers (default port: 80)",
                "{hosts: [server1, server2]}");
        static final Key<ParsedObject> COMMAND = Key.of(
                "command",
                ObjectSchema.of("command", List.of(COMMAND_NAME, COMMAND_LINE)),
                "any other command",
                "{name: web, run: [python3, -m, http.server, 80]}");
        static final ObjectSchema SCHEMA =
                ObjectSchema.oneOf("service", List.of(IPERF3, VIDEO, LOAD_BALANCER, COMMAND));

        private ServiceKeys() {}
    }

    /** Keys of the templates. */
    static final class TemplateKeys {
        static final Key<Integer> HOSTS = Key.required("hosts", ValueTypes.integer(2, 1024), "number of hosts", "9");
        static final Key<Integer> PAIRS =
                Key.required("pairs", ValueTypes.integer(1, 512), "number of hosts on each side", "4");
        static final Key<Integer> LEAVES = Key.required("leaves", ValueTypes.integer(1, 64), "number of leaves", "4");
        static final Key<Integer> SPINES = Key.required("spines", ValueTypes.integer(1, 64), "number of spines", "4");
        static final Key<Integer> HOSTS_PER_LEAF =
                Key.required("hosts-per-leaf", ValueTypes.integer(1, 64), "number of hosts at each leaf", "4");
        static final Key<Rate> RATE = Key.of("rate", ValueTypes.RATE, "rate of the links of hosts", "995mbit");
        static final Key<Rate> BOTTLENECK_RATE = Key.of(
                "bottleneck-rate",
                ValueTypes.RATE,
                "rate of the link between the two switches (default: rate)",
                "100mbit");
        static final Key<Rate> UPLINK_RATE = Key.of(
                "uplink-rate",
                ValueTypes.RATE,
                "rate of the links between leaves and spines (default: rate)",
                "995mbit");
        static final Key<Duration> BASE_RTT = Key.of(
                "base-rtt",
                TcValues.TICKS_TWICE,
                "base RTT between two hosts: each delays the packets that it sends by half of it",
                "250us");

        static final Key<ParsedObject> STAR = Key.of(
                "star",
                ObjectSchema.of("star", List.of(HOSTS, RATE, BASE_RTT)),
                "hosts h1, h2, … around one switch s1",
                "{hosts: 9, rate: 995mbit, base-rtt: 250us}");
        static final Key<ParsedObject> DUMBBELL = Key.of(
                "dumbbell",
                ObjectSchema.of("dumbbell", List.of(PAIRS, RATE, BOTTLENECK_RATE, BASE_RTT)),
                "hosts a1, a2, … at switch s1, b1, b2, … at switch s2, and a link between the switches",
                "{pairs: 4, rate: 1gbit, bottleneck-rate: 100mbit, base-rtt: 1ms}");
        static final Key<ParsedObject> LEAF_SPINE = Key.of(
                "leaf-spine",
                ObjectSchema.of("leaf-spine", List.of(LEAVES, SPINES, HOSTS_PER_LEAF, RATE, UPLINK_RATE, BASE_RTT)),
                "hosts h1, h2, … at leaf1, leaf2, …; each leaf is connected to spine1, spine2, …",
                "{leaves: 4, spines: 4, hosts-per-leaf: 4, rate: 995mbit, base-rtt: 250us}");
        static final List<Key<ParsedObject>> ALL = List.of(STAR, DUMBBELL, LEAF_SPINE);

        private TemplateKeys() {}
    }

    /** Keys of a testbed. */
    static final class TestbedKeys {
        static final Key<String> NAME = Key.of(
                "name",
                name("a name", 12),
                "name of the testbed, prefix of its namespaces (default: name of the file)",
                "video");
        static final Key<Map<Located<String>, String>> MACHINE_SYSCTLS = Key.of(
                "sysctls",
                SYSCTL_VALUES,
                "sysctls of this machine; 'mqecn testbed down' restores the old values",
                "{net.ipv4.ip_forward: 1}");
        static final Key<ParsedObject> MACHINE = Key.of(
                "machine",
                ObjectSchema.of("machine", List.of(MACHINE_SYSCTLS)),
                "settings of this machine",
                "{sysctls: {net.ipv4.ip_forward: 1}}");
        static final Key<Map<Located<String>, ParsedObject>> QDISCS = Key.of(
                "qdiscs",
                ValueTypes.mapping(
                        ValueTypes.scalar(
                                "a name",
                                "^" + NAME_PATTERN + "$",
                                text -> requireMatch(
                                        text, NAME_PATTERN, "is not a valid name", "a name starts with a letter")),
                        QdiscSchema.QDISC_CHOICE),
                "queueing disciplines of ports, by name",
                "{fair: {fq_codel: {ce_threshold: 1ms}}}");
        static final Key<ParsedObject> HOST =
                Key.of("host", HostKeys.DEFAULTS_SCHEMA, "defaults of hosts", "{congestion-control: dctcp}");
        static final Key<ParsedObject> LINK =
                Key.of("link", LinkKeys.DEFAULTS_SCHEMA, "defaults of links", "{rate: 100mbit}");
        static final Key<ParsedObject> SWITCH =
                Key.of("switch", SwitchKeys.DEFAULTS_SCHEMA, "defaults of switches", "{kind: ovs}");
        static final Key<ParsedObject> DEFAULTS = Key.of(
                "defaults",
                ObjectSchema.of("default", List.of(HOST, LINK, SWITCH)),
                "default settings of hosts, links and switches",
                "{host: {kind: vm, image: video}}");
        static final Key<Map<Located<String>, ParsedObject>> HOSTS = Key.of(
                "hosts",
                ValueTypes.mapping(NODE_NAME, HostKeys.SCHEMA),
                "hosts, by name",
                "{h1: {services: [iperf3]}}");
        static final Key<Map<Located<String>, ParsedObject>> SWITCHES = Key.of(
                "switches", ValueTypes.mapping(NODE_NAME, SwitchKeys.SCHEMA), "switches, by name", "{s1: {kind: ovs}}");
        static final Key<List<ParsedObject>> LINKS = Key.of(
                "links",
                ValueTypes.list(LinkKeys.SCHEMA, 0, UNBOUNDED),
                "links",
                "[{between: [h1, s1], rate: 100mbit}]");
        static final ObjectSchema SCHEMA = ObjectSchema.of(
                "testbed",
                List.of(
                        NAME,
                        TemplateKeys.STAR,
                        TemplateKeys.DUMBBELL,
                        TemplateKeys.LEAF_SPINE,
                        MACHINE,
                        QDISCS,
                        DEFAULTS,
                        HOSTS,
                        SWITCHES,
                        LINKS));

        /**
         * In other documents, a testbed may extend one with a name: mappings are merged, all other values are replaced.
         * The result is parsed as a testbed; this schema therefore allows incomplete values.
         */
        static final Key<String> EXTENDS =
                Key.required("extends", ValueTypes.STRING, "name of the testbed that this one extends", "mq-ecn");

        static final ObjectSchema EXTENSION_SCHEMA = SCHEMA.extension(EXTENDS);

        private TestbedKeys() {}
    }
}
