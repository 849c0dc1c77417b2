// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * A marking scheme or a buffer policy, as it declares itself.
 *
 * @param name as in tc
 * @param role the question that it answers
 * @param text one sentence
 * @param paper empty if it has none
 * @param settings its parameters
 * @param counters statistics of its own
 */
public record DwrrScheme(
        String name,
        SchemeRole role,
        String text,
        String paper,
        List<SchemeSetting> settings,
        List<SchemeCounter> counters) {
    public DwrrScheme {
        settings = List.copyOf(settings);
        counters = List.copyOf(counters);
    }

    /**
     * Values of all parameters, each at least as large as the parameter before it that is its lower bound.
     *
     * @param value of a parameter, asked in their order
     */
    public Map<SchemeSetting, Long> values(ToLongFunction<SchemeSetting> value) {
        Map<SchemeSetting, Long> values = new LinkedHashMap<>();
        for (SchemeSetting each : settings) {
            long least = setting(each.relations().atLeast())
                    .map(values::get)
                    .orElse(each.spec().min());
            values.put(each, Math.max(least, value.applyAsLong(each)));
        }
        return values;
    }

    /** The parameter with a name. */
    public Optional<SchemeSetting> setting(String key) {
        return settings.stream().filter(each -> each.key().equals(key)).findFirst();
    }
}
