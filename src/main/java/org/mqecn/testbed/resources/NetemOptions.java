// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.topology.Impairment;
import org.mqecn.value.Rate;

/** Formats the options of netem. */
final class NetemOptions {
    /** In packets: more than any link of a testbed has in flight. The limit costs no memory. */
    private static final String LIMIT = "1000000";

    private NetemOptions() {}

    /** @param rate of the device */
    static List<String> of(Impairment impairment, Optional<Rate> rate) {
        List<String> options = new ArrayList<>(List.of("delay", microseconds(impairment.delay())));
        if (!impairment.jitter().isZero()) {
            options.add(microseconds(impairment.jitter()));
        }
        addRatio(options, "loss", impairment.loss());
        addRatio(options, "corrupt", impairment.corruption());
        addRatio(options, "duplicate", impairment.duplication());
        addRatio(options, "reorder", impairment.reordering());
        rate.ifPresent(each -> options.addAll(List.of("rate", each.toString())));
        options.addAll(List.of("limit", LIMIT));
        return options;
    }

    private static void addRatio(List<String> options, String word, double ratio) {
        if (ratio > 0) {
            options.addAll(List.of(word, decimal(BigDecimal.valueOf(ratio).movePointRight(2)) + "%"));
        }
    }

    /** netem has no nanoseconds. */
    private static String microseconds(Duration time) {
        return decimal(BigDecimal.valueOf(time.toNanos()).movePointLeft(3)) + "us";
    }

    private static String decimal(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
