// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.value.UserError;

/**
 * The commands of one change, in order, each with the command that undoes it. {@link #shellLines} prints exactly the
 * commands that {@link #run} executes.
 */
public final class CommandPlan {
    private record PlannedCommand(Command command, Optional<Command> undo) {}

    private final List<PlannedCommand> steps = new ArrayList<>();

    /** Adds a command that needs no undo command. */
    public CommandPlan add(Command command) {
        return add(command, Optional.empty());
    }

    /** Adds a command and the command that undoes it. */
    public CommandPlan add(Command command, Command undo) {
        return add(command, Optional.of(undo));
    }

    /** Adds a command and the command that undoes it, if there is one. */
    public CommandPlan add(Command command, Optional<Command> undo) {
        steps.add(new PlannedCommand(command, undo));
        return this;
    }

    /** Adds all commands of another plan. */
    public CommandPlan add(CommandPlan other) {
        steps.addAll(other.steps);
        return this;
    }

    public boolean isEmpty() {
        return steps.isEmpty();
    }

    /** The commands as lines for a shell. */
    public List<String> shellLines() {
        return steps.stream()
                .map(plannedCommand -> plannedCommand.command.shellLine())
                .toList();
    }

    /**
     * Runs the commands and then the check. If a command or the check fails, rolls back in reverse order.
     *
     * @param check throws if the kernel's state differs from the request
     * @return the warnings that the commands printed
     * @throws UserError with the error message of the command and whether the rollback was complete
     */
    public List<String> run(CommandRunner runner, Runnable check) {
        List<PlannedCommand> done = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        try {
            for (PlannedCommand plannedCommand : steps) {
                warnings.addAll(execute(runner, plannedCommand.command).warnings());
                done.add(plannedCommand);
            }
            check.run();
            return warnings;
        } catch (UserError failure) {
            throw rollBack(runner, done, failure);
        }
    }

    private static CommandResult execute(CommandRunner runner, Command command) {
        CommandResult result = runner.capture(command, Path.of(""));
        if (!result.succeeded()) {
            String output = result.errors().isBlank() ? result.output() : result.errors();
            throw new UserError(
                    "'" + command.summary() + "' failed: " + FailureRemedy.reason(output, result.exitStatus()),
                    FailureRemedy.forFailure(command, output));
        }
        return result;
    }

    private static UserError rollBack(CommandRunner runner, List<PlannedCommand> done, UserError failure) {
        List<String> left = new ArrayList<>();
        boolean any = false;
        for (int i = done.size() - 1; i >= 0; i--) {
            Optional<Command> undo = done.get(i).undo;
            any |= undo.isPresent();
            undo.filter(command -> !succeeds(runner, command)).ifPresent(command -> left.add(command.shellLine()));
        }
        if (!left.isEmpty()) {
            return new UserError(
                    failure.getMessage() + "; rollback was incomplete",
                    failure.remedy() + (failure.remedy().isEmpty() ? "" : "; ") + "then run by hand: "
                            + String.join("; ", left));
        }
        return any ? new UserError(failure.getMessage() + "; changes were rolled back", failure.remedy()) : failure;
    }

    private static boolean succeeds(CommandRunner runner, Command command) {
        try {
            return runner.capture(command, Path.of("")).succeeded();
        } catch (UserError e) {
            return false;
        }
    }
}
