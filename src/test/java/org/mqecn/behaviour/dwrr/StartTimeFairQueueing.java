// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.dwrr;

import java.util.Comparator;

/**
 * Start-time fair queueing (Goyal, Vin &amp; Cheng, SIGCOMM 1996, section 2). The start tag of a packet is
 * S = max(v(arrival), F of the previous packet), its finish tag F = S + length / weight; packets are served in order of
 * start tags. v(t) is the start tag of the packet in service and, at the end of a busy period, the highest finish tag.
 *
 * <p>The weight is the quantum; a tag counts 2^32 a quantum. Queues with equal tags are served in order of arrival at
 * their tags.
 */
final class StartTimeFairQueueing implements PortScheduler {
    private static final long TAG_ONE = 1L << 32;

    private final PortOptions options;

    StartTimeFairQueueing(PortOptions options) {
        this.options = options;
    }

    @Override
    public void activate(PriorityLevel level, ModelQueue queue) {
        if (level.active.isEmpty()) {
            level.virtualTime = level.maxFinishTag;
        }
        queue.startTag = Math.max(level.virtualTime, queue.startTag);
        insert(level, queue);
    }

    private static void insert(PriorityLevel level, ModelQueue queue) {
        level.active.add(queue);
        level.active.sort(Comparator.comparingLong(one -> one.startTag)); // stable
    }

    @Override
    public ModelQueue next(PriorityLevel level) {
        return level.active.get(0);
    }

    @Override
    public void onSent(PriorityLevel level, ModelQueue queue, long bytes) {
        level.virtualTime = queue.startTag;
        queue.startTag += TAG_ONE / options.quantum(queue.index) * bytes;
        level.maxFinishTag = Math.max(level.maxFinishTag, queue.startTag);
        level.active.remove(queue);
        insert(level, queue);
    }
}
