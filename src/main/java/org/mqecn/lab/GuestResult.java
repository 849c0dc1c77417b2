// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

/**
 * What a command in a guest left.
 *
 * @param exitStatus as a shell has it: 128 + n where signal n ended the command
 * @param output its standard output, read as UTF-8
 * @param errors its standard error, read as UTF-8
 */
public record GuestResult(int exitStatus, String output, String errors) {
    public boolean succeeded() {
        return exitStatus == 0;
    }
}
