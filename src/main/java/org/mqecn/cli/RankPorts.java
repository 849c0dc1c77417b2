// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.util.List;
import java.util.Optional;
import org.mqecn.netlink.Kernel;
import org.mqecn.port.Port;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.UserError;

/** The ports at which ranks are looked at: one, or all of a network namespace. */
final class RankPorts {
    private RankPorts() {}

    /** @throws UserError where there are none */
    static List<Port> of(Kernel kernel, Optional<String> device) {
        List<Port> ports = (device.isPresent() ? kernel.ports(kernel.link(device.get())) : kernel.ports()).stream()
                .filter(port -> port.config().kind() == QdiscKind.DWRR && port.config().isComplete()).toList();
        if (ports.isEmpty()) {
            throw new UserError(device.map(name -> name + " is not a port").orElse("there are no ports here"),
                    "'mqecn install " + device.orElse("DEV") + " --rate RATE' makes one");
        }
        return ports;
    }

    /** {@code eth1: dwrr 1:, 8 queues} */
    static String title(Port port) {
        return port.device() + ": " + port.kind() + " " + port.handle() + ", " + port.config().queues().size()
                + " queues";
    }
}
