// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.dwrr;

import java.util.ArrayList;
import java.util.List;

/** The queues of one priority: the active list in order of service, and what its scheduler keeps. */
final class PriorityLevel {
    final List<ModelQueue> active = new ArrayList<>();
    final RoundTime roundTime = new RoundTime();
    /** v(t) of SFQ. */
    long virtualTime;
    /** The highest finish tag of all frames sent. */
    long maxFinishTag;

    /** A queue is moved to the tail of the active list. */
    void rotate(ModelQueue queue) {
        active.remove(queue);
        active.add(queue);
    }
}
