// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.List;

/**
 * What came of a change.
 *
 * @param changed whether there was anything to change
 * @param summary one line for people: what is so now
 * @param commands what ran or, in a dry run, would run
 * @param warnings what was not asked for, but should be known; a sentence each
 */
public record Outcome(boolean changed, String summary, List<String> commands, List<String> warnings) {
    public Outcome {
        commands = List.copyOf(commands);
        warnings = List.copyOf(warnings);
    }

    public static Outcome unchanged(String summary) {
        return unchanged(summary, List.of());
    }

    public static Outcome unchanged(String summary, List<String> warnings) {
        return new Outcome(false, summary, List.of(), warnings);
    }
}
