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
import org.mqecn.host.Machine;
import org.mqecn.port.UserError;

/**
 * What mqecn's own commands do with one virtual machine. They need neither the testbed's file nor its record, only the
 * sockets of the machine, so that they work in a script as well; a plan runs them without starting another mqecn.
 */
public final class MachineCommands {
    private static final List<String> VERB = List.of("mqecn", "testbed");
    private static final Duration BOOT = Duration.ofMinutes(5);
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration HALT = Duration.ofSeconds(30);
    private static final Duration BUTTON = Duration.ofSeconds(15);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final int PAUSE_MILLISECONDS = 100;

    private final Machine machine;

    public MachineCommands(Machine machine) {
        this.machine = machine;
    }

    /** {@code mqecn testbed exec -f TESTBED HOST -- WORDS}. */
    static Command exec(String testbed, String host, Command inside) {
        List<String> words = new ArrayList<>(VERB);
        words.addAll(List.of("exec", "-f", testbed, host, "--"));
        words.addAll(inside.words());
        return new Command(words, inside.input());
    }

    /** {@code mqecn testbed halt -f TESTBED HOST}. */
    static Command halting(String testbed, String host) {
        List<String> words = new ArrayList<>(VERB);
        words.addAll(List.of("halt", "-f", testbed, host));
        return Command.of(words);
    }

    /** What came of a command of mqecn's own, run here; empty for any other command. */
    public Optional<CommandResult> run(Command command) {
        List<String> words = command.words();
        if (words.size() < 6 || !words.subList(0, VERB.size()).equals(VERB)) {
            return Optional.empty();
        }
        String testbed = words.get(4);
        String host = words.get(5);
        try {
            return switch (words.get(2)) {
                case "exec" -> Optional.of(execute(testbed, host,
                        new Command(words.subList(7, words.size()), command.input())));
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
        MachineFiles files = MachineFiles.of(machine, testbed, host);
        if (process(files).isEmpty()) {
            throw new UserError("the virtual machine " + host + " of testbed " + testbed + " does not run",
                    "'mqecn testbed up' starts it");
        }
        try (Agent agent = Agent.await(files, BOOT)) {
            return agent.execute(command, LIMIT);
        }
    }

    /** As {@link #execute}, but at once: of a machine that is not ready there is nothing to be had. */
    CommandResult ask(MachineFiles files, Command command) {
        try (Agent agent = Agent.await(files, ANSWER)) {
            return agent.execute(command, LIMIT);
        }
    }

    Optional<MachineProcess> process(MachineFiles files) {
        return MachineProcess.find(machine.root().resolve("proc"), files.pid());
    }

    /** Ends a machine: by its agent, or else its power button, or else by force. */
    public void halt(String testbed, String host) {
        MachineFiles files = MachineFiles.of(machine, testbed, host);
        if (ended(files, Duration.ZERO) || byAgent(files) || byPowerButton(files)) {
            return;
        }
        process(files).flatMap(process -> ProcessHandle.of(process.pid())).ifPresent(ProcessHandle::destroyForcibly);
        if (!ended(files, ANSWER)) {
            throw new UserError("the virtual machine " + host + " does not end", "");
        }
    }

    private boolean byAgent(MachineFiles files) {
        try (Agent agent = Agent.await(files, ANSWER)) {
            agent.shutDown();
        } catch (UserError e) {
            return false;
        }
        return ended(files, HALT);
    }

    private boolean byPowerButton(MachineFiles files) {
        try (JsonSocket monitor = JsonSocket.connect(files.monitor())) {
            monitor.receive(ANSWER);
            for (String command : List.of("qmp_capabilities", "system_powerdown")) {
                ObjectNode question = JsonSocket.command(command);
                monitor.send(question);
                monitor.receive(ANSWER);
            }
        } catch (IOException e) {
            return false;
        }
        return ended(files, BUTTON);
    }

    private boolean ended(MachineFiles files, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (process(files).isPresent()) {
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
        return process(MachineFiles.of(machine, testbed, host)).isPresent();
    }

    /** Whether software stands in for the processor of a machine that runs. */
    public boolean isEmulated(String testbed, String host) {
        return process(MachineFiles.of(machine, testbed, host))
                .filter(process -> process.accelerator() == Accelerator.TCG).isPresent();
    }

    /** The file that is the data disk of a machine. */
    public Path dataDisk(String testbed, String host) {
        return MachineFiles.of(machine, testbed, host).data();
    }

    /**
     * Connects to the serial console of a machine.
     *
     * @throws UserError where it does not run
     */
    public Console console(String testbed, String host) {
        if (!isRunning(testbed, host)) {
            throw new UserError("the virtual machine " + host + " of testbed " + testbed + " does not run",
                    "'mqecn testbed up' starts it");
        }
        return Console.connect(MachineFiles.of(machine, testbed, host).console());
    }
}
