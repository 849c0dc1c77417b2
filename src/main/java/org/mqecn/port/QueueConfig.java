// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.Map;

/**
 * The configuration of one queue.
 *
 * @param index from 0
 * @param values all settings of the queue, each in its base unit
 */
public record QueueConfig(int index, Map<Setting, Long> values) {
    public QueueConfig {
        values = Map.copyOf(values);
    }
}
