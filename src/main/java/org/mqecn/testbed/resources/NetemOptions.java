// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.value.Rate;

/** Formats the options of netem. */
final class NetemOptions {
    /** In packets: more than any link of a testbed has in flight. The limit costs no memory. */
    private static final String LIMIT = "1000000";

    private NetemOptions() {}

    /** @param loss as a fraction */
    static List<String> of(Duration delay, double loss, Optional<Rate> rate) {
        List<String> options = new ArrayList<>(List.of("delay", microseconds(delay)));
        if (loss > 0) {
            options.addAll(List.of("loss", decimal(BigDecimal.valueOf(loss).movePointRight(2)) + "%"));
        }
        rate.ifPresent(each -> options.addAll(List.of("rate", each.toString())));
        options.addAll(List.of("limit", LIMIT));
        return options;
    }

    /** netem has no nanoseconds. */
    private static String microseconds(Duration time) {
        return decimal(BigDecimal.valueOf(time.toNanos()).movePointLeft(3)) + "us";
    }

    private static String decimal(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
