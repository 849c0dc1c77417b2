// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import org.mqecn.netlink.Kernel;
import org.mqecn.netlink.Link;
import org.mqecn.netlink.Qdisc;
import org.mqecn.netlink.QdiscStatistics;
import org.mqecn.netlink.RawSocket;
import org.mqecn.port.Port;
import org.mqecn.port.UserError;

/**
 * Proves with packets that a port acts: by its own counters they come to it, and it sends. They are frames to an
 * address that no bridge passes on (IEEE 802.1Q, 8.6.3), of a type for experiments that no station knows (IEEE 802).
 */
final class Proof {
    /** More than strangers are likely to send meanwhile. */
    static final int PACKETS = 16;

    private static final byte[] NEXT_BRIDGE = {0x01, (byte) 0x80, (byte) 0xc2, 0, 0, 0x0e};
    private static final short EXPERIMENT = (short) 0x88b5;
    private static final int FRAME = 60;
    private static final long PATIENCE = 1_000_000_000;
    private static final long STEP = 5_000_000;

    private final Machine machine;
    private final Kernel kernel;
    private final Link link;
    private final Port port;

    Proof(Machine machine, Kernel kernel, Link link, Port port) {
        this.machine = machine;
        this.kernel = kernel;
        this.link = link;
        this.port = port;
    }

    /**
     * Sends packets and looks where they went.
     *
     * @return why nothing could be proven; empty where all is well
     * @throws UserError where the port does not act
     */
    Optional<String> attempt() {
        Optional<String> obstacle = obstacle();
        if (obstacle.isPresent()) {
            return obstacle.map(why -> "not proven with packets: " + why
                    + ". The same 'mqecn install' proves it later");
        }
        Qdisc qdisc = qdisc();
        QdiscStatistics before = qdisc.counted();
        send(qdisc);
        QdiscStatistics after = await(before);
        long arrived = arrived(after) - arrived(before);
        if (arrived < PACKETS) {
            String missed = "of " + PACKETS + " packets sent through " + link.name() + " " + arrived + " came to "
                    + name();
            if (qdisc.parent() != Qdisc.ROOT) {
                return Optional.of("not proven with packets: " + missed + ", since what is above it leads them elsewhere");
            }
            throw new UserError(missed + " something takes them before",
                    "look at 'tc filter show dev " + link.name() + " egress' and 'nft list hooks'");
        }
        if (after.sentPackets() == before.sentPackets()) {
            throw new UserError(name() + " on " + link.name() + " takes packets and sends none",
                    "look at 'tc -s qdisc show dev " + link.name() + "'");
        }
        return Optional.empty();
    }

    private String name() {
        return port.kind() + " " + port.handle();
    }

    private Optional<String> obstacle() {
        return !machine.isNetAdmin() ? Optional.of("to send packets takes root")
                : !link.up() ? Optional.of(link.name() + " is down")
                : !link.carrier() ? Optional.of(link.name() + " has no carrier") : Optional.empty();
    }

    private Qdisc qdisc() {
        return kernel.qdiscs(link).stream().filter(each -> each.handleText().equals(port.handle())
                        && each.kind().equals(port.kind()) && each.place().equals(port.parent()))
                .findFirst().orElseThrow(() -> new UserError("somebody has taken " + name() + " away from "
                        + link.name() + " again", "look at 'tc qdisc show dev " + link.name() + "'"));
    }

    private void send(Qdisc qdisc) {
        byte[] own = link.mac().isEmpty() ? new byte[6] : HexFormat.ofDelimiter(":").parseHex(link.mac());
        byte[] frame = ByteBuffer.allocate(FRAME).put(NEXT_BRIDGE).put(own).putShort(EXPERIMENT).array();
        try (RawSocket socket = RawSocket.ofFrames(link.name(), link.index())) {
            if (qdisc.parent() != Qdisc.ROOT) {
                socket.withPriority(qdisc.parent());
            }
            for (int i = 0; i < PACKETS; i++) {
                socket.offer(frame);
            }
        }
    }

    /** Until enough has come and something has gone, or patience is at its end. */
    private QdiscStatistics await(QdiscStatistics before) {
        long end = System.nanoTime() + PATIENCE;
        QdiscStatistics now = qdisc().counted();
        while (!isEnough(before, now) && System.nanoTime() < end) {
            Sleep.until(System.nanoTime() + STEP);
            now = qdisc().counted();
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
