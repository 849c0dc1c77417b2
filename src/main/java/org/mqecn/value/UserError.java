// SPDX-License-Identifier: Apache-2.0
package org.mqecn.value;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;

/**
 * An error that the user can fix: what failed and why, and what to do about it. The command line prints it as two
 * lines without a stack trace.
 */
public final class UserError extends RuntimeException {
    private static final long serialVersionUID = 2;
    private static final String BUG_REMEDY =
            "this is a bug in mqecn: please report it with the stack trace that MQECN_JAVA_OPTIONS=-Dmqecn.trace=true prints";

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

    /** An error for any failure: the reason of an I/O error; nothing of Java. */
    public static UserError of(Throwable failure) {
        if (failure instanceof UserError error) {
            return error;
        }
        if (failure instanceof UncheckedIOException wrapper) {
            return of(wrapper.getCause());
        }
        if (failure instanceof ExceptionInInitializerError wrapper && wrapper.getCause() != null) {
            return of(wrapper.getCause());
        }
        if (failure instanceof IOException e) {
            return new UserError("input or output failed: " + IoErrors.describe(e), "");
        }
        if (failure instanceof InvalidPathException e) {
            return usage("'" + e.getInput().replace('\0', '?') + "' cannot be the name of a file", "");
        }
        if (failure instanceof OutOfMemoryError) {
            return new UserError("out of memory", "allow more, for example MQECN_JAVA_OPTIONS=-Xmx8g");
        }
        return new UserError("internal error", BUG_REMEDY);
    }

    public String remedy() {
        return remedy;
    }

    /** Whether the command line or an input file is wrong, so that nothing was attempted. */
    public boolean isUsage() {
        return usage;
    }
}
