// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.LocalMachine;
import org.mqecn.testbed.verify.TestbedCheckResult.TestbedIssue;
import org.mqecn.topology.Testbed;
import org.mqecn.value.UserError;

/**
 * Verifies a running testbed against its file, with traffic. Checks use results of earlier ones (no bulk flows between
 * hosts that do not reach each other), but all of them run.
 */
public final class TestbedVerifier {
    private static final List<TestbedCheck> CHECKS = List.of(
            new ReachabilityCheck(),
            new MtuCheck(),
            new DelayCheck(),
            new TransportCheck(),
            new GsoCheck(),
            new BottleneckCheck(),
            new MarkingCheck());

    private TestbedVerifier() {}

    /**
     * Runs all checks.
     *
     * @param listener receives each result as soon as it is available
     * @throws UserError if the testbed is not up
     */
    public static List<TestbedCheckResult> verify(
            Testbed testbed, LocalMachine machine, CommandRunner runner, Consumer<TestbedCheckResult> listener) {
        VerifyContext context = new VerifyContext(testbed, machine, runner);
        context.requireUp();
        List<TestbedCheckResult> results = new ArrayList<>();
        for (TestbedCheck testbedCheck : CHECKS) {
            TestbedCheckResult result = run(testbedCheck, context);
            results.add(result);
            listener.accept(result);
        }
        return results;
    }

    /** Runs a check; an exception fails this check only. */
    private static TestbedCheckResult run(TestbedCheck testbedCheck, VerifyContext context) {
        try {
            return testbedCheck.run(context);
        } catch (UserError e) {
            return TestbedCheckResult.failed(testbedCheck.name(), new TestbedIssue(e.getMessage(), e.remedy()));
        } catch (Exception e) {
            return TestbedCheckResult.failed(
                    testbedCheck.name(),
                    new TestbedIssue("unexpected: " + e, "this is a bug in mqecn: please report it"));
        }
    }
}
