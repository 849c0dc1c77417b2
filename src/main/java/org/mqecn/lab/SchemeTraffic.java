// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.mqecn.port.DwrrScheme;
import org.mqecn.port.SchemeSetting;
import org.mqecn.value.EthernetFrame;

/**
 * Random packets through one queue of a port, as steps for a scheme and its model. The queue grows and drains in phases:
 * in each, packets arrive at another share of the rate. What the other queues of the port, and other ports, hold is random, too.
 */
final class SchemeTraffic {
    private static final long NS_PER_SECOND = 1_000_000_000;

    /**
     * The rate of each eighth, in ns per byte: 1 Gbit/s with the defaults, then with other values 100 Mbit/s, 10 Mbit/s, 8
     * Gbit/s and so on.
     */
    private static final List<Long> NS_PER_BYTE = List.of(8L, 80L, 800L, 1L, 8L, 8L, 80L, 800L);

    /** The mean number of arrivals between two expirations of the timer. */
    private static final int PACKETS_OF_PERIOD = 10;

    private static final int MOST_QUANTUM = 20_000;
    private static final int MOST_OTHER_QUANTA = 60_000;
    private static final int LONGEST_PHASE = 400;
    private static final double MAX_LOAD = 2;
    private static final double ECN_CAPABLE = 0.8;
    private static final int SHORTEST = 84;
    private static final long MOST_OTHER_BYTES = 100_000;
    private static final long MOST_QUEUE_BYTES = 400_000;
    private static final long START_NS = 1_000_000_000;

    private final Random random;
    private final Random randomQuanta;
    private final DwrrScheme scheme;
    private final boolean hasPeriod;
    private final StringBuilder steps = new StringBuilder();
    private final Deque<long[]> queue = new ArrayDeque<>();
    private long now = START_NS;
    private long departure = START_NS;
    private long backlog;
    private long other;
    private int packets;
    private long nsPerByte;

    /** @param hasPeriod whether the scheme has a controller that runs on a timer */
    SchemeTraffic(DwrrScheme scheme, boolean hasPeriod, long seed) {
        this.scheme = scheme;
        this.hasPeriod = hasPeriod;
        this.random = new Random(seed);
        this.randomQuanta = new Random(seed + 1);
    }

    /** The steps of some packets: an eighth with the defaults, the others with other values of the parameters. */
    String steps(int count) {
        for (int set = 0; set < NS_PER_BYTE.size(); set++) {
            start(set);
            int end = packets + count / NS_PER_BYTE.size();
            while (packets < end) {
                phase(end);
            }
        }
        return steps.toString();
    }

    private void start(int set) {
        queue.clear();
        backlog = 0;
        nsPerByte = NS_PER_BYTE.get(set);
        String values = scheme.values(set == 0 ? SchemeSetting::defaultValue : this::value).values().stream()
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
        steps.append("rate ").append(NS_PER_SECOND / nsPerByte).append('\n');
        steps.append("pool ").append(randomQuanta.nextLong(MOST_OTHER_BYTES)).append('\n');
        drawQuanta();
        steps.append(values.isEmpty() ? "start" : "start " + values).append('\n');
    }

    /** The queue is one of those that have packets, and they are some of all. */
    private void drawQuanta() {
        int own = MOST_QUANTUM - randomQuanta.nextInt(MOST_QUANTUM - EthernetFrame.FULL_WIRE_LENGTH);
        int active = own + randomQuanta.nextInt(MOST_OTHER_QUANTA);
        steps.append("quanta %d %d %d\n".formatted(own, active + randomQuanta.nextInt(MOST_OTHER_QUANTA), active));
    }

    /** A value that is near the default more often than far from it: at the ends of a range most schemes do nothing. */
    private long value(SchemeSetting setting) {
        double factor = Math.exp(random.nextGaussian());
        long near = Math.round(setting.defaultValue() * factor);
        long low = setting.spec().min();
        long high = setting.spec().max();
        return setting.defaultValue() == 0 || high - low < 8
                ? low + random.nextLong(Math.min(high - low, Integer.MAX_VALUE) + 1)
                : Math.max(low, Math.min(high, near));
    }

    private void phase(int end) {
        double load = random.nextDouble() * MAX_LOAD;
        int length = 1 + random.nextInt(LONGEST_PHASE);
        for (int i = 0; i < length && packets < end; i++) {
            int wireLength = random.nextInt(4) > 0
                    ? EthernetFrame.FULL_WIRE_LENGTH
                    : SHORTEST + random.nextInt(EthernetFrame.FULL_WIRE_LENGTH - SHORTEST);
            long gap = Math.round(-Math.log(1 - random.nextDouble()) * wireLength * nsPerByte / load);
            departUntil(now + Math.min(gap, START_NS / 100), end);
            if (hasPeriod && random.nextInt(PACKETS_OF_PERIOD) == 0) {
                drawQuanta();
                steps.append("period %d %d %d\n".formatted(now, backlog, backlog + other));
            }
            if (packets < end && backlog < MOST_QUEUE_BYTES) {
                arrive(wireLength);
            }
        }
    }

    private void departUntil(long time, int end) {
        while (!queue.isEmpty() && departure <= time && packets < end) {
            long[] packet = queue.poll();
            now = departure;
            backlog -= packet[1];
            steps.append(
                    "depart %d %d %d %d %d\n".formatted(now, now - packet[0], backlog, backlog + other, packet[1]));
            packets++;
            if (!queue.isEmpty()) {
                departure = now + queue.peek()[1] * nsPerByte;
            }
        }
        now = Math.max(now, time);
    }

    private void arrive(int wireLength) {
        other = Math.max(0, Math.min(MOST_OTHER_BYTES, other + random.nextInt(6001) - 3000));
        if (queue.isEmpty()) {
            departure = now + wireLength * nsPerByte;
        }
        queue.add(new long[] {now, wireLength});
        backlog += wireLength;
        steps.append("arrive %d %d %d %d %d\n"
                .formatted(now, backlog, backlog + other, wireLength, random.nextDouble() < ECN_CAPABLE ? 1 : 0));
        packets++;
    }
}
