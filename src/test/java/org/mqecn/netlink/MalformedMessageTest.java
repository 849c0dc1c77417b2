// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mqecn.value.UserError;

/** Parsing any message terminates, with a result or with an error that it is malformed. */
final class MalformedMessageTest {
    /** Parsing that takes longer does not end; on a busy machine it takes minutes. */
    private static final Duration ENDLESS = Duration.ofMinutes(10);

    private static final int ROUNDS = 20_000;
    private static final List<String> KINDS = List.of("tbf", "red", "netem", "ets", "fq_codel", "codel", "fq", "pfifo");

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    private static NetlinkAttributes attributes(String hex) {
        return NetlinkAttributes.parse(buffer(HexFormat.of().parseHex(hex)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "04",
                "0400",
                "040001",
                "00000100",
                "03000100",
                "05000100",
                "ffff0100",
                "0800010000",
                "0400010004000200ff"
            })
    void rejectsImpossibleLengths(String hex) {
        UserError error = assertThrows(UserError.class, () -> attributes(hex));
        assertTrue(error.getMessage().startsWith("malformed netlink message"), error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"04000100", "07000100010203", "0900010001020304050000", "0e0001000102030405060708090a"})
    void rejectsNumbersOfInvalidSize(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThrows(
                UserError.class, () -> NetlinkAttributes.parse(buffer(Arrays.copyOf(bytes, (bytes.length + 3) & ~3)))
                        .number(1));
    }

    @Test
    void ignoresUnknownTypesAndUsesTheLastDuplicate() {
        assertEquals(
                2L,
                attributes("08000100010000000800ff3f000000000800010002000000").required(1, "one"));
    }

    @Test
    void readsUnsignedNumbers() {
        assertEquals(0xffffffffL, attributes("08000100ffffffff").required(1, "one"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "qdiscs-6.1.192",
                "classes-6.1.192",
                "links-6.1.192",
                "features-6.1.192",
                "refused-6.1.192",
                "qdiscs-legacy-6.1.192",
                "testbed-links-6.1.192",
                "testbed-addresses-6.1.192",
                "testbed-routes-6.1.192",
                "routes-multipath-6.18.44",
                "testbed-qdiscs-6.1.192",
                "sockets-6.1.192"
            })
    void survivesDamagedMessages(String name) {
        byte[] original = NetlinkCapture.bytes(name);
        Random random = new Random(name.hashCode());
        assertTimeoutPreemptively(ENDLESS, () -> {
            for (int round = 0; round < ROUNDS / 10; round++) {
                readAll(damage(original, random));
            }
        });
    }

    @Test
    void survivesRandomBytes() {
        Random random = new Random(3);
        assertTimeoutPreemptively(ENDLESS, () -> {
            for (int round = 0; round < ROUNDS; round++) {
                byte[] bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);
                readAll(bytes);
                readPayload(buffer(bytes));
            }
        });
    }

    /** Truncates or extends the bytes, or changes some of them. */
    private static byte[] damage(byte[] original, Random random) {
        byte[] bytes = Arrays.copyOf(
                original,
                switch (random.nextInt(3)) {
                    case 0 -> random.nextInt(original.length);
                    case 1 -> original.length + random.nextInt(64);
                    default -> original.length;
                });
        for (int changes = random.nextInt(8); changes > 0 && bytes.length > 0; changes--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static void readAll(byte[] bytes) {
        attempt(() -> NetlinkMessage.parse(buffer(bytes)).forEach(message -> {
            attempt(message::errorText);
            readPayload(message.payload());
        }));
    }

    private static void readPayload(ByteBuffer payload) {
        attempt(() -> DeviceLink.parse(payload));
        attempt(() -> TcpConnection.parse(payload));
        attempt(() -> DeviceAddress.parse(payload));
        attempt(() -> KernelRoute.parse(payload));
        attempt(() -> Offloads.parse(payload).missingFrom(Offloads.parse(payload)));
        attempt(() -> Qdisc.parse(payload).parentText());
        attempt(() -> Qdisc.parse(payload).portKind());
        attempt(() -> Qdisc.parse(payload).stockOptions());
        KINDS.forEach(kind -> attempt(() -> StockQdiscOptions.read(kind, payload)));
        attempt(() -> Qdisc.parse(payload).parseStatistics());
        attempt(() -> DwrrReader.config(Qdisc.parse(payload).options()).warnings());
        attempt(() -> DwrrReader.legacyConfig(Qdisc.parse(payload).options(), 8));
        attempt(() -> DwrrReader.counters(Qdisc.parse(payload).rawStatistics()));
        attempt(() -> EiffelReader.config(Qdisc.parse(payload).options()).warnings());
        attempt(() -> EiffelReader.stats(Qdisc.parse(payload).rawStatistics()));
    }

    private static void attempt(Runnable parser) {
        try {
            parser.run();
        } catch (UserError e) {
            assertTrue(e.getMessage().startsWith("malformed netlink message"), e.getMessage());
        }
    }
}
