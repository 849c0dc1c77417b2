// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import java.time.Duration;
import org.mqecn.value.UserError;

/**
 * How a viewer's player behaves.
 *
 * @param buffer seconds of video that it holds at most
 * @param startAfter seconds of video with which it begins to play, at first and after a stall
 * @param timeout silence after which it gives a request up, and the session
 */
public record PlayerSettings(
        Duration buffer, Duration startAfter, BitrateAdaptation bitrateAdaptation, Duration timeout) {
    public PlayerSettings {
        if (startAfter.compareTo(buffer) > 0) {
            throw UserError.usage(
                    "a player that starts after " + startAfter.toMillis() + " ms of video never starts "
                            + "with a buffer of " + buffer.toMillis() + " ms",
                    "give it a larger --buffer");
        }
    }
}
