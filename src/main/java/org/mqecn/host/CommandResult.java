// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

/** What a finished command left: its exit status (128 + n where signal n ended it) and its output as text. */
public record CommandResult(int exitStatus, String output, String errors) {
    public boolean succeeded() {
        return exitStatus == 0;
    }
}
