// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.List;
import java.util.Map;

/**
 * What {@code mqecn run} made of a scenario's checks.
 *
 * @param command that makes all of it again
 * @param planned how many runs there are when all are done
 * @param runs names of the files that belong to it; null for all
 * @param failures what happened to runs that left nothing, by their names
 */
record ExperimentSummary(
        String command,
        RunFile.Paper paper,
        int planned,
        List<String> runs,
        Map<String, String> failures,
        List<CheckResult> checks) {
    /** Of a folder without such a file. */
    static final ExperimentSummary EMPTY = new ExperimentSummary(null, null, 0, null, null, null);

    /**
     * A value beside that of the paper.
     *
     * @param where the case it is of
     * @param against the case it is compared with, its change in percent; empty where the value counts itself
     * @param paper its value, as the scenario has it; empty where no paper tells
     * @param direction of the change, where no paper tells it
     * @param within how far off it may be
     * @param ours null where no run that counts has it
     * @param held null where the cases have not run
     * @param why in a sentence
     */
    record CheckResult(
            String metric,
            Map<String, String> where,
            Map<String, String> against,
            String paper,
            String direction,
            String within,
            Double ours,
            Boolean held,
            String why) {
        CheckResult {
            where = where == null ? Map.of() : where;
            against = against == null ? Map.of() : against;
            paper = paper == null ? "" : paper;
            direction = direction == null ? "" : direction;
            within = within == null ? "" : within;
            why = why == null ? "" : why;
        }

        boolean passed() {
            return Boolean.TRUE.equals(held);
        }

        boolean failed() {
            return Boolean.FALSE.equals(held);
        }

        boolean isRelative() {
            return !against.isEmpty();
        }
    }

    /** Whether a file belongs to it. */
    boolean includes(String run) {
        return runs == null || runs.contains(run);
    }

    ExperimentSummary {
        command = command == null ? "" : command;
        failures = failures == null ? Map.of() : failures;
        checks = checks == null ? List.of() : List.copyOf(checks);
    }
}
