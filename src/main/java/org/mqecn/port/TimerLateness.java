// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mqecn.value.Quantity;

/**
 * What late timers cost a dwrr port. The timer that ends the wait for tokens may expire later than the bucket allows
 * for, most of all on virtual machines: what does not fit the bucket is lost.
 *
 * @param port as read last
 * @param timers that were too late
 * @param lostBytes what the port could have sent, had they been in time
 * @param sentBytes what it sent
 */
public record TimerLateness(Port port, long timers, long lostBytes, long sentBytes) {
    private static final double LEAST_SHARE = 0.01;
    /** Fewer may be a coincidence. */
    private static final long LEAST_TIMERS = 3;

    private static final double NANOS_PER_MILLI = 1e6;
    private static final long[] ROUND_STEPS = {1, 2, 5};

    /** Since the port was installed or cleared; empty if it is less than 1 % of the rate, or a coincidence. */
    public static Optional<TimerLateness> of(Port port) {
        return since(new Counters(Map.of()), port);
    }

    /**
     * Since an earlier reading; empty likewise. A port below another qdisc waits for its parent
     * as well, and does not know which of both was late.
     */
    public static Optional<TimerLateness> since(Counters before, Port port) {
        TimerLateness lateness = new TimerLateness(
                port,
                increase(before, port, DwrrCounter.LATE_TIMERS),
                increase(before, port, DwrrCounter.LOST_BYTES),
                increase(before, port, DwrrCounter.SENT_BYTES));
        return port.parent().equals("root")
                        && port.config().isComplete()
                        && lateness.timers >= LEAST_TIMERS
                        && lateness.share() >= LEAST_SHARE
                ? Optional.of(lateness)
                : Optional.empty();
    }

    private static long increase(Counters before, Port port, Counter counter) {
        return port.stats().port().get(counter).orElse(0) - before.get(counter).orElse(0);
    }

    /** The part of the rate that was lost. */
    double share() {
        return (double) lostBytes / (lostBytes + sentBytes);
    }

    /** The mean lateness of these timers. */
    Duration mean() {
        return Duration.ofNanos(bucket()).plus(port.config().rate().timeOf(lostBytes / timers));
    }

    private long bucket() {
        return port.config().value(DwrrSetting.BUCKET, 0).orElseThrow();
    }

    /** A bucket that holds twice the mean lateness, as a round number: 1, 2 or 5 times a power of ten. */
    long sufficientBucket() {
        long wanted = 2 * mean().toNanos();
        for (long power = 1; power < UapiLimits.DWRR_BUCKET_MAX; power *= 10) {
            for (long step : ROUND_STEPS) {
                if (step * power >= wanted) {
                    return step * power;
                }
            }
        }
        return UapiLimits.DWRR_BUCKET_MAX;
    }

    /** A sentence with what to do. */
    public String describe() {
        String cost = String.format(
                Locale.ROOT,
                "late timers cost %.1f %% of the rate: %d expired %.2f ms late on average; ",
                100 * share(),
                timers,
                mean().toNanos() / NANOS_PER_MILLI);
        return sufficientBucket() > bucket()
                ? cost + "a deeper bucket makes up for that, in bursts: 'mqecn set " + port.device() + " bucket "
                        + Quantity.TIME.format(sufficientBucket()) + "'"
                : cost + "no bucket is deep enough for that";
    }
}
