// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * What the repetitions of a case have.
 *
 * @param deviation standard deviation of the repetitions; 0 of a single one
 */
record MeanAndDeviation(double mean, double deviation) {
    static Optional<MeanAndDeviation> of(double... values) {
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
