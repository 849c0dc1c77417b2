// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import org.mqecn.value.UserError;

/**
 * The priority of a packet inside this machine ({@code skb->priority}): a number, as SO_PRIORITY has it, or a class
 * of a qdisc, {@code 1:3}, in hexadecimal digits as tc has it.
 *
 * @param value 32 bits; of a class, the qdisc is in the upper half
 */
public record Priority(long value) {
    private static final int MAJOR_SHIFT = 16;
    private static final int MINOR_MASK = 0xffff;
    /** TC_H_ROOT, for which nft has a keyword. */
    private static final long ROOT = 0xffffffffL;

    /**
     * Parses {@code 5} or {@code 1:3}.
     *
     * @throws UserError a usage error
     */
    static Priority parse(String text) {
        if (text.matches("[0-9a-fA-F]{1,4}:[0-9a-fA-F]{1,4}")) {
            return ofHandle(text);
        }
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > MINOR_MASK) {
            throw UserError.usage(
                    "'" + text + "' is not a priority",
                    "write a number from 0 to " + MINOR_MASK + ", or a class of the qdisc: 1:3");
        }
        return new Priority(Integer.parseInt(text));
    }

    /** Parses nft's output. */
    static Priority ofNft(String text) {
        return switch (text) {
            case "none" -> new Priority(0);
            case "root" -> new Priority(ROOT);
            default -> ofHandle(text);
        };
    }

    private static Priority ofHandle(String text) {
        String[] halves = text.split(":");
        return new Priority(Long.parseLong(halves[0], 16) << MAJOR_SHIFT | Integer.parseInt(halves[1], 16));
    }

    /** Major number: the qdisc of the class; 0 for a plain number. */
    int major() {
        return (int) (value >>> MAJOR_SHIFT);
    }

    /** Minor number: the class. */
    int minor() {
        return (int) value & MINOR_MASK;
    }

    /** In nft's syntax. */
    String toNft() {
        return Integer.toHexString(major()) + ":" + Integer.toHexString(minor());
    }

    @Override
    public String toString() {
        return major() == 0 ? Integer.toString(minor()) : toNft();
    }
}
