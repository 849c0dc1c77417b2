// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.nio.file.Path;
import org.mqecn.host.LocalMachine;

/** The folders of rule files and of saved rules. */
public record RankFolders(LocalMachine machine) {
    /** Rule files that come with mqecn. */
    public Path shipped() {
        return machine.home().resolve("ranks");
    }

    /** Rules that {@code rank save} wrote, two files for each network namespace. */
    Path saved() {
        return machine.stateFolder().resolve("rank");
    }

    /** What was applied since boot. The boot ID is written as systemd's specifier %b. */
    Path sinceBoot() {
        return machine.runtimeFolder().resolve("rank").resolve(machine.bootId().replace("-", ""));
    }
}
