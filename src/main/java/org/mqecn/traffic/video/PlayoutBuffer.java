// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import java.util.ArrayList;
import java.util.List;
import org.mqecn.traffic.video.SessionRecord.Stall;

/**
 * A model of the playout buffer. Playback starts at the start threshold and drains the buffer in real time. If the buffer
 * empties before the video is complete, playback stalls until the start threshold is reached again. Times are nanoseconds
 * since the start of the run, passed in by the caller in non-decreasing order; the model neither waits nor reads a clock.
 */
final class PlayoutBuffer {
    private final long startThreshold;
    private final List<Stall> stalls = new ArrayList<>();
    private boolean playing;
    private boolean complete;
    private long playbackStart = -1;
    private long stallStart;
    /** Buffer level at {@link #lastUpdate}. */
    private long level;

    private long lastUpdate;

    /** @param startThreshold nanoseconds of video at which playback starts, also after a stall */
    PlayoutBuffer(long startThreshold) {
        this.startThreshold = startThreshold;
    }

    /** Adds a segment that has arrived. */
    void addSegment(long now, long duration, boolean last) {
        advance(now);
        level += duration;
        complete = last;
        if (!playing && (level >= startThreshold || last)) {
            startPlayback(now);
        }
    }

    private void startPlayback(long now) {
        playing = true;
        if (playbackStart < 0) {
            playbackStart = now;
        } else {
            stalls.add(new Stall(stallStart, now - stallStart));
        }
    }

    private void advance(long now) {
        if (playing) {
            long remaining = level - (now - lastUpdate);
            if (remaining < 0 && !complete) {
                playing = false;
                stallStart = lastUpdate + level;
            }
            level = Math.max(0, remaining);
        }
        lastUpdate = now;
    }

    /** Nanoseconds of video in the buffer. */
    long levelAt(long now) {
        advance(now);
        return level;
    }

    /** Returns the time at which the buffer drains to a level; now if it is not above that level or playback has stopped. */
    long timeOfLevel(long target, long now) {
        advance(now);
        return playing ? now + Math.max(0, level - target) : now;
    }

    /** Returns the end of playback if no more segments are added. */
    long playbackEnd(long now) {
        advance(now);
        return now + level;
    }

    /** Ends playback, and a current stall, regardless of the buffer level. */
    void stop(long now) {
        advance(now);
        if (playbackStart >= 0 && !playing) {
            stalls.add(new Stall(stallStart, now - stallStart));
        }
    }

    /** The start of playback; negative if it has not started. */
    long playbackStart() {
        return playbackStart;
    }

    /** The stalls that have ended. */
    List<Stall> stalls() {
        return List.copyOf(stalls);
    }
}
