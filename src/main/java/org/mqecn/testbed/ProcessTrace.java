// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.host.Processes;

/** A process in the background: told by its pid file, which is written when it begins. */
public final class ProcessTrace implements TraceKind {
    static final String TYPE = "process";

    private static final String PID_FILE = "pid-file";
    /** Asked to end, made to end, seconds for each. */
    private static final String PATIENCE = "TERM/5/KILL/5";

    public static Trace of(Path pidFile) {
        return new Trace(TYPE, Map.of(PID_FILE, pidFile.toString()));
    }

    static Optional<String> pid(Path pidFile, Truth truth) {
        return truth.isOfNothing() ? Optional.empty() : new Processes(truth.machine()).of(pidFile);
    }

    private static Path file(Trace trace) {
        return Path.of(trace.fact(PID_FILE));
    }

    @Override
    public Found find(Trace trace, Truth truth) {
        return pid(file(trace), truth).isPresent() ? Found.OURS : Found.ABSENT;
    }

    /** It is asked to end; what it started and left behind is ended too. */
    @Override
    public List<Command> remove(Trace trace, Truth truth) {
        List<Command> commands = new ArrayList<>();
        commands.add(Command.of("start-stop-daemon", "--stop", "--oknodo", "--retry", PATIENCE, "--remove-pidfile",
                "--pidfile", trace.fact(PID_FILE)));
        List<String> others = pid(file(trace), truth).map(new Processes(truth.machine())::sessionOf)
                .orElse(List.of());
        if (!others.isEmpty()) {
            List<String> words = new ArrayList<>(List.of("kill", "-KILL"));
            words.addAll(others);
            commands.add(Command.of(words));
        }
        return commands;
    }
}
