// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

import java.util.List;

/**
 * Whether valid settings are probably a mistake, such as thresholds above buffers.
 *
 * @param warnings about them
 */
record SettingsCheck(RemedyCommands commands, String device, List<String> warnings) implements HealthCheck {
    private static final String SOURCE = "mqecn get";

    @Override
    public Judgement judge() {
        return warnings.isEmpty()
                ? Judgement.ok("settings fit each other", SOURCE)
                : Judgement.warning(
                        String.join("; ", warnings),
                        SOURCE,
                        commands.mqecn("get " + device) + " shows all settings, "
                                + commands.mqecn("set " + device + " KEY VALUE") + " changes one");
    }
}
