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
 * Commands that one process runs. Most of what {@code ip}, {@code tc} or {@code sysctl} takes is being started, so
 * those that are alike up to what they are told go together: {@code ip -n h1} reads a line for each of them,
 * {@code sysctl -qw} gets them side by side. A command like no other is a batch by itself.
 */
public final class CommandBatch {
    private static final Pattern SAFE_WORD = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");
    private static final Pattern FAILED = Pattern.compile("Command failed -:(\\d+)");
    private static final String SYSCTL = "sysctl";

    /** Words that they have in common; empty for a command that goes alone. */
    private final List<String> commonWords;

    private final List<Command> commands = new ArrayList<>();

    private CommandBatch(List<String> program) {
        this.commonWords = program;
    }

    /** The commands in their order, in as few batches as that order allows. */
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

    /** What comes before that which a line of a batch can say: {@code env TC_LIB_DIR=… tc -n h1}. */
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

    /** What is run; with {@code -force} it goes on behind what fails. */
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
     * Runs them up to the first that fails.
     *
     * @param hand what runs a command
     * @return what commands warned of
     * @throws UserError with the command that failed and what it said
     */
    public List<String> run(Function<Command, CommandResult> hand) {
        CommandResult result = hand.apply(merge(false));
        if (!result.succeeded()) {
            throw failure(result);
        }
        return result.warnings();
    }

    private UserError failure(CommandResult result) {
        String words = result.errors().isBlank() ? result.output() : result.errors();
        Matcher failed = FAILED.matcher(words);
        Command guilty = failed.find()
                ? commands.get(Integer.parseInt(failed.group(1)) - 1)
                : commands.size() == 1 ? commands.get(0) : merge(false);
        String said = failed.reset().replaceAll("");
        return new UserError(
                "'" + guilty.shellLine() + "' failed: " + FailureRemedy.reason(said, result.exitStatus()),
                FailureRemedy.forFailure(guilty, said));
    }

    /** Runs all of them, whatever fails, and gives what they said about it; empty where all is well. */
    public String runAll(Function<Command, CommandResult> hand) {
        CommandResult result = hand.apply(merge(true));
        return result.succeeded()
                ? ""
                : FailureRemedy.reason(FAILED.matcher(result.errors()).replaceAll(""), result.exitStatus());
    }
}
