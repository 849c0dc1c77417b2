// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.mqecn.host.CommandResult;
import org.mqecn.value.UserError;

/** ICMP echo requests to many addresses at once, with one process of fping for each host. */
final class Fping {
    private static final int MAX_EXIT_STATUS = 255;

    private Fping() {}

    /**
     * Returns the addresses that answer a host.
     *
     * @param options for fping
     * @throws UserError if the host has no fping
     */
    static Set<String> reachableAddresses(HostAccess hostAccess, List<String> addresses, List<String> options) {
        if (addresses.isEmpty()) {
            return Set.of();
        }
        List<String> command = new ArrayList<>(List.of("fping", "-a", "-q", "-r", "2", "-t", "300", "-i", "1"));
        command.addAll(options);
        command.addAll(addresses);
        CommandResult result = hostAccess.run(command);
        if (result.exitStatus() > 2 && result.exitStatus() <= MAX_EXIT_STATUS) {
            throw new UserError(
                    "fping failed on " + hostAccess.name() + ": "
                            + result.errors().strip(),
                    "'apt-get install fping' installs it");
        }
        return result.output().lines().map(String::strip).collect(Collectors.toSet());
    }
}
