// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.mqecn.value.EthernetFrame;
import org.mqecn.value.Rate;
import org.mqecn.value.UserError;

/**
 * Poisson arrivals of requests, each to a server chosen uniformly and of a service chosen by weight, as in the evaluations of
 * MQ-ECN (NSDI 2016, section 5.2) and TCN (CoNEXT 2016).
 *
 * @param load offered load as a fraction of the TCP goodput at this rate, 0 to 1
 * @param rate rate of the bottleneck port
 * @param fanIn servers per request, each of which sends a part of the response (incast degree)
 */
public record Workload(List<ServiceRequests> services, double load, Rate rate, int servers, int fanIn) {
    /**
     * The requests of a service.
     *
     * @param weight relative frequency
     */
    public record ServiceRequests(SizeDistribution sizes, int weight) {}

    /** TCP with timestamps carries 1448 bytes in a full Ethernet frame. */
    private static final double PAYLOAD_SHARE = 1448.0 / EthernetFrame.FULL_WIRE_LENGTH;

    private static final double NS_PER_SECOND = 1e9;
    /** Specified by the JDK, so that a seed gives the same numbers everywhere. */
    static final String RANDOM_ALGORITHM = "L64X128MixRandom";

    public Workload {
        services = List.copyOf(services);
    }

    /** @throws UserError a usage error if the load or the incast degree is out of range */
    public Workload validated() {
        if (!(load > 0 && load <= 1)) {
            throw UserError.usage("load " + load + " is out of range", "it is above 0 and at most 1");
        }
        if (fanIn < 1 || fanIn > servers) {
            throw UserError.usage(
                    "fan-in " + fanIn + " is out of range", "it is 1 to the number of servers, here " + servers);
        }
        return this;
    }

    /** Mean interarrival time of requests, in ns: mean size · 8 / load / TCP payload rate. */
    double meanInterarrivalNs() {
        return meanSize() * 8 / load / (rate.bitsPerSecond() * PAYLOAD_SHARE) * NS_PER_SECOND;
    }

    /** The mean size over the requests of all services, in bytes. */
    private double meanSize() {
        return services.stream()
                        .mapToDouble(
                                service -> service.weight() * service.sizes().mean())
                        .sum()
                / totalWeight();
    }

    private int totalWeight() {
        return services.stream().mapToInt(ServiceRequests::weight).sum();
    }

    /** Returns the flows of the given number of requests, in order of start times. */
    public List<ScheduledFlow> flows(int requests, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of(RANDOM_ALGORITHM).create(seed);
        List<ScheduledFlow> flows = new ArrayList<>();
        double time = 0;
        for (int i = 0; i < requests; i++) {
            time += interarrivalNs(random);
            int service = pickService(random);
            long bytes = pickSize(service, random);
            int first = random.nextInt(servers);
            for (int part = 0; part < fanIn; part++) {
                flows.add(new ScheduledFlow(Math.round(time), (first + part) % servers, service, part(bytes, part)));
            }
        }
        return flows;
    }

    /** Draws the time until the next request, in ns. */
    double interarrivalNs(RandomGenerator random) {
        return random.nextExponential() * meanInterarrivalNs();
    }

    /** Draws the size of a response of a service, in bytes. */
    long pickSize(int service, RandomGenerator random) {
        return Math.max(
                fanIn * (long) ResponseHeader.LENGTH,
                services.get(service).sizes().sample(random));
    }

    /** The bytes of a response that one of its servers sends. */
    long part(long bytes, int part) {
        return bytes * (part + 1) / fanIn - bytes * part / fanIn;
    }

    /** Draws the service of a request. */
    int pickService(RandomGenerator random) {
        int ticket = random.nextInt(totalWeight());
        int service = 0;
        while (ticket >= services.get(service).weight()) {
            ticket -= services.get(service++).weight();
        }
        return service;
    }
}
