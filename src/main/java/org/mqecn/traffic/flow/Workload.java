// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.mqecn.value.Rate;
import org.mqecn.value.UserError;

/**
 * Poisson arrivals of requests, each to one of the servers with equal chance, of a service by its weight. What the
 * evaluations of MQ-ECN (NSDI 2016, section 5.2) and TCN (CoNEXT 2016) ask for.
 *
 * @param load part of what TCP can carry over the rate, 0 to 1
 * @param rate of the port that all answers pass
 * @param weights of the services: how often each is asked
 * @param fanIn servers that answer each request together, a part each: incast, where it is more than one
 */
public record Workload(SizeDistribution sizes, double load, Rate rate, int servers, List<Integer> weights, int fanIn) {
    /** Of a full Ethernet frame's 1538 bytes on the wire, TCP with timestamps carries 1448. */
    private static final double PAYLOAD_SHARE = 1448.0 / 1538;

    private static final double NS_PER_SECOND = 1e9;
    /** Part of the JDK, and the same on each: what it gives is laid down by its documentation. */
    private static final String RANDOM_ALGORITHM = "L64X128MixRandom";

    public Workload {
        weights = List.copyOf(weights);
    }

    /** @throws UserError a usage error if the load or the incast degree is out of range */
    public Workload validated() {
        if (load <= 0 || load > 1) {
            throw UserError.usage("load " + load + " is out of range", "it is above 0 and at most 1");
        }
        if (fanIn < 1 || fanIn > servers) {
            throw UserError.usage(
                    "fan-in " + fanIn + " is out of range", "it is 1 to the number of servers, here " + servers);
        }
        return this;
    }

    /** Mean time between requests, in ns: mean size · 8 / load / the rate of TCP's payload. */
    double meanInterarrivalNs() {
        return sizes.mean() * 8 / load / (rate.bitsPerSecond() * PAYLOAD_SHARE) * NS_PER_SECOND;
    }

    /** The flows of that many requests, in the order of starting. */
    public List<ScheduledFlow> flows(int requests, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of(RANDOM_ALGORITHM).create(seed);
        List<ScheduledFlow> flows = new ArrayList<>();
        double time = 0;
        for (int i = 0; i < requests; i++) {
            time += random.nextExponential() * meanInterarrivalNs();
            int service = pickService(random);
            long bytes = Math.max(fanIn * (long) ResponseHeader.LENGTH, sizes.sample(random));
            int first = random.nextInt(servers);
            for (int part = 0; part < fanIn; part++) {
                flows.add(new ScheduledFlow(
                        Math.round(time),
                        (first + part) % servers,
                        service,
                        bytes * (part + 1) / fanIn - bytes * part / fanIn));
            }
        }
        return flows;
    }

    private int pickService(RandomGenerator random) {
        int ticket = random.nextInt(weights.stream().mapToInt(Integer::intValue).sum());
        int service = 0;
        while (ticket >= weights.get(service)) {
            ticket -= weights.get(service++);
        }
        return service;
    }
}
