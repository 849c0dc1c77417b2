// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import org.mqecn.experiment.scenario.TrafficSpec.Datagrams;
import org.mqecn.result.ValidityReason;

/** UDP packets at a constant rate: their goodput in the window. */
final class UdpGenerator implements TrafficGenerator {
    private static final double MEGA = 1e6;
    private static final double NANOS = 1e9;

    private final Datagrams datagrams;
    private final TestbedAccess access;
    private final int port;
    private final BackgroundTasks tasks = new BackgroundTasks();
    private DatagramChannel receiver;
    private DatagramChannel sender;
    private volatile long received;
    private volatile boolean sending = true;
    private long before;
    private long after;
    private long beganNs;
    private long endedNs;

    UdpGenerator(Datagrams datagrams, TestbedAccess access, int port) {
        this.datagrams = datagrams;
        this.access = access;
        this.port = port;
    }

    @Override
    public void prepare() throws IOException {
        InetSocketAddress address = access.socketAddress(datagrams.to(), port);
        receiver = access.callIn(datagrams.to(), () -> DatagramChannel.open(StandardProtocolFamily.INET));
        receiver.bind(address);
        sender = access.callIn(datagrams.from(), () -> DatagramChannel.open(StandardProtocolFamily.INET));
        DatagramSockets.setTos(sender, datagrams.dscp(), datagrams.ecn());
        sender.connect(address);
    }

    @Override
    public void start(RunClock runClock) {
        tasks.start(datagrams.name() + " receiver", this::receive);
        tasks.start(datagrams.name(), () -> send(runClock));
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

    private Void send(RunClock runClock) throws IOException {
        double intervalNs =
                datagrams.payload() * Byte.SIZE * NANOS / datagrams.rate().bitsPerSecond();
        ByteBuffer packet = ByteBuffer.allocate(datagrams.payload());
        for (long number = 0; sending; number++) {
            runClock.sleepUntil(Math.round(number * intervalNs));
            try {
                sender.write(packet.clear());
            } catch (ClosedChannelException | PortUnreachableException e) {
                return null;
            }
        }
        return null;
    }

    @Override
    public void beginWindow(RunClock runClock) {
        beganNs = runClock.now();
        before = received;
    }

    @Override
    public void endWindow(RunClock runClock) {
        after = received;
        endedNs = runClock.now();
    }

    @Override
    public void report(RunMeasurements measurements) {
        measurements.require(ValidityReason.NO_DATA, after > before, "%s: nothing received", datagrams.name());
        measurements.addGoodput(datagrams.name(), (after - before) * Byte.SIZE / ((endedNs - beganNs) / NANOS) / MEGA);
    }

    @Override
    public void close() {
        sending = false;
        if (sender != null) {
            DatagramSockets.close(sender);
        }
        if (receiver != null) {
            DatagramSockets.close(receiver);
        }
    }
}
