// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.host.FileTrees;
import org.mqecn.result.ExperimentSummary;
import org.mqecn.result.ResultFiles;
import org.mqecn.traffic.flow.FlowList;
import org.mqecn.traffic.flow.SizeDistribution;
import org.mqecn.value.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Odd options, paths and file contents, from a fixed seed: an error in words, whatever they are. */
@DisplayName("Messages about odd input")
final class MessagesFuzzTest {
    private static final long SEED = 7;
    private static final int MUTATIONS = 25;
    private static final Pattern JAVA = Pattern.compile(
            "Exception|java\\.|javax\\.|com\\.fasterxml|picocli|\\bat org\\.mqecn|org\\.mqecn\\.|REDACTED|\\bnull\\b"
                    + "|internal error|\\$\\d|[A-Za-z]@[0-9a-f]{6,}");
    /** A message, its remedy, or a problem of a file. */
    private static final Pattern LINE = Pattern.compile("(?s)mqecn: .+|  .+|.*:\\d+:\\d+: .+");

    private static final List<String> ODD_NUMBERS =
            List.of("", "x", "1,5", "1.5.2", "ü", "%s", "${user.home}", "@/", "0x", "1e");
    private static final List<String> ODD_PATHS = List.of(
            "/proc/nope/x",
            "/proc/version/x",
            "/proc/version",
            "/",
            ".",
            "",
            " ",
            "@/",
            "a\nb",
            "ü\t",
            "a".repeat(5000),
            "%n%s",
            "~");
    private static final String ODD_CHARACTERS = "{}[]:,\"'\\-?*&!%@`#|>\t\n\0\u00fc\u2028 0e.~";

    @TempDir
    private Path folder;

    private record Outcome(int status, String out, String err) {}

    private static Outcome run(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(new String[0]));
        return new Outcome(status, out.toString(), err.toString());
    }

    private static void assertMessage(List<String> arguments, Outcome outcome) {
        String context = arguments + " => " + outcome.status() + "\n" + outcome.err();
        assertFalse(JAVA.matcher(outcome.err() + outcome.out()).find(), context);
        if (outcome.status() != ExitCode.SUCCESS) {
            assertTrue(List.of(ExitCode.FAILED, ExitCode.USAGE_ERROR).contains(outcome.status()), context);
            assertTrue(
                    LINE.matcher(outcome.err().lines().findFirst().orElse("")).matches(), context);
        }
    }

    private static void assertRefused(List<String> arguments) {
        Outcome outcome = run(arguments);
        assertMessage(arguments, outcome);
        assertTrue(outcome.status() != ExitCode.SUCCESS, () -> "accepted: " + arguments);
    }

    private static Stream<List<String>> verbs() {
        return verbs(Main.withAllVerbs(), List.of());
    }

    private static Stream<List<String>> verbs(CommandLine line, List<String> words) {
        return line.getSubcommands().isEmpty()
                ? Stream.of(words)
                : line.getSubcommands().entrySet().stream()
                        .flatMap(each -> verbs(
                                each.getValue(),
                                Stream.concat(words.stream(), Stream.of(each.getKey()))
                                        .toList()));
    }

    private static CommandLine line(List<String> verb) {
        CommandLine line = Main.withAllVerbs();
        for (String word : verb) {
            line = line.getSubcommands().get(word);
        }
        return line;
    }

    /** Options with a number or a choice: a wrong value is refused before the verb does anything. */
    @ParameterizedTest
    @MethodSource("verbs")
    @DisplayName("name the option and what it expects")
    void typedOptions(List<String> verb) {
        for (OptionSpec option : line(verb).getCommandSpec().options()) {
            Class<?> type = option.typeInfo().getType();
            boolean number = type.isPrimitive() && type != boolean.class || Number.class.isAssignableFrom(type);
            if ((number || type.isEnum()) && option.arity().max() > 0 && !option.names()[0].equals("-w")) {
                for (String value : ODD_NUMBERS) {
                    assertRefused(Stream.concat(verb.stream(), Stream.of(option.longestName() + "=" + value))
                            .toList());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("verbs")
    @DisplayName("name the option that does not exist or has no value")
    void brokenOptions(List<String> verb) {
        for (String odd : List.of("--no-such-option", "-~", "--", "--help=x", "--=", "---")) {
            List<String> arguments =
                    Stream.concat(verb.stream(), Stream.of("--no-such", odd)).toList();
            assertRefused(arguments);
        }
        for (OptionSpec option : line(verb).getCommandSpec().options()) {
            if (option.arity().min() > 0) {
                assertRefused(Stream.concat(verb.stream(), Stream.of(option.longestName()))
                        .toList());
            }
        }
    }

    /** Lines that only read, or that fail at the path. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "validate|ODD",
                "report|ODD",
                "report|RESULTS|--out|/proc/version/ODD",
                "figure|ODD",
                "figure|RESULTS|--out|/proc/version/ODD",
                "figure|RESULTS|--width|ODD",
                "run|ODD",
                "run|mq-fig6|--out|/proc/version/ODD",
                "run|mq-fig6|--set|ODD",
                "run|mq-fig6|--set|ODD=1",
                "run|mq-fig6|--set|measure=ODD|--out|/proc/version/x",
                "run|--metrics|ODD",
                "demo|--out|/proc/version/ODD",
                "traffic|client|--server|10.0.0.1|--rate|1gbit|--sizes|ODD",
                "traffic|client|--server|10.0.0.1|--replay|ODD",
                "traffic|client|--server|ODD|--rate|1gbit",
                "traffic|client|--server|10.0.0.1|--rate|ODD",
                "traffic|client|--server|10.0.0.1|--rate|1gbit|--service|ODD",
                "traffic|server|ODD",
                "traffic|videos|/proc/version/ODD",
                "traffic|videos|/proc/version/x|--bitrates|ODD",
                "traffic|stream|ODD|--duration|1s",
                "traffic|stream|http://[::1]:1/|--arrivals|ODD",
                "limit|ODD|--rate|1gbit",
                "limit|1000|--rate|ODD",
                "testbed|graph|--format|dot|-f|ODD",
                "testbed|script|-f|ODD",
                "testbed|up|-f|ODD",
                "rank|apply|-f|ODD",
                "bench|cpu|--qdiscs|ODD",
                "bench|cpu|--server|ODD|--device|d0"
            })
    @DisplayName("name the path or value that is odd")
    void oddValues(String pattern) throws IOException {
        writeResults();
        for (String odd : ODD_PATHS) {
            List<String> arguments = Arrays.stream(pattern.split("\\|"))
                    .map(word -> word.replace("ODD", odd).replace("RESULTS", folder.toString()))
                    .toList();
            assertMessage(arguments, run(arguments));
        }
    }

    @BeforeEach
    void writeResults() throws IOException {
        Files.createDirectories(folder.resolve("runs"));
        Files.writeString(folder.resolve("runs/a.json"), ReportCommandTest.RUN);
        ResultFiles.write(
                folder.resolve("summary.json"),
                new ExperimentSummary(
                        ResultFiles.FORMAT,
                        "mqecn run tiny",
                        "tiny",
                        "",
                        null,
                        1,
                        List.of("a"),
                        null,
                        null,
                        null,
                        null));
        Files.writeString(folder.resolve("scenario.yaml"), "scenario: tiny\nfigures: [{table: [rtt_avg_us]}]\n");
    }

    /** Removes, replaces, repeats or inserts a piece of a text, or cuts the text. */
    private static String mutate(String text, Random random) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + random.nextInt(12));
        String piece = Character.toString(ODD_CHARACTERS.charAt(random.nextInt(ODD_CHARACTERS.length())));
        return switch (random.nextInt(6)) {
            case 0 -> text.substring(0, from);
            case 1 -> text.substring(0, from) + text.substring(to);
            case 2 -> text.substring(0, from) + piece + text.substring(to);
            case 3 -> text.substring(0, to) + text.substring(from);
            case 4 -> text.substring(0, from) + piece.repeat(1 + random.nextInt(3)) + text.substring(from);
            default -> text.substring(0, from) + random.nextLong() + text.substring(to);
        };
    }

    private static List<String> mutations(String text) {
        Random random = new Random(SEED);
        List<String> mutations = new ArrayList<>();
        for (int i = 0; i < MUTATIONS; i++) {
            String mutation = text;
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                mutation = mutate(mutation, random);
            }
            mutations.add(mutation);
        }
        return mutations;
    }

    private static Stream<Path> inputFiles() throws IOException {
        return Stream.of(
                        FileTrees.list(Path.of("testbeds")).stream().limit(6),
                        Stream.of(Path.of("scenarios/mq-fig6.yaml"), Path.of("scenarios/mq-fig3.yaml")),
                        FileTrees.list(Path.of("ranks")).stream())
                .flatMap(files -> files)
                .filter(file -> file.toString().endsWith(".yaml"));
    }

    @ParameterizedTest
    @MethodSource("inputFiles")
    @DisplayName("name the line of a mutated testbed, scenario or file of rules")
    void mutatedInput(Path original) throws IOException {
        Path file = folder.resolve("mutated.yaml");
        for (String text : mutations(Files.readString(original))) {
            Files.writeString(file, text);
            List<String> arguments = List.of("validate", file.toString());
            Outcome outcome = assertDoesNotThrow(() -> run(arguments), () -> text);
            assertMessage(arguments, outcome);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"runs/a.json", "summary.json", "scenario.yaml"})
    @DisplayName("name the mutated file of a folder of results")
    void mutatedResults(String name) throws IOException {
        String original = Files.readString(folder.resolve(name));
        List<String> all = new ArrayList<>(mutations(original));
        all.addAll(List.of("", "{}", "[]", "{", "7"));
        for (String text : all) {
            Files.writeString(folder.resolve(name), text);
            for (String verb : List.of("report", "figure")) {
                List<String> arguments = List.of(verb, folder.toString());
                assertMessage(arguments, assertDoesNotThrow(() -> run(arguments), () -> verb + ": " + text));
            }
            if (name.endsWith(".json")) {
                List<String> arguments =
                        List.of("validate", folder.resolve(name).toString());
                assertMessage(arguments, assertDoesNotThrow(() -> run(arguments), () -> text));
            }
        }
    }

    private static void assertUserError(Callable<?> task, String input) {
        try {
            task.call();
        } catch (UserError e) {
            assertFalse(JAVA.matcher(e.getMessage() + e.remedy()).find(), e.getMessage());
            assertTrue(e.isUsage(), e.getMessage());
        } catch (Exception e) {
            throw new AssertionError(input, e);
        }
    }

    @Test
    @DisplayName("name the line of a mutated CDF or list of flows")
    void mutatedLists() throws IOException {
        Path file = folder.resolve("list");
        Path sizes = Path.of("src/main/resources/org/mqecn/traffic/flow/web-search.txt");
        Path flows = Path.of("src/test/resources/org/mqecn/experiment/scenario/flows.csv");
        int read = 0;
        for (int round = 0; round < 8; round++) {
            for (String text : mutations(Files.readString(sizes) + "#".repeat(round))) {
                Files.writeString(file, text);
                assertUserError(
                        () -> SizeDistribution.load(file.toString(), Optional.empty())
                                .mean(),
                        text);
            }
            for (String text : mutations(Files.readString(flows) + "#".repeat(round))) {
                Files.writeString(file, text);
                assertUserError(() -> FlowList.read(file.toString(), List.of("h2", "h3")), text);
                read++;
            }
        }
        assertEquals(8 * MUTATIONS, read);
    }
}
