// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Netlink messages of kernels, recorded in hexadecimal on a little-endian machine. */
final class NetlinkCapture {
    private NetlinkCapture() {}

    static byte[] bytes(String name) {
        try (InputStream input = NetlinkCapture.class.getResourceAsStream(name + ".hex")) {
            String text = new String(input.readAllBytes(), StandardCharsets.US_ASCII);
            return HexFormat.of().parseHex(text.replaceAll("(?m)^#.*$|\\s", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<NetlinkMessage> messages(String name) {
        return NetlinkMessage.parse(ByteBuffer.wrap(bytes(name)).order(ByteOrder.nativeOrder()));
    }

    /** The payloads of all messages except the end of the dump. */
    static List<ByteBuffer> payloads(String name) {
        return messages(name).stream()
                .filter(message -> message.type() > NetlinkMessage.OVERRUN)
                .map(NetlinkMessage::payload)
                .toList();
    }
}
