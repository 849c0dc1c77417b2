// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.cpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.mqecn.host.Machine;
import org.mqecn.host.ProcessorTime;
import org.mqecn.netlink.Kernel;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.Qdisc;
import org.mqecn.netlink.QdiscStatistics;
import org.mqecn.port.UserError;
import org.mqecn.traffic.flow.PacedSenders;
import org.mqecn.traffic.flow.PacedSenders.Progress;

/**
 * Sends and measures, when the qdisc stands and the server serves.
 *
 * @param namespace that is sent from; empty for that of this process
 * @param device that carries the qdisc
 */
record CpuRun(CpuTrial trial, Machine machine, String namespace, String device, InetSocketAddress server) {
    private static final double NANOS = 1e9;

    /** The text of the run's file, without a header. */
    String run() throws Exception {
        CpuSetup setup = trial.setup();
        try (PacedSenders senders = Netns.call(namespace, () ->
                PacedSenders.open(server, setup.flows(), setup.threads(), setup.bytesPerSecond()))) {
            Thread.sleep(setup.warmUp().toMillis());
            return measure(senders);
        } catch (UncheckedIOException e) {
            throw brokenOff(e.getCause());
        } catch (IOException e) {
            throw brokenOff(e);
        }
    }

    private static UserError brokenOff(IOException e) {
        return new UserError("the traffic broke off: " + e.getMessage(),
                "'mqecn traffic server' must run at the other end; 'ulimit -n' tells how many connections a process may have");
    }

    /** Counters are read outside of the time that is measured, so that reading them costs nothing. */
    private String measure(PacedSenders senders) throws Exception {
        List<Progress> before = senders.progress();
        QdiscStatistics counted = root().counted();
        List<ProcessorTime> times = new ArrayList<>(List.of(ProcessorTime.read()));
        long began = System.nanoTime();
        for (long second = 1; second <= trial.setup().duration().toSeconds(); second++) {
            TimeUnit.NANOSECONDS.sleep(began + TimeUnit.SECONDS.toNanos(second) - System.nanoTime());
            times.add(ProcessorTime.read());
        }
        double seconds = (System.nanoTime() - began) / NANOS;
        Qdisc root = root();
        List<Progress> after = senders.progress();

        QdiscStatistics now = root.counted();
        Measured measured = new Measured(trial, seconds, times.get(times.size() - 1).since(times.get(0)),
                rates(before, after),
                sum(after) - sum(before), new Measured.Passage(device, root.kind(),
                        now.sentBytes() - counted.sentBytes(), now.drops() - counted.drops(),
                        now.throttled().orElse(0) - counted.throttled().orElse(0)));
        return CpuFile.of(measured, cores(times), machine.versions(), configuration(root));
    }

    private Qdisc root() {
        return Netns.call(namespace, () -> {
            try (Kernel kernel = new Kernel()) {
                return kernel.qdiscs(kernel.link(device)).stream().filter(qdisc -> qdisc.parent() == Qdisc.ROOT)
                        .findFirst().orElseThrow(() -> new UserError("nothing stands on " + device, ""));
            }
        });
    }

    private static double[] rates(List<Progress> before, List<Progress> after) {
        double[] rates = new double[before.size()];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = (after.get(i).bytes() - before.get(i).bytes()) * NANOS
                    / (after.get(i).atNs() - before.get(i).atNs());
        }
        return rates;
    }

    private static long sum(List<Progress> all) {
        return all.stream().mapToLong(Progress::retransmitted).sum();
    }

    /** Processors at work in each second. */
    private static List<Double> cores(List<ProcessorTime> times) {
        List<Double> cores = new ArrayList<>();
        for (int i = 1; i < times.size(); i++) {
            cores.add(times.get(i).since(times.get(i - 1)).busy());
        }
        return cores;
    }

    private static Map<String, Object> configuration(Qdisc root) {
        Map<String, Object> configuration = new LinkedHashMap<>();
        configuration.put("kind", root.kind());
        configuration.putAll(root.stockOptions());
        return configuration;
    }
}
