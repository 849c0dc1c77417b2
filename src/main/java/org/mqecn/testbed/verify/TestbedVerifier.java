// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.LocalMachine;
import org.mqecn.testbed.verify.TestbedCheckResult.TestbedCheckStatus;
import org.mqecn.testbed.verify.TestbedCheckResult.TestbedIssue;
import org.mqecn.topology.Testbed;
import org.mqecn.value.UserError;

/**
 * Proves with traffic that a testbed that is up does what its file says. The checks build on each other (no bulk flows
 * between hosts that do not reach each other), but each is made, whatever the others find.
 */
public final class TestbedVerifier {
    private static final List<TestbedCheck> CHECKS = List.of(
            new ReachabilityCheck(),
            new MtuCheck(),
            new TransportCheck(),
            new GsoCheck(),
            new BottleneckCheck(),
            new MarkingCheck());

    private TestbedVerifier() {}

    /**
     * Makes every check.
     *
     * @param told each finding, as soon as it is there
     * @return all of them
     * @throws UserError where the testbed is not up
     */
    public static List<TestbedCheckResult> verify(
            Testbed testbed, LocalMachine machine, CommandRunner runner, Consumer<TestbedCheckResult> told) {
        VerifyContext context = new VerifyContext(testbed, machine, runner);
        context.requireUp();
        List<TestbedCheckResult> findings = new ArrayList<>();
        for (TestbedCheck testbedCheck : CHECKS) {
            TestbedCheckResult result = run(testbedCheck, context);
            findings.add(result);
            told.accept(result);
        }
        return findings;
    }

    /** One that cannot be made does not keep the rest from being made. */
    private static TestbedCheckResult run(TestbedCheck testbedCheck, VerifyContext context) {
        try {
            return testbedCheck.run(context);
        } catch (UserError e) {
            return new TestbedCheckResult(
                    testbedCheck.name(),
                    TestbedCheckStatus.FAILED,
                    "could not be checked",
                    List.of(new TestbedIssue(e.getMessage(), e.remedy())));
        } catch (Exception e) {
            return new TestbedCheckResult(
                    testbedCheck.name(),
                    TestbedCheckStatus.FAILED,
                    "could not be checked",
                    List.of(new TestbedIssue("unexpected: " + e, "this is a fault of mqecn: please report it")));
        }
    }
}
