// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mqecn.value.UserError;

/**
 * Reads what a marking scheme or buffer policy declares in its C source: {@code struct dwrr_scheme_ops} and the lists that it points to
 * (kmod/dwrr/scheme.h). The kernel describes the same in generic netlink; this works without a kernel.
 *
 * @param file name of the file, for messages
 */
record SchemeDeclaration(String file, String source) {
    private static final String STRING = "((?:\"(?:[^\"\\\\]|\\\\.)*\"\\s*)+)";
    private static final Pattern OPS = Pattern.compile("struct dwrr_scheme_ops \\w+ = \\{(.*?)\\n\\};", Pattern.DOTALL);
    private static final Pattern ENTRY =
            Pattern.compile("\\{\\s*" + STRING + ",\\s*" + STRING + ",\\s*DWRR_UNIT_(\\w+)([^}]*)\\}");

    /** What makes a buffer policy of a scheme. */
    private static final Pattern LIMIT = Pattern.compile("\\.limit\\s*=");

    /** As the kernel's dwrr_name_valid(); DWRR_NAME_LEN in kmod/uapi/dwrr.h. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,31}");

    private static final Map<String, Long> CONSTANTS = Map.of(
            "NSEC_PER_USEC", 1_000L,
            "NSEC_PER_MSEC", 1_000_000L,
            "NSEC_PER_SEC", 1_000_000_000L,
            "S32_MAX", (long) Integer.MAX_VALUE,
            "DWRR_ALWAYS", 1_000_000L,
            "U32_MAX", 0xffff_ffffL);

    /** @throws UserError if the source declares no scheme, or one that the kernel would refuse */
    DwrrScheme read() {
        Matcher ops = OPS.matcher(source);
        if (!ops.find()) {
            throw fault(0, "there is no 'static struct dwrr_scheme_ops NAME = {', which ends with '};' on a line");
        }
        int at = ops.start();
        String body = ops.group(1);
        String name = string(body, "name").orElseThrow(() -> fault(at, "the scheme has no .name"));
        if (!NAME.matcher(name).matches()) {
            throw fault(at, "the name '" + name + "' has not 1 to 31 lower-case letters, digits and '-'");
        }
        return new DwrrScheme(
                name,
                LIMIT.matcher(body).find() ? SchemeRole.BUFFERING : SchemeRole.MARKING,
                string(body, "text").orElseThrow(() -> fault(at, "the scheme has no .text")),
                string(body, "paper").orElse(""),
                entries(body, "params").map(entry -> setting(name, entry)).toList(),
                entries(body, "stats").map(entry -> counter(name, entry)).toList());
    }

    /** @param at position in the source */
    private UserError fault(int at, String what) {
        long line = 1 + source.substring(0, at).chars().filter(c -> c == '\n').count();
        return UserError.usage(file + ":" + line + ": " + what, "kmod/dwrr/scheme.h describes what a scheme declares");
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
            throw fault(0, "there is no list '" + list.group(1) + "[] = {', which ends with '};' on a line");
        }
        List<MatchResult> entries = ENTRY.matcher(source)
                .region(declared.start(1), declared.end(1))
                .results()
                .toList();
        if (entries.isEmpty()) {
            throw fault(
                    declared.start(),
                    "the list " + list.group(1) + " has no entry { \"name\", \"text\", DWRR_UNIT_… }");
        }
        return entries.stream();
    }

    private SchemeSetting setting(String scheme, MatchResult entry) {
        String rest = entry.group(4);
        boolean perQueue = rest.matches("(?s)\\s*,\\s*true\\b.*") || rest.contains(".per_queue = true");
        SchemeSetting setting = SchemeSetting.of(
                scheme,
                name(entry),
                unquote(entry.group(2)),
                unit(entry),
                perQueue,
                number(entry, "min"),
                number(entry, "max"),
                number(entry, "def"),
                new ParameterRelations(
                        string(rest, "not_below").orElse(""),
                        string(rest, "only_with").orElse(""),
                        rest.contains(".is_thresh = true")));
        if (setting.defaultValue() < setting.spec().min()
                || setting.defaultValue() > setting.spec().max()) {
            throw fault(
                    entry.start(),
                    "the default of " + setting.key() + " (" + setting.defaultValue() + ") is out of its range ("
                            + setting.spec().min() + " to " + setting.spec().max() + ")");
        }
        return setting;
    }

    private String name(MatchResult entry) {
        String name = unquote(entry.group(1));
        if (!NAME.matcher(name).matches()) {
            throw fault(entry.start(), "'" + name + "' is no name: it has 1 to 31 lower-case letters, digits and '-'");
        }
        return name;
    }

    private SchemeUnit unit(MatchResult entry) {
        return Arrays.stream(SchemeUnit.values())
                .filter(unit -> unit.name().equals(entry.group(3)))
                .findFirst()
                .orElseThrow(() -> fault(
                        entry.start(),
                        "there is no unit DWRR_UNIT_" + entry.group(3) + ", only "
                                + Arrays.toString(SchemeUnit.values())));
    }

    /** The value of a field: a product of numbers and constants; as in C, 0 if it is absent, the last if there are two. */
    private long number(MatchResult entry, String field) {
        List<String> values = Pattern.compile("\\." + field + "\\s*=\\s*([^,}]+)")
                .matcher(entry.group(4))
                .results()
                .map(found -> found.group(1).strip())
                .toList();
        if (values.isEmpty()) {
            return 0;
        }
        String last = values.get(values.size() - 1);
        try {
            return Arrays.stream(last.split("\\*"))
                    .map(String::strip)
                    .mapToLong(factor -> factor(entry, factor))
                    .reduce(1, Math::multiplyExact);
        } catch (ArithmeticException | NumberFormatException e) {
            throw fault(entry.start(), "." + field + " = " + last + " is too large");
        }
    }

    private long factor(MatchResult entry, String factor) {
        if (factor.matches("\\d+[UL]*")) {
            return Long.parseLong(factor.replaceAll("[UL]", ""));
        }
        return Optional.ofNullable(CONSTANTS.get(factor))
                .orElseThrow(() -> fault(
                        entry.start(),
                        "'" + factor + "' is neither a number nor one of "
                                + String.join(", ", new TreeSet<>(CONSTANTS.keySet()))));
    }

    private SchemeCounter counter(String scheme, MatchResult entry) {
        return SchemeCounter.of(scheme, name(entry), unit(entry));
    }
}
