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
import org.mqecn.socket.RawSocket;
import org.mqecn.value.UserError;

/**
 * Proves with packets that a port acts: by its own counters they come to it, and it sends. They are frames to an
 * address that no bridge passes on (IEEE 802.1Q, 8.6.3), of a type for experiments that no station knows (IEEE 802).
 */
final class PortSelfTest {
    /** More than strangers are likely to send meanwhile. */
    static final int PACKETS = 16;

    private static final byte[] NEAREST_BRIDGE_ADDRESS = {0x01, (byte) 0x80, (byte) 0xc2, 0, 0, 0x0e};
    private static final short LOCAL_EXPERIMENTAL_ETHERTYPE = (short) 0x88b5;
    private static final int FRAME_LENGTH = 60;
    private static final long TIMEOUT_NS = 1_000_000_000;
    private static final long POLL_INTERVAL_NS = 5_000_000;

    private final LocalMachine machine;
    private final RtnetlinkReader reader;
    private final DeviceLink deviceLink;
    private final Port port;

    PortSelfTest(LocalMachine machine, RtnetlinkReader reader, DeviceLink deviceLink, Port port) {
        this.machine = machine;
        this.reader = reader;
        this.deviceLink = deviceLink;
        this.port = port;
    }

    /**
     * Sends packets and looks where they went.
     *
     * @return why nothing could be proven; empty where all is well
     * @throws UserError where the port does not act
     */
    Optional<String> run() {
        Optional<String> obstacle = findObstacle();
        if (obstacle.isPresent()) {
            return obstacle.map(
                    why -> "not proven with packets: " + why + ". The same 'mqecn install' proves it later");
        }
        Qdisc qdisc = readQdisc();
        QdiscStatistics before = qdisc.parseStatistics();
        send(qdisc);
        QdiscStatistics after = awaitPackets(before);
        long arrived = arrived(after) - arrived(before);
        if (arrived < PACKETS) {
            String missed = "of " + PACKETS + " packets sent through " + deviceLink.name() + " " + arrived + " came to "
                    + portName();
            if (qdisc.parent() != Qdisc.ROOT) {
                return Optional.of(
                        "not proven with packets: " + missed + ", since what is above it leads them elsewhere");
            }
            throw new UserError(
                    missed + " something takes them before",
                    "look at 'tc filter show dev " + deviceLink.name() + " egress' and 'nft list hooks'");
        }
        if (after.sentPackets() == before.sentPackets()) {
            throw new UserError(
                    portName() + " on " + deviceLink.name() + " takes packets and sends none",
                    "look at 'tc -s qdisc show dev " + deviceLink.name() + "'");
        }
        return Optional.empty();
    }

    private String portName() {
        return port.kind() + " " + port.handle();
    }

    private Optional<String> findObstacle() {
        return !machine.isNetAdmin()
                ? Optional.of("to send packets takes root")
                : !deviceLink.up()
                        ? Optional.of(deviceLink.name() + " is down")
                        : !deviceLink.carrier() ? Optional.of(deviceLink.name() + " has no carrier") : Optional.empty();
    }

    private Qdisc readQdisc() {
        return reader.readQdiscs(deviceLink).stream()
                .filter(each -> each.handleText().equals(port.handle())
                        && each.kind().equals(port.kind())
                        && each.parentText().equals(port.parent()))
                .findFirst()
                .orElseThrow(() -> new UserError(
                        "somebody has taken " + portName() + " away from " + deviceLink.name() + " again",
                        "look at 'tc qdisc show dev " + deviceLink.name() + "'"));
    }

    private void send(Qdisc qdisc) {
        byte[] own = deviceLink.mac().isEmpty()
                ? new byte[6]
                : HexFormat.ofDelimiter(":").parseHex(deviceLink.mac());
        byte[] frame = ByteBuffer.allocate(FRAME_LENGTH)
                .put(NEAREST_BRIDGE_ADDRESS)
                .put(own)
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

    /** Until enough has come and something has gone, or patience is at its end. */
    private QdiscStatistics awaitPackets(QdiscStatistics before) {
        long end = System.nanoTime() + TIMEOUT_NS;
        QdiscStatistics now = readQdisc().parseStatistics();
        while (!isEnough(before, now) && System.nanoTime() < end) {
            Sleep.until(System.nanoTime() + POLL_INTERVAL_NS);
            now = readQdisc().parseStatistics();
        }
        return now;
    }

    private static boolean isEnough(QdiscStatistics before, QdiscStatistics now) {
        return arrived(now) - arrived(before) >= PACKETS && now.sentPackets() > before.sentPackets();
    }

    private static long arrived(QdiscStatistics counted) {
        return counted.sentPackets() + counted.backlogPackets() + counted.drops();
    }
}
