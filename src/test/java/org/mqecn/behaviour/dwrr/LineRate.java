// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.dwrr;

import java.math.BigInteger;

/** Transmission times at a rate, with the precision of the kernel's schedulers: psched_ratecfg_precompute(). */
final class LineRate {
    private static final long NS_PER_SECOND = 1_000_000_000;

    private final BigInteger mult;
    private final int shift;

    /** @param rate bytes per second */
    LineRate(long rate) {
        long factor = NS_PER_SECOND;
        int bits = 0;
        while ((Long.divideUnsigned(factor, rate) & 1L << 31) == 0 && factor > 0) {
            factor <<= 1;
            bits++;
        }
        mult = BigInteger.valueOf(Long.divideUnsigned(factor, rate));
        shift = bits;
    }

    /** In ns. */
    long transmissionTime(long bytes) {
        return BigInteger.valueOf(bytes).multiply(mult).shiftRight(shift).longValueExact();
    }
}
