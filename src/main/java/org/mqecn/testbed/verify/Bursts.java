// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.mqecn.host.Sleep;
import org.mqecn.netlink.Netns;
import org.mqecn.port.UserError;

/**
 * ECN-capable datagrams in bursts that a port's threshold should let pass, at less than half of its rate.
 *
 * @param packets of each burst; 0 where even one could be marked
 * @param payload of each packet
 */
record Bursts(int packets, int payload, Duration interval) {
    private static final int BURSTS = 20;
    private static final int HEADERS = 28;
    /** Bytes that a packet takes beyond its IP packet, where all is counted that is on a wire. */
    private static final int FRAMING = 38;
    private static final int MOST_PACKETS = 16;
    private static final int FEW = 2;
    private static final int ECT_0 = 2;
    private static final int DISCARD = 9;
    private static final Duration LEAST_INTERVAL = Duration.ofMillis(2);

    /** Bursts of half of K, or of a few packets where a port marks by something else than bytes. */
    static Bursts below(OptionalLong threshold, Plan plan) {
        int mtu = plan.step().link().mtu();
        int wire = mtu + FRAMING;
        long packets = threshold.isPresent() ? Math.min(MOST_PACKETS, threshold.getAsLong() / 2 / wire) : FEW;
        Duration interval = Duration.ofNanos((long) (2.0 * packets * wire * Byte.SIZE * 1e9 / plan.rate()));
        return new Bursts((int) packets, mtu - HEADERS,
                interval.compareTo(LEAST_INTERVAL) < 0 ? LEAST_INTERVAL : interval);
    }

    int bytes() {
        return packets * (payload + HEADERS);
    }

    /** Sends them along a way, on which nothing is read. */
    void send(Bench bench, Way way) {
        Station from = bench.station(way.from());
        Station to = bench.station(way.to());
        if (from.namespace().isEmpty() || to.namespace().isEmpty()) {
            sendByIperf(from, to, way.address(), bench.port());
            return;
        }
        InetSocketAddress address = new InetSocketAddress(way.address(), DISCARD);
        try (DatagramSocket sink = socket(to); DatagramSocket source = socket(from)) {
            sink.bind(address);
            source.setTrafficClass(ECT_0);
            DatagramPacket packet = new DatagramPacket(new byte[payload], payload, address);
            long next = System.nanoTime();
            for (int burst = 0; burst < BURSTS; burst++, next += interval.toNanos()) {
                Sleep.until(next);
                for (int i = 0; i < packets; i++) {
                    source.send(packet);
                }
            }
            Sleep.until(next);
        } catch (IOException e) {
            throw new UserError("cannot send datagrams from " + way.from() + " to " + way.to() + ": "
                    + e.getMessage(), "");
        }
    }

    private void sendByIperf(Station from, Station to, String address, int port) {
        long rate = (long) (packets * (payload + HEADERS) * Byte.SIZE * 1e9 / interval.toNanos());
        IperfFlow.receive(to, port);
        from.run(List.of("iperf3", "-u", "-c", address, "-p", Integer.toString(port), "-l",
                Integer.toString(payload), "-b", rate + "/" + packets, "-k", Integer.toString(packets * BURSTS),
                "-S", Integer.toString(ECT_0)));
    }

    private static DatagramSocket socket(Station station) {
        return Netns.call(station.namespace().orElseThrow(),
                () -> DatagramChannel.open(StandardProtocolFamily.INET).socket());
    }
}
