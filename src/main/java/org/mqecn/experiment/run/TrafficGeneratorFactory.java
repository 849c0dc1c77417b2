// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.mqecn.experiment.scenario.ScenarioCase;
import org.mqecn.experiment.scenario.TrafficSpec;
import org.mqecn.traffic.flow.FlowClient;
import org.mqecn.traffic.flow.ScheduledFlow;

/** Creates the traffic generators of a case, each with a separate range of ports. */
final class TrafficGeneratorFactory {
    private static final int FIRST_PORT = 5000;
    /** Enough for a port per DSCP. */
    private static final int PORTS_PER_GENERATOR = 100;
    /** An algorithm whose output the documentation of the JDK specifies: the same on every JDK. */
    private static final String RANDOM_ALGORITHM = "L64X128MixRandom";

    private final ScenarioCase scenarioCase;
    private final TestbedAccess access;
    private final RandomGenerator random;

    private TrafficGeneratorFactory(ScenarioCase scenarioCase, TestbedAccess access) {
        this.scenarioCase = scenarioCase;
        this.access = access;
        this.random = RandomGeneratorFactory.of(RANDOM_ALGORITHM).create(scenarioCase.seed());
    }

    static List<TrafficGenerator> create(ScenarioCase scenarioCase, TestbedAccess access) {
        TrafficGeneratorFactory trafficGeneratorFactory = new TrafficGeneratorFactory(scenarioCase, access);
        List<TrafficGenerator> all = new ArrayList<>();
        for (TrafficSpec trafficSpec : scenarioCase.traffic()) {
            all.add(trafficGeneratorFactory.create(trafficSpec, FIRST_PORT + PORTS_PER_GENERATOR * all.size()));
        }
        return all;
    }

    private TrafficGenerator create(TrafficSpec trafficSpec, int port) {
        if (trafficSpec instanceof TrafficSpec.Requests requests) {
            return RequestGenerator.of(requests, access, port, scenarioCase.seed());
        }
        if (trafficSpec instanceof TrafficSpec.Replay replay) {
            return RequestGenerator.of(replay, access, port, within(TrafficSpec.START_SPREAD));
        }
        if (trafficSpec instanceof TrafficSpec.Flows flows) {
            return createFlows(flows, port);
        }
        if (trafficSpec instanceof TrafficSpec.Probes probes) {
            return new RttProbeGenerator(probes, access, port);
        }
        if (trafficSpec instanceof TrafficSpec.Datagrams datagrams) {
            return new UdpGenerator(datagrams, access, port);
        }
        Duration length = scenarioCase
                .measurement()
                .warmUp()
                .plus(scenarioCase.measurement().duration().orElse(Duration.ZERO));
        return new IperfGenerator((TrafficSpec.Iperf3) trafficSpec, access, port, length);
    }

    /** @return a random time in nanoseconds, below the given one */
    private long within(Duration time) {
        return time.isZero() ? 0 : random.nextLong(time.toNanos());
    }

    private TrafficGenerator createFlows(TrafficSpec.Flows flows, int port) {
        List<Long> starts = new ArrayList<>();
        for (int i = 0; i < flows.count(); i++) {
            starts.add(flows.start().toNanos() + within(flows.startSpread()));
        }
        if (flows.size().isEmpty()) {
            return new LongFlowGenerator(flows, access, port, starts);
        }
        List<ScheduledFlow> sized = new ArrayList<>();
        for (int i = 0; i < flows.count(); i++) {
            sized.add(new ScheduledFlow(
                    starts.get(i),
                    i % flows.from().size(),
                    i % flows.dscps().size(),
                    flows.size().getAsLong()));
        }
        sized.sort(Comparator.comparingLong(ScheduledFlow::startNs));
        return RequestGenerator.of(
                flows.name(),
                access,
                flows.to(),
                flows.from(),
                port,
                flows.dscps().stream()
                        .map(dscp -> new FlowClient.FlowService(dscp, flows.congestionControl()))
                        .toList(),
                flows.rate().map(rate -> rate.bitsPerSecond() / Byte.SIZE).orElse(0L),
                sized);
    }
}
