// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Locale;
import org.mqecn.netlink.Netns;

/**
 * Round-trip times of small UDP packets from one network namespace to another, through the queue of a DSCP. They
 * are not ECN-capable, so nothing marks them, and small enough to weigh nothing. A line each: {@code rtt_us}.
 *
 * <p>This does what ping does, which cannot be used in virtual time: it spins where it has to wait for less than
 * 10 ms, and rounds other waits up to the kernel's ticks.
 */
public final class Prober {
    private static final int ECHO_PORT = 7000;
    private static final int PAYLOAD = 20;
    private static final int LOST_AFTER_MS = 50;

    private final String from;
    private final String to;
    private final String address;
    private final PrintWriter out;

    /**
     * @param from namespace that sends
     * @param to namespace that answers
     * @param address IPv4 address of the one that answers
     */
    public Prober(String from, String to, String address, PrintWriter out) {
        this.from = from;
        this.to = to;
        this.address = address;
        this.out = out;
    }

    /** Sends and writes until the time is over. A probe without an answer leaves no line. */
    public void run(int dscp, Duration interval, Duration total) {
        try (DatagramSocket echo = Netns.call(to, Prober::socket);
                DatagramSocket probe = Netns.call(from, Prober::socket)) {
            echo.bind(new InetSocketAddress(address, ECHO_PORT + dscp));
            probe.setTrafficClass(dscp << 2);
            probe.setSoTimeout(LOST_AFTER_MS);
            probe.connect(echo.getLocalSocketAddress());
            Thread answering = new Thread(() -> answer(echo), "echo");
            answering.setDaemon(true);
            answering.start();
            new Clock().each(interval, total, () -> send(probe));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.flush();
    }

    private static DatagramSocket socket() throws IOException {
        return DatagramChannel.open(StandardProtocolFamily.INET).socket();
    }

    private static void answer(DatagramSocket socket) {
        DatagramPacket packet = new DatagramPacket(new byte[PAYLOAD], PAYLOAD);
        try {
            while (true) {
                socket.receive(packet);
                socket.send(packet);
            }
        } catch (IOException e) {
            // The socket was closed: the measurement is over.
        }
    }

    private void send(DatagramSocket socket) {
        DatagramPacket packet = new DatagramPacket(new byte[PAYLOAD], PAYLOAD);
        try {
            long sent = System.nanoTime();
            socket.send(packet);
            socket.receive(packet);
            out.println(String.format(Locale.ROOT, "%.3f", (System.nanoTime() - sent) / 1e3));
        } catch (SocketTimeoutException e) {
            // Lost: it has no time.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
