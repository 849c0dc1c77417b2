// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

@Timeout(20)
@DisplayName("The agent in a virtual machine")
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

    /** Answers guest-sync as an agent does, and everything else as told. */
    private static UnaryOperator<String> synced(UnaryOperator<String> answers) {
        return line -> line.contains("guest-sync")
                ? "{\"return\":" + line.replaceAll(".*\"id\":(\\d+).*", "$1") + "}\n"
                : answers.apply(line);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Runs a command on an agent that says this of its state. */
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
    @DisplayName("runs a command and gives its status, output and errors")
    void runs() throws IOException {
        assertEquals(
                new CommandResult(3, "grün\n", "oh"),
                run("{\"return\":{\"exited\":true,\"exitcode\":3," + "\"out-data\":\"" + base64("grün\n")
                        + "\",\"err-data\":\"" + base64("oh") + "\"}}"));
    }

    @Test
    @DisplayName("tells of a command that a signal ended as a shell does")
    void signalled() throws IOException {
        assertEquals(new CommandResult(137, "", ""), run("{\"return\":{\"exited\":true,\"signal\":9}}"));
    }

    @Test
    @DisplayName("is asked again until the command has ended, and no longer than that may take")
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
            assertEquals(
                    "the agent in the virtual machine could not run 'true': it is still running after 0 s",
                    late.getMessage());
            assertEquals(3, asked.get());
            assertEquals(6, jsonSocketServer.received().size());
        }
    }

    @Test
    @DisplayName("passes over what it says to an earlier speaker, and over the rest of a line of that")
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
                    "a byte of no text ends what another had begun");
        }
    }

    @Test
    @DisplayName("that is slow is waited for, once it is heard saying what another had asked for; takes 4 s")
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
                "{'return':{}} | its answer names no process: {}",
                "{'return':{'pid':'seven'}} | its answer names no process: {'pid':'seven'}",
                "{'return':{'pid':7 | Unexpected end-of-input",
                "nonsense | Unrecognized token 'nonsense'",
            })
    @DisplayName("that cannot start a command, or whose answer is damaged, is an error with its reason")
    void refuses(String answer, String reason) throws IOException {
        refused(line -> answer.replace('\'', '"') + "\n", reason);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'return':{'exited':true,'exitcode':0,'out-data':'%%%'}} | what it wrote came damaged",
                "{'return':{'exited':true,'exitcode':0,'out-data':'YQ==','out-truncated':true}} | it wrote more than",
                "{'error':{'desc':'Invalid parameter pid'}} | Invalid parameter pid",
            })
    @DisplayName("that loses what a command wrote is an error, too")
    void loses(String status, String reason) throws IOException {
        refused(line -> line.contains("status") ? status.replace('\'', '"') + "\n" : STARTED, reason);
    }

    private void refused(UnaryOperator<String> answers, String reason) throws IOException {
        try (JsonSocketServer jsonSocketServer = new JsonSocketServer(file(), synced(answers));
                GuestAgent guestAgent = GuestAgent.await(files(), LONG)) {
            UserError error = assertThrows(UserError.class, () -> guestAgent.execute(Command.of("true"), LONG));
            assertTrue(
                    error.getMessage()
                            .replace('"', '\'')
                            .startsWith("the agent in the virtual machine could not run 'true': " + reason),
                    error.getMessage());
            assertTrue(jsonSocketServer.received().size() > 1);
        }
    }

    @Test
    @DisplayName("that hangs up, or is not there, does not answer")
    void silent() throws IOException {
        assertTrue(unanswered().contains("does not answer on " + file() + ": "), "there is none");
        try (JsonSocketServer jsonSocketServer = new JsonSocketServer(file(), line -> null)) {
            assertTrue(unanswered().endsWith("the other side has closed it"));
            assertTrue(jsonSocketServer.received().size() > 1, "it is tried again");
        }
    }

    @Test
    @DisplayName("that does not answer is told of with the last that its machine said on the console")
    void lastWords() throws IOException {
        Files.writeString(
                files().consoleLog(), "[    0.1] one\r\n\u001b[1mtwo\u001b[0m\nthree\n\nfour\nKernel panic \0\n");
        assertTrue(unanswered().endsWith("; the last on its console: two / three / four / Kernel panic"), unanswered());
    }

    @Test
    @DisplayName("that talks of other things without end does not answer")
    void chatty() throws IOException {
        String chatter = "{\"return\":{}}\n".repeat(1_000_000);
        try (JsonSocketServer jsonSocketServer = new JsonSocketServer(file(), line -> chatter)) {
            assertTrue(unanswered().endsWith("no answer in time"));
            assertEquals(1, jsonSocketServer.received().size());
        }
    }

    private String unanswered() {
        return assertThrows(UserError.class, () -> GuestAgent.await(files(), SHORT))
                .getMessage();
    }
}
