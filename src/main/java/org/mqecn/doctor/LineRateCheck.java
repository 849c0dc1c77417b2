// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

import java.util.Optional;
import org.mqecn.value.Rate;
import org.mqecn.value.ScaledFormat;

/**
 * Whether a port is slower than its device: otherwise the queue builds up in the network card, which marks nothing.
 *
 * @param speed of the device; empty if it has none, as virtual devices
 */
record LineRateCheck(RemedyCommands commands, String device, Rate rate, Optional<Rate> speed) implements HealthCheck {
    private static final String SOURCE = "/sys/class/net/*/speed";
    private static final long PART = 995;
    private static final long WHOLE = 1000;

    @Override
    public Judgement judge() {
        if (speed.isEmpty()) {
            return Judgement.ok("the port shapes to " + ScaledFormat.rate(rate) + "; the device has no speed", SOURCE);
        }
        String fact = "the port's rate " + ScaledFormat.rate(rate);
        if (rate.bitsPerSecond() < speed.get().bitsPerSecond()) {
            return Judgement.ok(fact + " is below the device's " + ScaledFormat.rate(speed.get()), SOURCE);
        }
        Rate lower = new Rate(speed.get().bitsPerSecond() / WHOLE * PART);
        return Judgement.failure(
                fact + " is not below the device's " + ScaledFormat.rate(speed.get())
                        + ": the queue builds up in the network card, which marks nothing",
                SOURCE,
                commands.mqecn("set " + device + " rate " + lower));
    }
}
