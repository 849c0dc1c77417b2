// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.mqecn.port.Bytes;
import org.mqecn.port.Rate;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.Request;
import org.mqecn.topology.Address;
import org.mqecn.topology.Discipline;
import org.mqecn.topology.Discipline.Layer;
import org.mqecn.topology.Host;
import org.mqecn.topology.Link;
import org.mqecn.topology.Link.End;
import org.mqecn.topology.Route;
import org.mqecn.topology.Service;
import org.mqecn.topology.Stack;
import org.mqecn.topology.SuperPackets;
import org.mqecn.topology.Switch;
import org.mqecn.topology.Testbed;
import org.mqecn.topology.VirtualMachine;

/** Testbeds put together by hand, for tests of what is done with one. */
public final class Beds {
    private static final int MTU = 1500;

    private final List<Host> hosts = new ArrayList<>();
    private final List<Switch> switches = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();

    private static Stack stack(long delayUs) {
        return new Stack(Optional.of("dctcp"), Optional.of(true), Optional.empty(), Duration.ofNanos(1000 * delayUs),
                Optional.empty(), SuperPackets.NONE, Map.of());
    }

    /** A dwrr port. */
    public static Discipline dwrr(String rate, String... words) {
        return new Discipline.Dwrr(Request.parse(QdiscKind.DWRR, List.of(words)), Optional.of(Rate.parse(rate)));
    }

    /** The port of the lab notes. */
    public static Discipline red(String rate) {
        return new Discipline.Stock(List.of(
                new Layer("root", "1:", "tbf", List.of("rate", rate, "burst", "15000", "latency", "10us")),
                new Layer("1:1", "10:", "red", List.of("limit", "100000", "min", "30000", "max", "90000", "avpkt",
                        "1000", "burst", "35", "ecn", "bandwidth", rate))),
                Optional.of(Rate.parse(rate)), OptionalLong.of(30_000));
    }

    private Beds host(String name, long delayUs, Route... routes) {
        hosts.add(new Host(name, Optional.empty(), stack(delayUs), List.of(routes), List.of()));
        return this;
    }

    private Beds machine(String name, Service... services) {
        hosts.add(new Host(name, Optional.of(new VirtualMachine("video", Bytes.parse("256m"), 1, Optional.empty(),
                false)), stack(0), List.of(), List.of(services)));
        return this;
    }

    private Beds node(String name, Switch.Kind kind, String address, Route... routes) {
        switches.add(new Switch(name, kind, address.isEmpty() ? Optional.empty()
                : Optional.of(Address.parse(address)), List.of(routes), Map.of()));
        return this;
    }

    private Beds link(End from, End to) {
        return link(from, to, Duration.ZERO, MTU);
    }

    private Beds link(End from, End to, Duration delay, int mtu) {
        links.add(new Link(from, to, Optional.empty(), delay, 0, mtu));
        return this;
    }

    private static End end(String node, String device, String address, Discipline port) {
        return new End(node, device, "02:00:00:00:00:00", address.isEmpty() ? Optional.empty()
                : Optional.of(Address.parse(address)), port);
    }

    private static End end(String node, String device, String address) {
        return end(node, device, address, Discipline.NOTHING);
    }

    private static Route by(String via) {
        return new Route("default", List.of(via));
    }

    private Testbed testbed(String name) {
        return new Testbed(name, Map.of(), hosts, switches, links);
    }

    /** Hosts around one router. */
    public static Testbed star(int hosts) {
        Beds bed = new Beds().node("s1", Switch.Kind.ROUTER, "");
        for (int i = 1; i <= hosts; i++) {
            bed.host("h" + i, 125, by("10.0." + i + ".1")).link(end("h" + i, "eth0", "10.0." + i + ".2/24"),
                    end("s1", "h" + i, "10.0." + i + ".1/24", dwrr("995mbit", "ecn-scheme", "mq-ecn", "queues", "2",
                            "quantum", "0:1538", "1:3076", "port-thresh", "32k")));
        }
        return bed.testbed("star");
    }

    /** Three hosts at each end of one link. */
    public static Testbed dumbbell() {
        Beds bed = new Beds().node("s1", Switch.Kind.ROUTER, "", by("10.0.7.2"))
                .node("s2", Switch.Kind.ROUTER, "", by("10.0.7.1"));
        for (int i = 1; i <= 6; i++) {
            String near = i <= 3 ? "s1" : "s2";
            bed.host("h" + i, 50, by("10.0." + i + ".1")).link(end("h" + i, "eth0", "10.0." + i + ".2/24"),
                    end(near, "h" + i, "10.0." + i + ".1/24", dwrr("10gbit")));
        }
        Discipline middle = dwrr("1gbit", "ecn-scheme", "per-queue", "queue-thresh", "all:30k");
        return bed.link(end("s1", "s2", "10.0.7.1/24", middle), end("s2", "s1", "10.0.7.2/24", middle),
                Duration.ofMillis(1), MTU).testbed("dumbbell");
    }

    /** Two spines, three leaves, four hosts on each. */
    public static Testbed leafSpine() {
        Beds bed = new Beds().node("spine1", Switch.Kind.ROUTER, "").node("spine2", Switch.Kind.ROUTER, "");
        Discipline up = dwrr("40gbit", "ecn-scheme", "per-port", "port-thresh", "65k");
        int subnet = 1;
        for (int leaf = 1; leaf <= 3; leaf++) {
            bed.node("leaf" + leaf, Switch.Kind.ROUTER, "", new Route("default", List.of()));
            for (int spine = 1; spine <= 2; spine++, subnet++) {
                bed.link(end("leaf" + leaf, "spine" + spine, "10.0." + subnet + ".1/24", up),
                        end("spine" + spine, "leaf" + leaf, "10.0." + subnet + ".2/24", up));
            }
            for (int host = 1; host <= 4; host++, subnet++) {
                String name = "h" + (4 * leaf - 4 + host);
                bed.host(name, 10, by("10.0." + subnet + ".1")).link(end(name, "eth0", "10.0." + subnet + ".2/24"),
                        end("leaf" + leaf, name, "10.0." + subnet + ".1/24",
                                dwrr("10gbit", "ecn-scheme", "per-port", "port-thresh", "65k")));
            }
        }
        return bed.testbed("fabric");
    }

    /** The testbed of the lab notes. */
    public static Testbed video() {
        Beds bed = new Beds().node("br0", Switch.Kind.OVS, "192.168.100.1/24")
                .node("br1", Switch.Kind.OVS, "192.168.200.1/24");
        for (int i = 1; i <= 3; i++) {
            bed.machine("server" + i, new Service.Command("videos", List.of("nginx"))).link(
                    end("server" + i, "eth0", "192.168.100.1" + i + "/24"),
                    end("br0", "br0-server" + i, "", red("100mbit")));
        }
        bed.machine("balancer", new Service.Command("balancer", List.of("nginx")));
        for (int i = 0; i < 2; i++) {
            bed.link(end("balancer", "eth" + i, "192.168." + (i + 1) + "00.10/24"),
                    end("br" + i, "br" + i + "-balancer", "", red("200mbit")));
        }
        for (int i = 1; i <= 2; i++) {
            bed.host("client" + i, 0, by("192.168.200.10")).link(
                    end("client" + i, "eth0", "192.168.200.2" + i + "/24"),
                    end("br1", "br1-client" + i, "", red("100mbit")));
        }
        return bed.testbed("video");
    }
}
