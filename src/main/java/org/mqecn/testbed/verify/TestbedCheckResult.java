// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.List;

/**
 * What a check found out.
 *
 * @param check its name
 * @param detail what was looked at, in one line
 * @param issues what is wrong, or worth knowing
 */
public record TestbedCheckResult(String check, TestbedCheckStatus status, String detail, List<TestbedIssue> issues) {
    /** How it turned out. */
    public enum TestbedCheckStatus {
        PASSED,
        WARNING,
        FAILED
    }

    /**
     * One thing that is not as it should be.
     *
     * @param message what it is and why
     * @param remedy what to do; empty where nothing can be advised
     */
    public record TestbedIssue(String message, String remedy) {}

    public TestbedCheckResult {
        issues = List.copyOf(issues);
    }

    /** Bad where there are faults. */
    static TestbedCheckResult of(String check, String detail, List<TestbedIssue> faults) {
        return new TestbedCheckResult(
                check, faults.isEmpty() ? TestbedCheckStatus.PASSED : TestbedCheckStatus.FAILED, detail, faults);
    }

    /** Nothing that could be looked at. */
    static TestbedCheckResult notApplicable(String check, String detail) {
        return new TestbedCheckResult(check, TestbedCheckStatus.WARNING, detail, List.of());
    }
}
