// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.mqecn.host.Command;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.Machine;
import org.mqecn.port.UserError;

/**
 * The folder in which the commands of a testbed run. By it they are found again: a command may outlive the mqecn that
 * started it, and would go on making things while the next one looks at what is there.
 */
final class Workshop implements Function<Command, CommandResult> {
    private static final long PATIENCE_MILLISECONDS = 10_000;
    private static final long PAUSE_MILLISECONDS = 20;

    private final CommandRunner runner;
    private final Path folder;
    private final Path processes;

    private Workshop(CommandRunner runner, Path folder, Path processes) {
        this.runner = runner;
        this.folder = folder;
        this.processes = processes;
    }

    /**
     * Makes the folder, and waits for commands that an earlier mqecn left running there.
     *
     * @throws UserError where one does not end
     */
    static Workshop open(Machine machine, CommandRunner runner, String testbed) {
        Path folder = machine.running().resolve(testbed).resolve("steps");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UserError("cannot make the folder " + folder + ": " + e.getMessage(),
                    "run mqecn as root (with sudo)");
        }
        Workshop workshop = new Workshop(runner, folder, machine.root().resolve("proc"));
        workshop.waitForOthers();
        return workshop;
    }

    /** Runs a command to its end. */
    @Override
    public CommandResult apply(Command command) {
        return runner.capture(command, folder);
    }

    private void waitForOthers() {
        long waited = 0;
        for (List<String> others = others(); !others.isEmpty(); others = others()) {
            if (waited >= PATIENCE_MILLISECONDS) {
                throw new UserError("a command of an earlier mqecn is still running: process "
                        + String.join(", ", others), "wait until it is done, or end it");
            }
            pause();
            waited += PAUSE_MILLISECONDS;
        }
    }

    private List<String> others() {
        try (Stream<Path> all = Files.list(processes)) {
            return all.filter(process -> process.getFileName().toString().matches("\\d+"))
                    .filter(this::isHere).map(process -> process.getFileName().toString()).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private boolean isHere(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).equals(folder);
        } catch (IOException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLISECONDS);
        } catch (InterruptedException e) {
            throw new UserError("interrupted", "");
        }
    }
}
