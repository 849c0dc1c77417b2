// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import java.util.ArrayList;
import java.util.List;
import org.mqecn.traffic.video.SessionRecord.Stall;

/**
 * A player's buffer. Playing begins when it holds enough, drains it in real time, and stalls where it runs dry before
 * all of the video is there; then it has to hold enough again. Times are nanoseconds of the run, given by the caller
 * and never earlier than before; nothing here waits or looks at a clock.
 */
final class PlayoutBuffer {
    private final long startThreshold;
    private final List<Stall> stalls = new ArrayList<>();
    private boolean playing;
    private boolean complete;
    private long playbackStart = -1;
    private long stallStart;
    /** What the buffer held, and when. */
    private long level;

    private long lastUpdate;

    /** @param enough nanoseconds of video at which playing begins, at first and after a stall */
    PlayoutBuffer(long enough) {
        this.startThreshold = enough;
    }

    /** A segment is there. */
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
            long left = level - (now - lastUpdate);
            if (left < 0 && !complete) {
                playing = false;
                stallStart = lastUpdate + level;
            }
            level = Math.max(0, left);
        }
        lastUpdate = now;
    }

    /** Nanoseconds of video in the buffer. */
    long levelAt(long now) {
        advance(now);
        return level;
    }

    /** When the buffer will have drained to a level; now where it is not above it, or does not drain. */
    long timeOfLevel(long wanted, long now) {
        advance(now);
        return playing ? now + Math.max(0, level - wanted) : now;
    }

    /** When the last picture will have been shown, nothing more being added. */
    long playbackEnd(long now) {
        advance(now);
        return now + level;
    }

    /** It ends here, whatever the buffer holds: a stall that lasts ends as well. */
    void stop(long now) {
        advance(now);
        if (playbackStart >= 0 && !playing) {
            stalls.add(new Stall(stallStart, now - stallStart));
        }
    }

    /** When playing began; negative where it did not. */
    long playbackStart() {
        return playbackStart;
    }

    /** Those that are over. */
    List<Stall> stalls() {
        return List.copyOf(stalls);
    }
}
