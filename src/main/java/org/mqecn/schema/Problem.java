// SPDX-License-Identifier: Apache-2.0
package org.mqecn.schema;

/**
 * Something wrong in a file.
 *
 * @param warning whether it can be used all the same
 * @param failure what is wrong
 * @param remedy what to do about it; empty where nothing can be advised
 */
public record Problem(SourceLocation location, boolean warning, String failure, String remedy) {
    /** {@code star.yaml:3:5: unknown key 'hsots'} */
    public String message() {
        return location + ": " + (warning ? "warning: " : "") + failure;
    }
}
