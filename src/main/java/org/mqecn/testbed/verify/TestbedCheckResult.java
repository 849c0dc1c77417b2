// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.List;

/**
 * The result of a check.
 *
 * @param check name of the check
 * @param detail what was checked, in one line
 * @param issues failures and warnings
 */
public record TestbedCheckResult(String check, TestbedCheckStatus status, String detail, List<TestbedIssue> issues) {
    public enum TestbedCheckStatus {
        PASSED,
        WARNING,
        FAILED
    }

    /**
     * A failure or warning.
     *
     * @param message what is wrong and why
     * @param remedy what to do; empty if there is no advice
     */
    public record TestbedIssue(String message, String remedy) {}

    public TestbedCheckResult {
        issues = List.copyOf(issues);
    }

    /** Returns a result that is failed if there are failures, passed otherwise. */
    static TestbedCheckResult of(String check, String detail, List<TestbedIssue> failures) {
        return new TestbedCheckResult(
                check, failures.isEmpty() ? TestbedCheckStatus.PASSED : TestbedCheckStatus.FAILED, detail, failures);
    }

    /** Returns a warning that there is nothing to check. */
    static TestbedCheckResult notApplicable(String check, String detail) {
        return new TestbedCheckResult(check, TestbedCheckStatus.WARNING, detail, List.of());
    }
}
