// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.mqecn.experiment.scenario.TrafficSpec.Flows;
import org.mqecn.netlink.TcpConnection;
import org.mqecn.result.ValidityReason;
import org.mqecn.topology.NetworkStack;
import org.mqecn.traffic.flow.FlowServer;
import org.mqecn.traffic.flow.LongLivedFlow;

/**
 * Long flows: their goodput in the window and the smoothed RTTs of their senders. Verifies with the kernel that they run
 * DCTCP and receive ECN-Echo.
 */
final class LongFlowGenerator implements TrafficGenerator {
    /** Interval between samples of the senders' smoothed RTTs. */
    private static final long SAMPLING_INTERVAL_NS = 10_000_000;

    private static final double MEGA = 1e6;
    private static final double NANOS = 1e9;

    private final Flows flows;
    private final TestbedAccess access;
    private final int port;
    private final List<Long> startsNs;
    private final List<FlowServer> servers = new ArrayList<>();
    private final List<LongLivedFlow> downloads = new ArrayList<>();
    private final Map<String, List<Double>> smoothedRtts = new LinkedHashMap<>();
    private final Map<String, List<TcpConnection>> connections = new LinkedHashMap<>();
    private final BackgroundTasks tasks = new BackgroundTasks();
    private long[] before;
    private long[] after;
    private long beganNs;
    private long endedNs;
    private volatile boolean sampling;

    /** @param startsNs start time of each flow */
    LongFlowGenerator(Flows flows, TestbedAccess access, int port, List<Long> startsNs) {
        this.flows = flows;
        this.access = access;
        this.port = port;
        this.startsNs = startsNs;
    }

    @Override
    public void prepare() throws Exception {
        for (String sender : senders()) {
            InetSocketAddress address = access.socketAddress(sender, port);
            servers.add(access.callIn(sender, () -> new FlowServer(address, flows.congestionControl())));
        }
        for (int i = 0; i < flows.count(); i++) {
            InetSocketAddress address = access.socketAddress(sender(i), port);
            downloads.add(access.callIn(flows.to(), () -> new LongLivedFlow(address, flows.congestionControl())));
        }
    }

    private LinkedHashSet<String> senders() {
        return new LinkedHashSet<>(flows.senders());
    }

    private String sender(int flow) {
        return flows.from().get(flow % flows.from().size());
    }

    private int dscp(int flow) {
        return flows.dscps().get(flow % flows.dscps().size());
    }

    @Override
    public void start(RunClock runClock) {
        long rate = flows.rate().map(each -> each.bitsPerSecond() / Byte.SIZE).orElse(0L);
        for (int i = 0; i < downloads.size(); i++) {
            int flow = i;
            tasks.start(flows.name() + " " + i, () -> {
                runClock.sleepUntil(startsNs.get(flow));
                downloads.get(flow).run(dscp(flow), rate);
                return null;
            });
        }
    }

    @Override
    public void beginWindow(RunClock runClock) throws Exception {
        beganNs = runClock.now();
        before = received();
        sampling = true;
        for (String sender : senders()) {
            List<Double> times = new ArrayList<>();
            smoothedRtts.put(sender, times);
            tasks.start(sender + "'s round-trip times", () -> access.callIn(sender, () -> sampleRtts(runClock, times)));
        }
    }

    private Void sampleRtts(RunClock runClock, List<Double> times) {
        for (long next = beganNs; sampling; next += SAMPLING_INTERVAL_NS) {
            runClock.sleepUntil(next);
            if (sampling) {
                // Sorted, since the kernel lists connections by a hash with a random key.
                senderConnections().stream()
                        .map(connection -> (double) connection.info().rttMicros())
                        .sorted()
                        .forEach(times::add);
            }
        }
        return null;
    }

    /** The senders' ends of the connections, in this thread's namespace. */
    private List<TcpConnection> senderConnections() {
        return TcpConnection.readAll().stream()
                .filter(connection ->
                        connection.localPort() == port && connection.info().bytesAcked() > 0)
                .toList();
    }

    @Override
    public void endWindow(RunClock runClock) throws Exception {
        after = received();
        endedNs = runClock.now();
        sampling = false;
        for (String sender : senders()) {
            connections.put(sender, access.callIn(sender, this::senderConnections));
        }
    }

    private long[] received() throws IOException {
        long[] bytes = new long[downloads.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = downloads.get(i).bytesReceived();
        }
        return bytes;
    }

    @Override
    public void report(RunMeasurements measurements) {
        double sum = 0;
        for (int i = 0; i < before.length; i++) {
            double goodput = goodput(i);
            sum += goodput;
            measurements.require(
                    ValidityReason.NO_DATA,
                    goodput > 0,
                    "%s: nothing received of flow %d from %s",
                    flows.name(),
                    i,
                    sender(i));
            if (flows.count() > 1) {
                measurements.addGoodput(flows.name(), i, goodput);
            }
        }
        measurements.addGoodput(flows.name(), sum);
        measurements.addSmoothedRtts(
                flows.name(),
                smoothedRtts.values().stream()
                        .flatMap(List::stream)
                        .mapToDouble(Double::doubleValue)
                        .toArray());
        connections.forEach((sender, found) -> check(sender, found, measurements));
    }

    private double goodput(int flow) {
        return (after[flow] - before[flow]) * Byte.SIZE / ((endedNs - beganNs) / NANOS) / MEGA;
    }

    private void check(String sender, List<TcpConnection> found, RunMeasurements measurements) {
        String congestionControl = access.congestionControl(sender, flows.congestionControl());
        measurements.requireDctcp(flows.name(), sender, congestionControl, found);
        if (congestionControl.equals(NetworkStack.DCTCP) && flows.saturates()) {
            found.forEach(connection -> measurements.require(
                    ValidityReason.NO_ECN_ECHO,
                    connection.info().deliveredCe() > 0,
                    "%s: %s received no ECN-Echo",
                    flows.name(),
                    sender));
        }
    }

    @Override
    public void close() {
        sampling = false;
        downloads.forEach(LongLivedFlow::close);
        servers.forEach(FlowServer::close);
    }
}
