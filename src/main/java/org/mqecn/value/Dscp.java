// SPDX-License-Identifier: Apache-2.0
package org.mqecn.value;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A differentiated services code point (RFC 2474): the upper six bits of the IPv4 TOS or IPv6 traffic class byte. The
 * lower two bits are ECN's.
 *
 * <p>Class selectors {@code cs0} to {@code cs7} have the former IP precedence in the three high bits. In assured
 * forwarding {@code afXY} (RFC 2597), X is the class and Y the drop precedence: a congested node drops packets with a
 * higher one first. {@code ef} is expedited forwarding (RFC 3246), {@code le} is lower effort (RFC 8622).
 *
 * @param value 0 to 63
 */
public record Dscp(int value) {
    /** The number of code points. */
    public static final int COUNT = 64;

    private static final Map<String, Integer> NAMES = names();

    private static Map<String, Integer> names() {
        Map<String, Integer> names = new LinkedHashMap<>();
        for (int selector = 0; selector < 8; selector++) {
            names.put("cs" + selector, selector << 3);
        }
        for (int forwarding = 1; forwarding <= 4; forwarding++) {
            for (int level = 1; level <= 3; level++) {
                names.put("af" + forwarding + level, forwarding << 3 | level << 1);
            }
        }
        names.put("ef", 46);
        names.put("le", 1);
        return names;
    }

    public static boolean isValid(int value) {
        return value >= 0 && value < COUNT;
    }

    /**
     * Parses a name or number: {@code af21} or {@code 18}.
     *
     * @throws UserError a usage error with the most similar name
     */
    public static Dscp parse(String text) {
        if (text.matches("\\d{1,9}")) {
            if (Integer.parseInt(text) >= COUNT) {
                throw UserError.usage("dscp " + text + " is out of range", "it goes from 0 to " + (COUNT - 1));
            }
            return new Dscp(Integer.parseInt(text));
        }
        Integer value = NAMES.get(text);
        if (value == null) {
            throw UserError.usage(
                    "unknown dscp '" + text + "'",
                    Suggestion.of(text, NAMES.keySet()) + ", or a number from 0 to " + (COUNT - 1));
        }
        return new Dscp(value);
    }

    /** Whether the code point has a name. */
    public boolean isNamed() {
        return NAMES.containsValue(value);
    }

    /** The drop precedence of AF, 1 to 3; 0 for other code points. */
    public int dropPrecedence() {
        return toString().startsWith("af") ? value >> 1 & 3 : 0;
    }

    /** The name, or the number if there is none. */
    @Override
    public String toString() {
        return NAMES.entrySet().stream()
                .filter(name -> name.getValue() == value)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(Integer.toString(value));
    }
}
