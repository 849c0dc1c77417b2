// SPDX-License-Identifier: Apache-2.0
package org.mqecn.schema;

/**
 * An error or a warning about a file.
 *
 * @param warning whether the file can still be used
 * @param failure what is wrong
 * @param remedy what to do; may be empty
 */
public record Problem(SourceLocation location, boolean warning, String failure, String remedy) {
    /** {@code star.yaml:3:5: unknown key 'hsots'} */
    public String message() {
        return location + ": " + (warning ? "warning: " : "") + failure;
    }
}
