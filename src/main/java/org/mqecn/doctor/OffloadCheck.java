// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

import java.util.List;
import org.mqecn.port.QdiscKind;

/**
 * Whether the stack sends GSO packets to a port's device.
 *
 * @param active segmentation and receive offloads
 * @param gsoMaxSegments 1 if the stack sends none, whatever the offloads are
 */
record OffloadCheck(RemedyCommands commands, String device, QdiscKind kind, List<String> active, long gsoMaxSegments)
        implements HealthCheck {
    private static final String SOURCE = "ethtool -k, ip -d link";

    @Override
    public Judgement judge() {
        if (!kind.requiresOffloadsOff()) {
            return Judgement.ok(kind.keyword() + " paces GSO packets: offloads may be on", SOURCE);
        }
        if (active.isEmpty() && gsoMaxSegments == 1) {
            return Judgement.ok("no GSO packets: offloads are off, gso_max_segs is 1", SOURCE);
        }
        return Judgement.warning(
                "GSO packets of up to 64 KB reach the port, and leave it as bursts: "
                        + (active.isEmpty() ? "" : String.join(", ", active) + " on, ")
                        + "gso_max_segs " + gsoMaxSegments,
                SOURCE,
                commands.exec("ip", "link", "set", "dev", device, "gso_max_segs", "1") + " and "
                        + commands.exec("ethtool", "-K", device, "tso", "off", "gso", "off", "gro", "off"));
    }
}
