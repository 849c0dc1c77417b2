// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Round-trip times in microseconds, in the order they were measured.
 *
 * @param p99Us the ⌊0.99 n⌋-th of the sorted values, counted from 0, as the paper's scripts have it
 */
public record Rtt(double avgUs, double p99Us, double[] samplesUs) {
    /** @throws IllegalArgumentException where there are none */
    public static Rtt of(double... samplesUs) {
        double[] sorted = samplesUs.clone();
        Arrays.sort(sorted);
        double average = DoubleStream.of(sorted).average()
                .orElseThrow(() -> new IllegalArgumentException("no round-trip times"));
        return new Rtt(average, sorted[99 * sorted.length / 100], samplesUs.clone());
    }

    /** All of them together. */
    public static Rtt of(Rtt... parts) {
        return of(Arrays.stream(parts).flatMapToDouble(part -> DoubleStream.of(part.samplesUs)).toArray());
    }
}
