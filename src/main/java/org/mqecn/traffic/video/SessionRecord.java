// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What became of one viewer. Times are nanoseconds since the run began.
 *
 * @param number in the order of arrival, from 1
 * @param warmUp whether it began before the run counts
 * @param playbackStart when the first picture was shown; empty where none ever was
 * @param end when the last picture was shown, or when it failed
 * @param failure what ended it before its time
 */
public record SessionRecord(
        int number,
        URI video,
        boolean warmUp,
        long start,
        OptionalLong playbackStart,
        long end,
        List<Stall> stalls,
        List<SegmentRecord> segments,
        Optional<String> failure) {
    /** A time without pictures, after the first one. */
    public record Stall(long start, long length) {}

    /**
     * A piece of the video.
     *
     * @param bitrate of the variant that it is from, as the playlist states it, in bit/s
     * @param duration of its part of the video
     * @param bufferLevel nanoseconds of video in the buffer when it had been added
     */
    public record SegmentRecord(int index, long bitrate, long duration, HttpTransfer transfer, long bufferLevel) {}

    public SessionRecord {
        stalls = List.copyOf(stalls);
        segments = List.copyOf(segments);
    }

    /** From its start to the first picture. */
    public OptionalLong startUpDelay() {
        return playbackStart.isEmpty() ? playbackStart : OptionalLong.of(playbackStart.getAsLong() - start);
    }

    public long stallTime() {
        return stalls.stream().mapToLong(Stall::length).sum();
    }

    /** Of the segments' bodies. */
    public long bytes() {
        return segments.stream()
                .mapToLong(segmentRecord -> segmentRecord.transfer.bytes())
                .sum();
    }

    /** Bit/s, each segment weighted by its duration; 0 where there is none. */
    public long meanBitrate() {
        double duration = segments.stream().mapToDouble(SegmentRecord::duration).sum();
        return duration == 0
                ? 0
                : Math.round(segments.stream()
                                .mapToDouble(segmentRecord -> (double) segmentRecord.bitrate * segmentRecord.duration)
                                .sum()
                        / duration);
    }

    /** How often a segment had another bitrate than the one before it. */
    public int bitrateSwitches() {
        int switches = 0;
        for (int i = 1; i < segments.size(); i++) {
            switches += segments.get(i).bitrate == segments.get(i - 1).bitrate ? 0 : 1;
        }
        return switches;
    }
}
