// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.mqecn.figure.Comparison.Run;
import org.mqecn.figure.Comparison.Service;
import org.mqecn.figure.Comparison.Setup;
import org.mqecn.figure.Rtt;
import org.mqecn.port.EcnScheme;

/**
 * The paper's static experiment, as {@code star.sh} runs it: one DCTCP flow of service 1 in queue 0 against four of
 * service 2 in queue 1, behind one port. This reads what is left of a run.
 */
final class TwoServices {
    /** The times are those of star.sh. */
    static final Setup SETUP = new Setup(List.of(1, 4), 0.3, 0.6);

    private static final int SENDERS = 5;
    private static final double PROBES_A_SECOND = 1000;

    private final Results results;

    TwoServices(Results results) {
        this.results = results;
    }

    /** @param transcript what the guest printed */
    Run run(Case subject, List<String> transcript) {
        List<Service> services = List.of(service(1, 1, 1), service(2, 2, SENDERS));
        return new Run(subject.word(), subject.scheme().word(), subject.baseRttUs(), transcript, configuration(), statistics(), services,
                Rtt.of(services.stream().map(Service::probeRtt).toArray(Rtt[]::new)),
                Rtt.of(services.stream().map(Service::smoothedRtt).toArray(Rtt[]::new)),
                Samples.parse(results.text("samples.csv"), services.size()), faults(subject.scheme(), services),
                subject.published());
    }

    /** Programs and their versions. */
    Map<String, String> versions() {
        List<String> lines = results.text("versions.txt").lines().toList();
        return Map.of("guest_kernel", lines.get(0), "iperf3", lines.get(1), "tc", lines.get(2));
    }

    private JsonNode configuration() {
        return results.json("config.json").path(0);
    }

    private JsonNode statistics() {
        return results.json("stats.json").path(0);
    }

    private Service service(int number, int firstSender, int lastSender) {
        List<Double> goodputs = new ArrayList<>();
        DoubleStream.Builder smoothed = DoubleStream.builder();
        for (int sender = firstSender; sender <= lastSender; sender++) {
            goodputs.add(measured("receiver" + sender).goodputMbps());
            DoubleStream.of(measured("sender" + sender).smoothedRttsUs()).forEach(smoothed);
        }
        return new Service(number - 1, goodputs, goodputs.stream().mapToDouble(Double::doubleValue).sum(),
                Rtt.of(probes(number)), Rtt.of(smoothed.build().toArray()));
    }

    private Iperf measured(String host) {
        double from = SETUP.warmUpSeconds();
        return Iperf.parse(results.text(host + ".json")).between(from, from + SETUP.measuredSeconds());
    }

    private double[] probes(int service) {
        return results.text("probe" + service + ".csv").lines().mapToDouble(Double::parseDouble).toArray();
    }

    private List<String> faults(EcnScheme scheme, List<Service> services) {
        Validity validity = new Validity()
                .configured(configuration(), scheme)
                .bottleneck(statistics(), SETUP.measuredSeconds())
                .classified(statistics(), services.size())
                .fullFramesAtMost(results.json("links.json"))
                .delayedOnly("receiver", results.json("netem-receiver.json"));
        for (int sender = 1; sender <= SENDERS; sender++) {
            validity.dctcp("sender" + sender, results.text("sockets" + sender + ".txt"))
                    .delayedOnly("sender" + sender, results.json("netem-sender" + sender + ".json"));
        }
        for (Service service : services) {
            validity.probed(service.queue() + 1, service.probeRtt().samplesUs().length,
                    (int) (PROBES_A_SECOND * SETUP.measuredSeconds()));
        }
        return validity.faults();
    }
}
