// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.Locale;

/**
 * A statistic of a scheme, of each queue.
 *
 * @param key its name in netlink and tc
 */
public record SchemeCounter(String key, CounterSpec spec, boolean isCumulative) implements Counter {
    /** The statistic that a scheme declares. A number counts something, everything else is a gauge. */
    public static SchemeCounter of(String scheme, String key, SchemeUnit unit) {
        return new SchemeCounter(key, new CounterSpec(0, scheme, key), unit == SchemeUnit.NUMBER);
    }

    @Override
    public String name() {
        return key.replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
