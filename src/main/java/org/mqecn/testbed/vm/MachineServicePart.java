// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mqecn.host.Command;
import org.mqecn.port.UserError;
import org.mqecn.testbed.Part;
import org.mqecn.testbed.Standing;
import org.mqecn.testbed.Trace;
import org.mqecn.testbed.Truth;
import org.mqecn.traffic.Daemon;

/**
 * A service in a virtual machine. It goes with the machine.
 *
 * @param folder of the service, in the machine
 */
record MachineServicePart(MachinePart machine, String service, String folder, Daemon daemon) implements Part {
    @Override
    public String name() {
        return "service " + service + " on " + host();
    }

    private String host() {
        return machine.line().host().name();
    }

    private String pidFile() {
        return folder + ".pid";
    }

    @Override
    public Standing look(Truth truth) {
        return machine.look(truth).isRight() ? truth.known(name(), Standing.class, () -> ask(truth))
                : Standing.MISSING;
    }

    private Standing ask(Truth truth) {
        try {
            boolean runs = new MachineCommands(truth.machine()).ask(machine.line().files(),
                    Command.of("start-stop-daemon", "--status", "--pidfile", pidFile())).succeeded();
            return runs ? Standing.RIGHT : Standing.MISSING;
        } catch (UserError e) {
            return Standing.MISSING;
        }
    }

    /** One script, as each process there costs much where instructions are translated. */
    @Override
    public List<Command> make(Truth truth) {
        List<Command> commands = new ArrayList<>(List.of(Command.of("mkdir", "-p", folder)));
        commands.addAll(daemon.prepare());
        List<String> start = new ArrayList<>(List.of("start-stop-daemon", "--start", "--background", "--make-pidfile",
                "--pidfile", pidFile(), "--startas", "/usr/bin/env", "--"));
        start.addAll(daemon.run());
        commands.add(Command.of(start));
        String script = commands.stream().map(Command::line).collect(Collectors.joining("\n", "set -e\n", "\n"));
        return List.of(MachineCommands.exec(machine.line().files().testbed(), host(),
                new Command(List.of("sh"), script)));
    }

    @Override
    public List<Command> mend(Truth truth) {
        return make(truth);
    }

    @Override
    public Optional<Trace> trace() {
        return Optional.empty();
    }
}
