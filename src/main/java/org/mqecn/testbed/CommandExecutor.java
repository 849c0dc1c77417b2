// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mqecn.host.Command;
import org.mqecn.host.CommandResult;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.PersistentShell;
import org.mqecn.host.ProcessTable;
import org.mqecn.host.Sleep;
import org.mqecn.testbed.state.TestbedFolders;
import org.mqecn.testbed.vm.VirtualMachineController;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * Runs the commands of a testbed in a working directory of their own, by which they are found again: a command may
 * outlive the mqecn process that started it, and must not create resources while the next process observes the state.
 */
final class CommandExecutor implements Function<Command, CommandResult>, AutoCloseable {
    private static final long TIMEOUT_MILLISECONDS = 10_000;
    private static final long POLL_INTERVAL_MILLISECONDS = 20;
    private static final long STARTUP_GRACE_MILLISECONDS = 200;

    private final VirtualMachineController virtualMachines;
    private final Path folder;
    private final ProcessTable processTable;
    private Optional<PersistentShell> shell = Optional.empty();

    private CommandExecutor(VirtualMachineController virtualMachines, Path folder, ProcessTable processTable) {
        this.virtualMachines = virtualMachines;
        this.folder = folder;
        this.processTable = processTable;
    }

    /**
     * Creates the directory and waits for commands of an earlier mqecn process.
     *
     * @throws UserError if one of them does not end
     */
    static CommandExecutor open(LocalMachine machine, String testbed) {
        Path folder = TestbedFolders.of(machine).runtime(testbed).resolve("steps");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UserError(
                    "cannot create the folder " + folder + ": " + IoErrors.reason(e), "run mqecn as root (with sudo)");
        }
        CommandExecutor executor =
                new CommandExecutor(new VirtualMachineController(machine), folder, new ProcessTable(machine));
        executor.waitForLeftoverCommands();
        return executor;
    }

    /** Runs a command and waits for it. Commands of mqecn itself run in this process. */
    @Override
    public CommandResult apply(Command command) {
        return virtualMachines.runInProcess(command).orElseGet(() -> shell().apply(command));
    }

    private PersistentShell shell() {
        if (shell.isEmpty()) {
            shell = Optional.of(new PersistentShell(folder));
        }
        return shell.get();
    }

    @Override
    public void close() {
        shell.ifPresent(PersistentShell::close);
    }

    private void waitForLeftoverCommands() {
        long waited = 0;
        for (List<String> others = findLeftoverCommands(); !others.isEmpty(); others = findLeftoverCommands()) {
            if (waited >= TIMEOUT_MILLISECONDS) {
                throw new UserError(
                        "a command of an earlier mqecn is still running: process " + String.join(", ", others),
                        "wait until it ends, or kill it");
            }
            sleep(POLL_INTERVAL_MILLISECONDS);
            waited += POLL_INTERVAL_MILLISECONDS;
        }
    }

    /** Waits a moment after background processes were started: some fail at once. */
    void waitForEarlyFailure(JournaledCommands journaledCommands) {
        if (journaledCommands.commands().stream()
                .anyMatch(command -> command.words().contains("start-stop-daemon"))) {
            sleep(STARTUP_GRACE_MILLISECONDS);
        }
    }

    private List<String> findLeftoverCommands() {
        return processTable.findInFolder(folder);
    }

    private static void sleep(long milliseconds) {
        Sleep.until(System.nanoTime() + Duration.ofMillis(milliseconds).toNanos());
    }
}
