// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.LongStream;
import org.mqecn.host.Sleep;
import org.mqecn.netlink.Netns;
import org.mqecn.value.UserError;

/**
 * Measures the delay of datagrams from one namespace to another. Both ends are in this process and so have one clock:
 * the delay of a single direction can be measured.
 */
final class DelayProbe {
    private static final Duration INTERVAL = Duration.ofMillis(1);
    /** A sequence number and the time of sending. */
    private static final int PAYLOAD = Integer.BYTES + Long.BYTES;

    private DelayProbe() {}

    /**
     * Returns the delays of the datagrams that arrive, in nanoseconds and in ascending order.
     *
     * @param limit time to wait for the last one
     */
    static List<Long> measure(String from, String to, InetSocketAddress address, int count, Duration limit) {
        try (DatagramSocket sink = open(to);
                DatagramSocket source = open(from)) {
            sink.bind(address);
            long end =
                    System.nanoTime() + INTERVAL.multipliedBy(count).plus(limit).toNanos();
            FutureTask<long[]> arrivals = new FutureTask<>(() -> receive(sink, count, end));
            Thread receiver = new Thread(arrivals, "delay probe");
            receiver.setDaemon(true);
            receiver.start();
            long next = System.nanoTime();
            for (int i = 0; i < count; i++, next += INTERVAL.toNanos()) {
                Sleep.until(next);
                byte[] payload = ByteBuffer.allocate(PAYLOAD)
                        .putInt(i)
                        .putLong(System.nanoTime())
                        .array();
                source.send(new DatagramPacket(payload, payload.length, address));
            }
            return LongStream.of(arrivals.get()).sorted().boxed().toList();
        } catch (IOException | ExecutionException e) {
            throw new UserError("cannot measure the delay from " + from + " to " + to + ": " + e.getMessage(), "");
        } catch (InterruptedException e) {
            throw new UserError("interrupted", "");
        }
    }

    private static DatagramSocket open(String namespace) {
        return Netns.call(namespace, () -> DatagramChannel.open(StandardProtocolFamily.INET)
                .socket());
    }

    /** Receives until the first copy of each datagram has arrived, or the time is over. */
    private static long[] receive(DatagramSocket sink, int count, long end) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[PAYLOAD], PAYLOAD);
        Set<Integer> seen = new HashSet<>();
        LongStream.Builder delays = LongStream.builder();
        while (seen.size() < count) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                break;
            }
            sink.setSoTimeout((int) left);
            try {
                sink.receive(packet);
            } catch (SocketTimeoutException e) {
                break;
            }
            long now = System.nanoTime();
            ByteBuffer payload = ByteBuffer.wrap(packet.getData());
            if (seen.add(payload.getInt())) {
                delays.add(now - payload.getLong());
            }
        }
        return delays.build().toArray();
    }
}
