// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

/**
 * The result of one check.
 *
 * @param object what was examined: {@code eth1}; empty for the machine
 */
public record Finding(CheckName check, String object, Judgement judgement) {
    public Severity severity() {
        return judgement.severity();
    }
}
