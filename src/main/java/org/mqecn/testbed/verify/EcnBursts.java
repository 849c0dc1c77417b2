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
import org.mqecn.value.EthernetFrame;
import org.mqecn.value.UserError;

/**
 * Bursts of ECN-capable datagrams below the marking threshold of a port, at less than half of its rate.
 *
 * @param packets of each burst; 0 if a single packet may exceed the threshold
 * @param payloadBytes of each packet
 */
record EcnBursts(int packets, int payloadBytes, Duration interval) {
    private static final int BURST_COUNT = 20;
    private static final int IP_UDP_HEADERS = 28;
    private static final int MAX_PACKETS = 16;
    private static final int DEFAULT_PACKETS = 2;
    private static final int ECT_0 = 2;
    private static final int DISCARD_PORT = 9;
    private static final Duration MIN_INTERVAL = Duration.ofMillis(2);

    /** Returns bursts of half the threshold, or of a few packets if the port does not mark by bytes. */
    static EcnBursts belowThreshold(OptionalLong threshold, SaturationPlan plan) {
        int mtu = plan.portHop().link().mtu();
        int wireLength = EthernetFrame.wireLength(mtu);
        long packets =
                threshold.isPresent() ? Math.min(MAX_PACKETS, threshold.getAsLong() / 2 / wireLength) : DEFAULT_PACKETS;
        Duration interval = Duration.ofNanos((long) (2.0 * packets * wireLength * Byte.SIZE * 1e9 / plan.portRate()));
        return new EcnBursts(
                (int) packets, mtu - IP_UDP_HEADERS, interval.compareTo(MIN_INTERVAL) < 0 ? MIN_INTERVAL : interval);
    }

    int bytes() {
        return packets * (payloadBytes + IP_UDP_HEADERS);
    }

    /** Sends the bursts along a path. The receiver does not read them. */
    void send(VerifyContext context, NetworkPath networkPath) {
        HostAccess from = context.hostAccess(networkPath.from());
        HostAccess to = context.hostAccess(networkPath.to());
        if (from.namespace().isEmpty() || to.namespace().isEmpty()) {
            sendWithIperf(from, to, networkPath.address(), context.flows().allocateTcpPort());
            return;
        }
        InetSocketAddress address = new InetSocketAddress(networkPath.address(), DISCARD_PORT);
        try (DatagramSocket sink = openSocket(to);
                DatagramSocket source = openSocket(from)) {
            sink.bind(address);
            source.setTrafficClass(ECT_0);
            DatagramPacket packet = new DatagramPacket(new byte[payloadBytes], payloadBytes, address);
            long next = System.nanoTime();
            for (int burst = 0; burst < BURST_COUNT; burst++, next += interval.toNanos()) {
                Sleep.until(next);
                for (int i = 0; i < packets; i++) {
                    source.send(packet);
                }
            }
            Sleep.until(next);
        } catch (IOException e) {
            throw new UserError(
                    "cannot send datagrams from " + networkPath.from() + " to " + networkPath.to() + ": "
                            + e.getMessage(),
                    "");
        }
    }

    private void sendWithIperf(HostAccess from, HostAccess to, String address, int port) {
        long rate = (long) (packets * (payloadBytes + IP_UDP_HEADERS) * Byte.SIZE * 1e9 / interval.toNanos());
        IperfFlow.startReceiver(to, port);
        from.run(List.of(
                "iperf3",
                "-u",
                "-c",
                address,
                "-p",
                Integer.toString(port),
                "-l",
                Integer.toString(payloadBytes),
                "-b",
                rate + "/" + packets,
                "-k",
                Integer.toString(packets * BURST_COUNT),
                "-S",
                Integer.toString(ECT_0)));
    }

    private static DatagramSocket openSocket(HostAccess hostAccess) {
        return Netns.call(hostAccess.namespace().orElseThrow(), () -> DatagramChannel.open(StandardProtocolFamily.INET)
                .socket());
    }
}
