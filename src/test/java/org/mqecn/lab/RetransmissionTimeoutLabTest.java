// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.host.LocalMachine;

@Tag("lab")
@DisplayName("The retransmission timeout of a guest's TCP")
final class RetransmissionTimeoutLabTest {
    @TempDir
    private Path out;

    /** The timeout is the minimum and the round-trip time of 200 us, in whole ticks. */
    @Test
    @DisplayName("is the minimum of the route, and at most a millisecond more")
    void isTheMinimumOfTheRoute() {
        GuestResult result = new Lab(LocalMachine.current(), System.err::println)
                .prepareGuest(false)
                .run(GuestSpec.shell(
                                """
                                ip link set lo up; tc qdisc add dev lo root netem delay 100us
                                for milliseconds in 1 5 10; do
                                    ip route replace local 127.0.0.0/8 dev lo table local rto_min ${milliseconds}ms
                                    python3 -c '
                                import socket, struct
                                listener = socket.create_server(("127.0.0.2", 0))
                                client = socket.create_connection(listener.getsockname())
                                server = listener.accept()[0]
                                client.sendall(b"request")
                                server.recv(7)
                                server.sendall(b"response")
                                client.recv(8)
                                print(struct.unpack_from("<I", client.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 104), 8)[0])
                                '
                                done
                                """,
                                out)
                        .withLimit(TestLimits.GUEST));
        assertEquals(0, result.exitStatus(), result.output() + result.errors());
        assertEquals("2000\n6000\n11000\n", result.output());
    }
}
