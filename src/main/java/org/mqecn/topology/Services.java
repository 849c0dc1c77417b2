// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mqecn.document.Filled;
import org.mqecn.document.Key;
import org.mqecn.document.Located;
import org.mqecn.document.Problems;
import org.mqecn.port.Rate;
import org.mqecn.port.Suggestion;
import org.mqecn.topology.Words.OfHost;
import org.mqecn.topology.Words.OfService;

/** Makes the services of hosts complete. */
final class Services {
    private static final int HTTP = 80;
    private static final int IPERF3 = 5201;
    private static final List<Rate> BITRATES = List.of(new Rate(500_000), new Rate(1_500_000), new Rate(4_000_000));

    private final Problems problems;

    Services(Problems problems) {
        this.problems = problems;
    }

    /** Those of one host. */
    List<Service> of(Filled host) {
        List<Service> services = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<Integer> ports = new HashSet<>();
        for (Filled words : host.get(OfHost.SERVICES).orElse(List.of())) {
            Service service = service(words);
            if (!names.add(service.name())) {
                problems.error(words.place(), "this host has a service '" + service.name() + "' already",
                        "give one of them another name: name: " + service.name() + "-2");
            }
            port(service).filter(port -> !ports.add(port)).ifPresent(port -> problems.error(words.place(),
                    "another service of this host listens on port " + port, "give one of them another port"));
            services.add(service);
        }
        return services;
    }

    private Service service(Filled choice) {
        if (choice.has(OfService.IPERF3)) {
            Filled words = choice.require(OfService.IPERF3);
            return new Service.Iperf3(name(words, OfService.IPERF3), words.get(OfService.PORT).orElse(IPERF3));
        }
        if (choice.has(OfService.VIDEO)) {
            Filled words = choice.require(OfService.VIDEO);
            return new Service.VideoServer(name(words, OfService.VIDEO), words.get(OfService.PORT).orElse(HTTP),
                    videos(words));
        }
        if (choice.has(OfService.BALANCER)) {
            Filled words = choice.require(OfService.BALANCER);
            return new Service.Balancer(name(words, OfService.BALANCER), words.get(OfService.PORT).orElse(HTTP),
                    words.require(OfService.HOSTS).stream().map(Located::value).toList());
        }
        Filled words = choice.require(OfService.COMMAND);
        return new Service.Command(words.require(OfService.COMMAND_NAME), words.require(OfService.RUN));
    }

    private static String name(Filled words, Key<?> kind) {
        return words.get(OfService.NAME).orElse(kind.name());
    }

    private VideoLibrary videos(Filled words) {
        Duration length = words.get(OfService.LENGTH).orElse(Duration.ofSeconds(60));
        Duration segment = words.get(OfService.SEGMENT).orElse(Duration.ofSeconds(2));
        if (segment.isZero() || segment.compareTo(length) > 0) {
            problems.error(words.placeOf(OfService.SEGMENT), "a segment is longer than nothing and no longer than the "
                    + "video", "write for example length: 60s, segment: 2s");
        }
        return new VideoLibrary(words.get(OfService.COUNT).orElse(4), length, segment,
                words.get(OfService.BITRATES).orElse(BITRATES).stream()
                        .sorted(Comparator.comparingLong(Rate::bitsPerSecond)).distinct().toList());
    }

    private static Optional<Integer> port(Service service) {
        if (service instanceof Service.Iperf3 iperf3) {
            return Optional.of(iperf3.port());
        }
        if (service instanceof Service.VideoServer video) {
            return Optional.of(video.port());
        }
        return service instanceof Service.Balancer balancer ? Optional.of(balancer.port()) : Optional.empty();
    }

    /** A balancer can only share requests among hosts that serve videos. */
    void checkBalancers(Map<String, Filled> words, List<Host> hosts) {
        List<String> servers = hosts.stream().filter(host -> host.services().stream()
                .anyMatch(Service.VideoServer.class::isInstance)).map(Host::name).toList();
        words.values().stream().flatMap(host -> host.get(OfHost.SERVICES).orElse(List.of()).stream())
                .flatMap(choice -> choice.get(OfService.BALANCER).stream())
                .flatMap(balancer -> balancer.require(OfService.HOSTS).stream())
                .filter(host -> !servers.contains(host.value()))
                .forEach(host -> problems.error(host.place(), "'" + host.value() + "' serves no videos",
                        servers.isEmpty() ? "give it the service video" : Suggestion.among(host.value(), servers)));
    }
}
