// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.List;
import java.util.Map;

/**
 * What {@code mqecn run} made of a scenario's checks.
 *
 * @param command that makes all of it again
 * @param planned how many runs there are when all are done
 */
record Summary(String command, int planned, List<Check> checks) {
    /** Of a folder without such a file. */
    static final Summary NONE = new Summary("", 0, List.of());

    /**
     * A value beside that of the paper.
     *
     * @param where the case it is of
     * @param against the case it is compared with, its change in percent; empty where the value counts itself
     * @param paper its value, as the scenario has it
     * @param within how far off it may be
     * @param ours null where no run that counts has it
     * @param why in a sentence
     */
    record Check(String metric, Map<String, String> where, Map<String, String> against, String paper, String within,
            Double ours, boolean held, String why) {
        Check {
            where = where == null ? Map.of() : where;
            against = against == null ? Map.of() : against;
            within = within == null ? "" : within;
            why = why == null ? "" : why;
        }

        boolean isRelative() {
            return !against.isEmpty();
        }
    }

    Summary {
        command = command == null ? "" : command;
        checks = checks == null ? List.of() : List.copyOf(checks);
    }
}
