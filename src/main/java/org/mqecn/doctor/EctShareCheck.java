// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

import java.util.Locale;
import org.mqecn.port.EcnScheme;

/**
 * Whether a port gets packets that it can mark.
 *
 * @param arrived packets
 * @param capable those of them that were ECN-capable (ECT or CE)
 */
record EctShareCheck(RemedyCommands commands, String device, EcnScheme scheme, long arrived, long capable)
        implements HealthCheck {
    private static final String SOURCE = "mqecn stats";
    /** Installing a port sends 16 packets that are not ECN-capable. */
    private static final long ENOUGH_PACKETS = 50;

    private static final double PERCENT = 100;
    private static final double HALF = 50;

    @Override
    public Judgement judge() {
        if (scheme == EcnScheme.NONE) {
            return Judgement.warning(
                    "ecn-scheme is none: the port marks nothing",
                    "mqecn get",
                    commands.mqecn("set " + device + " ecn-scheme mq-ecn"));
        }
        if (arrived < ENOUGH_PACKETS) {
            return Judgement.warning(
                    arrived + " packets have arrived, too few to judge",
                    SOURCE,
                    "send traffic; " + commands.exec("ip", "route", "get", "ADDRESS")
                            + " names the device it leaves by");
        }
        double percent = PERCENT * capable / arrived;
        String fact = String.format(
                Locale.ROOT, "%.1f %% of %d packets that arrived were ECN-capable (ECT or CE)", percent, arrived);
        if (percent >= HALF) {
            return Judgement.ok(fact, SOURCE);
        }
        String remedy =
                "on the senders and receivers: 'sysctl -w net.ipv4.tcp_ecn=1', or use DCTCP; 'ss -ti' shows ecn";
        return capable == 0
                ? Judgement.failure(fact + ": nothing can be marked", SOURCE, remedy)
                : Judgement.warning(fact, SOURCE, remedy);
    }
}
