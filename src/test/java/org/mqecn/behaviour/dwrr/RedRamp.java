// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.dwrr;

/**
 * The probability of RED (Floyd &amp; Jacobson 1993, section 4) as a function of the backlog of the moment: 0 up to
 * min, linear to probability at max, 1 above.
 *
 * @param min bytes
 * @param max bytes
 * @param prob at max, in 1/1000000
 */
record RedRamp(long min, long max, long prob) {
    double probability(long backlog) {
        if (backlog <= min) {
            return 0;
        }
        return backlog > max ? 1 : prob / 1e6 * (backlog - min) / (max - min);
    }
}
