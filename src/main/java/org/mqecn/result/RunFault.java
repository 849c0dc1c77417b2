// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.stream.Collectors;

/** What is wrong with a run. */
public record RunFault(
        @JsonPropertyDescription("Name of the reason.") ValidityReason reason,
        @JsonPropertyDescription("What follows: require (the run is invalid), report (it is valid and has a badge) or"
                        + " ignore (nothing).")
                ValidityRule rule,
        @JsonPropertyDescription("What was measured, in a sentence.") String explanation) {
    /** Marks runs with reported faults in tables, figures and pages. */
    public static final String BADGE = "†";

    /** A fault that makes a run invalid. */
    public static RunFault required(ValidityReason reason, String explanation) {
        return new RunFault(reason, ValidityRule.REQUIRE, explanation);
    }

    public boolean is(ValidityRule other) {
        return rule == other;
    }

    /** {@code port-not-saturated: the measured port sent 88.0 of 100.0 Mbit/s}. */
    public String text() {
        return reason.key() + ": " + explanation;
    }

    /** The texts of faults that follow a rule, in one line. */
    public static String texts(List<RunFault> faults, ValidityRule rule) {
        return faults.stream()
                .filter(fault -> fault.is(rule))
                .map(RunFault::text)
                .collect(Collectors.joining("; "));
    }
}
