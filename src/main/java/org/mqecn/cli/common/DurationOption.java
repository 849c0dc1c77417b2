// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.common;

import java.time.Duration;
import org.mqecn.value.Quantity;
import org.mqecn.value.UserError;

/** Parses the value of an option that is a duration. */
public final class DurationOption {
    private DurationOption() {}

    /** @throws UserError a usage error if it is not above 0 */
    public static Duration parsePositive(String option, String text) {
        Duration duration = parse(option, text);
        if (duration.isZero()) {
            throw UserError.usage(option + " must be above 0", "for example 200us, 1ms or 1.5s");
        }
        return duration;
    }

    /** @throws UserError a usage error if it is not a duration; 0 is one */
    public static Duration parse(String option, String text) {
        return Duration.ofNanos(Quantity.TIME.parse(option, text));
    }
}
