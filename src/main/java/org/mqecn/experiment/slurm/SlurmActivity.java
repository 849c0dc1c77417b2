// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.slurm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Runs of an experiment in Slurm.
 *
 * @param nodes where runs are running
 * @param reasons why runs wait
 * @param held jobs that must be released
 */
public record SlurmActivity(int running, int pending, List<String> nodes, List<String> reasons, List<String> held) {
    public static final SlurmActivity NONE = new SlurmActivity(0, 0, List.of(), List.of(), List.of());

    private static final String NO_REASON = "None";

    static SlurmActivity of(Collection<QueuedTask> active) {
        List<QueuedTask> running = active.stream().filter(QueuedTask::isRunning).toList();
        List<QueuedTask> pending = active.stream().filter(QueuedTask::isPending).toList();
        return new SlurmActivity(
                running.size(),
                pending.size(),
                running.stream()
                        .map(QueuedTask::node)
                        .filter(node -> !node.isEmpty())
                        .distinct()
                        .sorted()
                        .toList(),
                pending.stream()
                        .map(QueuedTask::reason)
                        .filter(reason -> !reason.equals(NO_REASON))
                        .distinct()
                        .sorted()
                        .toList(),
                pending.stream()
                        .filter(QueuedTask::isHeld)
                        .map(QueuedTask::job)
                        .distinct()
                        .sorted(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()))
                        .toList());
    }

    public boolean isActive() {
        return running + pending > 0;
    }

    /** For people: {@code 2 running on n1, n2; 5 waiting (Resources)}. */
    public String describe() {
        List<String> parts = new ArrayList<>();
        parts.add(running + " running" + (nodes.isEmpty() ? "" : " on " + String.join(", ", nodes)));
        if (pending > 0) {
            parts.add(pending + " waiting" + (reasons.isEmpty() ? "" : " (" + String.join(", ", reasons) + ")"));
        }
        if (!held.isEmpty()) {
            parts.add("held: 'scontrol release " + String.join(",", held) + "' lets them run");
        }
        return String.join("; ", parts);
    }
}
