// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.mqecn.value.Rate;

/**
 * The configuration of one port.
 *
 * @param values the settings of the port, each in its base unit; where the module stands in for tbf, only those
 *     that tbf has: the others are in {@code /proc/sys/dwrr}
 * @param queues its queues, in order; a dwrr port has at least one, an eiffel port none
 */
public record PortConfig(QdiscKind kind, Map<Setting, Long> values, List<QueueConfig> queues) {
    public PortConfig {
        values = Map.copyOf(values);
        queues = List.copyOf(queues);
    }

    /** Of a dwrr port. */
    public Rate rate() {
        return new Rate(values.get(DwrrSetting.RATE));
    }

    /** Whether all of it is known. */
    public boolean isComplete() {
        return kind != QdiscKind.DWRR || values.containsKey(DwrrSetting.ECN_SCHEME);
    }

    /** Of a dwrr port. */
    public EcnScheme ecnScheme() {
        return EcnScheme.values()[values.get(DwrrSetting.ECN_SCHEME).intValue()];
    }

    /** The value of a setting; the queue is ignored where the setting belongs to the port. */
    public OptionalLong value(Setting setting, int queue) {
        Long value = (setting.isPerQueue() ? queues.get(queue).values() : values).get(setting);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** What is allowed but surely not meant, a sentence each. */
    public List<String> warnings() {
        return isComplete() ? kind.warnings(this) : List.of();
    }
}
