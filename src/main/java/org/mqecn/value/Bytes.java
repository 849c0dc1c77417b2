// SPDX-License-Identifier: Apache-2.0
package org.mqecn.value;

/** A size, written as in tc(8): {@code 32k} is 32768. */
public record Bytes(long bytes) {
    /** @throws UserError a usage error if the text is not a size */
    public static Bytes parse(String text) {
        return new Bytes(Quantity.BYTES.parse("size", text));
    }

    /** In SI megabytes (10^6 bytes), rounded. */
    public long megabytes() {
        return Math.round(bytes / 1e6);
    }

    @Override
    public String toString() {
        return Quantity.BYTES.format(bytes);
    }
}
