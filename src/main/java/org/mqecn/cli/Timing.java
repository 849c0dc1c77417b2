// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.time.Duration;
import org.mqecn.port.Quantity;
import org.mqecn.port.UserError;

/** Times as values of options. */
final class Timing {
    private Timing() {}

    /** The value of an option, above 0. */
    static Duration time(String option, String text) {
        Duration time = timeOrNone(option, text);
        if (time.isZero()) {
            throw UserError.usage(option + " " + text + " is not a time span", "write it as 200us, 1ms or 1.5s");
        }
        return time;
    }

    /** The value of an option, which may be 0. */
    static Duration timeOrNone(String option, String text) {
        return Duration.ofNanos(Quantity.TIME.parse(option, text));
    }
}
