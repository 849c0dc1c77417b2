// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic;

import java.util.ArrayList;
import java.util.List;
import org.mqecn.traffic.SessionRecord.Stall;

/**
 * A player's buffer. Playing begins when it holds enough, drains it in real time, and stalls where it runs dry before
 * all of the video is there; then it has to hold enough again. Times are nanoseconds of the run, given by the caller
 * and never earlier than before; nothing here waits or looks at a clock.
 */
final class Playout {
    private final long enough;
    private final List<Stall> stalls = new ArrayList<>();
    private boolean playing;
    private boolean complete;
    private long started = -1;
    private long dry;
    /** What the buffer held, and when. */
    private long level;
    private long since;

    /** @param enough nanoseconds of video at which playing begins, at first and after a stall */
    Playout(long enough) {
        this.enough = enough;
    }

    /** A segment is there. */
    void add(long now, long duration, boolean last) {
        advance(now);
        level += duration;
        complete = last;
        if (!playing && (level >= enough || last)) {
            play(now);
        }
    }

    private void play(long now) {
        playing = true;
        if (started < 0) {
            started = now;
        } else {
            stalls.add(new Stall(dry, now - dry));
        }
    }

    private void advance(long now) {
        if (playing) {
            long left = level - (now - since);
            if (left < 0 && !complete) {
                playing = false;
                dry = since + level;
            }
            level = Math.max(0, left);
        }
        since = now;
    }

    /** Nanoseconds of video in the buffer. */
    long buffered(long now) {
        advance(now);
        return level;
    }

    /** When the buffer will have drained to a level; now where it is not above it, or does not drain. */
    long drainedTo(long wanted, long now) {
        advance(now);
        return playing ? now + Math.max(0, level - wanted) : now;
    }

    /** When the last picture will have been shown, nothing more being added. */
    long end(long now) {
        advance(now);
        return now + level;
    }

    /** It ends here, whatever the buffer holds: a stall that lasts ends as well. */
    void stop(long now) {
        advance(now);
        if (started >= 0 && !playing) {
            stalls.add(new Stall(dry, now - dry));
        }
    }

    /** When playing began; negative where it did not. */
    long started() {
        return started;
    }

    /** Those that are over. */
    List<Stall> stalls() {
        return List.copyOf(stalls);
    }
}
