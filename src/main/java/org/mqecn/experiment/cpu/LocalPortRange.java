// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.cpu;

import org.mqecn.host.Command;
import org.mqecn.value.UserError;

/** The sender's own ports: connections to one server differ in nothing else. */
final class LocalPortRange {
    static final String SYSCTL = "net.ipv4.ip_local_port_range";
    /** Those that nobody needs a privilege for. */
    static final String UNPRIVILEGED = "1024 65535";

    private LocalPortRange() {}

    /**
     * Makes sure that there is one for each flow.
     *
     * @param range first and last, as the sysctl has them
     * @param widen the command that makes it {@link #UNPRIVILEGED}
     * @throws UserError where not
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
