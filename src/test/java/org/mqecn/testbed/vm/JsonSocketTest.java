// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
@DisplayName("JSON socket")
final class JsonSocketTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration SHORT = Duration.ofMillis(50);

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("socket");
    }

    @Test
    @DisplayName("sends one message per line and receives several at once")
    void messages() throws IOException {
        try (JsonSocketServer jsonSocketServer = new JsonSocketServer(file(), line -> "{\"return\":1}\n\n{\"ret");
                JsonSocket socket = JsonSocket.connect(file())) {
            socket.send(JsonSocket.command("stop"));
            assertEquals(1, socket.receive(LONG).path("return").asInt());
            assertTrue(socket.receive(LONG).isMissingNode(), "an empty line is a missing node");
            assertEquals(List.of("{\"execute\":\"stop\"}"), jsonSocketServer.received());
            assertEquals(
                    "timeout",
                    assertThrows(IOException.class, () -> socket.receive(SHORT)).getMessage());
        }
    }

    @Test
    @DisplayName("assembles a line from pieces, also within a UTF-8 character")
    void pieces() throws IOException {
        String text = "ü".repeat(100_000);
        try (JsonSocketServer jsonSocketServer =
                        new JsonSocketServer(file(), line -> line.contains("big") ? line + "\n" : "");
                JsonSocket socket = JsonSocket.connect(file())) {
            socket.send(JsonSocket.command("big").put("text", text));
            assertEquals(text, socket.receive(LONG).path("text").asText());
            assertEquals(1, jsonSocketServer.received().size());
        }
    }

    @Test
    @DisplayName("reports malformed JSON and continues with the next line")
    void damaged() throws IOException {
        try (JsonSocketServer jsonSocketServer =
                        new JsonSocketServer(file(), line -> "{\"return\":\n{\"return\":2}\n");
                JsonSocket socket = JsonSocket.connect(file())) {
            socket.send(JsonSocket.command("any"));
            assertThrows(IOException.class, () -> socket.receive(LONG));
            assertEquals(2, socket.receive(LONG).path("return").asInt());
            assertEquals(1, jsonSocketServer.received().size());
        }
    }

    @Test
    @DisplayName("limits the length of a line")
    void endless() throws IOException {
        String much = "x".repeat(1 << 20);
        try (JsonSocketServer jsonSocketServer =
                        new JsonSocketServer(file(), line -> line.contains("much") ? much : "");
                JsonSocket socket = JsonSocket.connect(file())) {
            for (int i = 0; i < 70; i++) {
                socket.send(JsonSocket.command("much"));
            }
            assertEquals(
                    "the response exceeds 67108864 bytes",
                    assertThrows(IOException.class, () -> socket.receive(LONG)).getMessage());
            assertTrue(jsonSocketServer.received().size() > 60);
        }
    }

    @Test
    @DisplayName("reports a closed connection")
    void gone() throws IOException {
        try (JsonSocketServer jsonSocketServer = new JsonSocketServer(file(), line -> null);
                JsonSocket socket = JsonSocket.connect(file())) {
            socket.send(JsonSocket.command("quit"));
            assertEquals(
                    "connection closed",
                    assertThrows(IOException.class, () -> socket.receive(LONG)).getMessage());
            assertEquals(1, jsonSocketServer.received().size());
        }
    }
}
