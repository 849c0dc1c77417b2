// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.port;

import java.time.Duration;
import java.util.Optional;
import org.mqecn.cli.common.DurationOption;
import org.mqecn.value.UserError;
import picocli.CommandLine.Option;

/** The option of a verb whose change may wait for confirmation. */
final class ConfirmationOption {
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    @Option(
            names = "--confirm",
            paramLabel = "TIME",
            description =
                    "Undo the change after this time unless 'mqecn confirm' confirms it, even if this terminal or its "
                            + "connection is gone: 60s.")
    private Optional<String> text = Optional.empty();

    /** The time to wait for confirmation; empty if none is needed. */
    Optional<Duration> time() {
        return text.map(ConfirmationOption::parse);
    }

    private static Duration parse(String text) {
        Duration wait = DurationOption.parse("--confirm", text);
        if (wait.compareTo(SHORTEST_WAIT) < 0 || wait.compareTo(LONGEST_WAIT) > 0) {
            throw UserError.usage("--confirm " + text + " is out of range", "it goes from 1s to one day, 86400s");
        }
        return wait;
    }
}
