// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import java.util.Random;
import org.mqecn.value.UserError;

/**
 * Zipf's law: the i-th most popular video is watched in proportion to 1 / i^exponent. For files on the web the exponent was
 * measured to be between 0.64 and 0.83 (L. Breslau, P. Cao, L. Fan,
 * G. Phillips, S. Shenker, "Web Caching and Zipf-like Distributions: Evidence and Implications", INFOCOM 1999). 0 is
 * uniform.
 */
public record ZipfPopularity(double exponent) {
    private static final String PREFIX = "zipf:";

    /**
     * Parses {@code zipf:0.8}.
     *
     * @throws UserError a usage error
     */
    public static ZipfPopularity parse(String text) {
        if (!text.matches(PREFIX + "\\d(\\.\\d{1,6})?")) {
            throw UserError.usage(
                    "'" + text + "' is not a popularity distribution", "for example zipf:0.8, or zipf:0 for uniform");
        }
        return new ZipfPopularity(Double.parseDouble(text.substring(PREFIX.length())));
    }

    /** Draws the index of one of {@code count} videos. */
    int choose(int count, Random random) {
        double total = 0;
        for (int i = 0; i < count; i++) {
            total += weight(i);
        }
        double ticket = random.nextDouble() * total;
        for (int i = 0; i < count; i++) {
            ticket -= weight(i);
            if (ticket < 0) {
                return i;
            }
        }
        return count - 1;
    }

    private double weight(int index) {
        return StrictMath.pow(index + 1, -exponent);
    }
}
