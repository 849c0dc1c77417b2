// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The outcome of a session. Times are nanoseconds since the start of the run.
 *
 * @param number sequence number in order of arrival, from 1
 * @param warmUp whether it started during the warm-up
 * @param playbackStart start of playback; empty if it never started
 * @param end end of playback, or time of the failure
 * @param failure reason why the session was aborted
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
    /** An interruption of playback because the buffer was empty. */
    public record Stall(long start, long length) {}

    /**
     * The download of a segment.
     *
     * @param bitrate bitrate of the variant according to its playlist, in bit/s
     * @param duration playing time of the segment, in nanoseconds
     * @param bufferLevel nanoseconds of video in the buffer after the segment was added
     */
    public record SegmentRecord(int index, long bitrate, long duration, HttpTransfer transfer, long bufferLevel) {}

    public SessionRecord {
        stalls = List.copyOf(stalls);
        segments = List.copyOf(segments);
    }

    /** Time from the start of the session to the start of playback. */
    public OptionalLong startUpDelay() {
        return playbackStart.isEmpty() ? playbackStart : OptionalLong.of(playbackStart.getAsLong() - start);
    }

    public long stallTime() {
        return stalls.stream().mapToLong(Stall::length).sum();
    }

    /** Total size of the segments. */
    public long bytes() {
        return segments.stream()
                .mapToLong(segmentRecord -> segmentRecord.transfer.bytes())
                .sum();
    }

    /** Mean bitrate weighted by segment duration, in bit/s; 0 without segments. */
    public long meanBitrate() {
        double duration = segments.stream().mapToDouble(SegmentRecord::duration).sum();
        return duration == 0
                ? 0
                : Math.round(segments.stream()
                                .mapToDouble(segmentRecord -> (double) segmentRecord.bitrate * segmentRecord.duration)
                                .sum()
                        / duration);
    }

    /** Number of segments whose bitrate differs from that of the previous segment. */
    public int bitrateSwitches() {
        int switches = 0;
        for (int i = 1; i < segments.size(); i++) {
            switches += segments.get(i).bitrate == segments.get(i - 1).bitrate ? 0 : 1;
        }
        return switches;
    }
}
