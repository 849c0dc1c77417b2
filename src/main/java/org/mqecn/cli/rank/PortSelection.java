// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.rank;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.port.EiffelSetting;
import org.mqecn.port.Port;
import org.mqecn.value.UserError;

/** The ports at which ranks are looked at: one, or all of a network namespace. */
final class PortSelection {
    private PortSelection() {}

    /** @throws UserError where there are none */
    static List<Port> read(RtnetlinkReader reader, Optional<String> device) {
        List<Port> ports = (device.isPresent() ? reader.readPorts(reader.readLink(device.get())) : reader.readPorts())
                .stream().filter(port -> port.config().isComplete()).toList();
        if (ports.isEmpty()) {
            throw new UserError(
                    device.map(name -> name + " is not a port").orElse("there are no ports here"),
                    "'mqecn install " + device.orElse("DEV") + " --rate RATE' makes one");
        }
        return ports;
    }

    /** The name of a place as programs read it: a number where it is one. */
    static Object jsonValue(String place) {
        return place.matches("\\d+") ? Integer.valueOf(place) : (Object) place;
    }

    /** {@code eth1: dwrr 1:, 8 queues}; {@code eth1: eiffel 1:, policy strict, rank-from dscp} */
    static String title(Port port) {
        return port.device() + ": " + port.kind() + " " + port.handle() + ", "
                + switch (port.config().kind()) {
                    case DWRR -> port.config().queues().size() + " queues";
                    case EIFFEL ->
                        Stream.of(EiffelSetting.POLICY, EiffelSetting.RANK_FROM)
                                .map(setting -> setting.key() + " "
                                        + setting.quantity()
                                                .format(port.config().values().get(setting)))
                                .collect(Collectors.joining(", "));
                };
    }
}
