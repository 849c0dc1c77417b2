// SPDX-License-Identifier: Apache-2.0
package org.mqecn.monitor;

import java.util.List;
import org.mqecn.port.DwrrCounter;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.EiffelSetting;
import org.mqecn.port.Port;
import org.mqecn.port.Setting;

/** The heading of a port: its device, qdisc, and the settings that explain its counters. */
public final class PortHeading {
    private static final double PICOS_PER_NANO = 1000;

    private PortHeading() {}

    public static String of(Port port) {
        StringBuilder title =
                new StringBuilder(port.device() + "  " + port.kind() + " " + port.handle() + " " + port.parent());
        settings(port).forEach(setting -> port.config().value(setting, 0).ifPresent(value -> title.append("  ")
                .append(setting.key())
                .append(' ')
                .append(setting.quantity().format(value))));
        port.stats().port().get(DwrrCounter.ROUND_TIME_PS).ifPresent(ps -> title.append("  T_round ")
                .append(Math.round(ps / PICOS_PER_NANO))
                .append(" ns"));
        return title.toString();
    }

    /** The settings that belong in the heading. */
    public static List<Setting> settings(Port port) {
        return switch (port.config().kind()) {
            case DWRR -> List.of(DwrrSetting.RATE, DwrrSetting.ECN_SCHEME);
            case EIFFEL -> List.of(EiffelSetting.POLICY, EiffelSetting.MAXRATE);
        };
    }
}
