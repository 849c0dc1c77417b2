// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.GoldenFile;
import org.mqecn.host.Command;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;
import org.mqecn.port.DwrrScheme;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.ModuleSchemes;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.Setting;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The candidates of shell completion: {@code cli/complete.sh} is generated from the commands and {@code complete.sh.in}.
 * {@code make generate} writes it. {@link ShellCompletionTest} tests it in shells.
 */
final class CompletionTest {
    private static final Path SCRIPT = Path.of("cli/complete.sh").toAbsolutePath();
    private static final int ENDLESS = Integer.MAX_VALUE;

    @TempDir
    private Path folder;

    @Test
    void completionMatchesCommands() throws Exception {
        GoldenFile.assertEquals(
                SCRIPT,
                Files.readString(Path.of("cli/complete.sh.in"))
                        .replace(
                                "@GENERATED@",
                                "Generated from the commands and complete.sh.in by 'make generate'; do not edit.")
                        .replace("@TABLE@", String.join("\n", table())));
    }

    private static List<String> table() {
        CommandLine top = Main.withAllVerbs();
        List<String> rows = new ArrayList<>();
        for (CommandLine verb : CommandManualTest.subcommands(top)) {
            rows.add(row("", verb.getCommandName(), "@verb", firstSentence(verb.getCommandSpec())));
            for (CommandLine subverb : CommandManualTest.subcommands(verb)) {
                rows.add(row(
                        verb.getCommandName(),
                        subverb.getCommandName(),
                        "@verb",
                        firstSentence(subverb.getCommandSpec())));
            }
        }
        rows.add(row("", "--help", "", "Show this help."));
        rows.add(row("", "--version", "", "Show the version."));
        CommandManualTest.verbs(top).forEach(spec -> addArguments(rows, spec));
        for (QdiscKind kind : QdiscKind.values()) {
            for (Setting setting : kind.settings()) {
                rows.add(row("key", setting.key(), choices(setting.quantity().placeholder()), setting.description()));
            }
        }
        return rows.stream().distinct().toList();
    }

    private static void addArguments(List<String> rows, CommandSpec spec) {
        String verb = spec.qualifiedName().replaceFirst("mqecn ", "");
        for (OptionSpec option : spec.options()) {
            for (String name : option.names()) {
                if (!option.hidden()) {
                    String kind = option.arity().min() == 0 ? "" : kind(verb, option);
                    rows.add(row(
                            verb,
                            name,
                            kind.isEmpty() && option.arity().min() > 0 ? "@value" : kind,
                            firstSentence(String.join(" ", option.description()))));
                }
            }
        }
        for (PositionalParamSpec argument : spec.positionalParameters()) {
            String number = Integer.toString(argument.index().min() + 1);
            boolean repeats =
                    argument.index().max() == ENDLESS || argument.arity().max() > 1;
            String kind = kind(verb, argument);
            if (!kind.isEmpty()) {
                rows.add(row(verb, number + (repeats && !kind.equals("@device") ? "+" : ""), kind, ""));
            }
        }
    }

    /** Words, and kinds of names that {@code complete.sh} looks up. */
    private static String kind(String verb, ArgSpec argument) {
        String label = argument.paramLabel().replaceFirst(" .*", "");
        return switch (label) {
            case "DEV", "DEVICE", "IN-DEVICE" -> "@device";
            case "NETNS" -> "@netns";
            case "HOST" -> "@host";
            case "FILE|NAME" -> files(verb);
            case "FILE" -> verb.equals("validate") ? "@testbed @scenario" : "";
            case "DIR" -> !argument.isOption() && List.of("report", "figure").contains(verb) ? "@result" : "";
            case "SCHEME" -> schemes(verb);
            default -> choices(label);
        };
    }

    private static String files(String verb) {
        return switch (verb) {
            case "run" -> "@scenario";
            case "scheme build" -> "@scheme";
            case "scheme test" ->
                "@scheme " + ModuleSchemes.all().stream().map(DwrrScheme::name).collect(Collectors.joining(" "));
            default -> "@testbed";
        };
    }

    private static String schemes(String verb) {
        String marking = choices(DwrrSetting.ECN_SCHEME.quantity().placeholder());
        return verb.equals("scheme show")
                ? marking + " " + choices(DwrrSetting.BUFFER_MODE.quantity().placeholder())
                : marking;
    }

    /** The words of a label like {@code table|json}. */
    private static String choices(String label) {
        return label.contains("|")
                ? Arrays.stream(label.split("\\|"))
                        .filter(word -> word.matches("[a-z0-9-]+"))
                        .collect(Collectors.joining(" "))
                : "";
    }

    private static String firstSentence(CommandSpec spec) {
        return firstSentence(String.join(" ", spec.usageMessage().description()));
    }

    private static String firstSentence(String text) {
        return text.replace("%n", "").strip().replaceFirst("(?s)[.:](\\s.*)?$", "");
    }

    private static String row(String verb, String word, String kind, String text) {
        return String.join("\t", verb, word, kind, text);
    }

    private List<String> candidates(Path workingFolder, String... words) {
        List<String> command = new ArrayList<>(List.of("sh", SCRIPT.toString()));
        command.addAll(List.of(words));
        CommandResult result = new CommandRunner().capture(Command.of(command), workingFolder);
        assertEquals("", result.errors());
        return result.output().lines().map(line -> line.split("\t")[0]).toList();
    }

    /** The last word of each line is to be completed; an underscore stands for an empty one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "inst|install",
                "he|help",
                "help te|testbed",
                "help testbed st|status",
                "testbed sta|status",
                "module lo|load",
                "run mq-fig|mq-fig1 mq-fig2 mq-fig3 mq-fig6 mq-fig7 mq-fig8",
                "validate mq-fig6 sta|star static-buffers",
                "testbed up -f sta|star",
                "testbed up --file sta|star",
                "testbed up --file=sta|--file=star",
                "get lo ecn|ecn-scheme",
                "set ecn-scheme cod|codel",
                "set lo ecn-scheme tcn buffer-mode sta|static",
                "set ecn-sch|ecn-scheme",
                "install lo --ecn-scheme per|per-queue per-queue-min per-port",
                "install lo --scheme cod|codel",
                "install --scheme=cod|--scheme=codel",
                "install lo --rate _|",
                "limit --suggest --scheme co|codel",
                "scheme show a|abm",
                "scheme test tr|traffic-aware",
                "scheme new my-policy --for b|buffer-mode",
                "stats -o js|json jsonl",
                "get -o js|json",
                "stats --wa|--watch",
                "stats l|lo",
                "figure --format p|pdf png",
                "lab exec -- ls _|"
            })
    void candidatesOf(String line, String expected) {
        String[] words = Arrays.stream(line.split(" "))
                .map(word -> word.equals("_") ? "" : word)
                .toArray(String[]::new);
        List<String> found = candidates(Path.of(""), words).stream()
                .filter(word -> !line.startsWith("stats l") || word.equals("lo"))
                .toList();
        assertEquals(
                expected == null ? List.of() : new ArrayList<>(new TreeSet<>(List.of(expected.split(" ")))),
                found.stream().sorted().toList());
    }

    @Test
    void everyVerbAndOptionIsACandidate() {
        CommandLine top = Main.withAllVerbs();
        assertTrue(candidates(Path.of(""), "").containsAll(top.getSubcommands().keySet()));
        CommandManualTest.verbs(top).limit(8).forEach(spec -> {
            List<String> words = new ArrayList<>(List.of(spec.qualifiedName().split(" ")));
            words.remove(0);
            words.add("--");
            assertEquals(
                    spec.options().stream()
                            .filter(option -> !option.hidden())
                            .flatMap(option -> Stream.of(option.names()))
                            .filter(name -> name.startsWith("--"))
                            .sorted()
                            .toList(),
                    candidates(Path.of(""), words.toArray(new String[0])).stream()
                            .sorted()
                            .toList());
        });
    }

    @Test
    void schemesOfTheUser() throws Exception {
        for (String file : List.of("mine/mine.c", "mine/other.c", "mine/Model.java", "other.c")) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.createFile(folder.resolve(file));
        }
        assertEquals(
                List.of("mine", "other.c"),
                candidates(folder, "scheme", "build", "").stream().sorted().toList());
        assertEquals(
                List.of("mine", "mq-ecn-general"),
                candidates(folder, "scheme", "test", "m").stream().sorted().toList());
    }

    @Test
    void foldersWithResults() throws Exception {
        for (String result : List.of("results/mq-fig6", "results/stock", "mine", "results/empty")) {
            Files.createDirectories(folder.resolve(result));
            if (!result.endsWith("empty")) {
                Files.createFile(folder.resolve(result).resolve("scenario.yaml"));
            }
        }
        assertEquals(List.of("mine", "results/mq-fig6", "results/stock"), candidates(folder, "report", ""));
        assertEquals(List.of("results/stock"), candidates(folder, "figure", "--format", "svg", "results/s"));
    }

    @Test
    void scriptIsWithoutWarnings() {
        Map<String, String> shells = Map.of("sh", "cli/complete.sh", "bash", "cli/mqecn.bash");
        shells.forEach((shell, file) -> assertEquals(
                "", new CommandRunner().capture(List.of(shell, "-n", file)).errors(), file));
    }
}
