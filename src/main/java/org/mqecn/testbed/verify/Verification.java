// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.Machine;
import org.mqecn.port.UserError;
import org.mqecn.testbed.verify.Finding.Fault;
import org.mqecn.testbed.verify.Finding.Verdict;
import org.mqecn.topology.Testbed;

/**
 * Proves with traffic that a testbed that is up does what its file says. The checks build on each other (no bulk flows
 * between hosts that do not reach each other), but each is made, whatever the others find.
 */
public final class Verification {
    private static final List<Check> CHECKS = List.of(new Reach(), new Mtu(), new Transport(), new NoSuperPackets(),
            new Bottleneck(), new Marking());

    private Verification() {}

    /**
     * Makes every check.
     *
     * @param told each finding, as soon as it is there
     * @return all of them
     * @throws UserError where the testbed is not up
     */
    public static List<Finding> of(Testbed testbed, Machine machine, CommandRunner runner, Consumer<Finding> told) {
        Bench bench = new Bench(testbed, machine, runner);
        bench.requireUp();
        List<Finding> findings = new ArrayList<>();
        for (Check check : CHECKS) {
            Finding finding = run(check, bench);
            findings.add(finding);
            told.accept(finding);
        }
        return findings;
    }

    /** One that cannot be made does not keep the rest from being made. */
    private static Finding run(Check check, Bench bench) {
        try {
            return check.run(bench);
        } catch (UserError e) {
            return new Finding(check.name(), Verdict.BAD, "could not be checked",
                    List.of(new Fault(e.getMessage(), e.remedy())));
        } catch (Exception e) {
            return new Finding(check.name(), Verdict.BAD, "could not be checked",
                    List.of(new Fault("unexpected: " + e, "this is a fault of mqecn: please report it")));
        }
    }
}
