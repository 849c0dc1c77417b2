// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line. Start-up dominates the run time of a short command. Therefore only the requested verb is loaded; the
 * top-level help needs one line for each of the others, which {@link Verb} has.
 */
public final class Main {
    private static final String NAME = "mqecn";
    private static final String TRACE_PROPERTY = "mqecn.trace";
    private static final int VERB_WIDTH = 11;
    private static final String HELP_OPTION = "--help";
    private static final Set<String> HELP_WORDS = Set.of("help", "-h", HELP_OPTION);

    private Main() {}

    public static void main(String[] args) {
        StandardOutput standardOutput = new StandardOutput();
        PrintWriter err = writer(new FileOutputStream(FileDescriptor.err));
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> print(UserError.of(failure), err));
        int status = runToEnd(writer(standardOutput), err, args);
        Optional<UserError> lost = standardOutput.failure();
        lost.ifPresent(error -> print(error, err));
        boolean complete = lost.isEmpty() && !err.checkError();
        System.exit(complete || status != ExitCode.SUCCESS ? status : ExitCode.FAILED);
    }

    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(stream, false, StandardCharsets.UTF_8);
    }

    /** Runs one command line, whatever it throws, and writes all of its output. */
    private static int runToEnd(PrintWriter out, PrintWriter err, String... args) {
        try {
            int status = run(out, err, args);
            out.flush();
            return status;
        } catch (RuntimeException | Error e) {
            if (Boolean.getBoolean(TRACE_PROPERTY)) {
                e.printStackTrace(err);
            }
            out.flush();
            return print(UserError.of(e), err);
        }
    }

    /** Runs one command line and returns its exit code. Used by {@code main} and by tests. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        List<String> words = withHelpLast(List.of(args));
        Optional<Verb> verb = Verb.find(words.get(0));
        CommandLine line = verb.map(found -> commandLine(found, words.size() > 1 ? words.get(1) : ""))
                .orElseGet(Main::topLevel)
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .setExecutionExceptionHandler((failure, command, parsed) -> reportError(failure, command))
                .setParameterExceptionHandler(Main::reportUsageError);
        return line.execute(upToUnknownVerb(line, verb.isPresent() ? words.subList(1, words.size()) : words)
                .toArray(new String[0]));
    }

    /** {@code help VERB} and {@code --help VERB} mean {@code VERB --help}; a line without words asks for help too. */
    private static List<String> withHelpLast(List<String> args) {
        if (!args.isEmpty() && !HELP_WORDS.contains(args.get(0))) {
            return args;
        }
        List<String> words = new ArrayList<>(args.subList(Math.min(1, args.size()), args.size()));
        words.add(HELP_OPTION);
        return words;
    }

    /** Drops what follows an unknown verb: {@code nosuch --help} is an error, not a question. */
    private static List<String> upToUnknownVerb(CommandLine line, List<String> words) {
        boolean unknown = !words.isEmpty()
                && !words.get(0).startsWith("-")
                && !knownVerbs(line).isEmpty()
                && !line.getSubcommands().containsKey(words.get(0));
        return unknown ? words.subList(0, 1) : words;
    }

    private static CommandLine commandLine(Verb verb, String subverb) {
        return verb.create(subverb).setCommandName(NAME + " " + verb.keyword());
    }

    /** Returns all verbs with their options, for shell completion and the man page. */
    static CommandLine withAllVerbs() {
        CommandLine line = topLevel();
        for (Verb verb : Verb.values()) {
            line.addSubcommand(verb.keyword(), verb.create(""));
        }
        return line;
    }

    /** Returns the command line without a verb, which has only help and version. */
    private static CommandLine topLevel() {
        CommandSpec spec = CommandSpec.create()
                .name(NAME)
                .addOption(OptionSpec.builder("-h", HELP_OPTION)
                        .usageHelp(true)
                        .description("Show this help.")
                        .build())
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Show the version.")
                        .build())
                .versionProvider(Main::version);
        spec.usageMessage()
                .customSynopsis("mqecn VERB [ARGUMENT…]", "       mqecn help [VERB]%n")
                .description(description())
                .footer(
                        "",
                        "Exit status: 0 success, 1 failure, 2 usage error, 3 nothing to change, or an invalid run.");
        return new CommandLine(spec);
    }

    private static String[] description() {
        List<String> lines = new ArrayList<>();
        lines.addAll(List.of("Turn a Linux machine into a multi-queue switch port with ECN marking.", ""));
        for (Verb verb : Verb.values()) {
            lines.add("  " + verb.keyword()
                    + " ".repeat(VERB_WIDTH - verb.keyword().length()) + verb.summary());
        }
        lines.add("");
        return lines.toArray(new String[0]);
    }

    private static String[] version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return new String[] {NAME + " " + (version == null ? "(not packaged)" : version)};
    }

    private static int reportError(Exception failure, CommandLine command) throws Exception {
        if (!(failure instanceof UserError) && Boolean.getBoolean(TRACE_PROPERTY)) {
            throw failure;
        }
        command.getOut().flush();
        return print(UserError.of(failure), command.getErr());
    }

    /** Returns the exit code. */
    private static int print(UserError error, PrintWriter err) {
        err.println(NAME + ": " + error.getMessage());
        if (!error.remedy().isEmpty()) {
            err.println("  " + error.remedy());
        }
        err.flush();
        return error.isUsage() ? ExitCode.USAGE_ERROR : ExitCode.FAILED;
    }

    private static int reportUsageError(ParameterException failure, String[] args) throws Exception {
        CommandLine command = failure.getCommandLine();
        if (failure.getCause() instanceof RuntimeException cause && !isConversion(failure)) {
            return reportError(cause, command);
        }
        return reportError(UserError.usage(describe(failure), remedy(failure, command)), command);
    }

    private static String describe(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched) {
            return "unknown "
                    + (isUnknownVerb(unmatched) ? "verb" : unmatched.isUnknownOption() ? "option" : "argument") + " '"
                    + unmatched.getUnmatched().get(0) + "'";
        }
        if (isConversion(failure)) {
            return "invalid value for " + name(failure.getArgSpec()) + ": '" + failure.getValue() + "' is not "
                    + expected(failure.getArgSpec());
        }
        return failure.getMessage().substring(0, 1).toLowerCase(Locale.ROOT)
                + failure.getMessage().substring(1);
    }

    /** Whether a value does not have the type of its argument. */
    private static boolean isConversion(ParameterException failure) {
        return failure.getCause() != null
                && !(failure.getCause() instanceof UserError)
                && failure.getArgSpec() != null
                && failure.getValue() != null;
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? "option '" + option.longestName() + "'"
                : "'" + argument.paramLabel() + "'";
    }

    /** What a value has to be; all other types take any text or report their errors themselves. */
    private static String expected(ArgSpec argument) {
        Class<?> type = argument.typeInfo().isMultiValue()
                ? argument.typeInfo().getAuxiliaryTypes()[0]
                : argument.typeInfo().getType();
        if (type.isEnum()) {
            return "one of " + argument.paramLabel().replace("|", ", ");
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return type == double.class || type == Double.class ? "a number" : "a whole number in range";
        }
        return "a valid " + argument.paramLabel();
    }

    private static boolean isUnknownVerb(UnmatchedArgumentException failure) {
        return !failure.isUnknownOption()
                && !knownVerbs(failure.getCommandLine()).isEmpty();
    }

    /** Returns the verbs that are valid at this position. */
    private static Collection<String> knownVerbs(CommandLine command) {
        return command.getCommandName().equals(NAME)
                ? Stream.concat(Arrays.stream(Verb.values()).map(Verb::keyword), Stream.of("help"))
                        .toList()
                : command.getSubcommands().keySet();
    }

    private static String remedy(ParameterException failure, CommandLine command) {
        String help = "see '" + command.getCommandSpec().qualifiedName() + " --help'";
        if (failure instanceof UnmatchedArgumentException unmatched) {
            String input = unmatched.getUnmatched().get(0);
            String near = isUnknownVerb(unmatched)
                    ? Suggestion.of(input, knownVerbs(command))
                    : Suggestion.of(input, command.getCommandSpec().optionsMap().keySet());
            if (unmatched.isUnknownOption() && command.getCommandName().equals(NAME)) {
                return "options follow the verb; " + help;
            }
            return near.startsWith("did") ? near.replaceFirst(" \\(.*", "") + "; " + help : help;
        }
        return help;
    }
}
