// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.SmallFile;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;

/**
 * Numbers of this machine by name.
 *
 * @param users user IDs, from {@code /etc/passwd}
 * @param services ports, from {@code /etc/services}
 * @param protocols IP protocols, from {@code /etc/protocols}
 */
public record NameDatabase(
        Map<String, Set<String>> users, Map<String, Set<String>> services, Map<String, Set<String>> protocols) {
    /** A database without names. */
    static final NameDatabase EMPTY = new NameDatabase(Map.of(), Map.of(), Map.of());

    private static final int UID_FIELD = 2;
    private static final Pattern COMMENT = Pattern.compile("#.*");
    private static final Pattern RANGE = Pattern.compile("(.*?)([:-])(.*)");
    private static final int MAX_SUGGESTIONS = 40;

    public static NameDatabase of(LocalMachine machine) {
        return parse(read(machine, "passwd"), read(machine, "services"), read(machine, "protocols"));
    }

    private static String read(LocalMachine machine, String file) {
        return SmallFile.read(machine.root().resolve("etc").resolve(file)).orElse("");
    }

    static NameDatabase parse(String passwd, String services, String protocols) {
        Map<String, Set<String>> users = new LinkedHashMap<>();
        passwd.lines()
                .map(line -> line.split(":"))
                .filter(fields -> fields.length > UID_FIELD)
                .forEach(fields -> users.putIfAbsent(fields[0], Set.of(fields[UID_FIELD])));
        return new NameDatabase(users, parseNetworkNames(services), parseNetworkNames(protocols));
    }

    /** Parses lines with a name, a number and aliases: {@code http 80/tcp www}. */
    private static Map<String, Set<String>> parseNetworkNames(String text) {
        Map<String, Set<String>> numbers = new LinkedHashMap<>();
        text.lines()
                .map(line -> COMMENT.matcher(line).replaceAll("").strip().split("\\s+"))
                .filter(fields -> fields.length > 1)
                .forEach(fields -> {
                    for (int i = 0; i < fields.length; i++) {
                        if (i != 1) {
                            numbers.computeIfAbsent(fields[i].toLowerCase(Locale.ROOT), name -> new LinkedHashSet<>())
                                    .add(fields[1].replaceFirst("/.*", ""));
                        }
                    }
                });
        return numbers;
    }

    /** Replaces names in a value of a criterion by numbers. */
    String resolve(Criterion criterion, String word) {
        return switch (criterion) {
            case USER -> word.matches("\\d.*") ? word : resolve(word, word, users, "user", "/etc/passwd");
            case SOURCE_PORT, DESTINATION_PORT -> resolveService(word);
            case PROTOCOL ->
                protocols.containsKey(word.toLowerCase(Locale.ROOT)) && !NumberType.isProtocolName(word)
                        ? resolve(word, word.toLowerCase(Locale.ROOT), protocols, "protocol", "/etc/protocols")
                        : word;
            default -> word;
        };
    }

    /** A service, or a range between services. Names have hyphens as well: the whole word is tried first. */
    private String resolveService(String word) {
        if (isServiceOrNumber(word)) {
            return resolveEnd(word);
        }
        Matcher range = RANGE.matcher(word);
        int start = 0;
        while (range.region(start, word.length()).find()) {
            int middle = range.start(2);
            String first = word.substring(0, middle);
            String last = word.substring(middle + 1);
            if (isServiceOrNumber(first) && isServiceOrNumber(last)) {
                return resolveEnd(first) + word.charAt(middle) + resolveEnd(last);
            }
            start = middle + 1;
        }
        return resolveEnd(word);
    }

    /** An end of a range may be absent. */
    private boolean isServiceOrNumber(String word) {
        return word.matches("\\d*") || services.containsKey(word.toLowerCase(Locale.ROOT));
    }

    private String resolveEnd(String word) {
        return word.matches("\\d.*|")
                ? word
                : resolve(word, word.toLowerCase(Locale.ROOT), services, "service", "/etc/services");
    }

    private static String resolve(
            String word, String name, Map<String, Set<String>> numbers, String noun, String file) {
        Collection<String> found = numbers.getOrDefault(name, Set.of());
        if (found.isEmpty()) {
            throw UserError.usage(
                    "no " + noun + " '" + word + "' in " + file, suggestion(name, numbers) + "write its number");
        }
        if (found.size() > 1) {
            throw UserError.usage(
                    noun + " '" + word + "' has several numbers in " + file + ": " + String.join(", ", found),
                    "write the number");
        }
        return found.iterator().next();
    }

    /** The nearest name; all of them only if there are few. */
    private static String suggestion(String name, Map<String, Set<String>> numbers) {
        return numbers.size() <= MAX_SUGGESTIONS
                ? (numbers.isEmpty() ? "" : Suggestion.of(name, List.copyOf(numbers.keySet())) + "; or ")
                : Suggestion.nearest(name, numbers.keySet())
                        .map(nearest -> "did you mean '" + nearest + "'? Or ")
                        .orElse("");
    }
}
