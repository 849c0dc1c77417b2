// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.Accelerator;
import org.mqecn.host.Command;
import org.mqecn.host.CommandResult;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.Sleep;
import org.mqecn.value.UserError;

/**
 * Executes commands in virtual machines and halts them. It needs only the sockets of a machine, neither the testbed file
 * nor the journal, so that {@code mqecn testbed exec} and {@code halt} also work in scripts. A plan runs these commands
 * in its own process.
 */
public final class VirtualMachineController {
    private static final List<String> COMMAND_PREFIX = List.of("mqecn", "testbed");
    private static final Duration BOOT_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration COMMAND_TIMEOUT = Duration.ofMinutes(10);
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POWER_BUTTON_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(5);
    private static final long POLL_INTERVAL_NANOS = 100_000_000;

    private final LocalMachine machine;

    public VirtualMachineController(LocalMachine machine) {
        this.machine = machine;
    }

    /** {@code mqecn testbed exec -f TESTBED HOST -- COMMAND}. */
    static Command execCommand(String testbed, String host, Command inside) {
        List<String> words = new ArrayList<>(COMMAND_PREFIX);
        words.addAll(List.of("exec", "-f", testbed, host, "--"));
        words.addAll(inside.words());
        return new Command(words, inside.input());
    }

    /** {@code mqecn testbed halt -f TESTBED HOST}. */
    public static Command haltCommand(String testbed, String host) {
        List<String> words = new ArrayList<>(COMMAND_PREFIX);
        words.addAll(List.of("halt", "-f", testbed, host));
        return Command.of(words);
    }

    /** Runs one of the commands above in this process; empty for any other command. */
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
     * Runs a command in a virtual machine, after it has booted.
     *
     * @throws UserError if the machine is not running or does not respond
     */
    public CommandResult execute(String testbed, String host, Command command) {
        VirtualMachineFiles files = VirtualMachineFiles.of(machine, testbed, host);
        if (findProcess(files).isEmpty()) {
            throw new UserError(
                    "the virtual machine " + host + " of testbed " + testbed + " is not running",
                    "'mqecn testbed up' starts it");
        }
        try (GuestAgent guestAgent = GuestAgent.await(files, BOOT_TIMEOUT)) {
            return guestAgent.execute(command, COMMAND_TIMEOUT);
        }
    }

    /** Like {@link #execute}, but does not wait for the machine to boot. */
    CommandResult executeNow(VirtualMachineFiles files, Command command) {
        try (GuestAgent guestAgent = GuestAgent.await(files, RESPONSE_TIMEOUT)) {
            return guestAgent.execute(command, COMMAND_TIMEOUT);
        }
    }

    Optional<QemuProcess> findProcess(VirtualMachineFiles files) {
        return QemuProcess.find(machine, files.pidFile());
    }

    /** Shuts a machine down by its guest agent, else by its power button, else by killing QEMU. */
    public void halt(String testbed, String host) {
        VirtualMachineFiles files = VirtualMachineFiles.of(machine, testbed, host);
        if (waitForExit(files, Duration.ZERO) || haltByAgent(files) || haltByPowerButton(files)) {
            return;
        }
        findProcess(files)
                .flatMap(process -> ProcessHandle.of(process.pid()))
                .ifPresent(ProcessHandle::destroyForcibly);
        if (!waitForExit(files, RESPONSE_TIMEOUT)) {
            throw new UserError("the virtual machine " + host + " does not shut down", "");
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
                ObjectNode request = JsonSocket.command(command);
                monitor.send(request);
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
            Sleep.until(System.nanoTime() + POLL_INTERVAL_NANOS);
        }
        return true;
    }

    public boolean isRunning(String testbed, String host) {
        return findProcess(VirtualMachineFiles.of(machine, testbed, host)).isPresent();
    }

    /** Whether a running machine is emulated in software. */
    public boolean isEmulated(String testbed, String host) {
        return findProcess(VirtualMachineFiles.of(machine, testbed, host))
                .filter(process -> process.accelerator() == Accelerator.TCG)
                .isPresent();
    }

    /** The file of the data disk of a machine. */
    public Path dataDisk(String testbed, String host) {
        return VirtualMachineFiles.of(machine, testbed, host).dataDisk();
    }

    /**
     * Connects to the serial console of a machine.
     *
     * @throws UserError if it is not running
     */
    public SerialConsole console(String testbed, String host) {
        if (!isRunning(testbed, host)) {
            throw new UserError(
                    "the virtual machine " + host + " of testbed " + testbed + " is not running",
                    "'mqecn testbed up' starts it");
        }
        return SerialConsole.connect(
                VirtualMachineFiles.of(machine, testbed, host).consoleSocket());
    }
}
