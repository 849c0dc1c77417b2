// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment;

import java.util.regex.Pattern;

/** Reads what ping printed. */
final class Ping {
    private static final Pattern TIME = Pattern.compile("time=([0-9.]+) ms");
    private static final double US_A_MS = 1000;

    private Ping() {}

    /** Round-trip times in microseconds, in the order of the answers. */
    static double[] rttsUs(String text) {
        return TIME.matcher(text).results().map(match -> match.group(1))
                .mapToDouble(ms -> Double.parseDouble(ms) * US_A_MS).toArray();
    }
}
