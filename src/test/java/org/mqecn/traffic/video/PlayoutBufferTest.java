// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mqecn.traffic.video.SessionRecord.Stall;

/** A buffer with a start threshold of 4. */
final class PlayoutBufferTest {
    private final PlayoutBuffer buffer = new PlayoutBuffer(4);

    @Test
    void startsAtThreshold() {
        buffer.addSegment(10, 2, false);
        assertEquals(-1, buffer.playbackStart());
        assertEquals(2, buffer.levelAt(20));
        buffer.addSegment(20, 2, false);
        assertEquals(20, buffer.playbackStart());
        assertEquals(3, buffer.levelAt(21));
    }

    @Test
    void shortVideoStartsWhenComplete() {
        buffer.addSegment(10, 2, true);
        assertEquals(10, buffer.playbackStart());
        assertEquals(12, buffer.playbackEnd(10));
    }

    @Test
    void emptyBufferStallsUntilThreshold() {
        buffer.addSegment(0, 4, false);
        buffer.addSegment(6, 2, false);
        assertEquals(2, buffer.levelAt(7));
        buffer.addSegment(9, 2, false);
        assertEquals(List.of(new Stall(4, 5)), buffer.stalls());
        assertEquals(1, buffer.levelAt(12));
    }

    @Test
    void segmentAtUnderrunIsInTime() {
        buffer.addSegment(0, 4, false);
        buffer.addSegment(4, 2, false);
        buffer.addSegment(6, 2, true);
        assertEquals(List.of(), buffer.stalls());
        assertEquals(8, buffer.playbackEnd(7));
    }

    @Test
    void consecutiveStalls() {
        buffer.addSegment(0, 4, false);
        buffer.addSegment(5, 4, false);
        buffer.addSegment(12, 1, true);
        assertEquals(List.of(new Stall(4, 1), new Stall(9, 3)), buffer.stalls());
        assertEquals(13, buffer.playbackEnd(12));
    }

    @Test
    void endOfVideoIsNoStall() {
        buffer.addSegment(0, 4, true);
        assertEquals(0, buffer.levelAt(9));
        buffer.stop(9);
        assertEquals(List.of(), buffer.stalls());
    }

    @Test
    void stopDuringStall() {
        buffer.addSegment(0, 4, false);
        buffer.stop(11);
        assertEquals(List.of(new Stall(4, 7)), buffer.stalls());
    }

    @Test
    void timeOfLevel() {
        buffer.addSegment(0, 2, false);
        assertEquals(5, buffer.timeOfLevel(1, 5));
        buffer.addSegment(5, 8, false);
        assertEquals(8, buffer.timeOfLevel(7, 5));
        assertEquals(6, buffer.timeOfLevel(10, 6));
    }
}
