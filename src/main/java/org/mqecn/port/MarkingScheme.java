// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.List;
import java.util.Optional;

/**
 * A marking scheme, as it declares itself.
 *
 * @param name as in tc
 * @param text one sentence
 * @param paper empty if it has none
 * @param settings its parameters
 * @param counters statistics of its own
 */
public record MarkingScheme(
        String name, String text, String paper, List<SchemeSetting> settings, List<SchemeCounter> counters) {
    public MarkingScheme {
        settings = List.copyOf(settings);
        counters = List.copyOf(counters);
    }

    /** The parameter with a name. */
    public Optional<SchemeSetting> setting(String key) {
        return settings.stream().filter(each -> each.key().equals(key)).findFirst();
    }
}
