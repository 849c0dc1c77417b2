// SPDX-License-Identifier: Apache-2.0
package org.mqecn.value;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A type of values with its text form: the number in the base unit is written as {@code 995mbit}, {@code 32k} or
 * {@code mq-ecn}. Suffixes are those of tc(8): decimal for rates, binary for sizes.
 */
public class Quantity {
    private static final String RATE_UNIT = "bit/s";

    /** The value of {@code none}, for types that allow it: all bits set, as in the kernel. */
    public static final long NONE = -1;

    /**
     * Bit/s. A number needs a unit: tc reads a bare number as bit/s, most users mean Mbit/s. The kernel counts whole
     * bytes/s, and tc truncates: no other rate is one that was asked for.
     */
    public static final Quantity RATE = measured(RATE_UNIT, "RATE", "995mbit", false, rates());
    /** Bytes. */
    public static final Quantity BYTES = measured("bytes", "BYTES", "32k", true, sizes());
    /** Nanoseconds. A number needs a unit: sysctls use ns, tc uses µs. */
    public static final Quantity TIME = measured("ns", "TIME", "12us", false, times());
    /** Millionths. A number needs a unit: some tools read 1 as 1 %, others as always. */
    public static final Quantity PROBABILITY = measured("ppm", "PERCENT", "5%", false, probabilities());
    /** A number without a unit, decimal or hexadecimal: {@code 0x3ff}. */
    public static final Quantity NUMBER = measured("", "N", "8", true, Map.of());

    private static final String NONE_KEYWORD = "none";
    private static final int HEX = 16;
    private static final Pattern HEXADECIMAL = Pattern.compile("0x([0-9a-fA-F]{1,15})");
    private static final Pattern MEASURE = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)([a-z/%]{0,8})");

    private final String unit;
    private final String placeholder;
    private final String example;
    private final boolean unitOptional;
    private final boolean optional;
    private final Map<String, Long> factors;
    private final Keyword[] keywords;

    private Quantity(
            String unit,
            String placeholder,
            String example,
            boolean unitOptional,
            boolean optional,
            Map<String, Long> factors,
            Keyword[] keywords) {
        this.unit = unit;
        this.placeholder = placeholder;
        this.example = example;
        this.unitOptional = unitOptional;
        this.optional = optional;
        this.factors = factors;
        this.keywords = keywords;
    }

    /** A type without a unit, for a class that parses and formats it. */
    Quantity(String placeholder, String example) {
        this("", placeholder, example, true, false, Map.of(), new Keyword[0]);
    }

    private static Quantity measured(
            String unit, String placeholder, String example, boolean unitOptional, Map<String, Long> factors) {
        return new Quantity(unit, placeholder, example, unitOptional, false, factors, new Keyword[0]);
    }

    /** A choice between keywords; the number is the ordinal. */
    public static Quantity ofKeywords(Keyword... keywords) {
        String choice = Arrays.stream(keywords).map(Keyword::keyword).collect(Collectors.joining("|"));
        return new Quantity("", choice, keywords[0].keyword(), false, false, Map.of(), keywords);
    }

    /** The same type with the additional value {@code none}. */
    public Quantity orNone() {
        return new Quantity(unit, placeholder + "|" + NONE_KEYWORD, example, unitOptional, true, factors, keywords);
    }

    /** The base unit for a heading: {@code bytes}, {@code ns}, {@code bit/s}, or empty. */
    public String unit() {
        return unit;
    }

    /** Whether a value has a text form. */
    public boolean isValid(long value) {
        return value == NONE ? optional : value >= 0 && (!isKeyword() || value < keywords.length);
    }

    /** The placeholder of a value in help texts: {@code RATE}, {@code none|per-queue|…}. */
    public String placeholder() {
        return placeholder;
    }

    /** A value as a user may type it. */
    public String example() {
        return example;
    }

    /** Whether a number without a unit is accepted. */
    public boolean isUnitOptional() {
        return unitOptional;
    }

    /** The texts that {@link #parse} accepts, as a regular expression for lower case. */
    public String pattern() {
        if (isKeyword()) {
            return "^(" + placeholder + ")$";
        }
        String measure =
                "[0-9]{1,18}(\\.[0-9]{1,9})?(" + String.join("|", factors.keySet()) + ")" + (unitOptional ? "?" : "");
        return optional ? "^(" + measure + "|" + NONE_KEYWORD + ")$" : "^" + measure + "$";
    }

    /** Whether this is a choice between keywords, which is a string in JSON. */
    public boolean isKeyword() {
        return keywords.length > 0;
    }

    /** Whether this is a choice between keywords that includes the given one. */
    public boolean hasKeyword(String word) {
        return Arrays.stream(keywords).anyMatch(each -> each.keyword().equals(word));
    }

    /**
     * Parses a value.
     *
     * @param name of the value, for the message
     * @throws UserError a usage error with the text and an example
     */
    public long parse(String name, String text) {
        if (optional && text.equals(NONE_KEYWORD)) {
            return NONE;
        }
        return isKeyword() ? parseKeyword(name, text) : parseMeasure(name, text);
    }

    /** Formats a value so that {@link #parse} and tc parse exactly the same value. */
    public String format(long value) {
        if (optional && value == NONE) {
            return NONE_KEYWORD;
        }
        if (isKeyword()) {
            return keywords[(int) value].keyword();
        }
        if (unitOptional || value == 0) {
            return value + (unitOptional ? "" : smallestSuffix());
        }
        String suffix = smallestSuffix();
        for (Map.Entry<String, Long> candidate : factors.entrySet()) {
            if (isDecimalPower(candidate.getValue())
                    && value % candidate.getValue() == 0
                    && candidate.getValue() > factors.get(suffix)) {
                suffix = candidate.getKey();
            }
        }
        return value / factors.get(suffix) + suffix;
    }

    /** A value for JSON: a keyword, a number in the base unit, or null for {@code none}. */
    public Object toPlainValue(long value) {
        return optional && value == NONE ? null : isKeyword() ? format(value) : (Object) value;
    }

    private long parseKeyword(String name, String text) {
        return Arrays.stream(keywords)
                .filter(keyword -> keyword.keyword().equals(text))
                .findFirst()
                .orElseThrow(() -> UserError.usage(
                        "unknown " + name + " '" + text + "'",
                        Suggestion.of(
                                text,
                                Arrays.stream(keywords).map(Keyword::keyword).toList())))
                .ordinal();
    }

    private long parseMeasure(String name, String text) {
        Matcher hexadecimal = HEXADECIMAL.matcher(text);
        if (factors.isEmpty() && hexadecimal.matches()) {
            return Long.parseLong(hexadecimal.group(1), HEX);
        }
        Matcher parts = MEASURE.matcher(text.toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            throw UserError.usage(
                    name + " '" + text + "' is not a " + (text.startsWith("-") ? "positive " : "") + "number"
                            + (unit.isEmpty() ? "" : " of " + unit),
                    "write for example " + example);
        }
        if (parts.group(2).isEmpty() && !unitOptional) {
            throw UserError.usage(name + " '" + text + "' has no unit", "write for example " + example);
        }
        Long factor = parts.group(2).isEmpty() ? Long.valueOf(1) : factors.get(parts.group(2));
        if (factor == null) {
            throw UserError.usage(
                    name + " '" + text + "' has the unknown unit '" + parts.group(2) + "'",
                    factors.isEmpty()
                            ? "write a plain number, for example " + example
                            : "known units: " + String.join(", ", factors.keySet()));
        }
        BigDecimal value = new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(factor));
        if (unit.equals(RATE_UNIT)) {
            requireWholeBytes(name, text, value);
        }
        try {
            return value.longValueExact();
        } catch (ArithmeticException e) {
            throw UserError.usage(
                    name + " '" + text + "' is not a whole number of " + unit + " within 64 bits",
                    "write for example " + example);
        }
    }

    private static void requireWholeBytes(String name, String text, BigDecimal bits) {
        BigDecimal[] bytes = bits.divideAndRemainder(BigDecimal.valueOf(Byte.SIZE));
        if (bytes[1].signum() == 0) {
            return;
        }
        BigDecimal below = bytes[0].multiply(BigDecimal.valueOf(Byte.SIZE));
        BigDecimal above = below.add(BigDecimal.valueOf(Byte.SIZE));
        throw UserError.usage(
                name + " " + text + " is not a whole number of bytes/s, which tc and the kernel count in",
                "write " + (below.signum() == 0 ? "" : below.toBigInteger() + "bit or ") + above.toBigInteger()
                        + "bit");
    }

    private String smallestSuffix() {
        return factors.keySet().iterator().next();
    }

    private static boolean isDecimalPower(long number) {
        long quotient = number;
        while (quotient % 10 == 0) {
            quotient /= 10;
        }
        return quotient == 1;
    }

    private static Map<String, Long> rates() {
        Map<String, Long> factors = new LinkedHashMap<>();
        String[] prefixes = {"", "k", "m", "g", "t"};
        long decimal = 1;
        long binary = 1;
        for (String prefix : prefixes) {
            factors.put(prefix + "bit", decimal);
            if (!prefix.isEmpty()) {
                factors.put(prefix + "ibit", binary);
            }
            decimal *= 1000;
            binary *= 1024;
        }
        decimal = Byte.SIZE;
        binary = Byte.SIZE;
        for (String prefix : prefixes) {
            factors.put(prefix + "bps", decimal);
            if (!prefix.isEmpty()) {
                factors.put(prefix + "ibps", binary);
            }
            decimal *= 1000;
            binary *= 1024;
        }
        return factors;
    }

    private static Map<String, Long> sizes() {
        Map<String, Long> factors = new LinkedHashMap<>();
        factors.put("b", 1L);
        long factor = 1;
        for (String prefix : new String[] {"k", "m", "g"}) {
            factor *= 1024;
            factors.put(prefix, factor);
            factors.put(prefix + "b", factor);
            factors.put(prefix + "bit", factor / Byte.SIZE);
        }
        return factors;
    }

    private static Map<String, Long> probabilities() {
        Map<String, Long> factors = new LinkedHashMap<>();
        factors.put("ppm", 1L);
        factors.put("%", 10_000L);
        return factors;
    }

    private static Map<String, Long> times() {
        Map<String, Long> factors = new LinkedHashMap<>();
        factors.put("ns", 1L);
        factors.put("us", 1_000L);
        factors.put("ms", 1_000_000L);
        factors.put("s", 1_000_000_000L);
        for (String unit : List.copyOf(factors.keySet())) {
            factors.put(unit + "ec", factors.get(unit));
            factors.put(unit + "ecs", factors.get(unit));
        }
        return factors;
    }
}
