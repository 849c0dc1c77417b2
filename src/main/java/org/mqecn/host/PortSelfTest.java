// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.Qdisc;
import org.mqecn.netlink.QdiscStatistics;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.port.Port;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.TimerLateness;
import org.mqecn.socket.RawSocket;
import org.mqecn.value.UserError;

/**
 * Verifies with packets that a port works: its qdisc's counters must show that packets arrive and leave, and that a dwrr
 * port keeps its rate meanwhile. The frames have a destination address that bridges do not forward (IEEE 802.1Q, 8.6.3) and an EtherType for local experiments
 * that hosts ignore (IEEE 802).
 */
final class PortSelfTest {
    /** More than other traffic is likely to send in the meantime. */
    static final int PACKETS = 16;

    private static final byte[] NEAREST_BRIDGE_ADDRESS = {0x01, (byte) 0x80, (byte) 0xc2, 0, 0, 0x0e};
    private static final short LOCAL_EXPERIMENTAL_ETHERTYPE = (short) 0x88b5;
    private static final int HEADER_LENGTH = 14;
    private static final int SHORTEST_FRAME = 60;
    private static final int LONGEST_PAYLOAD = 1500;
    private static final long TIMEOUT_NS = 1_000_000_000;
    private static final long POLL_INTERVAL_NS = 5_000_000;
    private static final String NOT_VERIFIED = "not verified with packets: ";

    private final LocalMachine machine;
    private final RtnetlinkReader reader;
    private final DeviceLink deviceLink;
    private final Qdisc qdisc;
    private final Port port;

    /**
     * @param qdisc of the port, as just read
     * @param port as just read
     */
    PortSelfTest(LocalMachine machine, RtnetlinkReader reader, DeviceLink deviceLink, Qdisc qdisc, Port port) {
        this.machine = machine;
        this.reader = reader;
        this.deviceLink = deviceLink;
        this.qdisc = qdisc;
        this.port = port;
    }

    /**
     * Sends packets and reads the qdisc's counters.
     *
     * @return why the port could not be verified, or why it is slower than its rate; empty if it works
     * @throws UserError if the port does not work
     */
    Optional<String> run() {
        Optional<String> obstacle = findObstacle();
        if (obstacle.isPresent()) {
            return obstacle.map(reason -> NOT_VERIFIED + reason + ". Repeat 'mqecn install' to verify");
        }
        QdiscStatistics before = qdisc.parseStatistics();
        send();
        QdiscStatistics after = awaitPackets(before);
        long arrived = arrived(after) - arrived(before);
        if (arrived < PACKETS) {
            String missed = qdiscName() + " on " + deviceLink.name() + " received " + Math.max(0, arrived) + " of "
                    + PACKETS + " test packets: ";
            if (qdisc.parent() != Qdisc.ROOT) {
                return Optional.of(NOT_VERIFIED + missed + "its parent classifies them elsewhere");
            }
            throw new UserError(
                    missed + "something intercepts the others",
                    "see 'tc filter show dev " + deviceLink.name() + " egress' and 'nft list hooks'");
        }
        if (after.sentPackets() == before.sentPackets()) {
            throw new UserError(
                    qdiscName() + " on " + deviceLink.name() + " accepts packets but sends none",
                    "see 'tc -s qdisc show dev " + deviceLink.name() + "'");
        }
        return provesRate() ? findLateness() : Optional.empty();
    }

    /** Whether packets have to wait for tokens: then the port counts what late timers cost. */
    private boolean provesRate() {
        return port.config().kind() == QdiscKind.DWRR;
    }

    private Optional<String> findLateness() {
        return reader.readPorts(deviceLink).stream()
                .filter(each ->
                        each.handle().equals(port.handle()) && each.parent().equals(port.parent()))
                .findFirst()
                .flatMap(now -> TimerLateness.since(port.stats().port(), now))
                .map(TimerLateness::describe);
    }

    private String qdiscName() {
        return qdisc.kind() + " " + qdisc.handleText();
    }

    private Optional<String> findObstacle() {
        if (!machine.isNetAdmin()) {
            return Optional.of("sending packets requires root");
        }
        if (!deviceLink.up()) {
            return Optional.of(deviceLink.name() + " is down");
        }
        return deviceLink.carrier() ? Optional.empty() : Optional.of(deviceLink.name() + " has no carrier");
    }

    private QdiscStatistics readStatistics() {
        return reader.readQdiscs(deviceLink).stream()
                .filter(each -> each.handle() == qdisc.handle()
                        && each.kind().equals(qdisc.kind())
                        && each.parent() == qdisc.parent())
                .findFirst()
                .orElseThrow(() -> new UserError(
                        qdiscName() + " was removed from " + deviceLink.name() + " by another process",
                        "see 'tc qdisc show dev " + deviceLink.name() + "'"))
                .parseStatistics();
    }

    private void send() {
        byte[] source = deviceLink.mac().isEmpty()
                ? new byte[6]
                : HexFormat.ofDelimiter(":").parseHex(deviceLink.mac());
        byte[] frame = ByteBuffer.allocate(frameLength())
                .put(NEAREST_BRIDGE_ADDRESS)
                .put(source)
                .putShort(LOCAL_EXPERIMENTAL_ETHERTYPE)
                .array();
        try (RawSocket socket = RawSocket.forFrames(deviceLink.name(), deviceLink.index())) {
            if (qdisc.parent() != Qdisc.ROOT) {
                socket.withPriority(qdisc.parent());
            }
            for (int i = 0; i < PACKETS; i++) {
                socket.sendDroppable(frame);
            }
        }
    }

    /** Only full frames exceed the bucket. */
    private int frameLength() {
        return provesRate()
                ? Math.max(SHORTEST_FRAME, HEADER_LENGTH + Math.min(LONGEST_PAYLOAD, deviceLink.mtu()))
                : SHORTEST_FRAME;
    }

    /** Polls the counters until all packets have arrived and enough have left, or until the timeout. */
    private QdiscStatistics awaitPackets(QdiscStatistics before) {
        long deadline = System.nanoTime() + TIMEOUT_NS;
        QdiscStatistics now = readStatistics();
        while (!isComplete(before, now) && System.nanoTime() < deadline) {
            Sleep.until(System.nanoTime() + POLL_INTERVAL_NS);
            now = readStatistics();
        }
        return now;
    }

    private boolean isComplete(QdiscStatistics before, QdiscStatistics now) {
        long left = now.sentPackets() + now.drops() - before.sentPackets() - before.drops();
        return arrived(now) - arrived(before) >= PACKETS
                && now.sentPackets() > before.sentPackets()
                && (!provesRate() || left >= PACKETS);
    }

    private static long arrived(QdiscStatistics statistics) {
        return statistics.sentPackets() + statistics.backlogPackets() + statistics.drops();
    }
}
