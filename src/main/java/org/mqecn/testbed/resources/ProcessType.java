// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.host.ProcessTable;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceType;

/** A background process, identified by its pid file. start-stop-daemon starts it and writes the file. */
public final class ProcessType implements ResourceType {
    public static final String TYPE = "process";

    private static final String PID_FILE = "pid-file";
    /** Signals, and the seconds to wait after each. */
    private static final String RETRY_SCHEDULE = "TERM/5/KILL/5";

    public static ResourceHandle of(Path pidFile) {
        return new ResourceHandle(TYPE, Map.of(PID_FILE, pidFile.toString()));
    }

    /**
     * The command that starts a program in the background.
     *
     * @param log file of its output; empty to discard the output
     */
    public static Command start(String pidFile, Optional<Path> log, List<String> program) {
        List<String> words = new ArrayList<>(
                List.of("start-stop-daemon", "--start", "--background", "--make-pidfile", "--pidfile", pidFile));
        log.ifPresent(file -> words.addAll(List.of("--output", file.toString())));
        words.addAll(List.of("--startas", "/usr/bin/env", "--"));
        words.addAll(program);
        return Command.of(words);
    }

    static Optional<String> pid(Path pidFile, ObservedState state) {
        return state.isEmpty() ? Optional.empty() : new ProcessTable(state.machine()).findByPidFile(pidFile);
    }

    private static Path pidFile(ResourceHandle handle) {
        return Path.of(handle.attribute(PID_FILE));
    }

    @Override
    public Presence detect(ResourceHandle handle, ObservedState state) {
        return pid(pidFile(handle), state).isPresent() ? Presence.OWNED : Presence.ABSENT;
    }

    /** Stops the process, then kills the remaining processes of its session. */
    @Override
    public List<Command> remove(ResourceHandle handle, ObservedState state) {
        List<Command> commands = new ArrayList<>();
        commands.add(Command.of(
                "start-stop-daemon",
                "--stop",
                "--oknodo",
                "--retry",
                RETRY_SCHEDULE,
                "--remove-pidfile",
                "--pidfile",
                handle.attribute(PID_FILE)));
        List<String> others = pid(pidFile(handle), state)
                .map(new ProcessTable(state.machine())::sessionMembers)
                .orElse(List.of());
        if (!others.isEmpty()) {
            List<String> words = new ArrayList<>(List.of("kill", "-KILL"));
            words.addAll(others);
            commands.add(Command.of(words));
        }
        return commands;
    }
}
