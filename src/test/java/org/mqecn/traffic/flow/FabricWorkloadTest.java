// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mqecn.traffic.flow.FabricWorkload.FabricHost;
import org.mqecn.traffic.flow.Workload.ServiceRequests;
import org.mqecn.value.Rate;

@DisplayName("The flows of a traffic pattern")
final class FabricWorkloadTest {
    private static final long GIGABIT = 1_000_000_000;
    private static final int HOSTS = 12;
    private static final int RACKS = 3;
    private static final SizeDistribution SIZES = SizeDistribution.load("web-search", Optional.empty());
    private static final List<ServiceRequests> SERVICES =
            List.of(new ServiceRequests(SIZES, 1), new ServiceRequests(SIZES, 1));

    private static List<FabricHost> hosts() {
        List<FabricHost> hosts = new ArrayList<>();
        for (int i = 0; i < HOSTS; i++) {
            hosts.add(new FabricHost("h" + i, "leaf" + i * RACKS / HOSTS, new Rate((i == 0 ? 3 : 1) * GIGABIT)));
        }
        return hosts;
    }

    private static Map<String, List<ScheduledFlow>> flows(TrafficPattern pattern, int requests, long seed) {
        int fanIn = pattern == TrafficPattern.INCAST ? 4 : 1;
        return FabricWorkload.of(SERVICES, 0.5, fanIn, pattern, hosts()).flows(requests, seed);
    }

    /** The senders of each receiver. */
    private static Map<Integer, Set<Integer>> senders(TrafficPattern pattern) {
        return flows(pattern, 5000, 1).entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> Integer.valueOf(entry.getKey().substring(1)), entry -> entry.getValue().stream()
                                .map(ScheduledFlow::server)
                                .collect(Collectors.toSet())));
    }

    @ParameterizedTest
    @EnumSource
    void areTheSameWithTheSameSeed(TrafficPattern pattern) {
        assertEquals(flows(pattern, 100, 7), flows(pattern, 100, 7));
        assertNotEquals(flows(pattern, 100, 7), flows(pattern, 100, 8));
    }

    @ParameterizedTest
    @EnumSource
    void neverGoToTheirSender(TrafficPattern pattern) {
        senders(pattern).forEach((receiver, those) -> assertTrue(!those.contains(receiver), receiver + ": " + those));
    }

    @Test
    void comeFromAllOthersInAllToAll() {
        senders(TrafficPattern.ALL_TO_ALL).values().forEach(those -> assertEquals(HOSTS - 1, those.size()));
    }

    @Test
    void comeFromOneOtherInAPermutation() {
        Map<Integer, Set<Integer>> senders = senders(TrafficPattern.PERMUTATION);
        Set<Integer> all = new HashSet<>();
        senders.values().forEach(those -> {
            assertEquals(1, those.size());
            all.addAll(those);
        });

        assertEquals(HOSTS, all.size());
    }

    @Test
    void comeFromAllHostsOfOneOtherRack() {
        senders(TrafficPattern.RACK_TO_RACK).forEach((receiver, those) -> {
            Set<Integer> racks =
                    those.stream().map(sender -> sender * RACKS / HOSTS).collect(Collectors.toSet());
            assertEquals(HOSTS / RACKS, those.size());
            assertEquals(1, racks.size());
            assertTrue(!racks.contains(receiver * RACKS / HOSTS));
        });
    }

    @Test
    void comeFromSeveralAtOnceInIncast() {
        flows(TrafficPattern.INCAST, 500, 1).values().forEach(each -> each.stream()
                .collect(Collectors.groupingBy(
                        ScheduledFlow::startNs, Collectors.mapping(ScheduledFlow::server, Collectors.toSet())))
                .values()
                .forEach(servers -> assertEquals(4, servers.size())));
    }

    /** 1448 of 1538 bytes of a full frame are payload. */
    @Test
    void loadEachLinkInProportionToItsRate() {
        Map<String, List<ScheduledFlow>> flows = flows(TrafficPattern.ALL_TO_ALL, 50_000, 1);
        double seconds = flows.values().stream()
                        .mapToLong(each -> each.get(each.size() - 1).startNs())
                        .max()
                        .orElseThrow()
                / 1e9;

        for (FabricHost host : hosts()) {
            double bits = flows.get(host.name()).stream()
                            .mapToLong(ScheduledFlow::bytes)
                            .sum()
                    * 8.0;
            assertEquals(0.5, bits / seconds / host.rate().bitsPerSecond() * 1538 / 1448, 0.05, host.name());
        }
    }
}
