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
import org.mqecn.host.CpuTime;
import org.mqecn.host.LocalMachine;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.Qdisc;
import org.mqecn.netlink.QdiscStatistics;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.result.RunFile;
import org.mqecn.traffic.flow.PacedSenders;
import org.mqecn.traffic.flow.PacedSenders.SenderProgress;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * Sends and measures. The qdisc is installed and the server runs already.
 *
 * @param namespace network namespace of the sender; empty for that of this process
 * @param device device with the qdisc
 */
record CpuTrialRunner(CpuTrial trial, LocalMachine machine, String namespace, String device, InetSocketAddress server) {
    private static final double NANOS = 1e9;

    /** The run file, without a header. */
    RunFile run() throws Exception {
        CpuBenchmark setup = trial.benchmark();
        try (PacedSenders senders = Netns.call(
                namespace, () -> PacedSenders.open(server, setup.flows(), setup.threads(), setup.bytesPerSecond()))) {
            Thread.sleep(setup.warmUp().toMillis());
            return measure(senders);
        } catch (UncheckedIOException e) {
            throw trafficFailed(e.getCause());
        } catch (IOException e) {
            throw trafficFailed(e);
        }
    }

    private static UserError trafficFailed(IOException e) {
        return new UserError(
                "the traffic failed: " + IoErrors.reason(e),
                "'mqecn traffic server' must run at the other end; 'ulimit -n' shows the limit of connections of a process");
    }

    /** Reads counters outside of the measured time, so that reading them is not measured. */
    private RunFile measure(PacedSenders senders) throws Exception {
        List<SenderProgress> before = senders.progress();
        QdiscStatistics counted = root().parseStatistics();
        List<CpuTime> times = new ArrayList<>(List.of(CpuTime.read()));
        long began = System.nanoTime();
        for (long second = 1; second <= trial.benchmark().duration().toSeconds(); second++) {
            TimeUnit.NANOSECONDS.sleep(began + TimeUnit.SECONDS.toNanos(second) - System.nanoTime());
            times.add(CpuTime.read());
        }
        double seconds = (System.nanoTime() - began) / NANOS;
        Qdisc root = root();
        List<SenderProgress> after = senders.progress();

        QdiscStatistics now = root.parseStatistics();
        CpuMeasurement cpuMeasurement = new CpuMeasurement(
                trial,
                seconds,
                times.get(times.size() - 1).since(times.get(0)),
                rates(before, after),
                sum(after) - sum(before),
                new CpuMeasurement.RootQdiscCounters(
                        device,
                        root.kind(),
                        now.sentBytes() - counted.sentBytes(),
                        now.drops() - counted.drops(),
                        now.throttled().orElse(0) - counted.throttled().orElse(0)));
        return cpuMeasurement.toRunFile(cores(times), machine.versions(), configuration(root));
    }

    private Qdisc root() {
        return Netns.call(namespace, () -> {
            try (RtnetlinkReader reader = new RtnetlinkReader()) {
                return reader.readQdiscs(reader.readLink(device)).stream()
                        .filter(qdisc -> qdisc.parent() == Qdisc.ROOT)
                        .findFirst()
                        .orElseThrow(() -> new UserError("no qdisc on " + device, ""));
            }
        });
    }

    private static double[] rates(List<SenderProgress> before, List<SenderProgress> after) {
        double[] rates = new double[before.size()];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = (after.get(i).bytes() - before.get(i).bytes())
                    * NANOS
                    / (after.get(i).atNs() - before.get(i).atNs());
        }
        return rates;
    }

    private static long sum(List<SenderProgress> all) {
        return all.stream().mapToLong(SenderProgress::retransmitted).sum();
    }

    /** Busy CPU cores in each second. */
    private static List<Double> cores(List<CpuTime> times) {
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
