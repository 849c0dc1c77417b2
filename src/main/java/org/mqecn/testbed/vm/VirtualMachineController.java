// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.host.CommandResult;
import org.mqecn.host.LocalMachine;
import org.mqecn.value.UserError;

/**
 * What mqecn's own commands do with one virtual machine. They need neither the testbed's file nor its record, only the
 * sockets of the machine, so that they work in a script as well; a plan runs them without starting another mqecn.
 */
public final class VirtualMachineController {
    private static final List<String> COMMAND_PREFIX = List.of("mqecn", "testbed");
    private static final Duration BOOT_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration COMMAND_TIMEOUT = Duration.ofMinutes(10);
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POWER_BUTTON_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(5);
    private static final int PAUSE_MILLISECONDS = 100;

    private final LocalMachine machine;

    public VirtualMachineController(LocalMachine machine) {
        this.machine = machine;
    }

    /** {@code mqecn testbed exec -f TESTBED HOST -- WORDS}. */
    static Command execCommand(String testbed, String host, Command inside) {
        List<String> words = new ArrayList<>(COMMAND_PREFIX);
        words.addAll(List.of("exec", "-f", testbed, host, "--"));
        words.addAll(inside.words());
        return new Command(words, inside.input());
    }

    /** {@code mqecn testbed halt -f TESTBED HOST}. */
    static Command haltCommand(String testbed, String host) {
        List<String> words = new ArrayList<>(COMMAND_PREFIX);
        words.addAll(List.of("halt", "-f", testbed, host));
        return Command.of(words);
    }

    /** What came of a command of mqecn's own, run here; empty for any other command. */
    public Optional<CommandResult> runInProcess(Command command) {
        List<String> words = command.words();
        if (words.size() < 6 || !words.subList(0, COMMAND_PREFIX.size()).equals(COMMAND_PREFIX)) {
            return Optional.empty();
        }
        String testbed = words.get(4);
        String host = words.get(5);
        try {
            return switch (words.get(2)) {
                case "exec" ->
                    Optional.of(execute(testbed, host, new Command(words.subList(7, words.size()), command.input())));
                case "halt" -> {
                    halt(testbed, host);
                    yield Optional.of(new CommandResult(0, "", ""));
                }
                default -> Optional.empty();
            };
        } catch (UserError e) {
            return Optional.of(new CommandResult(1, "", e.getMessage()));
        }
    }

    /**
     * Runs a command in a virtual machine, waiting for it to boot where it is not ready yet.
     *
     * @throws UserError where it does not run, or does not answer
     */
    public CommandResult execute(String testbed, String host, Command command) {
        VirtualMachineFiles files = VirtualMachineFiles.of(machine, testbed, host);
        if (findProcess(files).isEmpty()) {
            throw new UserError(
                    "the virtual machine " + host + " of testbed " + testbed + " does not run",
                    "'mqecn testbed up' starts it");
        }
        try (GuestAgent guestAgent = GuestAgent.await(files, BOOT_TIMEOUT)) {
            return guestAgent.execute(command, COMMAND_TIMEOUT);
        }
    }

    /** As {@link #execute}, but at once: of a machine that is not ready there is nothing to be had. */
    CommandResult executeNow(VirtualMachineFiles files, Command command) {
        try (GuestAgent guestAgent = GuestAgent.await(files, RESPONSE_TIMEOUT)) {
            return guestAgent.execute(command, COMMAND_TIMEOUT);
        }
    }

    Optional<QemuProcess> findProcess(VirtualMachineFiles files) {
        return QemuProcess.find(machine.root().resolve("proc"), files.pidFile());
    }

    /** Ends a machine: by its agent, or else its power button, or else by force. */
    public void halt(String testbed, String host) {
        VirtualMachineFiles files = VirtualMachineFiles.of(machine, testbed, host);
        if (waitForExit(files, Duration.ZERO) || haltByAgent(files) || haltByPowerButton(files)) {
            return;
        }
        findProcess(files)
                .flatMap(process -> ProcessHandle.of(process.pid()))
                .ifPresent(ProcessHandle::destroyForcibly);
        if (!waitForExit(files, RESPONSE_TIMEOUT)) {
            throw new UserError("the virtual machine " + host + " does not end", "");
        }
    }

    private boolean haltByAgent(VirtualMachineFiles files) {
        try (GuestAgent guestAgent = GuestAgent.await(files, RESPONSE_TIMEOUT)) {
            guestAgent.shutDown();
        } catch (UserError e) {
            return false;
        }
        return waitForExit(files, SHUTDOWN_TIMEOUT);
    }

    private boolean haltByPowerButton(VirtualMachineFiles files) {
        try (JsonSocket monitor = JsonSocket.connect(files.monitorSocket())) {
            monitor.receive(RESPONSE_TIMEOUT);
            for (String command : List.of("qmp_capabilities", "system_powerdown")) {
                ObjectNode question = JsonSocket.command(command);
                monitor.send(question);
                monitor.receive(RESPONSE_TIMEOUT);
            }
        } catch (IOException e) {
            return false;
        }
        return waitForExit(files, POWER_BUTTON_TIMEOUT);
    }

    private boolean waitForExit(VirtualMachineFiles files, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (findProcess(files).isPresent()) {
            if (System.nanoTime() >= end) {
                return false;
            }
            try {
                Thread.sleep(PAUSE_MILLISECONDS);
            } catch (InterruptedException e) {
                throw new UserError("interrupted", "");
            }
        }
        return true;
    }

    public boolean isRunning(String testbed, String host) {
        return findProcess(VirtualMachineFiles.of(machine, testbed, host)).isPresent();
    }

    /** Whether software stands in for the processor of a machine that runs. */
    public boolean isEmulated(String testbed, String host) {
        return findProcess(VirtualMachineFiles.of(machine, testbed, host))
                .filter(process -> process.accelerator() == Accelerator.TCG)
                .isPresent();
    }

    /** The file that is the data disk of a machine. */
    public Path dataDisk(String testbed, String host) {
        return VirtualMachineFiles.of(machine, testbed, host).dataDisk();
    }

    /**
     * Connects to the serial console of a machine.
     *
     * @throws UserError where it does not run
     */
    public SerialConsole console(String testbed, String host) {
        if (!isRunning(testbed, host)) {
            throw new UserError(
                    "the virtual machine " + host + " of testbed " + testbed + " does not run",
                    "'mqecn testbed up' starts it");
        }
        return SerialConsole.connect(
                VirtualMachineFiles.of(machine, testbed, host).consoleSocket());
    }
}
