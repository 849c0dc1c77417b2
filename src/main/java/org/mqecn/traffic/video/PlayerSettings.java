// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import java.time.Duration;
import org.mqecn.value.UserError;

/**
 * How a viewer's player behaves.
 *
 * @param buffer seconds of video that it holds at most
 * @param startThreshold seconds of video with which it begins to play, at first and after a stall
 * @param idleTimeout silence after which it gives a request up, and the session
 */
public record PlayerSettings(
        Duration buffer, Duration startThreshold, BitrateAdaptation bitrateAdaptation, Duration idleTimeout) {
    public PlayerSettings {
        if (startThreshold.compareTo(buffer) > 0) {
            throw UserError.usage(
                    "a player that starts after " + startThreshold.toMillis() + " ms of video never starts "
                            + "with a buffer of " + buffer.toMillis() + " ms",
                    "give it a larger --buffer");
        }
    }
}
