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

@Timeout(20)
@DisplayName("A socket for lines of JSON")
final class JsonSocketTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(50);

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("socket");
    }

    @Test
    @DisplayName("sends a message as a line, and reads as many answers as come at once")
    void messages() throws IOException {
        try (JsonSocketServer jsonSocketServer = new JsonSocketServer(file(), line -> "{\"return\":1}\n\n{\"ret");
                JsonSocket socket = JsonSocket.connect(file())) {
            socket.send(JsonSocket.command("stop"));
            assertEquals(1, socket.receive(LONG).path("return").asInt());
            assertTrue(socket.receive(LONG).isMissingNode(), "an empty line says nothing");
            assertEquals(List.of("{\"execute\":\"stop\"}"), jsonSocketServer.received());
            assertEquals(
                    "no answer in time",
                    assertThrows(IOException.class, () -> socket.receive(SHORT)).getMessage());
        }
    }

    @Test
    @DisplayName("puts a line together that comes in pieces, whatever its characters")
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
    @DisplayName("refuses what is no JSON, and reads on behind it")
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
    @DisplayName("does not take in a line without an end")
    void endless() throws IOException {
        String much = "x".repeat(1 << 20);
        try (JsonSocketServer jsonSocketServer =
                        new JsonSocketServer(file(), line -> line.contains("much") ? much : "");
                JsonSocket socket = JsonSocket.connect(file())) {
            for (int i = 0; i < 70; i++) {
                socket.send(JsonSocket.command("much"));
            }
            assertEquals(
                    "an answer of more than 67108864 bytes",
                    assertThrows(IOException.class, () -> socket.receive(LONG)).getMessage());
            assertTrue(jsonSocketServer.received().size() > 60);
        }
    }

    @Test
    @DisplayName("tells when the other side is gone")
    void gone() throws IOException {
        try (JsonSocketServer jsonSocketServer = new JsonSocketServer(file(), line -> null);
                JsonSocket socket = JsonSocket.connect(file())) {
            socket.send(JsonSocket.command("quit"));
            assertEquals(
                    "the other side has closed it",
                    assertThrows(IOException.class, () -> socket.receive(LONG)).getMessage());
            assertEquals(1, jsonSocketServer.received().size());
        }
    }
}
