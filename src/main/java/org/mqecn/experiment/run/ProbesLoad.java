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
import org.mqecn.experiment.scenario.Traffic.Probes;

/**
 * Round-trip times of small UDP packets, sent at fixed times whether or not the one before has come back, and small
 * enough to weigh nothing. Like those of ping they are not ECN-capable, but where a port drops what it cannot mark.
 *
 * <p>This does what ping does, which cannot be used in virtual time: it spins where it has to wait for less than 10 ms.
 */
final class ProbesLoad implements Load {
    private static final int PAYLOAD = 20;
    /** Whatever has not come back after this time is lost. */
    private static final long LOST_NS = 50_000_000;
    private static final double LOST_AT_MOST = 0.01;

    private final Probes probes;
    private final Stage stage;
    private final int port;
    private final List<Series> all = new ArrayList<>();
    private final Background background = new Background();
    private long fromNs = Long.MAX_VALUE;
    private long toNs = Long.MAX_VALUE;
    private volatile boolean sending = true;

    ProbesLoad(Probes probes, Stage stage, int port) {
        this.probes = probes;
        this.stage = stage;
        this.port = port;
    }

    /** Probes of one code point. */
    private final class Series {
        private final int dscp;
        private final DatagramChannel echo;
        private final DatagramChannel probe;
        private final List<Long> sentNs = new ArrayList<>();
        private final List<Long> backNs = new ArrayList<>();

        Series(int dscp) throws IOException {
            InetSocketAddress address = stage.socket(probes.to(), port + dscp);
            this.dscp = dscp;
            echo = stage.at(probes.to(), ProbesLoad::open);
            echo.bind(address);
            probe = stage.at(probes.from(), ProbesLoad::open);
            Sockets.mark(probe, dscp, probes.ecn());
            probe.connect(address);
        }

        Void answer() throws IOException {
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

        Void send(Timeline timeline) throws IOException {
            for (long next = 0; sending; next += probes.every().toNanos()) {
                timeline.sleepUntil(next);
                synchronized (sentNs) {
                    sentNs.add(timeline.now());
                    backNs.add(0L);
                }
                if (sending) {
                    probe.write(ByteBuffer.allocate(PAYLOAD).putInt(0, sentNs.size() - 1));
                }
            }
            return null;
        }

        Void receive(Timeline timeline) throws IOException {
            ByteBuffer packet = ByteBuffer.allocate(PAYLOAD);
            while (true) {
                try {
                    packet.clear();
                    probe.read(packet);
                } catch (ClosedChannelException e) {
                    return null;
                }
                synchronized (sentNs) {
                    backNs.set(packet.getInt(0), timeline.now());
                }
            }
        }

        void report(Observation observation) {
            synchronized (sentNs) {
                int[] sent = IntStream.range(0, sentNs.size())
                        .filter(i -> sentNs.get(i) >= fromNs && sentNs.get(i) < toNs - LOST_NS).toArray();
                double[] times = IntStream.of(sent).filter(i -> backNs.get(i) > 0)
                        .mapToDouble(i -> (backNs.get(i) - sentNs.get(i)) / 1e3).toArray();
                observation.require(times.length >= (1 - LOST_AT_MOST) * sent.length,
                        "%s: %d of %d probes with code point %d came back", probes.name(), times.length, sent.length,
                        dscp);
                observation.require(times.length > 0, "%s: there are no round-trip times", probes.name());
                observation.probes(probes.name(), dscp, times);
            }
        }
    }

    private static DatagramChannel open() throws IOException {
        return DatagramChannel.open(StandardProtocolFamily.INET);
    }

    @Override
    public void prepare() throws IOException {
        for (int dscp : probes.dscps()) {
            all.add(new Series(dscp));
        }
    }

    @Override
    public void start(Timeline timeline) {
        for (Series series : all) {
            background.start("echo", series::answer);
            background.start("answers", () -> series.receive(timeline));
            background.start("probes", () -> series.send(timeline));
        }
    }

    @Override
    public void windowBegins(Timeline timeline) {
        fromNs = timeline.now();
    }

    @Override
    public void windowEnds(Timeline timeline) {
        toNs = timeline.now();
    }

    @Override
    public void report(Observation observation) {
        all.forEach(series -> series.report(observation));
    }

    @Override
    public void close() {
        sending = false;
        for (Series series : all) {
            Sockets.close(series.echo);
            Sockets.close(series.probe);
        }
    }
}
