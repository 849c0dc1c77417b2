// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every verb has the common options, except for the reasons given here. */
final class CommandConventionsTest {
    private static final String SHOWS = "shows something and changes nothing";
    private static final String SENDS = "sends or serves packets until it ends and leaves nothing behind";
    private static final String RUNS = "its output and effect are those of the user's command";
    private static final String WRITES = "writes only files, which the user names or which are a cache";
    private static final String PROGRESS = "reports progress, and its result is a file";
    private static final String DOCUMENT = "its output is a document: a picture, a script, a page";
    private static final String SCREEN = "is a screen with keys";
    private static final String NO_NETWORK = "reads and writes files";
    private static final String EVERY_NAMESPACE = "all network namespaces have it";
    private static final String OWN_NAMESPACES =
            "works in namespaces that the testbed, the scenario or its arguments name";

    private static final Map<String, Set<String>> WITHOUT_DRY_RUN = Map.of(
            SHOWS,
            Set.of(
                    "get",
                    "stats",
                    "top",
                    "trace",
                    "doctor",
                    "diff",
                    "limit",
                    "validate",
                    "module status",
                    "scheme list",
                    "scheme show",
                    "rank list",
                    "rank show",
                    "results status",
                    "results compare",
                    "testbed status",
                    "testbed list",
                    "testbed script",
                    "lab list"),
            SENDS,
            Set.of(
                    "exporter",
                    "serve",
                    "rank verify",
                    "testbed verify",
                    "traffic server",
                    "traffic client",
                    "traffic stream"),
            RUNS,
            Set.of("testbed exec", "testbed console", "lab exec"),
            WRITES,
            Set.of(
                    "report-bug",
                    "scheme new",
                    "scheme test",
                    "import sonic",
                    "export sonic",
                    "report",
                    "figure",
                    "results merge",
                    "results export",
                    "testbed graph",
                    "testbed image",
                    "traffic videos",
                    "lab build",
                    "demo"));

    private static final Map<String, Set<String>> WITHOUT_JSON = Map.of(
            SCREEN, Set.of("top"),
            RUNS, Set.of("testbed exec", "testbed console", "lab exec"),
            SENDS, Set.of("exporter", "serve", "traffic server"),
            PROGRESS, Set.of("demo", "lab build", "traffic videos", "testbed image", "results export"),
            DOCUMENT, Set.of("import sonic", "export sonic", "testbed graph", "testbed script", "figure", "report"));

    private static final Map<String, Set<String>> WITHOUT_NAMESPACE = Map.of(
            NO_NETWORK,
            Set.of("limit", "validate", "import", "export", "report", "figure", "results", "traffic videos"),
            EVERY_NAMESPACE,
            Set.of("scheme"),
            OWN_NAMESPACES,
            Set.of("testbed", "lab", "run", "demo", "traffic server"));

    /** A reference to a manual page, and one in which no other page has a part. */
    private static final Pattern MANUAL = Pattern.compile("\\b((?:mqecn|tc-dwrr|tc-eiffel)(?:-[a-z]+)?)\\((\\d)\\)");

    private static Map<String, Set<String>> optionsByVerb() {
        Map<String, Set<String>> verbs = new TreeMap<>();
        CommandManualTest.verbs(Main.withAllVerbs())
                .forEach(verb -> verbs.put(
                        verb.qualifiedName().replaceFirst("mqecn ", ""),
                        verb.optionsMap().keySet()));
        return verbs;
    }

    /** Verbs that lack an option and are no exception, and exceptions that have it or do not exist. */
    private static List<String> violations(String option, Map<String, Set<String>> exceptions) {
        Set<String> excepted = exceptions.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        Set<String> unused = new TreeSet<>(excepted);
        List<String> violations = new ArrayList<>();
        optionsByVerb().forEach((verb, options) -> {
            String group = verb.replaceFirst(" .*", "");
            boolean isExcepted = excepted.contains(verb) || excepted.contains(group);
            unused.remove(verb);
            unused.remove(group);
            if (options.contains(option) == isExcepted) {
                violations.add(verb + (isExcepted ? " has " : " lacks ") + option);
            }
        });
        unused.forEach(verb -> violations.add("there is no verb " + verb));
        return violations;
    }

    @Test
    void verbsThatChangeSomethingHaveDryRun() {
        assertEquals(List.of(), violations("--dry-run", WITHOUT_DRY_RUN));
    }

    @Test
    void verbsThatShowSomethingHaveJson() {
        assertEquals(List.of(), violations("--output", WITHOUT_JSON));
    }

    @Test
    void verbsThatActInANamespaceTakeOne() {
        assertEquals(List.of(), violations("--netns", WITHOUT_NAMESPACE));
    }

    @Test
    void everyVerbHasHelpAndADescription() {
        optionsByVerb().forEach((verb, options) -> assertTrue(options.containsAll(Set.of("-h", "--help")), verb));
    }

    /** One option has one meaning: the same long name has the same short one everywhere. */
    @Test
    void shortNamesAreTheSameEverywhere() {
        Map<String, Set<String>> names = new TreeMap<>();
        CommandManualTest.verbs(Main.withAllVerbs())
                .flatMap(verb -> verb.options().stream())
                .filter(option -> option.shortestName().length() == 2)
                .forEach(option -> names.computeIfAbsent(option.shortestName(), any -> new TreeSet<>())
                        .add(option.longestName()));
        names.values().removeIf(longNames -> longNames.size() == 1);
        assertEquals(Map.of(), names);
    }

    /** Every manual page of mqecn that a message, a help text or a page names is there. */
    @Test
    void namedManualsExist() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Path folder : List.of(Path.of("src/main"), Path.of("docs"), Path.of("man"))) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(each -> each.toString().matches(".*\\.(java|md|in|sh|yaml)"))
                        .toList()) {
                    Matcher manual = MANUAL.matcher(
                            Files.readString(file).replace("\\-", "-").replaceAll(" \\((\\d)\\)", "($1)"));
                    while (manual.find()) {
                        Path page = Path.of("man", manual.group(1) + "." + manual.group(2));
                        if (!Files.exists(page)) {
                            missing.add(file + ": " + manual.group());
                        }
                    }
                }
            }
        }
        assertEquals(List.of(), missing);
    }
}
