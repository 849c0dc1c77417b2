// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.mqecn.value.Rate;

/**
 * The configuration of one port.
 *
 * @param values the settings of the port, each in its base unit; if the module impersonates tbf, only those that tbf
 *     has: the others are in {@code /proc/sys/dwrr}
 * @param queues the queues, in order; a dwrr port has at least one, an eiffel port none
 */
public record PortConfig(QdiscKind kind, Map<Setting, Long> values, List<QueueConfig> queues) {
    public PortConfig {
        values = Map.copyOf(values);
        queues = List.copyOf(queues);
    }

    /** The rate of a dwrr port. */
    public Rate rate() {
        return new Rate(values.get(DwrrSetting.RATE));
    }

    /** The field whose code points a dwrr port trusts. */
    public TrustedField trustedField() {
        return TrustedField.values()[values.get(DwrrSetting.TRUST).intValue()];
    }

    /** Whether the values of all settings are known. */
    public boolean isComplete() {
        return kind != QdiscKind.DWRR || values.containsKey(DwrrSetting.ECN_SCHEME);
    }

    /** The marking scheme of a dwrr port. */
    public EcnScheme ecnScheme() {
        return EcnScheme.of(values.get(DwrrSetting.ECN_SCHEME));
    }

    /** Its name. */
    public String ecnSchemeName() {
        return DwrrSetting.ECN_SCHEME.quantity().format(values.get(DwrrSetting.ECN_SCHEME));
    }

    /**
     * The value of a setting.
     *
     * @param queue ignored for settings of the port
     */
    public OptionalLong value(Setting setting, int queue) {
        Long value = (setting.isPerQueue() ? queues.get(queue).values() : values).get(setting);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /**
     * The known values of settings by their JSON names, those of queues in the list {@code queues}: the form of
     * {@code mqecn get -o json}.
     */
    public Map<String, Object> toPlainMap(Collection<Setting> settings) {
        Map<String, Object> map = plainValues(settings, false, 0);
        if (settings.stream().anyMatch(Setting::isPerQueue)) {
            List<Object> plainQueues = new ArrayList<>();
            for (int queue = 0; queue < queues.size(); queue++) {
                Map<String, Object> plainQueue = new LinkedHashMap<>(Map.of("queue", queue));
                plainQueue.putAll(plainValues(settings, true, queue));
                plainQueues.add(plainQueue);
            }
            map.put("queues", plainQueues);
        }
        return map;
    }

    private Map<String, Object> plainValues(Collection<Setting> settings, boolean perQueue, int queue) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Setting setting : settings) {
            if (setting.isPerQueue() == perQueue && !setting.isFixed()) {
                value(setting, queue)
                        .ifPresent(value ->
                                map.put(setting.jsonName(), setting.quantity().toPlainValue(value)));
            }
        }
        return map;
    }

    /** Valid values that are probably a mistake, a sentence each. */
    public List<String> warnings() {
        return isComplete() ? kind.warnings(this) : List.of();
    }
}
