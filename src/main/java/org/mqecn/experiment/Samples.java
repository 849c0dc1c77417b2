// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.mqecn.figure.Comparison.Occupancy;

/** Reads what the {@link Sampler} wrote. */
final class Samples {
    private Samples() {}

    /** The first queues of the port, over time. */
    static Occupancy parse(String csv, int queues) {
        List<long[]> rows = csv.lines().map(line -> Arrays.stream(line.split(",")).mapToLong(Long::parseLong).toArray())
                .toList();
        List<Occupancy.Queue> columns = IntStream.range(0, queues)
                .map(queue -> 1 + queue * Sampler.columns())
                .mapToObj(first -> new Occupancy.Queue(
                        column(rows, first), column(rows, first + 1), column(rows, first + 2)))
                .toList();
        return new Occupancy(column(rows, 0), columns);
    }

    private static long[] column(List<long[]> rows, int column) {
        return rows.stream().mapToLong(row -> row[column]).toArray();
    }
}
