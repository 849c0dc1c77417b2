// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The histograms of a queue, while the setting histograms is on. Each packet counts in both when it leaves the queue.
 *
 * @param sojourn sojourn time of the packet
 * @param occupancy backlog of the queue with the packet
 */
public record QueueHistograms(Histogram sojourn, Histogram occupancy) {
    /** The quantiles of tables and JSON, by name. */
    public static final Map<String, Double> QUANTILES = quantiles();

    private static Map<String, Double> quantiles() {
        Map<String, Double> quantiles = new LinkedHashMap<>();
        quantiles.put("p50", 0.5);
        quantiles.put("p99", 0.99);
        quantiles.put("p99.9", 0.999);
        return quantiles;
    }

    /** Returns what was counted since an earlier reading. */
    public QueueHistograms since(QueueHistograms earlier) {
        return new QueueHistograms(sojourn.since(earlier.sojourn), occupancy.since(earlier.occupancy));
    }
}
