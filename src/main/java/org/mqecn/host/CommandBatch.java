// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mqecn.value.UserError;

/**
 * Commands that run in one process. Most of the time of {@code ip}, {@code tc} or {@code sysctl} is process startup, so
 * consecutive commands with the same prefix are merged: {@code ip -n h1 -batch} reads a line for each of them,
 * {@code sysctl -qw} takes all assignments as arguments. Other commands form batches of one.
 */
public final class CommandBatch {
    private static final Pattern SAFE_WORD = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");
    private static final Pattern FAILED = Pattern.compile("Command failed -:(\\d+)");
    private static final String SYSCTL = "sysctl";

    /** The common prefix of the commands; empty for a command that cannot be merged. */
    private final List<String> commonWords;

    private final List<Command> commands = new ArrayList<>();

    private CommandBatch(List<String> program) {
        this.commonWords = program;
    }

    /** Groups commands into as few batches as their order allows. */
    public static List<CommandBatch> of(List<Command> commands) {
        List<CommandBatch> batches = new ArrayList<>();
        for (Command command : commands) {
            List<String> program = commonWords(command);
            CommandBatch last = batches.isEmpty() ? null : batches.get(batches.size() - 1);
            if (last == null || program.isEmpty() || !program.equals(last.commonWords)) {
                last = new CommandBatch(program);
                batches.add(last);
            }
            last.commands.add(command);
        }
        return batches;
    }

    /** The words before those that a line of a batch can hold: {@code env TC_LIB_DIR=… tc -n h1}. */
    private static List<String> commonWords(Command command) {
        List<String> words = command.words();
        if (!command.input().isEmpty()
                || !words.stream().allMatch(word -> SAFE_WORD.matcher(word).matches())) {
            return List.of();
        }
        if (words.contains(SYSCTL)) {
            int at = words.indexOf(SYSCTL);
            return at + 2 < words.size() && words.get(at + 1).equals("-qw") ? words.subList(0, at + 2) : List.of();
        }
        int end = words.get(0).equals("env") ? 2 : 0;
        if (end >= words.size() || !words.get(end).matches("ip|tc")) {
            return List.of();
        }
        end += end + 1 < words.size() && words.get(end + 1).equals("-n") ? 3 : 1;
        boolean starts = words.size() > end + 1
                && words.get(end).equals("netns")
                && words.get(end + 1).equals("exec");
        return end >= words.size() || starts ? List.of() : words.subList(0, end);
    }

    /** The commands of this batch, at least one. */
    public List<Command> commands() {
        return List.copyOf(commands);
    }

    /** The merged command; with {@code -force} it continues after failures. */
    private Command merge(boolean force) {
        if (commands.size() == 1) {
            return commands.get(0);
        }
        List<String> words = new ArrayList<>(commonWords);
        if (commonWords.contains(SYSCTL)) {
            commands.forEach(command -> words.addAll(arguments(command)));
            return Command.of(words);
        }
        words.addAll(force ? List.of("-force", "-batch", "-") : List.of("-batch", "-"));
        return new Command(
                words,
                commands.stream()
                        .map(command -> String.join(" ", arguments(command)) + "\n")
                        .collect(Collectors.joining()));
    }

    private List<String> arguments(Command command) {
        return command.words().subList(commonWords.size(), command.words().size());
    }

    /**
     * Runs the commands up to the first failure.
     *
     * @param hand runs a command
     * @return the warnings that the commands printed
     * @throws UserError with the failed command and its error message
     */
    public List<String> run(Function<Command, CommandResult> hand) {
        CommandResult result = hand.apply(merge(false));
        if (!result.succeeded()) {
            throw failure(result);
        }
        return result.warnings();
    }

    private UserError failure(CommandResult result) {
        String output = result.errors().isBlank() ? result.output() : result.errors();
        Matcher failed = FAILED.matcher(output);
        Command guilty = failed.find()
                ? commands.get(Integer.parseInt(failed.group(1)) - 1)
                : commands.size() == 1 ? commands.get(0) : merge(false);
        String reason = failed.reset().replaceAll("");
        return new UserError(
                "'" + guilty.shellLine() + "' failed: " + FailureRemedy.reason(reason, result.exitStatus()),
                FailureRemedy.forFailure(guilty, reason));
    }

    /** Runs all commands regardless of failures and returns their error messages; empty if all succeeded. */
    public String runAll(Function<Command, CommandResult> hand) {
        CommandResult result = hand.apply(merge(true));
        return result.succeeded()
                ? ""
                : FailureRemedy.reason(FAILED.matcher(result.errors()).replaceAll(""), result.exitStatus());
    }
}
