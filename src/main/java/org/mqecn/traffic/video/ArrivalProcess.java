// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mqecn.value.UserError;

/**
 * Arrivals of viewers: a Poisson process, whose interarrival times are exponentially distributed, or all at once.
 *
 * @param perSecond mean arrival rate; infinite for all at once
 */
public record ArrivalProcess(double perSecond) {
    public static final ArrivalProcess AT_ONCE = new ArrivalProcess(Double.POSITIVE_INFINITY);

    private static final Pattern RATE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)/(s|min)");
    private static final double SECONDS_PER_MINUTE = 60;
    private static final double NANOS = 1e9;

    /**
     * Parses {@code 0.5/s} or {@code 30/min}.
     *
     * @throws UserError a usage error
     */
    public static ArrivalProcess parse(String text) {
        Matcher rate = RATE.matcher(text.toLowerCase(Locale.ROOT));
        if (!rate.matches() || new BigDecimal(rate.group(1)).signum() == 0) {
            throw UserError.usage("'" + text + "' is not an arrival rate", "for example 0.5/s or 30/min");
        }
        double number = Double.parseDouble(rate.group(1));
        return new ArrivalProcess(rate.group(2).equals("s") ? number : number / SECONDS_PER_MINUTE);
    }

    /** Returns the first arrival times, in nanoseconds. */
    List<Long> firstArrivals(int count, Random random) {
        List<Long> times = new ArrayList<>();
        double time = 0;
        while (times.size() < count) {
            time += interarrivalTime(random);
            times.add(Math.round(time));
        }
        return times;
    }

    /** Returns all arrival times before the end of the duration, in nanoseconds. */
    List<Long> arrivalsWithin(Duration duration, Random random) {
        List<Long> times = new ArrayList<>();
        for (double time = interarrivalTime(random); time < duration.toNanos(); time += interarrivalTime(random)) {
            times.add(Math.round(time));
        }
        return times;
    }

    private double interarrivalTime(Random random) {
        return -StrictMath.log(1 - random.nextDouble()) / perSecond * NANOS;
    }
}
