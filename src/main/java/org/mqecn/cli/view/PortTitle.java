// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.port.EiffelSetting;
import org.mqecn.port.Port;

/** The heading of a table about how one port classifies packets. */
final class PortTitle {
    private PortTitle() {}

    /** {@code eth1: dwrr 1:, 8 queues}; {@code eth1: eiffel 1:, policy strict, rank-from dscp} */
    static String of(Port port) {
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
