// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A request and the head of its answer")
class RequestTest {
    @Test
    @DisplayName("are read as they were written")
    void roundTrip() {
        Request request = new Request(30_000_000_000L, 63, 125_000_000, "dctcp", new Labels.Demotion(7, 102_400));
        assertEquals(request, Request.parse(request.bytes()));
        assertEquals(Request.LENGTH, request.bytes().length);
        Request ranked = new Request(100_000, 0, 0, "", new Labels.Remaining());
        assertEquals(ranked, Request.parse(ranked.bytes()));
        Head head = new Head(true, false, 4_000_000_000L, 1L << 40);
        assertEquals(head, Head.parse(head.bytes()));
        assertEquals(Head.LENGTH, head.bytes().length);
    }

    @Test
    @DisplayName("of a stranger is refused")
    void strangers() {
        Random random = new Random(3);
        byte[] bytes = new byte[Request.LENGTH];
        for (int i = 0; i < 1000; i++) {
            random.nextBytes(bytes);
            assertThrows(IllegalArgumentException.class, () -> Request.parse(bytes));
        }
        byte[] small = new Request(Head.LENGTH, 0, 0, "", Labels.OF_SERVICE).bytes();
        small[15]--;
        assertThrows(IllegalArgumentException.class, () -> Request.parse(small));
    }
}
