// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.Optional;
import java.util.OptionalInt;
import org.mqecn.port.Dscp;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.Port;

/**
 * Where a dwrr port puts packets (kmod/dwrr/classify.h): a priority that is one of its classes decides, then the first
 * queue that names the DSCP; all others go to queue 0.
 */
record QueueMap(Port port) {
    int queues() {
        return port.config().queues().size();
    }

    /** The queue of the code point; 0 where none names it. */
    int queue(Dscp dscp) {
        return named(dscp).orElse(0);
    }

    /** The first queue that names the code point. */
    OptionalInt named(Dscp dscp) {
        return port.config().queues().stream()
                .filter(queue -> queue.values().get(DwrrSetting.DSCP) == dscp.value())
                .mapToInt(queue -> queue.index()).findFirst();
    }

    /** The queue whose class the priority is; empty where it is none of this port. */
    OptionalInt queue(Priority priority) {
        boolean ours = Integer.toHexString(priority.qdisc()).concat(":").equals(port.handle());
        return ours && priority.minor() >= 1 && priority.minor() <= queues()
                ? OptionalInt.of(priority.minor() - 1) : OptionalInt.empty();
    }

    /** Whether the priority is no class of this port. */
    boolean isUndecided(Optional<Priority> priority) {
        return priority.map(this::queue).orElse(OptionalInt.empty()).isEmpty();
    }

    /** The queue of what a rule gives; empty where each packet's own DSCP decides. */
    OptionalInt queue(Optional<Dscp> dscp, Optional<Priority> priority) {
        OptionalInt ofClass = priority.map(this::queue).orElse(OptionalInt.empty());
        return ofClass.isPresent() || dscp.isEmpty() ? ofClass : OptionalInt.of(queue(dscp.get()));
    }
}
