// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The outcome of a change.
 *
 * @param changed whether there was anything to change
 * @param summary describes the new state: a line, or a line for each port
 * @param commands the commands that ran or, in a dry run, would run
 * @param warnings a sentence each
 */
public record ChangeOutcome(boolean changed, String summary, List<String> commands, List<String> warnings) {
    public ChangeOutcome {
        commands = List.copyOf(commands);
        warnings = List.copyOf(warnings);
    }

    /** The same, described otherwise. */
    ChangeOutcome withSummary(String other) {
        return new ChangeOutcome(changed, other, commands, warnings);
    }

    /** The same, with another warning. */
    ChangeOutcome withWarning(Optional<String> warning) {
        return new ChangeOutcome(
                changed,
                summary,
                commands,
                Stream.concat(warnings.stream(), warning.stream()).toList());
    }

    public static ChangeOutcome unchanged(String summary) {
        return unchanged(summary, List.of());
    }

    public static ChangeOutcome unchanged(String summary, List<String> warnings) {
        return new ChangeOutcome(false, summary, List.of(), warnings);
    }
}
