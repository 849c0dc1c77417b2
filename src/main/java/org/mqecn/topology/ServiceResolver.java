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
import org.mqecn.schema.Key;
import org.mqecn.schema.Located;
import org.mqecn.schema.ParsedObject;
import org.mqecn.schema.Problems;
import org.mqecn.topology.TestbedSchema.HostKeys;
import org.mqecn.topology.TestbedSchema.ServiceKeys;
import org.mqecn.value.Rate;
import org.mqecn.value.Suggestion;

/** Makes the services of hosts complete. */
final class ServiceResolver {
    private static final int HTTP_PORT = 80;
    private static final int IPERF3_PORT = 5201;
    private static final List<Rate> DEFAULT_BITRATES =
            List.of(new Rate(500_000), new Rate(1_500_000), new Rate(4_000_000));

    private final Problems problems;

    ServiceResolver(Problems problems) {
        this.problems = problems;
    }

    /** Resolves the services of one host. */
    List<HostService> resolve(ParsedObject host) {
        List<HostService> services = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<Integer> ports = new HashSet<>();
        for (ParsedObject parsed : host.get(HostKeys.SERVICES).orElse(List.of())) {
            HostService hostService = resolveService(parsed);
            if (!names.add(hostService.name())) {
                problems.error(
                        parsed.location(),
                        "this host already has a service '" + hostService.name() + "'",
                        "rename one of them: name: " + hostService.name() + "-2");
            }
            listeningPort(hostService)
                    .filter(port -> !ports.add(port))
                    .ifPresent(port -> problems.error(
                            parsed.location(),
                            "another service of this host listens on port " + port,
                            "change the port of one of them"));
            services.add(hostService);
        }
        return services;
    }

    private HostService resolveService(ParsedObject choice) {
        if (choice.has(ServiceKeys.IPERF3)) {
            ParsedObject parsed = choice.require(ServiceKeys.IPERF3);
            return new HostService.Iperf3Server(
                    serviceName(parsed, ServiceKeys.IPERF3),
                    parsed.get(ServiceKeys.PORT).orElse(IPERF3_PORT));
        }
        if (choice.has(ServiceKeys.VIDEO)) {
            ParsedObject parsed = choice.require(ServiceKeys.VIDEO);
            return new HostService.VideoServer(
                    serviceName(parsed, ServiceKeys.VIDEO),
                    parsed.get(ServiceKeys.PORT).orElse(HTTP_PORT),
                    videoLibrary(parsed));
        }
        if (choice.has(ServiceKeys.LOAD_BALANCER)) {
            ParsedObject parsed = choice.require(ServiceKeys.LOAD_BALANCER);
            return new HostService.LoadBalancer(
                    serviceName(parsed, ServiceKeys.LOAD_BALANCER),
                    parsed.get(ServiceKeys.PORT).orElse(HTTP_PORT),
                    parsed.require(ServiceKeys.HOSTS).stream()
                            .map(Located::value)
                            .toList());
        }
        ParsedObject parsed = choice.require(ServiceKeys.COMMAND);
        return new HostService.CommandService(
                parsed.require(ServiceKeys.COMMAND_NAME), parsed.require(ServiceKeys.COMMAND_LINE));
    }

    private static String serviceName(ParsedObject parsed, Key<?> kind) {
        return parsed.get(ServiceKeys.NAME).orElse(kind.name());
    }

    private VideoLibrary videoLibrary(ParsedObject parsed) {
        Duration duration = parsed.get(ServiceKeys.VIDEO_DURATION).orElse(Duration.ofSeconds(60));
        Duration segment = parsed.get(ServiceKeys.SEGMENT_DURATION).orElse(Duration.ofSeconds(2));
        if (segment.isZero() || segment.compareTo(duration) > 0) {
            problems.error(
                    parsed.locationOf(ServiceKeys.SEGMENT_DURATION),
                    "segment-duration must be above zero and not above the duration of the video",
                    "write for example duration: 60s, segment-duration: 2s");
        }
        return new VideoLibrary(
                parsed.get(ServiceKeys.VIDEO_COUNT).orElse(4),
                duration,
                segment,
                parsed.get(ServiceKeys.BITRATES).orElse(DEFAULT_BITRATES).stream()
                        .sorted(Comparator.comparingLong(Rate::bitsPerSecond))
                        .distinct()
                        .toList());
    }

    private static Optional<Integer> listeningPort(HostService hostService) {
        if (hostService instanceof HostService.Iperf3Server iperf3Server) {
            return Optional.of(iperf3Server.port());
        }
        if (hostService instanceof HostService.VideoServer video) {
            return Optional.of(video.port());
        }
        return hostService instanceof HostService.LoadBalancer loadBalancer
                ? Optional.of(loadBalancer.port())
                : Optional.empty();
    }

    /** Reports servers of a load balancer that do not serve videos. */
    void checkLoadBalancers(Map<String, ParsedObject> parsedHosts, List<Host> hosts) {
        List<String> servers = hosts.stream()
                .filter(host -> host.services().stream().anyMatch(HostService.VideoServer.class::isInstance))
                .map(Host::name)
                .toList();
        parsedHosts.values().stream()
                .flatMap(host -> host.get(HostKeys.SERVICES).orElse(List.of()).stream())
                .flatMap(choice -> choice.get(ServiceKeys.LOAD_BALANCER).stream())
                .flatMap(balancer -> balancer.require(ServiceKeys.HOSTS).stream())
                .filter(host -> !servers.contains(host.value()))
                .forEach(host -> problems.error(
                        host.location(),
                        "'" + host.value() + "' does not serve videos",
                        servers.isEmpty() ? "add the service video to it" : Suggestion.of(host.value(), servers)));
    }
}
