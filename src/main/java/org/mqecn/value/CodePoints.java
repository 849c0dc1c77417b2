// SPDX-License-Identifier: Apache-2.0
package org.mqecn.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * A set of code points with its text form: {@code ef,va,44}, {@code af41-af43} or {@code none}. Bit i of the number is
 * code point i. A range contains all numbers between its ends.
 */
public final class CodePoints extends Quantity {
    private static final String NONE_KEYWORD = "none";
    private static final int PCPS = 8;

    /** DSCPs, by any spelling that {@link Dscp} knows. */
    public static final CodePoints DSCP = new CodePoints(
            "LIST", "ef,af41-af43", Dscp.COUNT, text -> Dscp.parse(text).value());
    /** Priority code points of VLAN tags (IEEE 802.1Q). */
    public static final CodePoints PCP = new CodePoints("LIST", "5,6-7", PCPS, CodePoints::parsePcp);

    private final int count;
    private final ToIntFunction<String> parser;

    private CodePoints(String placeholder, String example, int count, ToIntFunction<String> parser) {
        super(placeholder, example);
        this.count = count;
        this.parser = parser;
    }

    private static int parsePcp(String text) {
        long number = Quantity.NUMBER.parse("pcp", text);
        if (number >= PCPS) {
            throw UserError.usage("pcp " + text + " is out of range", "it goes from 0 to " + (PCPS - 1));
        }
        return (int) number;
    }

    /** The set of one code point. */
    public static long of(int codePoint) {
        return 1L << codePoint;
    }

    /** Whether a code point is in a set. */
    public static boolean contains(long set, int codePoint) {
        return (set & of(codePoint)) != 0;
    }

    /** The code points that exist. */
    public long all() {
        return -1L >>> Long.SIZE - count;
    }

    /** The code points of a set, in order. */
    public IntStream members(long set) {
        return IntStream.range(0, count).filter(each -> contains(set, each));
    }

    @Override
    public boolean isValid(long set) {
        return (set & ~all()) == 0;
    }

    /** A list of one element may be a number in YAML. */
    @Override
    public boolean isUnitOptional() {
        return true;
    }

    @Override
    public String pattern() {
        String element = "[0-9A-Za-z]+(-[0-9A-Za-z]+)?";
        return "^" + element + "(," + element + ")*$";
    }

    @Override
    public long parse(String name, String text) {
        if (text.toLowerCase(Locale.ROOT).equals(NONE_KEYWORD)) {
            return 0;
        }
        long set = 0;
        for (String element : text.split(",", -1)) {
            String[] ends = element.split("-", 2);
            int first = parser.applyAsInt(ends[0]);
            int last = parser.applyAsInt(ends[ends.length - 1]);
            if (first > last) {
                throw UserError.usage(
                        name + " " + element + " is an empty range: " + first + " is above " + last,
                        "write the lower one first: " + ends[1] + "-" + ends[0]);
            }
            set |= IntStream.rangeClosed(first, last).mapToLong(CodePoints::of).reduce(0, (a, b) -> a | b);
        }
        return set;
    }

    @Override
    public String format(long set) {
        List<String> elements = new ArrayList<>();
        for (int first = 0; first < count; first++) {
            if (contains(set, first)) {
                int last = first;
                while (last + 1 < count && contains(set, last + 1)) {
                    last++;
                }
                elements.add(first == last ? Integer.toString(first) : first + "-" + last);
                first = last;
            }
        }
        return elements.isEmpty() ? NONE_KEYWORD : String.join(",", elements);
    }

    /** The list of the code points. */
    @Override
    public Object toPlainValue(long set) {
        return members(set).boxed().toList();
    }
}
