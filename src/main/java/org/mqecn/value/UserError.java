// SPDX-License-Identifier: Apache-2.0
package org.mqecn.value;

/**
 * An error that the user can fix: what failed and why, and what to do about it. The command line prints it as two
 * lines without a stack trace.
 */
public final class UserError extends RuntimeException {
    private static final long serialVersionUID = 2;

    private final String remedy;
    private final boolean usage;

    /**
     * @param failure what failed and why, in the words of the kernel or library if it gave a reason
     * @param remedy what to do; empty if there is no advice
     */
    public UserError(String failure, String remedy) {
        this(failure, remedy, false);
    }

    private UserError(String failure, String remedy, boolean usage) {
        super(failure);
        this.remedy = remedy;
        this.usage = usage;
    }

    /** An error in the command line or in an input file, as opposed to a failed operation. */
    public static UserError usage(String failure, String remedy) {
        return new UserError(failure, remedy, true);
    }

    public String remedy() {
        return remedy;
    }

    /** Whether the command line or an input file is wrong, so that nothing was attempted. */
    public boolean isUsage() {
        return usage;
    }
}
