// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SocketTest {
    /** As ss shows it where the peer refused ECN (a peer that runs DCTCP itself never does, whatever tcp_ecn says). */
    private static final String RENO_IN_DISGUISE = "ESTAB 0 0 10.0.0.1:48990 10.0.0.2:5201 dctcp-reno wscale:7,7 "
            + "rto:210 bytes_sent:655397 dctcp:fallback_mode send 2502144000000bps delivered:458";

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
