// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.mqecn.experiment.scenario.Case;
import org.mqecn.experiment.scenario.Traffic;
import org.mqecn.traffic.flow.Client;
import org.mqecn.traffic.flow.Flow;

/** Makes the loads of a case, each with ports of its own. */
final class Loads {
    private static final int FIRST_PORT = 5000;
    /** A port for each code point, and some more. */
    private static final int PORTS_EACH = 100;
    /** Part of the JDK, and the same on each: what it gives is laid down by its documentation. */
    private static final String RANDOM = "L64X128MixRandom";
    /** Flows that begin together begin within this time, or the first packets of all would meet at once. */
    private static final long SPREAD_NS = 1_000_000;

    private final Case subject;
    private final Stage stage;
    private final RandomGenerator random;

    private Loads(Case subject, Stage stage) {
        this.subject = subject;
        this.stage = stage;
        this.random = RandomGeneratorFactory.of(RANDOM).create(subject.seed());
    }

    static List<Load> of(Case subject, Stage stage) {
        Loads loads = new Loads(subject, stage);
        List<Load> all = new ArrayList<>();
        for (Traffic traffic : subject.traffic()) {
            all.add(loads.of(traffic, FIRST_PORT + PORTS_EACH * all.size()));
        }
        return all;
    }

    private Load of(Traffic traffic, int port) {
        if (traffic instanceof Traffic.Requests requests) {
            return RequestsLoad.of(requests, stage, port, subject.seed());
        }
        if (traffic instanceof Traffic.Flows flows) {
            return flows(flows, port);
        }
        if (traffic instanceof Traffic.Probes probes) {
            return new ProbesLoad(probes, stage, port);
        }
        if (traffic instanceof Traffic.Datagrams datagrams) {
            return new DatagramsLoad(datagrams, stage, port);
        }
        Duration length = subject.measure().warmUp().plus(subject.measure().duration().orElse(Duration.ZERO));
        return new IperfLoad((Traffic.Iperf3) traffic, stage, port, length);
    }

    private Load flows(Traffic.Flows flows, int port) {
        List<Long> starts = new ArrayList<>();
        for (int i = 0; i < flows.count(); i++) {
            starts.add(flows.start().toNanos() + random.nextLong(SPREAD_NS));
        }
        if (flows.size().isEmpty()) {
            return new FlowsLoad(flows, stage, port, starts);
        }
        List<Flow> sized = new ArrayList<>();
        for (int i = 0; i < flows.count(); i++) {
            sized.add(new Flow(starts.get(i), i % flows.from().size(), i % flows.dscps().size(),
                    flows.size().getAsLong()));
        }
        sized.sort(Comparator.comparingLong(Flow::startNs));
        return RequestsLoad.of(flows.name(), stage, flows.to(), flows.from(), port,
                flows.dscps().stream().map(dscp -> new Client.Service(dscp, flows.congestionControl())).toList(),
                flows.rate().map(rate -> rate.bitsPerSecond() / Byte.SIZE).orElse(0L), sized);
    }
}
