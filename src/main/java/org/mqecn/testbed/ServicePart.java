// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.host.Machine;
import org.mqecn.traffic.Daemon;

/**
 * A program that runs in a host's namespace for as long as the testbed is up.
 *
 * @param service its name, with that of its host: {@code h1-web}
 * @param before what prepares the machine for it
 * @param folder of the testbed's processes
 */
record ServicePart(String namespace, String service, List<Command> before, Daemon daemon, Path folder)
        implements Part {
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
    public Standing look(Truth truth) {
        if (ProcessTrace.pid(pidFile(), truth).isPresent()) {
            return Standing.RIGHT;
        }
        Optional<String> last = truth.isOfNothing() ? Optional.empty() : Machine.read(file(".log"))
                .flatMap(text -> text.lines().reduce((first, second) -> second));
        return new Standing(false, last.map(line -> "its last words: " + line).stream().toList());
    }

    @Override
    public List<Command> make(Truth truth) {
        Typed typed = new Typed(namespace);
        List<Command> commands = new ArrayList<>(List.of(Command.of("mkdir", "-p", folder.toString())));
        commands.addAll(before);
        daemon.prepare().forEach(command -> commands.add(typed.inside(command)));
        List<String> words = new ArrayList<>(List.of("start-stop-daemon", "--start", "--background",
                "--make-pidfile", "--pidfile", pidFile().toString(), "--output", file(".log").toString(),
                "--startas", "/usr/bin/env", "--"));
        words.addAll(daemon.run());
        commands.add(typed.inside(Command.of(words)));
        return commands;
    }

    @Override
    public List<Command> mend(Truth truth) {
        return List.of();
    }

    @Override
    public Optional<Trace> trace() {
        return Optional.of(ProcessTrace.of(pidFile()));
    }
}
