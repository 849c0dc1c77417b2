// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import org.mqecn.value.Quantity;

/**
 * A value that fits a port's rate and its flows' RTT.
 *
 * @param key key of the setting, or parameter of another qdisc: {@code red min}
 * @param value in the base unit of the quantity
 * @param formula in the symbols of the paper
 * @param source of the formula
 */
public record SuggestedValue(String key, Quantity quantity, long value, String formula, String source) {
    static SuggestedValue of(Setting setting, long value, String formula, String source) {
        return new SuggestedValue(setting.key(), setting.quantity(), value, formula, source);
    }
}
