// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

/**
 * Whether a process may have enough connections for an experiment.
 *
 * @param limit of open files
 */
record OpenFilesCheck(long limit) implements HealthCheck {
    /** That of most shells. It is not enough for the 1000 connections of usual experiments. */
    private static final long LOW = 1024;

    private static final String SOURCE = "/proc/self/limits";

    @Override
    public Judgement judge() {
        return limit <= LOW
                ? Judgement.warning(
                        "a process may have " + limit + " open files: too few for 1000 connections",
                        SOURCE,
                        "'ulimit -n 65536' in this shell, as root")
                : Judgement.ok("a process may have " + limit + " open files", SOURCE);
    }
}
