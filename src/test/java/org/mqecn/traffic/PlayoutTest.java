// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mqecn.traffic.SessionRecord.Stall;

/** The buffer of a player that begins to play with 4 of anything. */
final class PlayoutTest {
    private final Playout playout = new Playout(4);

    @Test
    void playingBeginsWhenEnoughIsThere() {
        playout.add(10, 2, false);
        assertEquals(-1, playout.started());
        assertEquals(2, playout.buffered(20));
        playout.add(20, 2, false);
        assertEquals(20, playout.started());
        assertEquals(3, playout.buffered(21));
    }

    @Test
    void aShortVideoPlaysWhenAllOfItIsThere() {
        playout.add(10, 2, true);
        assertEquals(10, playout.started());
        assertEquals(12, playout.end(10));
    }

    @Test
    void aDryBufferStallsUntilItHoldsEnoughAgain() {
        playout.add(0, 4, false);
        playout.add(6, 2, false);
        assertEquals(2, playout.buffered(7));
        playout.add(9, 2, false);
        assertEquals(List.of(new Stall(4, 5)), playout.stalls());
        assertEquals(1, playout.buffered(12));
    }

    @Test
    void whatComesInTheLastMomentIsInTime() {
        playout.add(0, 4, false);
        playout.add(4, 2, false);
        playout.add(6, 2, true);
        assertEquals(List.of(), playout.stalls());
        assertEquals(8, playout.end(7));
    }

    @Test
    void whatStallsAfterAStallIsAnother() {
        playout.add(0, 4, false);
        playout.add(5, 4, false);
        playout.add(12, 1, true);
        assertEquals(List.of(new Stall(4, 1), new Stall(9, 3)), playout.stalls());
        assertEquals(13, playout.end(12));
    }

    @Test
    void theEndIsNoStall() {
        playout.add(0, 4, true);
        assertEquals(0, playout.buffered(9));
        playout.stop(9);
        assertEquals(List.of(), playout.stalls());
    }

    @Test
    void aSessionThatEndsInAStallHasStalledUntilThen() {
        playout.add(0, 4, false);
        playout.stop(11);
        assertEquals(List.of(new Stall(4, 7)), playout.stalls());
    }

    @Test
    void roomIsThereWhenTheBufferHasDrained() {
        playout.add(0, 2, false);
        assertEquals(5, playout.drainedTo(1, 5));
        playout.add(5, 8, false);
        assertEquals(8, playout.drainedTo(7, 5));
        assertEquals(6, playout.drainedTo(10, 6));
    }
}
