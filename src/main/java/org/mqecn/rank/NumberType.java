// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mqecn.rank.RangeSet.NumberRange;
import org.mqecn.value.Dscp;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;

/** The type of the numbers of a set, and how each is written. */
enum NumberType {
    PORT("port", 16, "80"),
    USER("user", 32, "1000"),
    PROTOCOL("protocol", 8, "tcp") {
        @Override
        BigInteger parseNumber(String word) {
            Integer number = IpProtocols.NUMBERS.get(word.toLowerCase(Locale.ROOT));
            if (number == null && !word.matches(DIGITS)) {
                throw UserError.usage(
                        "unknown protocol '" + word + "'",
                        Suggestion.of(word, IpProtocols.NUMBERS.keySet()) + ", or its number");
            }
            return number == null ? super.parseNumber(word) : BigInteger.valueOf(number);
        }

        @Override
        NumberRange parseRange(String word) {
            return word.equalsIgnoreCase(IpProtocols.ICMPV6_ALIAS)
                    ? super.parseRange("icmpv6")
                    : super.parseRange(word);
        }

        @Override
        String format(BigInteger number) {
            return IpProtocols.NUMBERS.entrySet().stream()
                    .filter(entry -> entry.getValue() == number.intValue())
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseGet(() -> super.format(number));
        }
    },
    DSCP("DSCP", 6, "af21") {
        @Override
        BigInteger parseNumber(String word) {
            return BigInteger.valueOf(Dscp.parse(word).value());
        }

        @Override
        NumberRange parseRange(String word) {
            return word.equalsIgnoreCase(Dscp.VOICE_ADMIT) ? super.parseRange("va") : super.parseRange(word);
        }

        @Override
        String format(BigInteger number) {
            return new Dscp(number.intValue()).toString();
        }

        @Override
        String formatNft(NumberRange range) {
            return range.first().equals(range.last()) ? range.first().toString() : range.first() + "-" + range.last();
        }
    },
    LENGTH("packet length", 32, "1500"),
    MARK("mark", 32, "0x10") {
        @Override
        BigInteger parseNumber(String word) {
            if (word.contains("/")) {
                throw UserError.usage(
                        "mark '" + word + "' has a mask", "write the marks as numbers or ranges: 0x10-0x1f");
            }
            return word.matches("0[xX][0-9a-fA-F]{1,8}")
                    ? new BigInteger(word.substring(2), 16)
                    : super.parseNumber(word);
        }

        @Override
        String format(BigInteger number) {
            return "0x" + number.toString(16);
        }
    },
    IPV4("IPv4 address", 32, "10.1.0.0/16") {
        @Override
        BigInteger parseNumber(String word) {
            return parseAddress(word, OCTET + "(\\." + OCTET + "){3}");
        }
    },
    IPV6("IPv6 address", 128, "2001:db8::/32") {
        @Override
        BigInteger parseNumber(String word) {
            return parseAddress(word, "[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
        }
    };

    private static final Pattern ADDRESS_RANGE = Pattern.compile("([^-]+)-([^-]+)");
    /** With one end at least. */
    private static final Pattern NUMBER_RANGE = Pattern.compile("(?=[^:-]|:[^:-])([^:-]*)[:-]([^:-]*)");

    private static final String DIGITS = "\\d{1,10}";
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";

    /** Whether a protocol has a name that nft and users share. */
    static boolean isProtocolName(String word) {
        String name = word.toLowerCase(Locale.ROOT);
        return IpProtocols.NUMBERS.containsKey(name) || name.equals(IpProtocols.ICMPV6_ALIAS);
    }

    /** Protocol names that nft and users share. */
    private static final class IpProtocols {
        /** The name of ICMPv6 in nft and /etc/protocols; it is not a range, despite its hyphen. */
        static final String ICMPV6_ALIAS = "ipv6-icmp";

        static final Map<String, Integer> NUMBERS = new LinkedHashMap<>();

        static {
            NUMBERS.put("tcp", 6);
            NUMBERS.put("udp", 17);
            NUMBERS.put("icmp", 1);
            NUMBERS.put("icmpv6", 58);
            NUMBERS.put("sctp", 132);
            NUMBERS.put("dccp", 33);
            NUMBERS.put("udplite", 136);
            NUMBERS.put("esp", 50);
            NUMBERS.put("ah", 51);
        }
    }

    private final String title;
    private final int bits;
    private final String example;

    NumberType(String title, int bits, String example) {
        this.title = title;
        this.bits = bits;
        this.example = example;
    }

    /** The type of an address. */
    static NumberType ofAddress(String word) {
        return word.contains(":") ? IPV6 : IPV4;
    }

    boolean isAddress() {
        return this == IPV4 || this == IPV6;
    }

    /** The greatest number. */
    BigInteger max() {
        return BigInteger.TWO.pow(bits).subtract(BigInteger.ONE);
    }

    /**
     * Parses a number, a range, or an address with a prefix length. The ends of a range have a hyphen or, unless they are
     * addresses, a colon between them; without one of its ends a range extends to the lowest or highest number.
     */
    NumberRange parseRange(String word) {
        Matcher range = (isAddress() ? ADDRESS_RANGE : NUMBER_RANGE).matcher(word);
        if (range.matches()) {
            String first = range.group(1);
            String last = range.group(2);
            return orderedRange(
                    word,
                    first.isEmpty() ? BigInteger.ZERO : parseNumber(first),
                    last.isEmpty() ? max() : parseNumber(last));
        }
        int slash = word.indexOf('/');
        return isAddress() && slash > 0
                ? prefixRange(word, parseNumber(word.substring(0, slash)), word.substring(slash + 1))
                : new NumberRange(parseNumber(word), parseNumber(word));
    }

    private NumberRange orderedRange(String word, BigInteger first, BigInteger last) {
        if (first.compareTo(last) > 0) {
            throw UserError.usage("the range '" + word + "' ends before it begins", "swap its ends");
        }
        return new NumberRange(first, last);
    }

    private NumberRange prefixRange(String word, BigInteger address, String length) {
        if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > bits) {
            throw UserError.usage(
                    "'" + word + "' has no prefix length from 0 to " + bits, "write for example " + example);
        }
        NumberRange numberRange = prefixRange(address, Integer.parseInt(length));
        if (!numberRange.first().equals(address)) {
            throw UserError.usage(
                    "'" + word + "' has host bits set",
                    "write " + format(numberRange.first()) + "/" + length + ", or the address without a prefix length");
        }
        return numberRange;
    }

    private NumberRange prefixRange(BigInteger address, int length) {
        BigInteger rest = BigInteger.ONE.shiftLeft(bits - length).subtract(BigInteger.ONE);
        return new NumberRange(address.andNot(rest), address.or(rest));
    }

    /** Parses one number. */
    BigInteger parseNumber(String word) {
        if (!word.matches(DIGITS) || new BigInteger(word).bitLength() > bits) {
            throw UserError.usage(
                    "'" + word + "' is not a " + title,
                    "write for example " + example + (isAddress() ? "" : "; the range is 0 to " + max()));
        }
        return new BigInteger(word);
    }

    /** Parses an address. Only what looks like one reaches the resolver, so that no name is ever looked up. */
    BigInteger parseAddress(String word, String pattern) {
        try {
            byte[] bytes = word.matches(pattern) ? InetAddress.getByName(word).getAddress() : new byte[0];
            if (bytes.length * Byte.SIZE == bits) {
                return new BigInteger(1, bytes);
            }
        } catch (UnknownHostException e) {
            // It only looked like an address.
        }
        throw UserError.usage("'" + word + "' is not an " + title, "write for example " + example);
    }

    /** Formats a range as a user writes it. */
    String format(NumberRange numberRange) {
        if (numberRange.first().equals(numberRange.last())) {
            return format(numberRange.first());
        }
        int length = bits - numberRange.first().xor(numberRange.last()).bitLength();
        return isAddress() && numberRange.equals(prefixRange(numberRange.first(), length))
                ? format(numberRange.first()) + "/" + length
                : format(numberRange.first()) + "-" + format(numberRange.last());
    }

    /** Formats a range in nft's syntax. */
    String formatNft(NumberRange numberRange) {
        return format(numberRange);
    }

    String format(BigInteger number) {
        return isAddress() ? formatAddress(number) : number.toString();
    }

    private String formatAddress(BigInteger number) {
        byte[] bytes = new byte[bits / Byte.SIZE];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = number.shiftRight(bits - Byte.SIZE * (i + 1)).byteValue();
        }
        try {
            return compressZeroes(InetAddress.getByAddress(bytes).getHostAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Replaces the first of the longest runs of zeroes with {@code ::} (RFC 5952). */
    private static String compressZeroes(String address) {
        for (int zeroes = 8; zeroes >= 2; zeroes--) {
            String shorter = address.replaceFirst("(^|:)0(:0){" + (zeroes - 1) + "}(:|$)", "::");
            if (!shorter.equals(address)) {
                return shorter;
            }
        }
        return address;
    }
}
