// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.common;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.port.Port;
import org.mqecn.value.UserError;

/** Reads the ports of one device, or all ports of a network namespace. */
public final class PortSelection {
    private PortSelection() {}

    /** @throws UserError if there is no port */
    public static List<Port> read(RtnetlinkReader reader, Optional<String> device) {
        return read(reader, device, port -> true);
    }

    /** @throws UserError if no port satisfies the condition */
    public static List<Port> read(RtnetlinkReader reader, Optional<String> device, Predicate<Port> condition) {
        List<Port> ports = (device.isPresent() ? reader.readPorts(reader.readLink(device.get())) : reader.readPorts())
                .stream().filter(condition).toList();
        if (ports.isEmpty()) {
            throw new UserError(
                    device.map(name -> name + " is not a port").orElse("no port in this network namespace"),
                    "'mqecn install " + device.orElse("DEV") + " --rate RATE' installs one");
        }
        return ports;
    }
}
