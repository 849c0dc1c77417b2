// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.port.Counters;
import org.mqecn.port.DwrrCounter;
import org.mqecn.port.DwrrScheme;
import org.mqecn.port.Port;
import org.mqecn.port.SchemeRole;
import org.mqecn.port.SchemeSetting;
import org.mqecn.socket.RawSocket;
import org.mqecn.value.UserError;

/**
 * Checks in a guest what must hold for every marking scheme, at the ends of its ranges too: the kernel takes the values
 * that the scheme declares and no others; no packet is lost or counted twice; none that is not ECN-capable is marked.
 *
 * <p>It makes a pair of veth devices and leaves it: the guest ends with it.
 */
public final class SchemeInvariants {
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

    /**
     * What was checked.
     *
     * @param failure what is wrong; empty if it holds
     */
    public record InvariantResult(String what, String failure) {}

    private final DwrrScheme scheme;
    private final CommandRunner runner = new CommandRunner();
    private final RtnetlinkReader reader = new RtnetlinkReader();
    private final List<InvariantResult> results = new ArrayList<>();

    public SchemeInvariants(DwrrScheme scheme) {
        this.scheme = scheme;
    }

    /** @throws UserError with the kernel's words, if it refuses the scheme */
    public List<InvariantResult> check() {
        load();
        require("ip", "link", "add", DEVICE, "type", "veth", "peer", "name", PEER);
        for (String device : List.of(DEVICE, PEER)) {
            runner.capture(List.of("sysctl", "-qw", "net.ipv6.conf." + device + ".disable_ipv6=1"));
            require("ip", "link", "set", device, "up");
        }
        require(qdisc("add"));
        scheme.settings().forEach(this::checkRange);
        checkTraffic("defaults", SchemeSetting::defaultValue);
        if (!scheme.settings().isEmpty()) {
            checkTraffic("lowest values", setting -> setting.spec().min());
            checkTraffic("highest values", setting -> setting.spec().max());
        }
        return results;
    }

    /** What is wrong with a declaration is in the kernel's log only. */
    private void load() {
        String module = AddedSchemes.module(scheme.name());
        CommandResult result = runner.capture(List.of("modprobe", module));
        if (!result.succeeded()) {
            String log = runner.capture(List.of("dmesg")).output();
            throw new UserError(
                    "the kernel refuses " + module + ": "
                            + log.lines()
                                    .filter(line -> line.contains("dwrr: scheme"))
                                    .map(line -> line.replaceFirst(".*dwrr: ", ""))
                                    .findFirst()
                                    .orElse(FailureRemedy.reason(result.errors(), result.exitStatus())),
                    "");
        }
    }

    private String[] qdisc(String verb) {
        List<String> words =
                new ArrayList<>(List.of("tc", "qdisc", verb, "dev", DEVICE, "root", "handle", "1:", "dwrr"));
        words.addAll(PORT);
        words.addAll(List.of(scheme.role().setting().key(), scheme.name()));
        return words.toArray(String[]::new);
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

    private void add(String what, String failure) {
        results.add(new InvariantResult(what, failure));
    }

    private Port port() {
        DeviceLink link = reader.readLink(DEVICE);
        return reader.readPorts(link).get(0);
    }

    private String[] change(String... options) {
        List<String> words = new ArrayList<>(List.of(
                "tc",
                "qdisc",
                "change",
                "dev",
                DEVICE,
                "root",
                "dwrr",
                scheme.role().setting().key(),
                scheme.name()));
        words.addAll(List.of(options));
        return words.toArray(String[]::new);
    }

    private boolean takes(SchemeSetting setting, long value) {
        return runner.capture(List.of(change(setting.key(), text(setting, value))))
                .succeeded();
    }

    private static String text(SchemeSetting setting, long value) {
        return (setting.isPerQueue() ? "all:" : "") + setting.quantity().format(value);
    }

    private void checkRange(SchemeSetting setting) {
        String failure = "";
        long min = setting.spec().min();
        long max = setting.spec().max();
        for (long value : new long[] {min, max, setting.defaultValue()}) {
            if (!takes(setting, value)) {
                failure = "the kernel refuses " + value;
            } else if (port().config().value(setting, 0).orElse(-1) != value) {
                failure = value + " is read back as " + port().config().value(setting, 0);
            }
        }
        if (min > 0 && takes(setting, min - 1) || max < Long.MAX_VALUE && takes(setting, max + 1)) {
            failure = "the kernel takes values out of the range " + setting.range();
        }
        add("range of " + setting.key() + ": " + setting.range(), failure);
    }

    private void checkTraffic(String values, Function<SchemeSetting, Long> value) {
        require(qdisc("replace"));
        for (SchemeSetting setting : scheme.settings()) {
            require(change(setting.key(), text(setting, value.apply(setting))));
        }
        require(change("clear"));
        int sent = send();
        List<Counters> queues = port().stats().queues();
        long arrived = sum(queues, DwrrCounter.ARRIVED_PACKETS);
        add(
                values + ": " + sent + " packets, " + sum(queues, DwrrCounter.MARKED_PACKETS) + " marked, "
                        + sum(queues, dropsOf(scheme.role())) + " dropped by the scheme",
                arrived == sent ? "" : arrived + " packets arrived");
        add(values + ": each packet is sent or counted as dropped, once", notConserved(queues));
        add(values + ": only ECN-capable packets are marked", wronglyMarked(queues));
    }

    private static DwrrCounter dropsOf(SchemeRole role) {
        return role == SchemeRole.MARKING ? DwrrCounter.DROPPED_EARLY : DwrrCounter.DROPPED_QUEUE_BUFFER;
    }

    private static long sum(List<Counters> queues, DwrrCounter counter) {
        return queues.stream().mapToLong(queue -> queue.get(counter).orElse(0)).sum();
    }

    private static String notConserved(List<Counters> queues) {
        for (int i = 0; i < queues.size(); i++) {
            List<Counters> queue = List.of(queues.get(i));
            long left = sum(queue, DwrrCounter.SENT_PACKETS)
                    + sum(queue, DwrrCounter.BACKLOG_PACKETS)
                    + sum(queue, DwrrCounter.DROPPED_SHARED_BUFFER)
                    + sum(queue, DwrrCounter.DROPPED_QUEUE_BUFFER)
                    + sum(queue, DwrrCounter.DROPPED_EARLY);
            if (left != sum(queue, DwrrCounter.ARRIVED_PACKETS)) {
                return "queue " + i + ": " + sum(queue, DwrrCounter.ARRIVED_PACKETS) + " arrived, " + left
                        + " were sent, are queued or were dropped";
            }
        }
        return "";
    }

    private static String wronglyMarked(List<Counters> queues) {
        return IntStream.range(0, queues.size())
                .filter(i -> queues.get(i).get(DwrrCounter.MARKED_PACKETS).orElse(0)
                        > queues.get(i).get(DwrrCounter.ARRIVED_ECT_PACKETS).orElse(0))
                .mapToObj(i -> "queue " + i + " marked more packets than were ECN-capable")
                .findFirst()
                .orElse("");
    }

    /** Sends bursts to all queues, and waits until they are empty. Returns the number of packets. */
    private int send() {
        Random random = new Random(1);
        int sent = 0;
        DeviceLink link = reader.readLink(DEVICE);
        try (RawSocket socket = RawSocket.forFrames(DEVICE, link.index())) {
            for (int burst = 0; burst < BURSTS; burst++) {
                for (int left = random.nextInt(MOST_IN_BURST); left > 0; left--, sent++) {
                    socket.sendDroppable(frame(random));
                }
                Sleep.until(System.nanoTime() + random.nextLong(LONGEST_GAP_NS));
            }
        }
        Sleep.until(System.nanoTime() + DRAIN_NS);
        return sent;
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
