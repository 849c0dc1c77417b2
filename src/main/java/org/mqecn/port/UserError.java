// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

/**
 * Something that the user can mend: what failed and why, and what to do about it.
 * The command line prints it as two lines and no stack trace.
 */
public final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String remedy;

    /**
     * @param failure what failed and why, in the kernel's own words where it spoke
     * @param remedy what to do now; empty where nothing can be advised
     */
    public UserError(String failure, String remedy) {
        super(failure);
        this.remedy = remedy;
    }

    public String remedy() {
        return remedy;
    }
}
