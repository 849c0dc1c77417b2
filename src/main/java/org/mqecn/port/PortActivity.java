// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a port did between two readings.
 *
 * @param port the port; its statistics are rates per second, and gauges at the second reading
 */
public record PortActivity(Port port) {
    /** Compares two readings. A port that is not in the first one has rates of 0. */
    public static PortActivity between(List<Port> before, Port after, long elapsedNanos) {
        PortStats earlier = before.stream()
                .filter(old ->
                        old.device().equals(after.device()) && old.handle().equals(after.handle()))
                .map(Port::stats)
                .findFirst()
                .orElse(after.stats());
        return new PortActivity(new Port(
                after.device(),
                after.kind(),
                after.handle(),
                after.parent(),
                after.config(),
                after.stats().perSecond(earlier, elapsedNanos)));
    }

    /** Returns the queues, and then the port. */
    public List<QueueActivity> rows() {
        List<QueueActivity> rows = new ArrayList<>();
        for (int queue = 0; queue < port.stats().queues().size(); queue++) {
            rows.add(new QueueActivity(
                    Integer.toString(queue), port.stats().queues().get(queue), share(queue), weight(queue)));
        }
        rows.add(new QueueActivity("port", port.stats().port(), OptionalDouble.empty(), OptionalDouble.empty()));
        return rows;
    }

    private long sentBytes(int queue) {
        return port.stats().queues().get(queue).get(DwrrCounter.SENT_BYTES).orElse(0);
    }

    private OptionalDouble share(int queue) {
        long all = port.stats().port().get(DwrrCounter.SENT_BYTES).orElse(0);
        return all == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.min(1, (double) sentBytes(queue) / all));
    }

    /** Idle queues do not compete, nor do those of another strict priority. */
    private OptionalDouble weight(int queue) {
        OptionalLong quantum = setting(DwrrSetting.QUANTUM, queue);
        if (sentBytes(queue) == 0 || quantum.isEmpty()) {
            return OptionalDouble.empty();
        }
        long all = 0;
        for (int other = 0; other < port.stats().queues().size(); other++) {
            if (sentBytes(other) > 0 && setting(DwrrSetting.PRIO, other).equals(setting(DwrrSetting.PRIO, queue))) {
                all += setting(DwrrSetting.QUANTUM, other).orElse(0);
            }
        }
        return OptionalDouble.of((double) quantum.getAsLong() / all);
    }

    private OptionalLong setting(Setting setting, int queue) {
        return queue < port.config().queues().size() ? port.config().value(setting, queue) : OptionalLong.empty();
    }
}
