// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.mqecn.port.UserError;

/** On what iperf3 3.12 printed: five intervals of 0.1 s, from 0.3 s on. */
class IperfTest {
    @Test
    void goodputIsWhatTheReceiverReadInTheIntervalsThatCount() {
        Iperf measured = Iperf.parse(Captured.text("iperf3-3.12-receiver.json")).between(0.4, 0.7);
        assertEquals(3, measured.intervals().size());
        assertEquals(466.04, measured.goodputMbps(), 0.01);
    }

    @Test
    void smoothedRttIsTheSenders() {
        assertArrayEquals(new double[] {689, 675, 593, 553, 566}, Iperf.parse(Captured.text("iperf3-3.12-sender.json")).smoothedRttsUs());
    }

    @Test
    void flowThatEndedEarlyIsRefused() {
        Iperf flow = Iperf.parse(Captured.text("iperf3-3.12-receiver.json"));
        UserError error = assertThrows(UserError.class, () -> flow.between(0.5, 1.9));
        assertTrue(error.getMessage().contains("a flow lasted"), error.getMessage());
    }

    @Test
    void errorOfIperfIsTold() {
        UserError error = assertThrows(UserError.class, () -> Iperf.parse("{\"error\": \"unable to connect\"}"));
        assertTrue(error.getMessage().contains("unable to connect"), error.getMessage());
    }

    @Test
    void textThatIsNotJsonIsRefused() {
        assertThrows(UserError.class, () -> Iperf.parse("iperf3: no such option"));
    }
}
