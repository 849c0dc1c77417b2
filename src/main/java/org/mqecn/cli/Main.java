// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.mqecn.port.Suggestion;
import org.mqecn.port.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line. Start-up time is most of what a short command takes, so only the verb that is asked for is
 * loaded; of the others the help needs no more than a line.
 */
public final class Main {
    /** Exit codes. */
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;
    static final int UNCHANGED = 3;

    private static final String NAME = "mqecn";
    private static final String TRACE = "mqecn.trace";

    private Main() {}

    public static void main(String[] args) {
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        int status = run(out, err, args);
        out.flush();
        err.flush();
        System.exit(status);
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }

    /** Runs one command line and returns its exit code; serves main and tests alike. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return commandLine(verb(args)).setOut(out).setErr(err).execute(args);
    }

    /** The verb that is named: the first word that is no option. No stream here or in {@link Verb}: they cost 10 ms. */
    private static Optional<Verb> verb(String... args) {
        for (String word : args) {
            if (!word.startsWith("-")) {
                return Verb.find(word);
            }
        }
        return Optional.empty();
    }

    /** Every verb in full, for the shell's completion and the manual. */
    static CommandLine complete() {
        CommandLine line = new CommandLine(spec());
        for (Verb verb : Verb.values()) {
            line.addSubcommand(verb.word(), verb.create());
        }
        return line;
    }

    /** The verb in full, if one was named; of the others only what the list of verbs needs. */
    private static CommandLine commandLine(Optional<Verb> named) {
        CommandLine line = new CommandLine(spec());
        if (named.isPresent()) {
            line.addSubcommand(named.get().word(), named.get().create());
        } else {
            for (Verb verb : Verb.values()) {
                line.addSubcommand(verb.word(), stub(verb));
            }
        }
        return line
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command))
                .setParameterExceptionHandler(Main::refuse);
    }

    private static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name(NAME)
                .addOption(OptionSpec.builder("-h", "--help").usageHelp(true).description("Show this help.").build())
                .addOption(OptionSpec.builder("-V", "--version").versionHelp(true)
                        .description("Show the version.").build())
                .versionProvider(Main::version);
        spec.usageMessage()
                .description("A Linux machine as a multi-queue switch port that marks ECN.")
                .synopsisSubcommandLabel("VERB")
                .footer("", "'mqecn VERB --help' tells more. Exit status: 0 done, 1 failed, 2 wrong usage, "
                        + "3 nothing to change.");
        return spec;
    }

    private static String[] version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return new String[] {NAME + " " + (version == null ? "(not packaged)" : version)};
    }

    private static CommandSpec stub(Verb verb) {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage().description(verb.summary());
        return spec;
    }

    private static int report(Exception failure, CommandLine command) throws Exception {
        command.getOut().flush();
        if (!(failure instanceof UserError error)) {
            if (Boolean.getBoolean(TRACE)) {
                throw failure;
            }
            return report(new UserError("unexpected: " + failure, "this is a fault of mqecn: please report it, with "
                    + "what MQECN_JAVA_OPTIONS=-D" + TRACE + "=true adds"), command);
        }
        command.getErr().println(NAME + ": " + error.getMessage());
        if (!error.remedy().isEmpty()) {
            command.getErr().println("  " + error.remedy());
        }
        return error.isUsage() ? WRONG_USAGE : FAILED;
    }

    private static int refuse(ParameterException failure, String[] args) throws Exception {
        CommandLine command = failure.getCommandLine();
        if (failure.getCause() instanceof UserError error) {
            return report(error, command);
        }
        return report(UserError.usage(sentence(failure), remedy(failure, command)), command);
    }

    private static String sentence(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched) {
            return "unknown " + (isVerb(unmatched) ? "verb" : unmatched.isUnknownOption() ? "option" : "argument")
                    + " '" + unmatched.getUnmatched().get(0) + "'";
        }
        return failure.getMessage().substring(0, 1).toLowerCase(Locale.ROOT)
                + failure.getMessage().substring(1);
    }

    private static boolean isVerb(UnmatchedArgumentException failure) {
        return !failure.isUnknownOption() && !failure.getCommandLine().getSubcommands().isEmpty();
    }

    private static String remedy(ParameterException failure, CommandLine command) {
        String help = "'" + command.getCommandSpec().qualifiedName() + " --help' tells how it is used";
        if (failure instanceof UnmatchedArgumentException unmatched) {
            String typed = unmatched.getUnmatched().get(0);
            String near = isVerb(unmatched) ? Suggestion.among(typed, command.getSubcommands().keySet())
                    : Suggestion.among(typed, command.getCommandSpec().optionsMap().keySet());
            return near.startsWith("did") ? near.replaceFirst(" \\(.*", "") + "; " + help : help;
        }
        return help;
    }

}
