// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.common;

/** Exit codes of the verbs. */
public final class ExitCode {
    public static final int SUCCESS = 0;
    public static final int FAILED = 1;
    public static final int USAGE_ERROR = 2;
    public static final int UNCHANGED = 3;
    /** Of verbs that run experiments: at least one run is invalid. */
    public static final int INVALID_RUN = 3;

    private ExitCode() {}
}
