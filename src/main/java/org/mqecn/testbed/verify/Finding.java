// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.List;

/**
 * What a check found out.
 *
 * @param check its name
 * @param detail what was looked at, in one line
 * @param faults what is wrong, or worth knowing
 */
public record Finding(String check, Verdict verdict, String detail, List<Fault> faults) {
    /** How it turned out. */
    public enum Verdict { GOOD, NOTED, BAD }

    /**
     * One thing that is not as it should be.
     *
     * @param text what it is and why
     * @param remedy what to do; empty where nothing can be advised
     */
    public record Fault(String text, String remedy) {}

    public Finding {
        faults = List.copyOf(faults);
    }

    /** Bad where there are faults. */
    static Finding of(String check, String detail, List<Fault> faults) {
        return new Finding(check, faults.isEmpty() ? Verdict.GOOD : Verdict.BAD, detail, faults);
    }

    /** Nothing that could be looked at. */
    static Finding nothing(String check, String detail) {
        return new Finding(check, Verdict.NOTED, detail, List.of());
    }
}
