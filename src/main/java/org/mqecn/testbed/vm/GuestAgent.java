// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.mqecn.host.Command;
import org.mqecn.host.CommandResult;
import org.mqecn.host.Sleep;
import org.mqecn.value.UserError;

/**
 * A client of qemu-guest-agent. QEMU connects its socket to a serial port of the virtual machine: no network is needed.
 * QEMU serves one client at a time; the next one waits.
 *
 * @see <a href="https://www.qemu.org/docs/master/interop/qemu-ga-ref.html">the agent's commands</a>
 */
final class GuestAgent implements AutoCloseable {
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(3);
    /** What the agent says of a program that does not exist or cannot be executed. */
    private static final String NOT_STARTED = "Failed to execute child process";

    private static final int PAUSE_MILLISECONDS = 100;
    private static final int LONGEST_PAUSE_MILLISECONDS = 400;
    private static final int SIGNALLED = 128;

    private final JsonSocket socket;

    private GuestAgent(JsonSocket socket) {
        this.socket = socket;
    }

    /**
     * Waits until the agent responds.
     *
     * @param limit includes the time to boot
     * @throws UserError if it does not, with the last lines of the console
     */
    static GuestAgent await(VirtualMachineFiles files, Duration limit) {
        Path file = files.agentSocket();
        long end = System.nanoTime() + limit.toNanos();
        String reason;
        do {
            try {
                return connect(file, limit.compareTo(ATTEMPT_TIMEOUT) < 0 ? limit : ATTEMPT_TIMEOUT, end);
            } catch (IOException e) {
                reason = e.getMessage();
                pause(PAUSE_MILLISECONDS);
            }
        } while (System.nanoTime() < end);
        List<String> lastLines = new ConsoleLog(files.consoleLog()).lastLines();
        throw new UserError(
                "the guest agent does not respond on " + file + ": " + reason
                        + (lastLines.isEmpty() ? "" : "; last lines on the console: " + String.join(" / ", lastLines)),
                "make sure that qemu-guest-agent runs in the virtual machine: see 'mqecn testbed console'");
    }

    private static GuestAgent connect(Path file, Duration limit, long lastEnd) throws IOException {
        JsonSocket socket = JsonSocket.connect(file);
        try {
            GuestAgent guestAgent = new GuestAgent(socket);
            guestAgent.synchronize(limit, lastEnd);
            return guestAgent;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Discards responses to requests of an earlier client. An agent that still sends them is slow: a retry would not
     * help, so the timeout is extended to {@code lastEnd}.
     */
    private void synchronize(Duration limit, long lastEnd) throws IOException {
        int mark = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
        ObjectNode request = JsonSocket.command("guest-sync");
        request.putObject("arguments").put("id", mark);
        socket.reset();
        socket.send(request);
        long end = System.nanoTime() + limit.toNanos();
        while (!isSyncResponse(mark, Duration.ofNanos(end - System.nanoTime()))) {
            end = lastEnd;
        }
    }

    private boolean isSyncResponse(int mark, Duration limit) throws IOException {
        try {
            return socket.receive(limit).path("return").asInt() == mark;
        } catch (JsonProcessingException e) {
            // The rest of a line that the earlier client did not read completely.
            return false;
        }
    }

    /**
     * Runs a command in the machine and waits until it exits. As in a shell, the exit status is 127 if there is no such
     * program, and 126 if it cannot be executed.
     *
     * @throws UserError if the agent does not respond
     */
    CommandResult execute(Command command, Duration limit) {
        ObjectNode request = JsonSocket.command("guest-exec");
        ObjectNode arguments = request.putObject("arguments")
                .put("path", command.words().get(0))
                .put("capture-output", true);
        ArrayNode words = arguments.putArray("arg");
        command.words().stream().skip(1).forEach(words::add);
        if (!command.input().isEmpty()) {
            arguments.put(
                    "input-data",
                    Base64.getEncoder().encodeToString(command.input().getBytes(StandardCharsets.UTF_8)));
        }
        try {
            return awaitExit(pid(send(request)), limit);
        } catch (IOException e) {
            if (e.getMessage() != null && e.getMessage().contains(NOT_STARTED)) {
                String program = command.words().get(0);
                return e.getMessage().contains("Permission denied")
                        ? CommandResult.notExecutable(program)
                        : CommandResult.notFound(program);
            }
            throw new UserError("the guest agent could not run '" + command.shellLine() + "': " + e.getMessage(), "");
        }
    }

    private static int pid(JsonNode response) throws IOException {
        if (!response.path("pid").isInt()) {
            throw new IOException("the response has no pid: " + response);
        }
        return response.path("pid").asInt();
    }

    private CommandResult awaitExit(int pid, Duration limit) throws IOException {
        ObjectNode request = JsonSocket.command("guest-exec-status");
        request.putObject("arguments").put("pid", pid);
        long end = System.nanoTime() + limit.toNanos();
        for (int wait = PAUSE_MILLISECONDS / 2;
                System.nanoTime() < end;
                wait = Math.min(wait * 2, LONGEST_PAUSE_MILLISECONDS)) {
            JsonNode status = send(request);
            if (status.path("exited").asBoolean()) {
                int exit = status.has("signal")
                        ? SIGNALLED + status.path("signal").asInt()
                        : status.path("exitcode").asInt();
                return new CommandResult(exit, decodeOutput(status, "out"), decodeOutput(status, "err"));
            }
            pause(wait);
        }
        throw new IOException("still running after " + limit.toSeconds() + " s");
    }

    private static String decodeOutput(JsonNode status, String stream) throws IOException {
        if (status.path(stream + "-truncated").asBoolean()) {
            throw new IOException("the output exceeds the limit of the agent");
        }
        try {
            return new String(
                    Base64.getDecoder().decode(status.path(stream + "-data").asText()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IOException("invalid Base64 in the output: " + e.getMessage(), e);
        }
    }

    private JsonNode send(ObjectNode request) throws IOException {
        socket.send(request);
        JsonNode response = socket.receive(RESPONSE_TIMEOUT);
        if (response.has("error")) {
            throw new IOException(response.path("error").path("desc").asText());
        }
        return response.path("return");
    }

    /** Requests a shutdown. The agent does not respond to this request. */
    void shutDown() {
        ObjectNode request = JsonSocket.command("guest-shutdown");
        request.putObject("arguments").put("mode", "powerdown");
        try {
            socket.send(request);
        } catch (IOException e) {
            throw new UserError("cannot shut down the virtual machine: " + e.getMessage(), "");
        }
    }

    private static void pause(int milliseconds) {
        Sleep.until(System.nanoTime() + Duration.ofMillis(milliseconds).toNanos());
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UserError("cannot close the agent's socket: " + e.getMessage(), "");
        }
    }
}
