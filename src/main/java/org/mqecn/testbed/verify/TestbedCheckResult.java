// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.List;

/**
 * The result of a check.
 *
 * @param check name of the check
 * @param detail what was checked, in one line
 * @param issues failures and warnings
 * @param notTested what the check left out and why, a phrase each
 */
public record TestbedCheckResult(
        String check, TestbedCheckStatus status, String detail, List<TestbedIssue> issues, List<String> notTested) {
    public enum TestbedCheckStatus {
        PASSED,
        WARNING,
        FAILED,
        /** Something was to be tested and could not be. */
        SKIPPED,
        /** The file asks for nothing that this check tests. */
        NOT_APPLICABLE
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
        notTested = List.copyOf(notTested);
    }

    /** Returns a result that is failed if there are failures, passed otherwise. */
    static TestbedCheckResult of(String check, String detail, List<TestbedIssue> failures, List<String> notTested) {
        return new TestbedCheckResult(
                check,
                failures.isEmpty() ? TestbedCheckStatus.PASSED : TestbedCheckStatus.FAILED,
                detail,
                failures,
                notTested);
    }

    /** Returns the result of a check of something that the file does not ask for. */
    static TestbedCheckResult notApplicable(String check, String reason, List<String> notTested) {
        return new TestbedCheckResult(check, TestbedCheckStatus.NOT_APPLICABLE, reason, List.of(), notTested);
    }

    /** Returns the result of a check that could test nothing. */
    static TestbedCheckResult skipped(String check, String reason, List<String> notTested) {
        return new TestbedCheckResult(check, TestbedCheckStatus.SKIPPED, reason, List.of(), notTested);
    }

    /** Returns the result of a check that failed before it could test anything. */
    static TestbedCheckResult failed(String check, TestbedIssue issue) {
        return new TestbedCheckResult(
                check, TestbedCheckStatus.FAILED, "could not be checked", List.of(issue), List.of());
    }
}
