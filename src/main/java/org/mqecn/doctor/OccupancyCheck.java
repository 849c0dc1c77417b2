// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

import org.mqecn.value.EthernetFrame;

/**
 * Whether the queue builds up at the port, or elsewhere.
 *
 * @param sentPackets since the counters were reset
 * @param watermark greatest backlog in bytes since then
 */
record OccupancyCheck(RemedyCommands commands, String device, long sentPackets, long watermark) implements HealthCheck {
    private static final long ENOUGH_PACKETS = 1000;
    private static final long SHORT = 2L * EthernetFrame.FULL_WIRE_LENGTH;
    private static final String SOURCE = "mqecn stats";

    @Override
    public Judgement judge() {
        String fact = sentPackets + " packets were sent, and the port held at most " + watermark + " bytes";
        return sentPackets >= ENOUGH_PACKETS && watermark <= SHORT
                ? Judgement.warning(
                        fact + ": there is no queue here, the bottleneck is elsewhere",
                        SOURCE,
                        commands.mqecn("stats " + device + " --watch") + " shows the rate; "
                                + commands.mqecn("set " + device + " rate RATE")
                                + " with less than that makes this port the bottleneck")
                : Judgement.ok(fact, SOURCE);
    }
}
