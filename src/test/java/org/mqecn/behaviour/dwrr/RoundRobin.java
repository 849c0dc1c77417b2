// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.dwrr;

import java.util.function.Consumer;

/**
 * Deficit round robin (Shreedhar &amp; Varghese, SIGCOMM 1995, figure 3), turn by turn: a turn adds a quantum to the
 * deficit counter; the queue sends while the counter covers its first packet, then goes to the tail of the active list.
 *
 * <p>Weighted round robin is the same, but a turn begins with a counter of 0, and a packet that is larger than the quantum
 * may use the whole counter.
 */
final class RoundRobin implements PortScheduler {
    private final PortOptions options;
    private final Consumer<ModelQueue> onTurnEnd;

    /** @param onTurnEnd called at the end of each turn that sent something */
    RoundRobin(PortOptions options, Consumer<ModelQueue> onTurnEnd) {
        this.options = options;
        this.onTurnEnd = onTurnEnd;
    }

    private boolean isWeighted() {
        return options.discipline() == PortOptions.Discipline.WRR;
    }

    @Override
    public void activate(PriorityLevel level, ModelQueue queue) {
        queue.deficit = 0;
        queue.inTurn = false;
        queue.hadEmptyTurn = false;
        level.active.add(queue);
    }

    @Override
    public ModelQueue next(PriorityLevel level) {
        for (; ; ) {
            ModelQueue queue = level.active.get(0);
            if (!queue.inTurn) {
                queue.deficit += options.quantum(queue.index);
                queue.inTurn = true;
                queue.hasSentInTurn = false;
            }
            if (canSend(queue)) {
                return queue;
            }
            endTurn(level, queue);
        }
    }

    private boolean canSend(ModelQueue queue) {
        return queue.headBytes() <= queue.deficit || isWeighted() && queue.deficit >= options.quantum(queue.index);
    }

    private void endTurn(PriorityLevel level, ModelQueue queue) {
        if (queue.hasSentInTurn) {
            onTurnEnd.accept(queue);
        } else {
            queue.hadEmptyTurn = true;
        }
        if (isWeighted()) {
            queue.deficit = 0;
        }
        queue.inTurn = false;
        level.rotate(queue);
    }

    @Override
    public void onSent(PriorityLevel level, ModelQueue queue, long bytes) {
        queue.deficit -= Math.min(queue.deficit, bytes);
        queue.hasSentInTurn = true;
    }
}
