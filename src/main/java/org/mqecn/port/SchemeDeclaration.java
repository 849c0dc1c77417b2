// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads what a marking scheme declares in its C source: {@code struct dwrr_scheme_ops} and the lists that it points to
 * (kmod/dwrr/scheme.h). The kernel describes the same in generic netlink; this works without a kernel.
 */
record SchemeDeclaration(String source) {
    private static final String STRING = "((?:\"(?:[^\"\\\\]|\\\\.)*\"\\s*)+)";
    private static final Pattern OPS = Pattern.compile("struct dwrr_scheme_ops \\w+ = \\{(.*?)\\n\\};", Pattern.DOTALL);
    private static final Pattern ENTRY =
            Pattern.compile("\\{\\s*" + STRING + ",\\s*" + STRING + ",\\s*DWRR_UNIT_(\\w+)([^}]*)\\}");

    private static final Map<String, Long> CONSTANTS = Map.of(
            "NSEC_PER_USEC", 1_000L,
            "NSEC_PER_MSEC", 1_000_000L,
            "NSEC_PER_SEC", 1_000_000_000L,
            "S32_MAX", (long) Integer.MAX_VALUE,
            "U32_MAX", 0xffff_ffffL);

    MarkingScheme read() {
        Matcher ops = OPS.matcher(source);
        if (!ops.find()) {
            throw fault("no struct dwrr_scheme_ops");
        }
        String body = ops.group(1);
        String name = string(body, "name").orElseThrow(() -> fault("no name"));
        return new MarkingScheme(
                name,
                string(body, "text").orElseThrow(() -> fault("no text")),
                string(body, "paper").orElse(""),
                entries(body, "params").map(entry -> setting(name, entry)).toList(),
                entries(body, "stats").map(entry -> counter(name, entry)).toList());
    }

    private IllegalStateException fault(String what) {
        return new IllegalStateException(
                what + " in the source of a scheme:\n" + source.lines().limit(5).toList());
    }

    private static Optional<String> string(String body, String field) {
        Matcher found = Pattern.compile("\\." + field + "\\s*=\\s*" + STRING).matcher(body);
        return found.find() ? Optional.of(unquote(found.group(1))) : Optional.empty();
    }

    /** Joins adjacent strings. */
    private static String unquote(String strings) {
        return strings.strip()
                .replaceAll("\"\\s*\"", "")
                .replaceAll("^\"|\"$", "")
                .replace("\\", "");
    }

    /** The entries of the list that a field of the scheme points to. */
    private Stream<MatchResult> entries(String body, String field) {
        Matcher list = Pattern.compile("\\." + field + "\\s*=\\s*(\\w+)").matcher(body);
        if (!list.find()) {
            return Stream.empty();
        }
        Matcher declared = Pattern.compile("\\b" + list.group(1) + "\\[\\] = \\{(.*?)\\n\\};", Pattern.DOTALL)
                .matcher(source);
        if (!declared.find()) {
            throw fault("no list " + list.group(1));
        }
        List<MatchResult> entries = ENTRY.matcher(declared.group(1)).results().toList();
        if (entries.isEmpty()) {
            throw fault("no entry in the list " + list.group(1));
        }
        return entries.stream();
    }

    private SchemeSetting setting(String scheme, MatchResult entry) {
        String rest = entry.group(4);
        boolean perQueue = rest.matches("(?s)\\s*,\\s*true\\b.*") || rest.contains(".per_queue = true");
        return SchemeSetting.of(
                scheme,
                unquote(entry.group(1)),
                unquote(entry.group(2)),
                unit(entry),
                perQueue,
                number(rest, "min"),
                number(rest, "max"),
                number(rest, "def"));
    }

    private SchemeUnit unit(MatchResult entry) {
        return Arrays.stream(SchemeUnit.values())
                .filter(unit -> unit.name().equals(entry.group(3)))
                .findFirst()
                .orElseThrow(() -> fault("unknown unit " + entry.group(3)));
    }

    /** The value of a field: a product of numbers and constants; 0 if it is absent, as in C. */
    private long number(String fields, String field) {
        Matcher found = Pattern.compile("\\." + field + "\\s*=\\s*([\\w *]+)").matcher(fields);
        return found.find()
                ? Arrays.stream(found.group(1).split("\\*"))
                        .map(String::strip)
                        .mapToLong(factor -> factor.matches("\\d+[UL]*")
                                ? Long.parseLong(factor.replaceAll("[UL]", ""))
                                : Optional.ofNullable(CONSTANTS.get(factor))
                                        .orElseThrow(() -> fault("unknown constant " + factor)))
                        .reduce(1, Math::multiplyExact)
                : 0;
    }

    private SchemeCounter counter(String scheme, MatchResult entry) {
        return SchemeCounter.of(scheme, unquote(entry.group(1)), unit(entry));
    }
}
