// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import java.time.Duration;
import org.mqecn.value.UserError;

/**
 * The settings of a video player.
 *
 * @param buffer size of the playout buffer
 * @param startThreshold buffer level at which playback starts, also after a stall
 * @param idleTimeout time without data after which the session is aborted
 */
public record PlayerSettings(
        Duration buffer, Duration startThreshold, BitrateAdaptation bitrateAdaptation, Duration idleTimeout) {
    public PlayerSettings {
        if (startThreshold.compareTo(buffer) > 0) {
            throw UserError.usage(
                    "playback starts at " + startThreshold.toMillis() + " ms of video, more than the buffer of "
                            + buffer.toMillis() + " ms holds",
                    "increase --buffer");
        }
    }
}
