// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mqecn.topology.VideoLibrary;
import org.mqecn.value.Rate;

/** What makes the segments of a video. */
interface SegmentEncoder {
    /** The word for it, as on the command line. */
    String keyword();

    /** What a person should know of the segments that it makes. */
    String description();

    /** What the names of its segments end in. */
    String fileExtension();

    /**
     * Writes the segments of one video at one bitrate, {@code 0.SUFFIX} to {@code N.SUFFIX}.
     *
     * @param folder is there and empty
     * @param seed of all that differs from one video to the next
     */
    void encode(Path folder, Rate bitrate, VideoLibrary videos, long seed) throws IOException;

    /** Nanoseconds of each segment; the last one may be shorter than the others. */
    static List<Long> durations(VideoLibrary videos) {
        List<Long> durations = new ArrayList<>();
        long segment = videos.segmentDuration().toNanos();
        for (long left = videos.duration().toNanos(); left > 0; left -= segment) {
            durations.add(Math.min(left, segment));
        }
        return durations;
    }
}
