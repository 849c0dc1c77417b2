// SPDX-License-Identifier: Apache-2.0
package org.mqecn.value;

import java.math.BigInteger;
import java.time.Duration;

/** A data rate in bit/s, written as in tc(8): {@code 995mbit}. */
public record Rate(long bitsPerSecond) {
    private static final long NANOBITS_PER_BYTE = 8_000_000_000L;

    /** @throws UserError a usage error if the unit is missing or unknown */
    public static Rate parse(String text) {
        return new Rate(Quantity.RATE.parse("rate", text));
    }

    /** The whole bytes that a link of this rate carries in a time. */
    public long bytesIn(Duration time) {
        return multiplyDivide(bitsPerSecond, time.toNanos(), NANOBITS_PER_BYTE);
    }

    /** The time that bytes take on a link of this rate. */
    public Duration timeOf(long bytes) {
        return Duration.ofNanos(multiplyDivide(bytes, NANOBITS_PER_BYTE, bitsPerSecond));
    }

    private static long multiplyDivide(long value, long factor, long divisor) {
        return BigInteger.valueOf(value)
                .multiply(BigInteger.valueOf(factor))
                .divide(BigInteger.valueOf(divisor))
                .longValueExact();
    }

    @Override
    public String toString() {
        return Quantity.RATE.format(bitsPerSecond);
    }
}
