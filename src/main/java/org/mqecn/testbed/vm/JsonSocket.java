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

/** A Unix socket on which lines of JSON go both ways: that of QEMU's monitor and of its guest agent. */
final class JsonSocket implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int CHUNK = 65536;
    private static final int RESET_BYTE = 0xff;
    /** The agent passes on 16 MB of each stream, which are a third longer in Base64. */
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

    /** A command without arguments, to be completed. */
    static ObjectNode command(String name) {
        return MAPPER.createObjectNode().put("execute", name);
    }

    /** Sends the byte that no text has: it ends what another, who went away in the middle of a line, had begun. */
    void reset() throws IOException {
        write(new byte[] {(byte) RESET_BYTE});
    }

    void send(ObjectNode message) throws IOException {
        write((MAPPER.writeValueAsString(message) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void write(byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            if (channel.write(rest) == 0) {
                channel.keyFor(selector).interestOps(SelectionKey.OP_WRITE);
                selector.select();
                selector.selectedKeys().clear();
                channel.keyFor(selector).interestOps(SelectionKey.OP_READ);
            }
        }
    }

    /**
     * The next message.
     *
     * @throws IOException where none comes in time, it is no JSON, or the other side is gone
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
                throw new IOException("an answer of more than " + MAX_LINE_BYTES + " bytes");
            }
            fill(end);
        }
    }

    private void fill(long end) throws IOException {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new IOException("no answer in time");
        }
        selector.select(left);
        selector.selectedKeys().clear();
        buffer.clear();
        int count = channel.read(buffer);
        buffer.flip();
        if (count < 0) {
            throw new IOException("the other side has closed it");
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
