// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Parses recorded connections of iperf3: port 5201 with DCTCP, 5301 with DCTCP and a peer without ECN, 5401 with CUBIC. */
final class TcpConnectionTest {
    private static final List<TcpConnection> ALL = NetlinkCapture.payloads("sockets-6.1.192").stream()
            .flatMap(each -> TcpConnection.parse(each).stream())
            .toList();

    private static TcpConnection bulk(int port) {
        return ALL.stream()
                .filter(each -> each.remotePort() == port)
                .max(Comparator.comparingLong(each -> each.info().bytesAcked()))
                .orElseThrow();
    }

    @Test
    void readsBothEndpoints() {
        assertEquals("10.0.7.1", bulk(5201).localAddress());
        assertEquals("10.0.7.2", bulk(5201).remoteAddress());
        assertTrue(bulk(5201).localPort() > 30_000);
        assertEquals(6, ALL.size());
    }

    @Test
    void readsActiveDctcp() {
        TcpConnection connection = bulk(5201);
        assertEquals("dctcp", connection.congestionControl());
        assertTrue(connection.info().dctcp());
        assertTrue(connection.info().ecn());
        assertTrue(connection.info().deliveredCe() > 0);
        assertTrue(connection.info().bytesAcked() > 1_000_000);
    }

    @Test
    void detectsDctcpFallbackToReno() {
        TcpConnection connection = bulk(5301);
        assertEquals("dctcp-reno", connection.congestionControl());
        assertFalse(connection.info().dctcp());
        assertFalse(connection.info().ecn());
        assertEquals(0, connection.info().deliveredCe());
    }

    @Test
    void readsAnotherCongestionControl() {
        assertEquals("cubic", bulk(5401).congestionControl());
        assertFalse(bulk(5401).info().dctcp());
    }

    @Test
    void readsIpv4MappedAddresses() {
        byte[] message = new byte[72 + 4 + 232];
        ByteBuffer bytes = ByteBuffer.wrap(message).order(ByteOrder.nativeOrder());
        bytes.put(0, (byte) 10).put(4, HexFormat.of().parseHex("14511452"));
        bytes.put(8, HexFormat.of().parseHex("00000000000000000000ffff0a000102"));
        bytes.put(24, HexFormat.of().parseHex("00000000000000000000ffff0a000202"));
        bytes.putShort(72, (short) 236).putShort(74, (short) 2);
        TcpConnection connection = TcpConnection.parse(bytes).orElseThrow();
        assertEquals(
                "10.0.1.2 5201 10.0.2.2 5202",
                connection.localAddress() + " " + connection.localPort() + " " + connection.remoteAddress() + " "
                        + connection.remotePort());
        bytes.put(8, (byte) 0xfe);
        assertEquals(Optional.empty(), TcpConnection.parse(bytes));
    }
}
