// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.mqecn.value.UserError;

/** Runs checks of one object. If the facts of one cannot be acquired, the others are still run. */
final class FindingCollector {
    private final String object;
    private final List<Finding> findings = new ArrayList<>();

    /** @param object that is examined; empty for the machine */
    FindingCollector(String object) {
        this.object = object;
    }

    /**
     * Adds the finding of a check.
     *
     * @param facts acquires its facts
     */
    void add(CheckName check, Supplier<HealthCheck> facts) {
        findings.add(new Finding(check, object, judge(facts)));
    }

    private static Judgement judge(Supplier<HealthCheck> facts) {
        try {
            return facts.get().judge();
        } catch (RuntimeException e) {
            UserError error = UserError.of(e);
            return Judgement.warning("cannot be checked: " + error.getMessage(), "mqecn doctor", error.remedy());
        }
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }
}
