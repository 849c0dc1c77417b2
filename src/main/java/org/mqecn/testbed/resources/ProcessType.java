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

/** A process in the background: told by its pid file, which is written when it begins. */
public final class ProcessType implements ResourceType {
    public static final String TYPE = "process";

    private static final String PID_FILE = "pid-file";
    /** Asked to end, made to end, seconds for each. */
    private static final String RETRY_SCHEDULE = "TERM/5/KILL/5";

    public static ResourceHandle of(Path pidFile) {
        return new ResourceHandle(TYPE, Map.of(PID_FILE, pidFile.toString()));
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

    /** It is asked to end; what it started and left behind is ended too. */
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
