// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Saves how often each line of the modules ran in a guest, if {@code -Dmqecn.coverage=FOLDER} asks for it. */
public final class ModuleCoverage {
    private static final String FOLDER = System.getProperty("mqecn.coverage", "");
    private static final Path SCRIPT =
            Path.of("src", "test", "coverage", "save.sh").toAbsolutePath();

    private ModuleCoverage() {}

    /** Extends the command of a guest. */
    public static List<String> measure(List<String> command) {
        if (FOLDER.isEmpty()) {
            return command;
        }
        List<String> measured = new ArrayList<>(List.of(SCRIPT.toString(), FOLDER));
        measured.addAll(command);
        return measured;
    }
}
