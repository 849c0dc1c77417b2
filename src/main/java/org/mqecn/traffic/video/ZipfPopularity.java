// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import java.util.Random;
import org.mqecn.value.UserError;

/**
 * How often which video is watched: Zipf's law, by which the i-th of them is watched in proportion to 1 / i^exponent.
 * For requests of files on the web the exponent was found between 0.64 and 0.83 (L. Breslau, P. Cao, L. Fan,
 * G. Phillips, S. Shenker, "Web Caching and Zipf-like Distributions: Evidence and Implications", INFOCOM 1999); 0 makes
 * all alike.
 */
public record ZipfPopularity(double exponent) {
    private static final String PREFIX = "zipf:";

    /**
     * Reads {@code zipf:0.8}.
     *
     * @throws UserError a usage error
     */
    public static ZipfPopularity parse(String text) {
        if (!text.matches(PREFIX + "\\d(\\.\\d{1,6})?")) {
            throw UserError.usage(
                    "'" + text + "' is not a law of popularity",
                    "write for example zipf:0.8, or zipf:0 where all videos are alike");
        }
        return new ZipfPopularity(Double.parseDouble(text.substring(PREFIX.length())));
    }

    /** Index of a video, out of so many. */
    int choose(int count, Random random) {
        double total = 0;
        for (int i = 0; i < count; i++) {
            total += weight(i);
        }
        double left = random.nextDouble() * total;
        for (int i = 0; i < count; i++) {
            left -= weight(i);
            if (left < 0) {
                return i;
            }
        }
        return count - 1;
    }

    private double weight(int index) {
        return StrictMath.pow(index + 1, -exponent);
    }
}
