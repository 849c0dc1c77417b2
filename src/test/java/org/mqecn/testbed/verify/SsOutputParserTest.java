// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mqecn.netlink.TcpConnection;
import org.mqecn.socket.TcpInfo;

final class SsOutputParserTest {
    @Test
    void readsInetDiagFields() throws IOException {
        try (InputStream input = getClass().getResourceAsStream("ss-6.1.0-iperf3.txt")) {
            assertEquals(
                    List.of(
                            new TcpConnection(
                                    "10.0.1.2",
                                    40052,
                                    "10.0.2.2",
                                    58000,
                                    "dctcp",
                                    new TcpInfo(true, false, true, 349, 20, 0, 6_196_030, 0, 4281, 0)),
                            new TcpConnection(
                                    "10.0.1.2",
                                    40042,
                                    "10.0.2.2",
                                    58000,
                                    "dctcp",
                                    new TcpInfo(true, true, true, 251, 10, 0, 186, 4, 4, 0))),
                    SsOutputParser.parse(new String(input.readAllBytes(), StandardCharsets.UTF_8)));
        }
    }

    @Test
    void readsIpv4MappedAndSkipsOthers() {
        String text =
                """
                ESTAB 0 0 [::ffff:10.0.2.2]:5201 [::ffff:10.0.1.2]:40052 ts sack dctcp-reno wscale:7,7 rto:210 \
                rtt:0.25/0.1 cwnd:10 retrans:0/3
                ESTAB 0 0 [fe80::1]:5201 [fe80::2]:40052 cubic wscale:7,7 rto:210
                """;
        assertEquals(
                List.of(new TcpConnection(
                        "10.0.2.2",
                        5201,
                        "10.0.1.2",
                        40052,
                        "dctcp-reno",
                        new TcpInfo(false, false, false, 250, 10, 3, 0, 0, 0, 0))),
                SsOutputParser.parse(text));
    }
}
