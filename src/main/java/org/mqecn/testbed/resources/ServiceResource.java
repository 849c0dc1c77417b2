// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.host.NetnsCommands;
import org.mqecn.host.SmallFile;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;

/**
 * A program that runs in the namespace of a host while the testbed is up.
 *
 * @param service name of host and service: {@code h1-web}
 * @param setup commands in mqecn's own namespace before the service's commands
 * @param folder of pid files and logs
 */
public record ServiceResource(
        String namespace, String service, List<Command> setup, ServiceCommands serviceCommands, Path folder)
        implements Resource {
    @Override
    public String name() {
        return "service " + service;
    }

    private Path file(String suffix) {
        return folder.resolve(service + suffix);
    }

    private Path pidFile() {
        return file(".pid");
    }

    @Override
    public ResourceStatus observe(ObservedState state) {
        if (ProcessType.pid(pidFile(), state).isPresent()) {
            return ResourceStatus.IN_SYNC;
        }
        Optional<String> last = state.isEmpty()
                ? Optional.empty()
                : SmallFile.read(file(".log")).flatMap(text -> text.lines().reduce((first, second) -> second));
        return new ResourceStatus(
                false, last.map(line -> "last log line: " + line).stream().toList());
    }

    @Override
    public List<Command> create(ObservedState state) {
        NetnsCommands netnsCommands = new NetnsCommands(namespace);
        List<Command> commands = new ArrayList<>(List.of(Command.of("mkdir", "-p", folder.toString())));
        commands.addAll(setup);
        serviceCommands.prepare().forEach(command -> commands.add(netnsCommands.exec(command)));
        commands.add(netnsCommands.exec(
                ProcessType.start(pidFile().toString(), Optional.of(file(".log")), serviceCommands.foreground())));
        return commands;
    }

    @Override
    public List<Command> repair(ObservedState state) {
        return List.of();
    }

    @Override
    public Optional<ResourceHandle> handle() {
        return Optional.of(ProcessType.of(pidFile()));
    }
}
