// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

/** A check: a record of facts, which have been acquired already, with a judgement. */
interface HealthCheck {
    /** Judges the facts; changes and reads nothing. */
    Judgement judge();
}
