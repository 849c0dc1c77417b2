// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mqecn.GoldenFile;
import org.mqecn.port.Counter;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.Setting;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The man page is generated from the commands, together with the text of {@code man/mqecn.8.in}. {@code make generate}
 * writes it.
 */
final class CommandManualTest {
    /** Of a cell in one line: lintian wants tables to fit into 120 columns. */
    private static final int MAX_CELL = 40;

    @Test
    void manualMatchesCommands() throws Exception {
        CommandLine top = Main.withAllVerbs();
        GoldenFile.assertEquals(
                Path.of("man/mqecn.8"),
                Files.readString(Path.of("man/mqecn.8.in"))
                        .replace(
                                "@GENERATED@",
                                "Generated from the commands and mqecn.8.in by 'make generate'; do not edit.")
                        .replace(
                                "@VERBS@\n",
                                verbs(top).map(CommandManualTest::section).collect(Collectors.joining()))
                        .replace(
                                "@COMMON@\n",
                                common(top).values().stream()
                                        .map(CommandManualTest::entry)
                                        .collect(Collectors.joining()))
                        .replace("@KEYS@\n", keys())
                        .replace("@EIFFEL-KEYS@\n", eiffelKeys())
                        .replace("@COUNTERS@\n", counters(QdiscKind.DWRR))
                        .replace("@EIFFEL-COUNTERS@\n", counters(QdiscKind.EIFFEL)));
    }

    /** Returns all verbs, with the subverbs of a verb group in its place. */
    static Stream<CommandSpec> verbs(CommandLine verb) {
        List<CommandLine> subverbs = subcommands(verb);
        return subverbs.isEmpty()
                ? Stream.of(verb.getCommandSpec())
                : subverbs.stream().flatMap(CommandManualTest::verbs);
    }

    static List<CommandLine> subcommands(CommandLine verb) {
        return verb.getSubcommands().values().stream()
                .filter(subverb -> !subverb.getCommandSpec().usageMessage().hidden())
                .toList();
    }

    /** Returns the options of {@code ChangeOptions} by name. */
    private static Map<String, OptionSpec> common(CommandLine top) {
        Map<String, OptionSpec> common = new TreeMap<>();
        top.getSubcommands().get("remove").getCommandSpec().options().stream()
                .forEach(option -> common.put(option.longestName(), option));
        return common;
    }

    private static String section(CommandSpec spec) {
        CommandLine.Help help =
                new CommandLine.Help(spec, CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        Set<String> documentedElsewhere =
                new HashSet<>(common(Main.withAllVerbs()).keySet());
        if (spec.name().equals("install")) {
            QdiscKind.keys().forEach(key -> documentedElsewhere.add("--" + key));
        }
        return ".SS " + escaped(spec.qualifiedName()) + "\n.nf\n"
                + escaped(help.synopsis(0).strip().replaceAll("(?m)^ +(?=mqecn )", "")) + "\n.fi\n.PP\n"
                + paragraphs(help.description())
                + exitStatus(spec)
                + spec.positionalParameters().stream()
                        .map(CommandManualTest::entry)
                        .collect(Collectors.joining())
                + spec.options().stream()
                        .filter(option -> !option.hidden()
                                && !documentedElsewhere.contains(option.longestName())
                                && !documentedElsewhere.contains(option.names()[option.names().length - 1]))
                        .map(CommandManualTest::entry)
                        .collect(Collectors.joining());
    }

    private static String paragraphs(String text) {
        return Arrays.stream(text.strip().split("\n\\s*\n"))
                .map(paragraph -> escaped(paragraph.replaceAll("\\s+", " ")) + "\n")
                .collect(Collectors.joining(".PP\n"));
    }

    private static String exitStatus(CommandSpec spec) {
        return Arrays.stream(spec.usageMessage().footer())
                .filter(line -> line.startsWith("Exit status"))
                .map(line -> ".PP\n" + escaped(line) + "\n")
                .collect(Collectors.joining());
    }

    private static String entry(PositionalParamSpec parameter) {
        return ".TP\n\\fI" + escaped(parameter.paramLabel()) + "\\fR\n"
                + escaped(String.join(" ", parameter.description())) + "\n";
    }

    private static String entry(OptionSpec option) {
        String text = String.join(" ", option.description());
        return ".TP\n\\fB" + escaped(String.join(", ", option.names())) + "\\fR"
                + (option.arity().max() == 0 ? "" : " \\fI" + escaped(option.paramLabel()) + "\\fR") + "\n"
                + escaped(text.replace("${DEFAULT-VALUE}", String.valueOf(option.defaultValueString()))) + "\n";
    }

    private static String keys() {
        return QdiscKind.DWRR.settings().stream()
                .map(setting ->
                        String.join("@", escaped(setting.key()), wrapped(values(setting)), escaped(sysctl(setting)))
                                + "\n")
                .collect(Collectors.joining());
    }

    /** Returns a cell of a table; many alternatives in a text block, which has lines. */
    private static String wrapped(String values) {
        return values.length() > MAX_CELL ? "T{\n" + escaped(values.replace("|", " | ")) + "\nT}" : escaped(values);
    }

    private static String eiffelKeys() {
        return QdiscKind.EIFFEL.settings().stream()
                .map(setting -> escaped(String.join("@", setting.key(), values(setting))) + "\n")
                .collect(Collectors.joining());
    }

    private static String values(Setting setting) {
        return (setting.isPerQueue() ? "per queue: " : "")
                + (setting.quantity().isKeyword() ? setting.quantity().placeholder() : setting.range());
    }

    private static String sysctl(Setting setting) {
        if (!setting.hasSysctl()) {
            return "none";
        }
        String name = setting.isPerQueue() ? setting.sysctl(0).replaceFirst("0$", "Q") : setting.sysctl(0);
        return setting.sysctlRange().equals(setting.range()) ? name : name + ", " + setting.sysctlRange();
    }

    private static String counters(QdiscKind kind) {
        return kind.counters().stream()
                .map(counter -> escaped(counter.jsonName() + "@" + unit(counter)) + "\n")
                .collect(Collectors.joining());
    }

    private static String unit(Counter counter) {
        return counter.jsonName().matches("dropped_.*|.*_packets") ? "packets" : counter.heading();
    }

    static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...").replaceAll("(?m)^([.'])", "\\\\&$1");
    }
}
