// SPDX-License-Identifier: Apache-2.0
package org.mqecn.value;

/** A data rate in bit/s, written as in tc(8): {@code 995mbit}. */
public record Rate(long bitsPerSecond) {
    /** @throws UserError a usage error if the unit is missing or unknown */
    public static Rate parse(String text) {
        return new Rate(Quantity.RATE.parse("rate", text));
    }

    @Override
    public String toString() {
        return Quantity.RATE.format(bitsPerSecond);
    }
}
