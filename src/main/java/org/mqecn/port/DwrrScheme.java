// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.List;
import java.util.Optional;

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

    /** The parameter with a name. */
    public Optional<SchemeSetting> setting(String key) {
        return settings.stream().filter(each -> each.key().equals(key)).findFirst();
    }
}
