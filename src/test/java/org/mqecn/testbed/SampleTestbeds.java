// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QdiscRequest;
import org.mqecn.topology.GsoMode;
import org.mqecn.topology.Host;
import org.mqecn.topology.HostService;
import org.mqecn.topology.Impairment;
import org.mqecn.topology.Ipv4Address;
import org.mqecn.topology.Link;
import org.mqecn.topology.Link.LinkEnd;
import org.mqecn.topology.NetworkStack;
import org.mqecn.topology.QueueingDiscipline;
import org.mqecn.topology.QueueingDiscipline.TcQdisc;
import org.mqecn.topology.Route;
import org.mqecn.topology.Switch;
import org.mqecn.topology.Testbed;
import org.mqecn.topology.VirtualMachine;
import org.mqecn.value.Bytes;
import org.mqecn.value.Rate;
import org.mqecn.value.RouteMetrics;

/** Testbeds for tests, built without a file. */
public final class SampleTestbeds {
    private static final int MTU = 1500;

    private final List<Host> hosts = new ArrayList<>();
    private final List<Switch> switches = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();

    private static NetworkStack stack(long delayUs) {
        return new NetworkStack(
                Optional.of("dctcp"),
                Optional.of(true),
                RouteMetrics.NONE,
                Duration.ofNanos(1000 * delayUs),
                Optional.empty(),
                GsoMode.OFF,
                Map.of());
    }

    /** A dwrr port. */
    public static QueueingDiscipline dwrr(String rate, String... words) {
        return QueueingDiscipline.dwrr(
                QdiscRequest.parse(QdiscKind.DWRR, List.of(words)), Optional.of(Rate.parse(rate)));
    }

    /** The RED port of the shipped video testbed. */
    public static QueueingDiscipline red(String rate) {
        return new QueueingDiscipline(
                List.of(
                        TcQdisc.stock("root", "1:", "tbf", List.of("rate", rate, "burst", "15000", "latency", "10us")),
                        TcQdisc.stock(
                                "1:1",
                                "10:",
                                "red",
                                List.of(
                                        "limit",
                                        "100000",
                                        "min",
                                        "30000",
                                        "max",
                                        "90000",
                                        "avpkt",
                                        "1000",
                                        "burst",
                                        "35",
                                        "ecn",
                                        "bandwidth",
                                        rate))),
                Optional.of(Rate.parse(rate)),
                OptionalLong.of(30_000));
    }

    private SampleTestbeds host(String name, long delayUs, Route... routes) {
        hosts.add(new Host(name, Optional.empty(), stack(delayUs), List.of(routes), List.of()));
        return this;
    }

    private SampleTestbeds virtualMachine(String name, HostService... services) {
        hosts.add(new Host(
                name,
                Optional.of(new VirtualMachine("video", Bytes.parse("256m"), 1, Optional.empty(), false)),
                stack(0),
                List.of(),
                List.of(services)));
        return this;
    }

    private SampleTestbeds switchNode(String name, Switch.SwitchKind switchKind, String address, Route... routes) {
        switches.add(new Switch(
                name,
                switchKind,
                address.isEmpty() ? Optional.empty() : Optional.of(Ipv4Address.parse(address)),
                List.of(routes),
                Map.of()));
        return this;
    }

    private SampleTestbeds link(LinkEnd from, LinkEnd to) {
        return link(from, to, Duration.ZERO, MTU);
    }

    private SampleTestbeds link(LinkEnd from, LinkEnd to, Duration delay, int mtu) {
        links.add(new Link(delayed(from, delay), delayed(to, delay), Optional.empty(), mtu));
        return this;
    }

    private static LinkEnd delayed(LinkEnd end, Duration delay) {
        return new LinkEnd(
                end.node(), end.device(), end.macAddress(), end.address(), end.qdisc(), Impairment.ofDelay(delay));
    }

    private static LinkEnd end(String node, String device, String address, QueueingDiscipline port) {
        return new LinkEnd(
                node,
                device,
                "02:00:00:00:00:00",
                address.isEmpty() ? Optional.empty() : Optional.of(Ipv4Address.parse(address)),
                port,
                Impairment.NONE);
    }

    private static LinkEnd end(String node, String device, String address) {
        return end(node, device, address, QueueingDiscipline.KERNEL_DEFAULT);
    }

    private static Route defaultVia(String via) {
        return new Route("default", List.of(via));
    }

    private Testbed testbed(String name) {
        return new Testbed(name, Map.of(), hosts, switches, links);
    }

    /** Hosts around one router. */
    public static Testbed star(int hosts) {
        SampleTestbeds bed = new SampleTestbeds().switchNode("s1", Switch.SwitchKind.ROUTER, "");
        for (int i = 1; i <= hosts; i++) {
            bed.host("h" + i, 125, defaultVia("10.0." + i + ".1"))
                    .link(
                            end("h" + i, "eth0", "10.0." + i + ".2/24"),
                            end(
                                    "s1",
                                    "h" + i,
                                    "10.0." + i + ".1/24",
                                    dwrr(
                                            "995mbit",
                                            "ecn-scheme",
                                            "mq-ecn",
                                            "queues",
                                            "2",
                                            "quantum",
                                            "0:1538",
                                            "1:3076",
                                            "port-thresh",
                                            "32k")));
        }
        return bed.testbed("star");
    }

    /** Three hosts at each end of one link. */
    public static Testbed dumbbell() {
        SampleTestbeds bed = new SampleTestbeds()
                .switchNode("s1", Switch.SwitchKind.ROUTER, "", defaultVia("10.0.7.2"))
                .switchNode("s2", Switch.SwitchKind.ROUTER, "", defaultVia("10.0.7.1"));
        for (int i = 1; i <= 6; i++) {
            String near = i <= 3 ? "s1" : "s2";
            bed.host("h" + i, 50, defaultVia("10.0." + i + ".1"))
                    .link(
                            end("h" + i, "eth0", "10.0." + i + ".2/24"),
                            end(near, "h" + i, "10.0." + i + ".1/24", dwrr("10gbit")));
        }
        QueueingDiscipline middle = dwrr("1gbit", "ecn-scheme", "per-queue", "queue-thresh", "all:30k");
        return bed.link(
                        end("s1", "s2", "10.0.7.1/24", middle),
                        end("s2", "s1", "10.0.7.2/24", middle),
                        Duration.ofMillis(1),
                        MTU)
                .testbed("dumbbell");
    }

    /** Two spines, three leaves, four hosts on each. */
    public static Testbed leafSpine() {
        SampleTestbeds bed = new SampleTestbeds()
                .switchNode("spine1", Switch.SwitchKind.ROUTER, "")
                .switchNode("spine2", Switch.SwitchKind.ROUTER, "");
        QueueingDiscipline up = dwrr("40gbit", "ecn-scheme", "per-port", "port-thresh", "65k");
        int subnet = 1;
        for (int leaf = 1; leaf <= 3; leaf++) {
            bed.switchNode("leaf" + leaf, Switch.SwitchKind.ROUTER, "", new Route("default", List.of()));
            for (int spine = 1; spine <= 2; spine++, subnet++) {
                bed.link(
                        end("leaf" + leaf, "spine" + spine, "10.0." + subnet + ".1/24", up),
                        end("spine" + spine, "leaf" + leaf, "10.0." + subnet + ".2/24", up));
            }
            for (int host = 1; host <= 4; host++, subnet++) {
                String name = "h" + (4 * leaf - 4 + host);
                bed.host(name, 10, defaultVia("10.0." + subnet + ".1"))
                        .link(
                                end(name, "eth0", "10.0." + subnet + ".2/24"),
                                end(
                                        "leaf" + leaf,
                                        name,
                                        "10.0." + subnet + ".1/24",
                                        dwrr("10gbit", "ecn-scheme", "per-port", "port-thresh", "65k")));
            }
        }
        return bed.testbed("fabric");
    }

    /** The shipped video testbed. */
    public static Testbed video() {
        SampleTestbeds bed = new SampleTestbeds()
                .switchNode("br0", Switch.SwitchKind.OVS, "192.168.100.1/24")
                .switchNode("br1", Switch.SwitchKind.OVS, "192.168.200.1/24");
        for (int i = 1; i <= 3; i++) {
            bed.virtualMachine("server" + i, new HostService.CommandService("videos", List.of("nginx")))
                    .link(
                            end("server" + i, "eth0", "192.168.100.1" + i + "/24"),
                            end("br0", "br0-server" + i, "", red("100mbit")));
        }
        bed.virtualMachine("balancer", new HostService.CommandService("balancer", List.of("nginx")));
        for (int i = 0; i < 2; i++) {
            bed.link(
                    end("balancer", "eth" + i, "192.168." + (i + 1) + "00.10/24"),
                    end("br" + i, "br" + i + "-balancer", "", red("200mbit")));
        }
        for (int i = 1; i <= 2; i++) {
            bed.host("client" + i, 0, defaultVia("192.168.200.10"))
                    .link(
                            end("client" + i, "eth0", "192.168.200.2" + i + "/24"),
                            end("br1", "br1-client" + i, "", red("100mbit")));
        }
        return bed.testbed("video");
    }
}
