// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.host.Command;
import org.mqecn.host.CommandResult;
import org.mqecn.value.UserError;

@Timeout(300)
@DisplayName("Guest agent")
final class GuestAgentTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String STARTED = "{\"return\":{\"pid\":7}}\n";

    @TempDir
    private Path folder;

    private VirtualMachineFiles files() {
        return new VirtualMachineFiles(folder, folder, "t", "one");
    }

    private Path file() {
        return files().agentSocket();
    }

    /** Answers guest-sync like an agent, and everything else by a function. */
    private static UnaryOperator<String> synced(UnaryOperator<String> answers) {
        return line -> line.contains("guest-sync")
                ? "{\"return\":" + line.replaceAll(".*\"id\":(\\d+).*", "$1") + "}\n"
                : answers.apply(line);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Runs a command on an agent that returns this status. */
    private CommandResult run(String status) throws IOException {
        try (JsonSocketServer jsonSocketServer = new JsonSocketServer(
                        file(), synced(line -> line.contains("status") ? status + "\n" : STARTED));
                GuestAgent guestAgent = GuestAgent.await(files(), LONG)) {
            CommandResult result = guestAgent.execute(new Command(List.of("sh", "-c", "exit 3"), "über"), LONG);
            assertEquals(
                    "{\"execute\":\"guest-exec\",\"arguments\":{\"path\":\"sh\",\"capture-output\":true,"
                            + "\"arg\":[\"-c\",\"exit 3\"],\"input-data\":\"" + base64("über") + "\"}}",
                    jsonSocketServer.received().get(1));
            assertEquals(
                    "{\"execute\":\"guest-exec-status\",\"arguments\":{\"pid\":7}}",
                    jsonSocketServer.received().get(2));
            return result;
        }
    }

    @Test
    @DisplayName("runs a command and returns exit status, output and errors")
    void runs() throws IOException {
        assertEquals(
                new CommandResult(3, "grün\n", "oh"),
                run("{\"return\":{\"exited\":true,\"exitcode\":3," + "\"out-data\":\"" + base64("grün\n")
                        + "\",\"err-data\":\"" + base64("oh") + "\"}}"));
    }

    @Test
    @DisplayName("returns 128 + signal for a command that a signal killed, like a shell")
    void signalled() throws IOException {
        assertEquals(new CommandResult(137, "", ""), run("{\"return\":{\"exited\":true,\"signal\":9}}"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"No such file or directory, 127", "Permission denied, 126"})
    @DisplayName("has the status of a shell for a program that cannot be started")
    void notStarted(String reason, int status) throws IOException {
        String error =
                "Guest agent command failed, error was 'Failed to execute child process “true” (" + reason + ")'";
        try (JsonSocketServer jsonSocketServer = new JsonSocketServer(
                        file(),
                        synced(line -> "{\"error\":{\"class\":\"GenericError\",\"desc\":\"" + error + "\"}}\n"));
                GuestAgent guestAgent = GuestAgent.await(files(), LONG)) {
            CommandResult result = guestAgent.execute(Command.of("true"), LONG);
            assertEquals(status, result.exitStatus());
            assertTrue(result.errors().startsWith("true: "), result.errors());
            assertEquals(2, jsonSocketServer.received().size());
        }
    }

    @Test
    @DisplayName("is polled until the command exits or the timeout expires")
    void waits() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        try (JsonSocketServer jsonSocketServer = new JsonSocketServer(
                        file(),
                        synced(line -> !line.contains("status")
                                ? STARTED
                                : "{\"return\":{\"exited\":" + (asked.incrementAndGet() == 3) + "}}\n"));
                GuestAgent guestAgent = GuestAgent.await(files(), LONG)) {
            assertTrue(guestAgent.execute(Command.of("true"), LONG).succeeded());
            UserError late = assertThrows(UserError.class, () -> guestAgent.execute(Command.of("true"), Duration.ZERO));
            assertEquals("the guest agent could not run 'true': still running after 0 s", late.getMessage());
            assertEquals(3, asked.get());
            assertEquals(6, jsonSocketServer.received().size());
        }
    }

    @Test
    @DisplayName("responses to an earlier client are discarded, also a partial line")
    void stale() throws IOException {
        try (JsonSocketServer jsonSocketServer = new JsonSocketServer(
                file(),
                line -> "data\":\"x\"}}\n{\"return\":{\"pid\":1}}\n"
                        + synced(each -> STARTED).apply(line))) {
            GuestAgent.await(files(), SHORT).close();
            assertEquals(1, jsonSocketServer.received().size());
            assertEquals(
                    "\u00ff{\"execute\":\"guest-sync\"",
                    jsonSocketServer.received().get(0).substring(0, 24),
                    "the reset byte ends the line of another client");
        }
    }

    @Test
    @DisplayName("a slow agent gets more time once it has sent any response; takes 4 s")
    void slow() throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(file()));
            CompletableFuture<Void> awaited = CompletableFuture.runAsync(
                    () -> GuestAgent.await(files(), LONG).close());
            try (SocketChannel channel = server.accept()) {
                String question =
                        new BufferedReader(Channels.newReader(channel, StandardCharsets.ISO_8859_1)).readLine();
                channel.write(StandardCharsets.UTF_8.encode("{\"return\":1}\n"));
                Thread.sleep(4000);
                assertFalse(awaited.isDone());
                channel.write(StandardCharsets.UTF_8.encode(synced(line -> line).apply(question)));
                awaited.get();
            }
        }
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'error':{'class':'GenericError','desc':'No such file'}} | No such file",
                "{'return':{}} | the response has no pid: {}",
                "{'return':{'pid':'seven'}} | the response has no pid: {'pid':'seven'}",
                "{'return':{'pid':7 | Unexpected end-of-input",
                "nonsense | Unrecognized token 'nonsense'",
            })
    @DisplayName("reports why a command cannot be started, or that the response is malformed")
    void refuses(String answer, String reason) throws IOException {
        refused(line -> answer.replace('\'', '"') + "\n", reason);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'return':{'exited':true,'exitcode':0,'out-data':'%%%'}} | invalid Base64 in the output",
                "{'return':{'exited':true,'exitcode':0,'out-data':'YQ==','out-truncated':true}} | the output exceeds the limit",
                "{'error':{'desc':'Invalid parameter pid'}} | Invalid parameter pid",
            })
    @DisplayName("reports output that is truncated or malformed")
    void loses(String status, String reason) throws IOException {
        refused(line -> line.contains("status") ? status.replace('\'', '"') + "\n" : STARTED, reason);
    }

    private void refused(UnaryOperator<String> answers, String reason) throws IOException {
        try (JsonSocketServer jsonSocketServer = new JsonSocketServer(file(), synced(answers));
                GuestAgent guestAgent = GuestAgent.await(files(), LONG)) {
            UserError error = assertThrows(UserError.class, () -> guestAgent.execute(Command.of("true"), LONG));
            assertTrue(
                    error.getMessage().replace('"', '\'').startsWith("the guest agent could not run 'true': " + reason),
                    error.getMessage());
            assertTrue(jsonSocketServer.received().size() > 1);
        }
    }

    @Test
    @DisplayName("reports a missing agent, and one that closes the connection")
    void silent() throws IOException {
        assertTrue(timeoutMessage().contains("does not respond on " + file() + ": "), "no socket");
        try (JsonSocketServer jsonSocketServer = new JsonSocketServer(file(), line -> null)) {
            assertTrue(timeoutMessage().endsWith("connection closed"));
            assertTrue(jsonSocketServer.received().size() > 1, "the connection is retried");
        }
    }

    @Test
    @DisplayName("a failure includes the last lines of the console")
    void lastLines() throws IOException {
        Files.writeString(
                files().consoleLog(), "[    0.1] one\r\n\u001b[1mtwo\u001b[0m\nthree\n\nfour\nKernel panic \0\n");
        assertTrue(
                timeoutMessage().endsWith("; last lines on the console: two / three / four / Kernel panic"),
                timeoutMessage());
    }

    @Test
    @DisplayName("endless other responses do not extend the timeout")
    void chatty() throws IOException {
        String chatter = "{\"return\":{}}\n".repeat(1_000_000);
        try (JsonSocketServer jsonSocketServer = new JsonSocketServer(file(), line -> chatter)) {
            assertTrue(timeoutMessage().endsWith("timeout"));
            assertEquals(1, jsonSocketServer.received().size());
        }
    }

    private String timeoutMessage() {
        return assertThrows(UserError.class, () -> GuestAgent.await(files(), SHORT))
                .getMessage();
    }
}
