// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

/** Exit codes of the verbs. */
final class ExitCode {
    static final int SUCCESS = 0;
    static final int FAILED = 1;
    static final int USAGE_ERROR = 2;
    static final int UNCHANGED = 3;
    /** Of experiments: at least one run is invalid. */
    static final int INVALID_RUN = 3;

    private ExitCode() {}
}
