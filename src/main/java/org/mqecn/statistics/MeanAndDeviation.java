// SPDX-License-Identifier: Apache-2.0
package org.mqecn.statistics;

import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * Mean and standard deviation of a sample.
 *
 * @param deviation sample standard deviation (n - 1); 0 for a single value
 */
public record MeanAndDeviation(double mean, double deviation) {
    /** Empty if there are no values. */
    public static Optional<MeanAndDeviation> of(double... values) {
        if (values.length == 0) {
            return Optional.empty();
        }
        double mean = DoubleStream.of(values).average().orElseThrow();
        double squares = DoubleStream.of(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return Optional.of(
                new MeanAndDeviation(mean, values.length == 1 ? 0 : Math.sqrt(squares / (values.length - 1))));
    }
}
