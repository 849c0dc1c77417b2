// SPDX-License-Identifier: Apache-2.0
package org.mqecn.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A differentiated services code point (RFC 2474): the upper six bits of the IPv4 TOS or IPv6 traffic class byte. The
 * lower two bits are ECN's.
 *
 * <p>Class selectors {@code cs0} to {@code cs7} have the former IP precedence in the three high bits. In assured
 * forwarding {@code afXY} (RFC 2597), X is the class and Y the drop precedence: a congested node drops packets with a
 * higher one first. {@code ef} is expedited forwarding (RFC 3246), {@code va} is voice-admit (RFC 5865), {@code le} is
 * lower effort (RFC 8622).
 *
 * @param value 0 to 63
 */
public record Dscp(int value) {
    /** The number of code points. */
    public static final int COUNT = 64;

    /** How users write a code point, for help and messages. */
    public static final String SPELLINGS = "cs0 to cs7, af11 to af43, ef, va, le, be, or a number such as 46 or 0x2e";

    /** The long name of {@code va}; it is not a range, despite its hyphen. */
    public static final String VOICE_ADMIT = "voice-admit";

    private static final Map<String, Integer> NAMES = names();
    /** Other names: best effort, the default (RFC 4594), and the long forms of RFC 5865 and nftables. */
    private static final Map<String, Integer> ALIASES =
            Map.of("be", 0, "df", 0, "default", 0, VOICE_ADMIT, 44, "lephb", 1);

    private static final int DECIMAL = 10;
    private static final int HEXADECIMAL = 16;

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
        names.put("va", 44);
        names.put("le", 1);
        return names;
    }

    public static boolean isValid(int value) {
        return value >= 0 && value < COUNT;
    }

    /**
     * Parses a name in small or capital letters, or a number: {@code af21}, {@code EF}, {@code 18}, {@code 0x12}.
     *
     * @throws UserError a usage error with the most similar name
     */
    public static Dscp parse(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        if (word.matches("\\d{1,9}")) {
            return ofNumber(text, Integer.parseInt(word, DECIMAL));
        }
        if (word.matches("0x[0-9a-f]{1,7}")) {
            return ofNumber(text, Integer.parseInt(word.substring(2), HEXADECIMAL));
        }
        Integer value = NAMES.getOrDefault(word, ALIASES.get(word));
        if (value == null) {
            throw UserError.usage(
                    "unknown dscp '" + text + "'",
                    Suggestion.of(word, allNames()) + ", or a number from 0 to " + (COUNT - 1));
        }
        return new Dscp(value);
    }

    private static Dscp ofNumber(String text, int value) {
        if (!isValid(value)) {
            throw UserError.usage("dscp " + text + " is out of range", "it goes from 0 to " + (COUNT - 1));
        }
        return new Dscp(value);
    }

    private static List<String> allNames() {
        List<String> names = new ArrayList<>(NAMES.keySet());
        ALIASES.keySet().stream().sorted().forEach(names::add);
        return names;
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
