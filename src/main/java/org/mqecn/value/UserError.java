// SPDX-License-Identifier: Apache-2.0
package org.mqecn.value;

/**
 * Something that the user can mend: what failed and why, and what to do about it.
 * The command line prints it as two lines and no stack trace.
 */
public final class UserError extends RuntimeException {
    private static final long serialVersionUID = 2;

    private final String remedy;
    private final boolean usage;

    /**
     * @param failure what failed and why, in the kernel's own words where it spoke
     * @param remedy what to do now; empty where nothing can be advised
     */
    public UserError(String failure, String remedy) {
        this(failure, remedy, false);
    }

    private UserError(String failure, String remedy, boolean usage) {
        super(failure);
        this.remedy = remedy;
        this.usage = usage;
    }

    /** A command line that cannot be understood, as opposed to one that could not be carried out. */
    public static UserError usage(String failure, String remedy) {
        return new UserError(failure, remedy, true);
    }

    public String remedy() {
        return remedy;
    }

    /** Whether the command line itself was wrong: nothing was tried. */
    public boolean isUsage() {
        return usage;
    }
}
