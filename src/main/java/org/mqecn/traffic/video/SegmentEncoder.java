// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mqecn.topology.VideoLibrary;
import org.mqecn.value.Rate;

/** Produces the segments of a video. */
interface SegmentEncoder {
    /** Its name on the command line. */
    String keyword();

    /** Describes the segments to the user. */
    String description();

    /** File name extension of the segments. */
    String fileExtension();

    /**
     * Writes the segments of one video at one bitrate, {@code 0.SUFFIX} to {@code N.SUFFIX}.
     *
     * @param folder an existing empty directory
     * @param seed random seed of the content
     */
    void encode(Path folder, Rate bitrate, VideoLibrary videos, long seed) throws IOException;

    /** Returns the duration of each segment, in nanoseconds. The last one may be shorter than the others. */
    static List<Long> durations(VideoLibrary videos) {
        List<Long> durations = new ArrayList<>();
        long segment = videos.segmentDuration().toNanos();
        for (long remaining = videos.duration().toNanos(); remaining > 0; remaining -= segment) {
            durations.add(Math.min(remaining, segment));
        }
        return durations;
    }
}
