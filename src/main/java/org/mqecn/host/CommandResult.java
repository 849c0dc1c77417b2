// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.List;

/** What a finished command left: its exit status (128 + n where signal n ended it) and its output as text. */
public record CommandResult(int exitStatus, String output, String errors) {
    private static final String WARNING = "Warning: ";

    public boolean succeeded() {
        return exitStatus == 0;
    }

    /** What it warned of though it succeeded, as ip and tc pass on the kernel's own words; a sentence each. */
    public List<String> warnings() {
        return errors.lines()
                .filter(line -> line.startsWith(WARNING))
                .map(line -> line.substring(WARNING.length()).replaceFirst("\\.$", ""))
                .distinct()
                .toList();
    }
}
