// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import org.mqecn.experiment.scenario.Traffic.Datagrams;

/** UDP packets at a constant rate: how much of it arrives in the window. */
final class DatagramsLoad implements Load {
    private static final double MEGA = 1e6;
    private static final double NANOS = 1e9;

    private final Datagrams datagrams;
    private final Stage stage;
    private final int port;
    private final Background background = new Background();
    private DatagramChannel receiver;
    private DatagramChannel sender;
    private volatile long received;
    private volatile boolean sending = true;
    private long before;
    private long after;
    private long beganNs;
    private long endedNs;

    DatagramsLoad(Datagrams datagrams, Stage stage, int port) {
        this.datagrams = datagrams;
        this.stage = stage;
        this.port = port;
    }

    @Override
    public void prepare() throws IOException {
        InetSocketAddress address = stage.socket(datagrams.to(), port);
        receiver = stage.at(datagrams.to(), () -> DatagramChannel.open(StandardProtocolFamily.INET));
        receiver.bind(address);
        sender = stage.at(datagrams.from(), () -> DatagramChannel.open(StandardProtocolFamily.INET));
        Sockets.mark(sender, datagrams.dscp(), datagrams.ecn());
        sender.connect(address);
    }

    @Override
    public void start(Timeline timeline) {
        background.start(datagrams.name() + " arrives", this::receive);
        background.start(datagrams.name(), () -> send(timeline));
    }

    private Void receive() throws IOException {
        ByteBuffer packet = ByteBuffer.allocate(datagrams.payload());
        long bytes = 0;
        while (true) {
            try {
                packet.clear();
                receiver.receive(packet);
            } catch (ClosedChannelException e) {
                return null;
            }
            bytes += packet.position();
            received = bytes;
        }
    }

    private Void send(Timeline timeline) throws IOException {
        double intervalNs = datagrams.payload() * Byte.SIZE * NANOS / datagrams.rate().bitsPerSecond();
        ByteBuffer packet = ByteBuffer.allocate(datagrams.payload());
        for (long number = 0; sending; number++) {
            timeline.sleepUntil(Math.round(number * intervalNs));
            try {
                sender.write(packet.clear());
            } catch (ClosedChannelException | PortUnreachableException e) {
                return null;
            }
        }
        return null;
    }

    @Override
    public void windowBegins(Timeline timeline) {
        beganNs = timeline.now();
        before = received;
    }

    @Override
    public void windowEnds(Timeline timeline) {
        after = received;
        endedNs = timeline.now();
    }

    @Override
    public void report(Observation observation) {
        observation.require(after > before, "%s: nothing arrived", datagrams.name());
        observation.goodput(datagrams.name(), (after - before) * Byte.SIZE / ((endedNs - beganNs) / NANOS) / MEGA);
    }

    @Override
    public void close() {
        sending = false;
        if (sender != null) {
            Sockets.close(sender);
        }
        if (receiver != null) {
            Sockets.close(receiver);
        }
    }
}
