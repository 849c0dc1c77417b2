// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mqecn.traffic.flow.Workload.ServiceRequests;
import org.mqecn.value.Rate;

@DisplayName("A workload")
class WorkloadTest {
    private static final int MANY = 100_000;

    private static Workload workload(List<Integer> weights, int fanIn) {
        SizeDistribution sizes = SizeDistribution.load("web-search", Optional.empty());
        return workload(
                weights.stream()
                        .map(weight -> new ServiceRequests(sizes, weight))
                        .toList(),
                fanIn);
    }

    private static Workload workload(Collection<ServiceRequests> services, int fanIn) {
        return new Workload(List.copyOf(services), 0.5, new Rate(995_000_000), 8, fanIn);
    }

    @Test
    @DisplayName("has the mean interarrival time of the paper's formula")
    void meanInterarrival() {
        double expected = 1711250.0 * 8 / 0.5 / (995e6 * 1448 / 1538) * 1e9;
        assertEquals(expected, workload(List.of(1), 1).meanInterarrivalNs(), expected * 1e-9);
        List<ScheduledFlow> flows = workload(List.of(1), 1).flows(MANY, 1);
        assertEquals(expected, flows.get(MANY - 1).startNs() / (double) MANY, expected * 0.01);
    }

    @Test
    @DisplayName("has Poisson arrivals: standard deviation and mean of interarrival times are equal")
    void poisson() {
        List<ScheduledFlow> flows = workload(List.of(1), 1).flows(MANY, 2);
        double mean = flows.get(MANY - 1).startNs() / (double) MANY;
        double variance = IntStream.range(1, MANY)
                .mapToDouble(
                        i -> Math.pow(flows.get(i).startNs() - flows.get(i - 1).startNs() - mean, 2))
                .average()
                .orElseThrow();
        assertEquals(1, Math.sqrt(variance) / mean, 0.02);
    }

    @Test
    @DisplayName("chooses services by weight and servers uniformly")
    void shares() {
        List<ScheduledFlow> flows = workload(List.of(1, 2, 3, 4), 1).flows(MANY, 3);
        for (int i = 0; i < 4; i++) {
            int service = i;
            assertEquals(
                    (service + 1) / 10.0,
                    flows.stream().filter(flow -> flow.service() == service).count() / (double) MANY,
                    0.01);
        }
        for (int i = 0; i < 8; i++) {
            int server = i;
            assertEquals(
                    1 / 8.0,
                    flows.stream().filter(flow -> flow.server() == server).count() / (double) MANY,
                    0.01);
        }
    }

    @Test
    @DisplayName("has services with sizes of their own: with weights inverse to the means, they offer equal loads")
    void sizesOfServices() {
        Workload workload = workload(
                Set.of(
                        new ServiceRequests(SizeDistribution.load("40k", Optional.empty()), 1),
                        new ServiceRequests(SizeDistribution.load("10k", Optional.empty()), 4)),
                1);
        double mean = 16 * 1024;
        double expected = mean * 8 / 0.5 / (995e6 * 1448 / 1538) * 1e9;
        assertEquals(expected, workload.meanInterarrivalNs(), expected * 1e-9);
        Map<Long, Long> bytes = workload.flows(MANY, 4).stream()
                .collect(Collectors.groupingBy(ScheduledFlow::bytes, Collectors.summingLong(ScheduledFlow::bytes)));
        assertEquals(Set.of(10 * 1024L, 40 * 1024L), bytes.keySet());
        assertEquals(1, bytes.get(10 * 1024L) / (double) bytes.get(40 * 1024L), 0.03);
    }

    @Test
    @DisplayName("is reproducible by its seed")
    void seed() {
        assertEquals(
                workload(List.of(1), 1).flows(100, 5), workload(List.of(1), 1).flows(100, 5));
        assertNotEquals(
                workload(List.of(1), 1).flows(100, 5), workload(List.of(1), 1).flows(100, 6));
    }

    @Test
    @DisplayName("splits a request among several servers (incast)")
    void fanIn() {
        List<ScheduledFlow> whole = workload(List.of(1), 1).flows(1000, 9);
        List<ScheduledFlow> parts = workload(List.of(1), 5).flows(1000, 9);
        for (int i = 0; i < 1000; i++) {
            List<ScheduledFlow> request = parts.subList(5 * i, 5 * i + 5);
            assertEquals(
                    5, request.stream().map(ScheduledFlow::server).distinct().count());
            assertEquals(
                    Math.max(80, whole.get(i).bytes()),
                    request.stream().mapToLong(ScheduledFlow::bytes).sum());
            assertTrue(request.stream()
                    .allMatch(flow -> flow.bytes() >= 16
                            && flow.startNs() == request.get(0).startNs()));
        }
    }
}
