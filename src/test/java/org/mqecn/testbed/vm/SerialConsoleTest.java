// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.value.UserError;

@Timeout(300)
final class SerialConsoleTest {
    @TempDir
    private Path folder;

    private ServerSocketChannel server;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @BeforeEach
    void listen() throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(folder.resolve("console")));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private static InputStream typed(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(SocketChannel channel, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            continue;
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }

    @Test
    void outputArrivesAfterInputHasEnded() throws IOException {
        try (SerialConsole console = SerialConsole.connect(folder.resolve("console"));
                SocketChannel machine = server.accept()) {
            machine.write(ByteBuffer.wrap("login: root\n".getBytes(StandardCharsets.UTF_8)));
            console.attach(typed("hostname\n"), output, false);
            assertEquals("hostname\n", read(machine, 9));
            assertEquals("login: root\n", output.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void escapeKeyDetachesWithoutSendingTheRest() throws IOException {
        try (SocketChannel machine = join("ls\u001dreboot\n", true)) {
            assertEquals("ls", read(machine, 20));
        }
    }

    @Test
    void escapeKeyIsSentFromNonInteractiveInput() throws IOException {
        try (SocketChannel machine = join("a\u001db", false)) {
            assertEquals("a\u001db", read(machine, 20));
        }
    }

    private SocketChannel join(String text, boolean hasEscape) throws IOException {
        try (SerialConsole console = SerialConsole.connect(folder.resolve("console"))) {
            console.attach(typed(text), output, hasEscape);
        }
        return server.accept();
    }

    @Test
    void endsWithTheMachine() throws IOException {
        try (SerialConsole console = SerialConsole.connect(folder.resolve("console"));
                PipedInputStream silent = new PipedInputStream(new PipedOutputStream())) {
            try (SocketChannel machine = server.accept()) {
                machine.write(ByteBuffer.wrap("Power down\n".getBytes(StandardCharsets.UTF_8)));
            }
            console.attach(silent, output, true);
        }
        assertEquals("Power down\n", output.toString(StandardCharsets.UTF_8));
    }

    @Test
    void missingConsoleIsAnError() {
        assertThrows(UserError.class, () -> SerialConsole.connect(folder.resolve("nothing")));
    }
}
