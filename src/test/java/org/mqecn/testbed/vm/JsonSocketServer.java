// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/** A server for {@link JsonSocket} that responds to each line. */
final class JsonSocketServer implements AutoCloseable {
    private static final int CHUNK = 65536;

    private final ServerSocketChannel server;
    private final List<String> received = Collections.synchronizedList(new ArrayList<>());

    /** @param answers the response to a line; null closes the connection */
    JsonSocketServer(Path file, UnaryOperator<String> answers) throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(file));
        Thread thread = new Thread(() -> serve(answers), "speaker");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(UnaryOperator<String> answers) {
        while (server.isOpen()) {
            try (SocketChannel channel = server.accept()) {
                converse(channel, answers);
            } catch (IOException e) {
                // The client disconnected: accept the next one.
                continue;
            }
        }
    }

    private void converse(SocketChannel channel, UnaryOperator<String> answers) throws IOException {
        StringBuilder line = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        while (channel.read(buffer) >= 0) {
            line.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
            buffer.clear();
            for (int end = line.indexOf("\n"); end >= 0; end = line.indexOf("\n")) {
                String question = line.substring(0, end);
                line.delete(0, end + 1);
                received.add(question);
                String answer = answers.apply(question);
                if (answer == null) {
                    return;
                }
                ByteBuffer rest = ByteBuffer.wrap(answer.getBytes(StandardCharsets.ISO_8859_1));
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
            }
        }
    }

    /** The received lines, in order. */
    List<String> received() {
        return List.copyOf(received);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
