// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

import java.util.List;

/**
 * Whether all packets of a device pass its port.
 *
 * @param root kind and handle of the qdisc at the root: {@code mq 9:}; empty if there is none
 * @param rootIsDefault whether it is the kernel's own, which a port replaces
 * @param portParents of the ports: {@code root} or {@code parent 9:1}
 */
record RootQdiscCheck(
        RemedyCommands commands, String device, String root, boolean rootIsDefault, List<String> portParents)
        implements HealthCheck {
    private static final String SOURCE = "tc qdisc show";
    private static final String ROOT = "root";

    @Override
    public Judgement judge() {
        if (portParents.contains(ROOT)) {
            return Judgement.ok(root + " is at the root: all packets pass it", SOURCE);
        }
        if (!portParents.isEmpty()) {
            return Judgement.warning(
                    "the port is below " + root + " (" + String.join(", ", portParents)
                            + "): packets of its other classes pass by",
                    SOURCE,
                    "a port at the root takes all: " + commands.mqecn("install " + device + " --replace --rate RATE"));
        }
        return Judgement.failure(
                "no port: " + (root.isEmpty() ? "no qdisc" : root) + " is at the root",
                SOURCE,
                commands.mqecn("install " + device + (rootIsDefault ? "" : " --replace") + " --rate RATE"));
    }
}
