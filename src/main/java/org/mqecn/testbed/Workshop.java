// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mqecn.host.Command;
import org.mqecn.host.CommandResult;
import org.mqecn.host.Machine;
import org.mqecn.host.Processes;
import org.mqecn.host.Shell;
import org.mqecn.port.UserError;
import org.mqecn.testbed.vm.MachineCommands;

/**
 * The folder in which the commands of a testbed run. By it they are found again: a command may outlive the mqecn that
 * started it, and would go on making things while the next one looks at what is there.
 */
final class Workshop implements Function<Command, CommandResult>, AutoCloseable {
    private static final long PATIENCE_MILLISECONDS = 10_000;
    private static final long PAUSE_MILLISECONDS = 20;
    private static final long FIRST_MOMENTS_MILLISECONDS = 200;

    private final MachineCommands machines;
    private final Path folder;
    private final Processes processes;
    private Optional<Shell> shell = Optional.empty();

    private Workshop(MachineCommands machines, Path folder, Processes processes) {
        this.machines = machines;
        this.folder = folder;
        this.processes = processes;
    }

    /**
     * Makes the folder, and waits for commands that an earlier mqecn left running there.
     *
     * @throws UserError where one does not end
     */
    static Workshop open(Machine machine, String testbed) {
        Path folder = machine.running().resolve(testbed).resolve("steps");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UserError("cannot make the folder " + folder + ": " + e.getMessage(),
                    "run mqecn as root (with sudo)");
        }
        Workshop workshop = new Workshop(new MachineCommands(machine), folder, new Processes(machine));
        workshop.waitForOthers();
        return workshop;
    }

    /** Runs a command to its end: here, where it is one of mqecn's own. */
    @Override
    public CommandResult apply(Command command) {
        return machines.run(command).orElseGet(() -> shell().apply(command));
    }

    private Shell shell() {
        if (shell.isEmpty()) {
            shell = Optional.of(new Shell(folder));
        }
        return shell.get();
    }

    @Override
    public void close() {
        shell.ifPresent(Shell::close);
    }

    private void waitForOthers() {
        long waited = 0;
        for (List<String> others = others(); !others.isEmpty(); others = others()) {
            if (waited >= PATIENCE_MILLISECONDS) {
                throw new UserError("a command of an earlier mqecn is still running: process "
                        + String.join(", ", others), "wait until it is done, or end it");
            }
            pause(PAUSE_MILLISECONDS);
            waited += PAUSE_MILLISECONDS;
        }
    }

    /** What has just been started in the background may end at once, for all kinds of reasons. */
    void giveTimeToFail(Steps steps) {
        if (steps.commands().stream().anyMatch(command -> command.words().contains("start-stop-daemon"))) {
            pause(FIRST_MOMENTS_MILLISECONDS);
        }
    }

    private List<String> others() {
        return processes.inFolder(folder);
    }

    private static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new UserError("interrupted", "");
        }
    }
}
