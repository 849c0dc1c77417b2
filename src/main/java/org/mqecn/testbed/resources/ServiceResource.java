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
 * A program that runs in a host's namespace for as long as the testbed is up.
 *
 * @param service its name, with that of its host: {@code h1-web}
 * @param setup what prepares the machine for it
 * @param folder of the testbed's processes
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
                false, last.map(line -> "its last words: " + line).stream().toList());
    }

    @Override
    public List<Command> create(ObservedState state) {
        NetnsCommands netnsCommands = new NetnsCommands(namespace);
        List<Command> commands = new ArrayList<>(List.of(Command.of("mkdir", "-p", folder.toString())));
        commands.addAll(setup);
        serviceCommands.prepare().forEach(command -> commands.add(netnsCommands.exec(command)));
        List<String> words = new ArrayList<>(List.of(
                "start-stop-daemon",
                "--start",
                "--background",
                "--make-pidfile",
                "--pidfile",
                pidFile().toString(),
                "--output",
                file(".log").toString(),
                "--startas",
                "/usr/bin/env",
                "--"));
        words.addAll(serviceCommands.foreground());
        commands.add(netnsCommands.exec(Command.of(words)));
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
