// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A Unix socket that carries one JSON message per line: that of QEMU's monitor or guest agent. */
final class JsonSocket implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int CHUNK = 65536;
    private static final int RESET_BYTE = 0xff;
    /** The agent returns at most 16 MB of each stream, encoded in Base64. */
    private static final int MAX_LINE_BYTES = 64 << 20;

    private final SocketChannel channel;
    private final Selector selector;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK).flip();

    private JsonSocket(SocketChannel channel, Selector selector) {
        this.channel = channel;
        this.selector = selector;
    }

    static JsonSocket connect(Path file) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(file));
        channel.configureBlocking(false);
        Selector selector = Selector.open();
        channel.register(selector, SelectionKey.OP_READ);
        return new JsonSocket(channel, selector);
    }

    /** A command; the caller adds arguments. */
    static ObjectNode command(String name) {
        return MAPPER.createObjectNode().put("execute", name);
    }

    /** Sends 0xff, which is not valid UTF-8: it discards an incomplete line of an earlier client. */
    void reset() throws IOException {
        write(new byte[] {(byte) RESET_BYTE});
    }

    void send(ObjectNode message) throws IOException {
        write((MAPPER.writeValueAsString(message) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void write(byte[] bytes) throws IOException {
        ByteBuffer remaining = ByteBuffer.wrap(bytes);
        while (remaining.hasRemaining()) {
            if (channel.write(remaining) == 0) {
                channel.keyFor(selector).interestOps(SelectionKey.OP_WRITE);
                selector.select();
                selector.selectedKeys().clear();
                channel.keyFor(selector).interestOps(SelectionKey.OP_READ);
            }
        }
    }

    /**
     * Receives the next message.
     *
     * @throws IOException on a timeout, malformed JSON, or a closed connection
     */
    JsonNode receive(Duration limit) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            while (buffer.hasRemaining()) {
                int next = buffer.get() & RESET_BYTE;
                if (next == '\n') {
                    byte[] text = line.toByteArray();
                    line.reset();
                    return MAPPER.readTree(text);
                }
                line.write(next);
            }
            if (line.size() > MAX_LINE_BYTES) {
                throw new IOException("the response exceeds " + MAX_LINE_BYTES + " bytes");
            }
            fill(end);
        }
    }

    private void fill(long end) throws IOException {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new IOException("timeout");
        }
        selector.select(left);
        selector.selectedKeys().clear();
        buffer.clear();
        int count = channel.read(buffer);
        buffer.flip();
        if (count < 0) {
            throw new IOException("connection closed");
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
