// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.port.DwrrScheme;
import org.mqecn.port.Port;
import org.mqecn.port.SchemeRole;
import org.mqecn.port.SchemeSetting;
import org.mqecn.socket.RawSocket;
import org.mqecn.value.Quantity;
import org.mqecn.value.UserError;

/** A port with a scheme on a veth device, for random packets. It is made in a guest and ends with it. */
final class SchemeTestPort {
    private static final String DEVICE = "scheme0";
    private static final String PEER = "scheme1";
    private static final List<String> PORT = List.of("rate", "100mbit", "queues", "4", "shared-buffer", "200000");
    private static final int BURSTS = 60;
    private static final int MOST_IN_BURST = 60;
    private static final long LONGEST_GAP_NS = 6_000_000;
    private static final long DRAIN_NS = 50_000_000;
    private static final int LONGEST_FRAME = 1514;
    private static final int SHORTEST_FRAME = 60;
    private static final int IP_HEADER = 14;
    /** Queue 0 has only packets that are not ECN-capable; queue 1 only ECT(0); the others all kinds. */
    private static final int[][] ECN_OF_QUEUE = {{0}, {2}, {0, 1, 2, 3}, {0, 1, 2, 3}};

    private final DwrrScheme scheme;
    private final CommandRunner runner = new CommandRunner();
    private final RtnetlinkReader reader = new RtnetlinkReader();

    SchemeTestPort(DwrrScheme scheme) {
        this.scheme = scheme;
        require("ip", "link", "add", DEVICE, "type", "veth", "peer", "name", PEER);
        for (String device : List.of(DEVICE, PEER)) {
            runner.capture(List.of("sysctl", "-qw", "net.ipv6.conf." + device + ".disable_ipv6=1"));
            require("ip", "link", "set", device, "up");
        }
    }

    /** Begins with the scheme and the defaults. */
    void open() {
        require(words(Stream.of(
                List.of("tc", "qdisc", "add", "dev", DEVICE, "root", "handle", "1:", "dwrr"),
                PORT,
                selection(scheme.name()))));
    }

    void close() {
        require("tc", "qdisc", "del", "dev", DEVICE, "root");
    }

    void set(Map<SchemeSetting, Long> values) {
        require(change(values));
    }

    /** Whether the kernel takes these values. */
    boolean takes(Map<SchemeSetting, Long> values) {
        return runner.capture(List.of(change(values))).succeeded();
    }

    /** Gives the port a scheme of dwrr itself, which needs no module. */
    void selectOwn() {
        select(scheme.role() == SchemeRole.MARKING ? "none" : "shared");
    }

    void selectScheme() {
        select(scheme.name());
    }

    private void select(String name) {
        require(words(Stream.of(change(), selection(name))));
    }

    void clearCounters() {
        require(words(Stream.of(change(), List.of("clear"))));
    }

    Port read() {
        return reader.readPorts(reader.readLink(DEVICE)).get(0);
    }

    private List<String> selection(String name) {
        return List.of(scheme.role().keyword(), name);
    }

    private static List<String> change() {
        return List.of("tc", "qdisc", "change", "dev", DEVICE, "root", "dwrr");
    }

    private String[] change(Map<SchemeSetting, Long> values) {
        List<String> assignments = new ArrayList<>();
        values.forEach((setting, value) -> assignments.addAll(List.of(setting.key(), text(setting, value))));
        return words(Stream.of(change(), selection(scheme.name()), assignments));
    }

    /** A value as tc reads it, also one that the setting does not have. */
    private static String text(SchemeSetting setting, long value) {
        Quantity quantity = setting.quantity();
        return (setting.isPerQueue() ? "all:" : "")
                + (quantity.isValid(value) ? quantity.format(value) : Long.toString(value));
    }

    private static String[] words(Stream<List<String>> parts) {
        return parts.flatMap(List::stream).toArray(String[]::new);
    }

    private void require(String... command) {
        CommandResult result = runner.capture(List.of(command));
        if (!result.succeeded()) {
            throw new UserError(
                    "'" + String.join(" ", command) + "' failed: "
                            + FailureRemedy.reason(result.errors(), result.exitStatus()),
                    "");
        }
    }

    /**
     * Sends bursts to all queues.
     *
     * @param beforeBurst called with the number of each burst, while earlier packets are queued
     * @return the number of packets
     */
    int send(IntConsumer beforeBurst) {
        Random random = new Random(1);
        int sent = 0;
        DeviceLink link = reader.readLink(DEVICE);
        try (RawSocket socket = RawSocket.forFrames(DEVICE, link.index())) {
            for (int burst = 0; burst < BURSTS; burst++) {
                beforeBurst.accept(burst);
                for (int left = random.nextInt(MOST_IN_BURST); left > 0; left--, sent++) {
                    socket.sendDroppable(frame(random));
                }
                Sleep.until(System.nanoTime() + random.nextLong(LONGEST_GAP_NS));
            }
        }
        return sent;
    }

    /** Waits until all queues are empty. */
    void drain() {
        Sleep.until(System.nanoTime() + DRAIN_NS);
    }

    /** A frame with an IPv4 header; the DSCP is the number of its queue. */
    private static byte[] frame(Random random) {
        int queue = random.nextInt(ECN_OF_QUEUE.length);
        int[] codePoints = ECN_OF_QUEUE[queue];
        int length =
                random.nextBoolean() ? LONGEST_FRAME : SHORTEST_FRAME + random.nextInt(LONGEST_FRAME - SHORTEST_FRAME);
        ByteBuffer frame = ByteBuffer.allocate(length);
        frame.position(IP_HEADER - 2);
        return frame.putShort((short) 0x0800)
                .put((byte) 0x45)
                .put((byte) (queue << 2 | codePoints[random.nextInt(codePoints.length)]))
                .putShort((short) (length - IP_HEADER))
                .putInt(0)
                .putShort((short) 0x40fd)
                .array();
    }
}
