// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.time.Duration;
import java.util.List;
import org.mqecn.value.Rate;

/**
 * Videos to be made and served.
 *
 * @param count how many
 * @param duration of each
 * @param segmentDuration of each segment
 * @param bitrates at which each is there, lowest first
 */
public record VideoLibrary(int count, Duration duration, Duration segmentDuration, List<Rate> bitrates) {
    public VideoLibrary {
        bitrates = List.copyOf(bitrates);
    }
}
