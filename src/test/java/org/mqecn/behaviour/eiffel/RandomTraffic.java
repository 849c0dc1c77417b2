// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.eiffel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Random traffic: sockets and raw frames in bursts of all sizes and ranks. Some senders limit their rate, some set
 * transmission times. It has the form of steps for {@code frames.c} and of packets for the model.
 */
public final class RandomTraffic {
    private static final double IPV6 = 0.3;
    private static final double NOT_CONNECTED = 0.15;
    private static final double BARE = 0.1;
    private static final double LIMITS_RATE = 0.02;
    private static final double BRINGS_TIME = 0.15;
    private static final double CONTROL = 0.01;
    private static final double PAUSE = 0.02;
    private static final int FCS = 4;

    /** A sender: its socket and the fields of its packets. */
    private record Sender(int number, boolean v6, boolean connected, boolean bare) {}

    /**
     * A planned packet.
     *
     * @param rate new rate limit of its socket; 0 if unchanged
     * @param time earliest departure time in ns since the start; negative if not given
     */
    private record PlannedPacket(ModelPacket modelPacket, long rate, long time) {}

    private final Random random;
    private final List<String> steps = new ArrayList<>();
    private final Map<List<Integer>, PlannedPacket> planned = new HashMap<>();
    private final Map<Integer, Integer> sent = new HashMap<>();
    private long now;

    /**
     * @param packets approximate number of packets
     * @param gap mean interval between packets, in ns
     */
    public RandomTraffic(Random random, int packets, long gap) {
        this.random = random;
        List<Sender> senders = new ArrayList<>();
        for (int i = 0; i < 2 + random.nextInt(12); i++) {
            senders.add(openSender(i));
        }
        while (planned.size() < packets) {
            int burst = 1 + random.nextInt(8);
            now += (long) (burst * gap * -Math.log(1 - random.nextDouble()));
            if (chance(PAUSE)) {
                now += 100 * gap;
            }
            steps.add("at " + now);
            for (int i = 0; i < burst; i++) {
                send(senders.get(random.nextInt(senders.size())));
            }
        }
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private Sender openSender(int number) {
        boolean bare = chance(BARE);
        boolean connected = !bare && !chance(NOT_CONNECTED);
        Sender sender = new Sender(number, chance(IPV6), connected, bare);
        if (!bare) {
            steps.add("socket %d v=%d connected=%d".formatted(number, sender.v6() ? 6 : 4, connected ? 1 : 0));
        }
        return sender;
    }

    private void send(Sender sender) {
        int frame = 80 + random.nextInt(1518 - 80 + 1);
        int dscp = random.nextInt(64);
        int ecn = random.nextInt(4);
        int priority = chance(CONTROL) ? 7 + 16 * random.nextInt(4) : random.nextInt(7);
        int mark = sender.bare() ? 0 : random.nextInt(80);
        int seq = sent.merge(sender.number(), 1, Integer::sum) - 1;
        long rate = !sender.bare() && chance(LIMITS_RATE) ? 50_000 + random.nextInt(400_000) : 0;
        long time = !sender.bare() && chance(BRINGS_TIME) ? now + random.nextInt(30_000_000) - 5_000_000 : -1;
        if (sender.bare()) {
            steps.add("send 1 flow=%d len=%d v=%d dscp=%d ecn=%d prio=0:%x"
                    .formatted(sender.number(), frame, sender.v6() ? 6 : 4, dscp, ecn, priority));
        } else {
            steps.add("write %d %d class=%d prio=%d mark=%d"
                            .formatted(sender.number(), frame, dscp << 2 | ecn, priority, mark)
                    + (rate == 0 ? "" : " rate=" + rate)
                    + (time < 0 ? "" : " time=" + time));
        }
        planned.put(
                List.of(sender.number(), seq),
                new PlannedPacket(
                        new ModelPacket(
                                sender.number(), seq, sender.connected(), frame - FCS, dscp, ecn, priority, mark, 0),
                        rate,
                        time));
    }

    /** The steps of the script after its start. */
    public List<String> steps() {
        return List.copyOf(steps);
    }

    /** Time of the last packet in ns since the start. */
    public long endTime() {
        return now;
    }

    /** The packet of a sender, given the start time of the script by the monotonic clock. */
    public ModelPacket packet(int sender, int seq, long start) {
        PlannedPacket plannedPacket = planned.get(List.of(sender, seq));
        return plannedPacket.time() < 0
                ? plannedPacket.modelPacket()
                : plannedPacket.modelPacket().withTxTime(start + plannedPacket.time());
    }

    /** The new rate limit of the sender's socket with this packet; 0 if unchanged. */
    public long rate(int sender, int seq) {
        return planned.get(List.of(sender, seq)).rate();
    }
}
