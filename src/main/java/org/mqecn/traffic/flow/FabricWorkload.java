// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.mqecn.traffic.flow.Workload.ServiceRequests;
import org.mqecn.value.Rate;

/**
 * Poisson arrivals of requests among the hosts of a fabric. Each request is that of a host chosen in proportion to its rate,
 * so that each host's link receives the same load: that of {@link Workload}, whose rate is the sum over all hosts. With
 * equal rates, these are independent Poisson arrivals of equal intensity at each host, as in the simulations of MQ-ECN (NSDI
 * 2016, section 5.3).
 *
 * @param workload load, services and fan-in; its servers are the hosts
 * @param hosts each host and its place
 */
public record FabricWorkload(Workload workload, TrafficPattern pattern, List<FabricHost> hosts) {
    /**
     * A host that sends and receives.
     *
     * @param rack switch that it is connected to
     * @param rate rate of the port towards it
     */
    public record FabricHost(String name, String rack, Rate rate) {}

    public FabricWorkload {
        hosts = List.copyOf(hosts);
    }

    /** The workload of these hosts at a load. */
    public static FabricWorkload of(
            List<ServiceRequests> services, double load, int fanIn, TrafficPattern pattern, List<FabricHost> hosts) {
        Rate sum = new Rate(
                hosts.stream().mapToLong(host -> host.rate().bitsPerSecond()).sum());
        return new FabricWorkload(new Workload(services, load, sum, hosts.size(), fanIn), pattern, hosts);
    }

    /**
     * The flows of the given number of requests, by the host that requests them, each in order of start times. Their
     * servers are indices of hosts.
     */
    public Map<String, List<ScheduledFlow>> flows(int requests, long seed) {
        RandomGenerator random =
                RandomGeneratorFactory.of(Workload.RANDOM_ALGORITHM).create(seed);
        List<List<Integer>> senders = senders(random);
        Map<String, List<ScheduledFlow>> flows = new LinkedHashMap<>();
        hosts.forEach(host -> flows.put(host.name(), new ArrayList<>()));
        double time = 0;
        for (int i = 0; i < requests; i++) {
            time += workload.interarrivalNs(random);
            int client = pickClient(random);
            int service = workload.pickService(random);
            long bytes = workload.pickSize(service, random);
            List<Integer> candidates = senders.get(client);
            int first = random.nextInt(candidates.size());
            for (int part = 0; part < workload.fanIn(); part++) {
                flows.get(hosts.get(client).name())
                        .add(new ScheduledFlow(
                                Math.round(time),
                                candidates.get((first + part) % candidates.size()),
                                service,
                                workload.part(bytes, part)));
            }
        }
        flows.values().removeIf(List::isEmpty);
        return flows;
    }

    private int pickClient(RandomGenerator random) {
        long ticket = random.nextLong(workload.rate().bitsPerSecond());
        int client = 0;
        while (ticket >= hosts.get(client).rate().bitsPerSecond()) {
            ticket -= hosts.get(client++).rate().bitsPerSecond();
        }
        return client;
    }

    /** The hosts that may send to each host. */
    private List<List<Integer>> senders(RandomGenerator random) {
        List<String> racks = List.copyOf(
                new LinkedHashSet<>(hosts.stream().map(FabricHost::rack).toList()));
        int[] partners = derangement(pattern == TrafficPattern.RACK_TO_RACK ? racks.size() : hosts.size(), random);
        List<List<Integer>> senders = new ArrayList<>();
        for (int receiver = 0; receiver < hosts.size(); receiver++) {
            List<Integer> those = new ArrayList<>();
            for (int sender = 0; sender < hosts.size(); sender++) {
                boolean sends =
                        switch (pattern) {
                            case ALL_TO_ALL, INCAST -> sender != receiver;
                            case PERMUTATION -> sender == partners[receiver];
                            case RACK_TO_RACK ->
                                racks.indexOf(hosts.get(sender).rack())
                                        == partners[
                                                racks.indexOf(
                                                        hosts.get(receiver).rack())];
                        };
                if (sends) {
                    those.add(sender);
                }
            }
            senders.add(those);
        }
        return senders;
    }

    /**
     * A random permutation without fixed points: one cycle through all, by Sattolo's algorithm (Information Processing
     * Letters, 1986).
     */
    private static int[] derangement(int count, RandomGenerator random) {
        int[] all = new int[count];
        for (int i = 0; i < count; i++) {
            all[i] = i;
        }
        for (int i = count - 1; i > 0; i--) {
            int other = random.nextInt(i);
            int swapped = all[i];
            all[i] = all[other];
            all[other] = swapped;
        }
        return all;
    }
}
