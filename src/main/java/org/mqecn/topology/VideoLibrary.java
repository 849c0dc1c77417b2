// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.time.Duration;
import java.util.List;
import org.mqecn.value.Rate;
import org.mqecn.value.UserError;

/**
 * Videos that a server generates and serves.
 *
 * @param count number of videos
 * @param duration of each video
 * @param segmentDuration of each segment
 * @param bitrates in which each video is available, lowest first
 */
public record VideoLibrary(int count, Duration duration, Duration segmentDuration, List<Rate> bitrates) {
    private static final Duration MIN_SEGMENT = Duration.ofMillis(40);

    public VideoLibrary {
        bitrates = List.copyOf(bitrates);
    }

    /** @throws UserError a usage error if there is no video, or its segments are too short or too long */
    public VideoLibrary validated() {
        if (count < 1 || segmentDuration.compareTo(MIN_SEGMENT) < 0 || duration.compareTo(segmentDuration) < 0) {
            throw UserError.usage(
                    "number of videos, duration or segment duration is out of range",
                    "at least 1 video, segments of at least " + MIN_SEGMENT.toMillis()
                            + " ms, and videos of at least one segment");
        }
        return this;
    }
}
