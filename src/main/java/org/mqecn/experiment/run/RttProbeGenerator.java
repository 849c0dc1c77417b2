// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.mqecn.experiment.scenario.TrafficSpec.Probes;
import org.mqecn.result.ValidityReason;

/**
 * RTT probes: small UDP packets, sent at fixed times whether or not the previous one has come back. By default they are
 * not ECN-capable, like the packets of ping.
 *
 * <p>ping itself does not work in virtual time: it spins when it has to wait for less than 10 ms.
 */
final class RttProbeGenerator implements TrafficGenerator {
    private static final int PAYLOAD = 20;
    /** A probe that has not come back after this time is lost. */
    private static final long LOSS_TIMEOUT_NS = 50_000_000;

    private static final double MAX_LOSS = 0.01;

    private final Probes probes;
    private final TestbedAccess access;
    private final int port;
    private final List<ProbeStream> streams = new ArrayList<>();
    private final BackgroundTasks tasks = new BackgroundTasks();
    private long fromNs = Long.MAX_VALUE;
    private long toNs = Long.MAX_VALUE;
    private volatile boolean sending = true;

    RttProbeGenerator(Probes probes, TestbedAccess access, int port) {
        this.probes = probes;
        this.access = access;
        this.port = port;
    }

    /** Probes of one DSCP. */
    private final class ProbeStream {
        private final int dscp;
        private final DatagramChannel echo;
        private final DatagramChannel probe;
        private final List<Long> sentNs = new ArrayList<>();
        private final List<Long> receivedNs = new ArrayList<>();

        ProbeStream(int dscp) throws IOException {
            InetSocketAddress address = access.socketAddress(probes.to(), port + dscp);
            this.dscp = dscp;
            echo = access.callIn(probes.to(), RttProbeGenerator::open);
            echo.bind(address);
            probe = access.callIn(probes.from(), RttProbeGenerator::open);
            DatagramSockets.setTos(probe, dscp, probes.ecn());
            probe.connect(address);
        }

        Void echoProbes() throws IOException {
            ByteBuffer packet = ByteBuffer.allocate(PAYLOAD);
            while (true) {
                try {
                    packet.clear();
                    SocketAddress sender = echo.receive(packet);
                    echo.send(packet.flip(), sender);
                } catch (ClosedChannelException e) {
                    return null;
                }
            }
        }

        Void send(RunClock runClock) throws IOException {
            for (long next = 0; sending; next += probes.interval().toNanos()) {
                runClock.sleepUntil(next);
                synchronized (sentNs) {
                    sentNs.add(runClock.now());
                    receivedNs.add(0L);
                }
                if (sending) {
                    probe.write(ByteBuffer.allocate(PAYLOAD).putInt(0, sentNs.size() - 1));
                }
            }
            return null;
        }

        Void receive(RunClock runClock) throws IOException {
            ByteBuffer packet = ByteBuffer.allocate(PAYLOAD);
            while (true) {
                try {
                    packet.clear();
                    probe.read(packet);
                } catch (ClosedChannelException e) {
                    return null;
                }
                synchronized (sentNs) {
                    receivedNs.set(packet.getInt(0), runClock.now());
                }
            }
        }

        void report(RunMeasurements measurements) {
            synchronized (sentNs) {
                int[] sent = IntStream.range(0, sentNs.size())
                        .filter(i -> sentNs.get(i) >= fromNs && sentNs.get(i) < toNs - LOSS_TIMEOUT_NS)
                        .toArray();
                double[] times = IntStream.of(sent)
                        .filter(i -> receivedNs.get(i) > 0)
                        .mapToDouble(i -> (receivedNs.get(i) - sentNs.get(i)) / 1e3)
                        .toArray();
                measurements.require(
                        ValidityReason.LOST_PROBES,
                        times.length >= (1 - MAX_LOSS) * sent.length,
                        "%s: %d of %d probes with DSCP %d came back",
                        probes.name(),
                        times.length,
                        sent.length,
                        dscp);
                measurements.require(
                        ValidityReason.LOST_PROBES, times.length > 0, "%s: no RTT was measured", probes.name());
                measurements.addProbeRtts(probes.name(), dscp, times);
            }
        }
    }

    private static DatagramChannel open() throws IOException {
        return DatagramChannel.open(StandardProtocolFamily.INET);
    }

    @Override
    public void prepare() throws IOException {
        for (int dscp : probes.dscps()) {
            streams.add(new ProbeStream(dscp));
        }
    }

    @Override
    public void start(RunClock runClock) {
        for (ProbeStream probeStream : streams) {
            tasks.start("echo", probeStream::echoProbes);
            tasks.start("answers", () -> probeStream.receive(runClock));
            tasks.start("probes", () -> probeStream.send(runClock));
        }
    }

    @Override
    public void beginWindow(RunClock runClock) {
        fromNs = runClock.now();
    }

    @Override
    public void endWindow(RunClock runClock) {
        toNs = runClock.now();
    }

    @Override
    public void report(RunMeasurements measurements) {
        streams.forEach(probeStream -> probeStream.report(measurements));
    }

    @Override
    public void close() {
        sending = false;
        for (ProbeStream probeStream : streams) {
            DatagramSockets.close(probeStream.echo);
            DatagramSockets.close(probeStream.probe);
        }
    }
}
