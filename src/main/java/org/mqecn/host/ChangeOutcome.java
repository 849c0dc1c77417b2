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
public record ChangeOutcome(boolean changed, String summary, List<String> commands, List<String> warnings) {
    public ChangeOutcome {
        commands = List.copyOf(commands);
        warnings = List.copyOf(warnings);
    }

    public static ChangeOutcome unchanged(String summary) {
        return unchanged(summary, List.of());
    }

    public static ChangeOutcome unchanged(String summary, List<String> warnings) {
        return new ChangeOutcome(false, summary, List.of(), warnings);
    }
}
