// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.mqecn.host.Command;
import org.mqecn.testbed.Trace;
import org.mqecn.testbed.TraceKind;
import org.mqecn.testbed.Truth;

/** A file in the testbed's own folder, made under another name and renamed when it is whole. */
public final class FileTrace implements TraceKind {
    public static final String TYPE = "file";

    private static final String FILE = "file";
    private static final String UNFINISHED = ".unfinished";

    static Trace of(Path file) {
        return new Trace(TYPE, Map.of(FILE, file.toString()));
    }

    static Path unfinished(Path file) {
        return Path.of(file + UNFINISHED);
    }

    @Override
    public Found find(Trace trace, Truth truth) {
        Path file = Path.of(trace.fact(FILE));
        return Files.exists(file) || Files.exists(unfinished(file)) ? Found.OURS : Found.ABSENT;
    }

    @Override
    public List<Command> remove(Trace trace, Truth truth) {
        return List.of(Command.of("rm", "-f", trace.fact(FILE), unfinished(Path.of(trace.fact(FILE))).toString()));
    }

    @Override
    public boolean survivesReboot() {
        return true;
    }
}
