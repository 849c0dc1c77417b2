// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mqecn.port.UserError;

/**
 * When viewers come: a Poisson process, whose gaps are exponentially distributed, or all at once.
 *
 * @param perSecond how many on average; infinite for all at once
 */
public record Arrivals(double perSecond) {
    public static final Arrivals AT_ONCE = new Arrivals(Double.POSITIVE_INFINITY);

    private static final Pattern RATE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)/(s|min)");
    private static final double SECONDS_A_MINUTE = 60;
    private static final double NANOS = 1e9;

    /**
     * Reads {@code 0.5/s} or {@code 30/min}.
     *
     * @throws UserError a usage error
     */
    public static Arrivals parse(String text) {
        Matcher rate = RATE.matcher(text.toLowerCase(Locale.ROOT));
        if (!rate.matches() || new BigDecimal(rate.group(1)).signum() == 0) {
            throw UserError.usage("'" + text + "' is not a rate of arrivals", "write for example 0.5/s or 30/min");
        }
        double number = Double.parseDouble(rate.group(1));
        return new Arrivals(rate.group(2).equals("s") ? number : number / SECONDS_A_MINUTE);
    }

    /** The times of so many, in nanoseconds. */
    List<Long> first(int count, Random random) {
        List<Long> times = new ArrayList<>();
        double time = 0;
        while (times.size() < count) {
            time += gap(random);
            times.add(Math.round(time));
        }
        return times;
    }

    /** The times of all that come within a time, in nanoseconds. */
    List<Long> during(Duration length, Random random) {
        List<Long> times = new ArrayList<>();
        for (double time = gap(random); time < length.toNanos(); time += gap(random)) {
            times.add(Math.round(time));
        }
        return times;
    }

    private double gap(Random random) {
        return -StrictMath.log(1 - random.nextDouble()) / perSecond * NANOS;
    }
}
