// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SocketTest {
    /** As the kernel shows it where the peer refused ECN: still named dctcp, without DCTCP's state. */
    private static final String RENO_IN_DISGUISE = "ESTAB 0 0 10.0.2.2:4 10.0.1.2:5001 dctcp wscale:7,7 rto:20 "
            + "bytes_sent:900 dctcp:fallback_mode send 205807107bps delivered:50207";

    @Test
    void dataConnectionIsTheOneThatSentMost() {
        Socket socket = Socket.busiest(Captured.text("ss-6.1.0-dctcp.txt")).orElseThrow();
        assertEquals(new Socket(73_054_533, true, 13_011), socket);
    }

    @Test
    void silentFallBackToRenoIsSeen() {
        assertFalse(Socket.busiest(RENO_IN_DISGUISE).orElseThrow().dctcp());
    }

    @Test
    void noConnectionIsNone() {
        assertEquals(Optional.empty(), Socket.busiest("\n"));
        assertTrue(Socket.busiest("ESTAB 0 0 a b cubic").isPresent());
    }
}
