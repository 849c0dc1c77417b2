// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.time.Duration;
import org.mqecn.schema.ValueType;
import org.mqecn.schema.ValueTypes;
import org.mqecn.value.Bytes;
import org.mqecn.value.Quantity;
import org.mqecn.value.Rate;
import org.mqecn.value.UserError;

/**
 * The types of values that tc and the kernel hold: as many bits, and no finer unit, than theirs. tc truncates other
 * values without a word, or fails; here they are errors with a line.
 */
final class TcValues {
    /** The largest value of an attribute of 32 bits. */
    static final long UNSIGNED = 0xffff_ffffL;

    static final long MICROSECOND = 1_000;
    private static final long SECOND = 1_000_000_000;

    /** The longest time of the packet scheduler: 2^32 ticks of 64 ns. */
    static final Duration MAX_TICKS = Duration.ofSeconds(274);

    /** A rate of which the kernel has 32 bits, of bytes/s. */
    static final ValueType<Rate> RATE32 = rate(Byte.SIZE * UNSIGNED);
    /** As {@link #RATE32}, where all bits set mean no limit. */
    static final ValueType<Rate> FLOW_RATE = rate(Byte.SIZE * (UNSIGNED - 1));
    /** Any size that tc takes. */
    static final ValueType<Bytes> BYTES = bytes(1, UNSIGNED);
    /** A time that tc parses in whole µs, in 32 bits. */
    static final ValueType<Duration> MICROSECONDS = time(MICROSECOND, (UNSIGNED - 1) * MICROSECOND, MICROSECOND);
    /** A time of the packet scheduler, in ticks of 64 ns in 32 bits, which tc parses in whole µs: up to 274 s. */
    static final ValueType<Duration> TICKS = time(0, MAX_TICKS.toNanos(), MICROSECOND);
    /** A time of CoDel: the kernel compares it in signed units of 1024 ns, so that 1 µs would be 0. */
    static final ValueType<Duration> CODEL_TIME = time(2 * MICROSECOND, 2_000 * SECOND, MICROSECOND);
    /** The kernel shows PIE's target in 32 bits of ns. */
    static final ValueType<Duration> PIE_TARGET = time(MICROSECOND, 4 * SECOND, MICROSECOND);
    /** A time that tc parses in ns, in 32 bits. */
    static final ValueType<Duration> NANOSECONDS = time(0, UNSIGNED, 1);

    /** Probabilities are fractions of 2^32, and 0 means the default. */
    private static final double SMALLEST_PROBABILITY = 1 / 4294967296.0;

    private static final String ALMOST_ONE = "0.9999999998";

    /** A time of which half is one of {@link #TICKS}. */
    static final ValueType<Duration> TICKS_TWICE = time(0, 2 * MAX_TICKS.toNanos(), 2 * MICROSECOND);
    /** A time of routes, which ip rounds to ms. */
    static final ValueType<Duration> MILLISECONDS =
            time(1_000 * MICROSECOND, UNSIGNED * 1_000 * MICROSECOND, 1_000 * MICROSECOND);

    private TcValues() {}

    static ValueType<Long> number(long least, long most) {
        return ValueTypes.quantity("a number", Quantity.NUMBER, least, most, value -> value);
    }

    static ValueType<Bytes> bytes(long least, long most) {
        return ValueTypes.quantity("a size", Quantity.BYTES, least, most, Bytes::new);
    }

    private static ValueType<Rate> rate(long most) {
        return ValueTypes.quantity("a rate", Quantity.RATE, Byte.SIZE, most, Rate::new);
    }

    /** @param unit in which tc or the kernel counts, in ns */
    private static ValueType<Duration> time(long least, long most, long unit) {
        return ValueTypes.quantity("a time", Quantity.TIME, least, most, unit, Duration::ofNanos);
    }

    /** The argument for tc of a probability from 0 to 1: tc makes 0 of 1, which overflows. */
    static String probability(String text) {
        double probability = Double.parseDouble(text);
        if (probability < SMALLEST_PROBABILITY) {
            throw UserError.usage(
                    "probability " + text + " is less than 2^-32: the kernel would take its default",
                    "write at least 0.0000000003");
        }
        return probability == 1 ? ALMOST_ONE : text;
    }
}
