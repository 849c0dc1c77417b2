// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.mqecn.host.Command;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceType;

/** A file in the folder of the testbed, created under a temporary name and renamed when it is complete. */
public final class DiskFileType implements ResourceType {
    public static final String TYPE = "file";

    private static final String FILE = "file";
    private static final String TEMPORARY_SUFFIX = ".unfinished";

    static ResourceHandle of(Path file) {
        return new ResourceHandle(TYPE, Map.of(FILE, file.toString()));
    }

    static Path temporaryFile(Path file) {
        return Path.of(file + TEMPORARY_SUFFIX);
    }

    @Override
    public Presence detect(ResourceHandle handle, ObservedState state) {
        Path file = Path.of(handle.attribute(FILE));
        return Files.exists(file) || Files.exists(temporaryFile(file)) ? Presence.OWNED : Presence.ABSENT;
    }

    @Override
    public List<Command> remove(ResourceHandle handle, ObservedState state) {
        return List.of(Command.of(
                "rm",
                "-f",
                handle.attribute(FILE),
                temporaryFile(Path.of(handle.attribute(FILE))).toString()));
    }

    @Override
    public boolean survivesReboot() {
        return true;
    }
}
