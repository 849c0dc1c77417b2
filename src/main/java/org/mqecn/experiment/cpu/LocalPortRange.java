// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.cpu;

import org.mqecn.host.Command;
import org.mqecn.value.UserError;

/** Local ports of the sender: connections to one server differ by them alone. */
final class LocalPortRange {
    static final String SYSCTL = "net.ipv4.ip_local_port_range";
    /** The range of unprivileged ports. */
    static final String UNPRIVILEGED = "1024 65535";

    private LocalPortRange() {}

    /**
     * Checks that there is a port for each flow.
     *
     * @param range first and last port, in the format of the sysctl
     * @param widen the command that sets it to {@link #UNPRIVILEGED}
     * @throws UserError if there are too few
     */
    static void requireEnough(int flows, String range, Command widen) {
        String[] ends = range.strip().split("\\s+");
        int ports = Integer.parseInt(ends[1]) - Integer.parseInt(ends[0]) + 1;
        if (ports < flows) {
            throw new UserError(
                    flows + " connections to one server, and " + SYSCTL + " has " + ports + " ports",
                    widen.shellLine() + " gives enough");
        }
    }
}
