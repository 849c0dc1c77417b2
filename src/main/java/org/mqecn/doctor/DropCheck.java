// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

import java.util.Locale;

/**
 * Whether a port drops packets because its buffer is full.
 *
 * @param arrived packets
 * @param dropped those of them that found the buffer full
 * @param setting of the buffer: {@code shared-buffer 96000}
 * @param largerSetting the same with twice the buffer: {@code shared-buffer 192000}
 */
record DropCheck(
        RemedyCommands commands, String device, long arrived, long dropped, String setting, String largerSetting)
        implements HealthCheck {
    private static final String SOURCE = "mqecn stats";
    private static final double PERCENT = 100;

    @Override
    public Judgement judge() {
        return dropped == 0
                ? Judgement.ok("no packet found the buffer full (" + setting + ")", SOURCE)
                : Judgement.warning(
                        String.format(
                                Locale.ROOT,
                                "%d of %d packets (%.2f %%) found the buffer full (%s) and were dropped",
                                dropped,
                                arrived,
                                PERCENT * dropped / Math.max(dropped, arrived),
                                setting),
                        SOURCE,
                        commands.mqecn("set " + device + " " + largerSetting));
    }
}
