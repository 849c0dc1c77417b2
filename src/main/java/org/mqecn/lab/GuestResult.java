// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

/**
 * The result of a command in a guest.
 *
 * @param exitStatus as in a shell: 128 + n if signal n ended the command
 * @param output its standard output, read as UTF-8
 * @param errors its standard error, read as UTF-8
 */
public record GuestResult(int exitStatus, String output, String errors) {
    public boolean succeeded() {
        return exitStatus == 0;
    }
}
