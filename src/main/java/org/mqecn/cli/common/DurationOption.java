// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.common;

import java.time.Duration;
import org.mqecn.value.Quantity;
import org.mqecn.value.UserError;

/** Times as values of options. */
public final class DurationOption {
    private DurationOption() {}

    /** The value of an option, above 0. */
    public static Duration parsePositive(String option, String text) {
        Duration time = parse(option, text);
        if (time.isZero()) {
            throw UserError.usage(option + " " + text + " is not a time span", "write it as 200us, 1ms or 1.5s");
        }
        return time;
    }

    /** The value of an option, which may be 0. */
    public static Duration parse(String option, String text) {
        return Duration.ofNanos(Quantity.TIME.parse(option, text));
    }
}
