// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.testbed.resources.ServiceCommands;
import org.mqecn.topology.GsoMode;
import org.mqecn.topology.Host;
import org.mqecn.topology.HostService;
import org.mqecn.topology.Impairment;
import org.mqecn.topology.Ipv4Address;
import org.mqecn.topology.Link;
import org.mqecn.topology.NetworkStack;
import org.mqecn.topology.QueueingDiscipline;
import org.mqecn.topology.Switch;
import org.mqecn.topology.Testbed;
import org.mqecn.topology.VideoLibrary;
import org.mqecn.traffic.video.VideoFolder;
import org.mqecn.value.Rate;
import org.mqecn.value.RouteMetrics;

/** The smallest testbed for streaming: two video servers, a load balancer and a client around one router. */
public final class VideoTestbed {
    static final VideoLibrary VIDEOS = new VideoLibrary(
            3,
            Duration.ofSeconds(20),
            Duration.ofSeconds(2),
            List.of(Rate.parse("500kbit"), Rate.parse("1500kbit"), Rate.parse("3mbit")));
    static final String FOLDER = "/run/services/";
    static final List<String> HOSTS = List.of("server1", "server2", "balancer", "client");

    private static final HostService SERVER = new HostService.VideoServer("video", 80, VIDEOS);
    private static final HostService BALANCER =
            new HostService.LoadBalancer("balancer", 8080, List.of("server1", "server2"));

    private VideoTestbed() {}

    public static Testbed testbed() {
        Switch router = new Switch("r1", Switch.SwitchKind.ROUTER, Optional.empty(), List.of(), Map.of());
        return new Testbed(
                "video",
                Map.of(),
                List.of(host("server1", SERVER), host("server2", SERVER), host("balancer", BALANCER), host("client")),
                List.of(router),
                HOSTS.stream().map(VideoTestbed::link).toList());
    }

    private static Host host(String name, HostService... services) {
        return new Host(
                name,
                Optional.empty(),
                new NetworkStack(
                        Optional.of("dctcp"),
                        Optional.of(true),
                        RouteMetrics.NONE,
                        Duration.ZERO,
                        Optional.empty(),
                        GsoMode.OFF,
                        Map.of()),
                List.of(),
                List.of(services));
    }

    private static Link link(String host) {
        String subnet = "10.0." + (HOSTS.indexOf(host) + 1);
        return new Link(end("r1", host, subnet + ".1/24"), end(host, "eth0", subnet + ".2/24"), Optional.empty(), 1500);
    }

    private static Link.LinkEnd end(String node, String device, String address) {
        return new Link.LinkEnd(
                node,
                device,
                "02:00:00:00:00:01",
                Optional.of(Ipv4Address.parse(address)),
                QueueingDiscipline.KERNEL_DEFAULT,
                Impairment.NONE);
    }

    public static ServiceCommands serviceCommands(String host) {
        Testbed testbed = testbed();
        Host node = testbed.hosts().stream()
                .filter(candidate -> candidate.name().equals(host))
                .findFirst()
                .orElseThrow();
        return ServiceCommands.of(
                testbed, node, node.services().get(0), FOLDER + host, "/run/videos/" + VideoFolder.folderName(VIDEOS));
    }
}
