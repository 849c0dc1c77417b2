// SPDX-License-Identifier: Apache-2.0
package org.mqecn.monitor;

import java.util.List;
import org.mqecn.port.Port;
import org.mqecn.port.PortActivity;
import org.mqecn.port.QueueActivity;

/** A queue among those of all ports; or a port, if it has no queues. */
public record ActivityRow(Port port, QueueActivity queue) {
    /** The queues of a port; of one without queues, the port. */
    public static List<ActivityRow> of(PortActivity activity) {
        List<QueueActivity> all = activity.rows();
        return all.subList(0, Math.max(1, all.size() - 1)).stream()
                .map(queue -> new ActivityRow(activity.port(), queue))
                .toList();
    }

    public String device() {
        return port.device();
    }

    /** Whether packets were sent, dropped or are there. */
    public boolean isBusy() {
        return queue.value("sent_packets").orElse(0) > 0
                || queue.value("backlog_packets").orElse(0) > 0
                || isDropping();
    }

    public boolean isDropping() {
        return queue.dropped() > 0;
    }

    /** Whether the occupancy is above the marking threshold. */
    public boolean isAboveThreshold() {
        return queue.threshold().isPresent()
                && queue.occupancy().orElse(0) > queue.threshold().getAsLong();
    }
}
