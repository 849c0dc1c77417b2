// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.host.CommandResult;
import org.mqecn.host.Programs;
import org.mqecn.netlink.TcpConnection;
import org.mqecn.testbed.vm.VirtualMachineController;

/** A host that is a virtual machine. Its guest agent runs commands. */
record VmHostAccess(String name, String testbed, VirtualMachineController commands) implements HostAccess {
    @Override
    public CommandResult run(List<String> command) {
        CommandResult result = commands.execute(testbed, name, Command.of(command));
        if (result.exitStatus() == CommandResult.NOT_FOUND) {
            throw Programs.missing(List.of(command.get(0)), "on " + name);
        }
        return result;
    }

    @Override
    public String commandLine(String command) {
        return "mqecn testbed exec -f " + testbed + " " + name + " -- " + command;
    }

    @Override
    public List<TcpConnection> connections() {
        return SsOutputParser.parse(run(List.of("ss", "-tinoOH")).output());
    }

    @Override
    public Optional<String> sysctl(String key) {
        CommandResult result = run(List.of("sysctl", "-n", key));
        return result.succeeded() ? Optional.of(result.output().strip()) : Optional.empty();
    }

    @Override
    public boolean isEmulated() {
        return commands.isEmulated(testbed, name);
    }

    @Override
    public Optional<String> namespace() {
        return Optional.empty();
    }
}
