// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("TCP's counters")
final class TcpCountersTest {
    @Test
    void areReadByTheirNames() {
        String text =
                """
                Ip: Forwarding DefaultTTL
                Ip: 1 64
                Tcp: RtoAlgorithm MaxConn RetransSegs
                Tcp: 1 -1 17
                """;

        assertEquals(
                Map.of(
                        "Ip:Forwarding",
                        1L,
                        "Ip:DefaultTTL",
                        64L,
                        "Tcp:RtoAlgorithm",
                        1L,
                        "Tcp:MaxConn",
                        -1L,
                        "Tcp:RetransSegs",
                        17L),
                TcpCounters.parse(text));
    }
}
