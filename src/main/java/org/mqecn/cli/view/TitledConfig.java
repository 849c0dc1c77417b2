// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import org.mqecn.port.Port;
import org.mqecn.port.PortConfig;

/**
 * A port's configuration with a title.
 *
 * @param device empty for the defaults of new ports
 */
public record TitledConfig(String device, String title, PortConfig config) {
    public static TitledConfig of(Port port) {
        return new TitledConfig(
                port.device(),
                port.device() + "  " + port.kind() + " " + port.handle() + " " + port.parent(),
                port.config());
    }
}
