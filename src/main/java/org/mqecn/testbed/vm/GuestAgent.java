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
import org.mqecn.value.UserError;

/**
 * What speaks to qemu-guest-agent inside a virtual machine, over a socket that QEMU joins to a serial port of the
 * machine: no network is needed. QEMU lets in one speaker at a time; the next one waits.
 *
 * @see <a href="https://www.qemu.org/docs/master/interop/qemu-ga-ref.html">the agent's commands</a>
 */
final class GuestAgent implements AutoCloseable {
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(3);
    private static final int PAUSE_MILLISECONDS = 100;
    private static final int LONGEST_PAUSE_MILLISECONDS = 400;
    private static final int SIGNALLED = 128;

    private final JsonSocket socket;

    private GuestAgent(JsonSocket socket) {
        this.socket = socket;
    }

    /**
     * Waits until the agent answers.
     *
     * @param limit how long it may take: a machine that has just been started boots first
     * @throws UserError where it does not, with the last that the machine's console said
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
        List<String> lastWords = new ConsoleLog(files.consoleLog()).lastLines();
        throw new UserError(
                "the agent in the virtual machine does not answer on " + file + ": " + reason
                        + (lastWords.isEmpty() ? "" : "; the last on its console: " + String.join(" / ", lastWords)),
                "qemu-guest-agent has to run inside; 'mqecn testbed console' shows what the machine does");
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
     * Answers to what an earlier speaker asked may still come: they are passed over. An agent that gives them is there,
     * but slow, and would never be heard by those who give up and ask anew: there is time until {@code lastEnd} then.
     */
    private void synchronize(Duration limit, long lastEnd) throws IOException {
        int mark = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
        ObjectNode question = JsonSocket.command("guest-sync");
        question.putObject("arguments").put("id", mark);
        socket.reset();
        socket.send(question);
        long end = System.nanoTime() + limit.toNanos();
        while (!isSyncResponse(mark, Duration.ofNanos(end - System.nanoTime()))) {
            end = lastEnd;
        }
    }

    private boolean isSyncResponse(int mark, Duration limit) throws IOException {
        try {
            return socket.receive(limit).path("return").asInt() == mark;
        } catch (JsonProcessingException e) {
            // The end of a line of which the earlier speaker had the beginning.
            return false;
        }
    }

    /**
     * Runs a command inside and waits for its end.
     *
     * @param limit how long it may take
     * @throws UserError where the agent cannot start it, or does not answer
     */
    CommandResult execute(Command command, Duration limit) {
        ObjectNode question = JsonSocket.command("guest-exec");
        ObjectNode arguments = question.putObject("arguments")
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
            return awaitExit(pid(request(question)), limit);
        } catch (IOException e) {
            throw new UserError(
                    "the agent in the virtual machine could not run '" + command.shellLine() + "': " + e.getMessage(),
                    "");
        }
    }

    private static int pid(JsonNode answer) throws IOException {
        if (!answer.path("pid").isInt()) {
            throw new IOException("its answer names no process: " + answer);
        }
        return answer.path("pid").asInt();
    }

    private CommandResult awaitExit(int pid, Duration limit) throws IOException {
        ObjectNode question = JsonSocket.command("guest-exec-status");
        question.putObject("arguments").put("pid", pid);
        long end = System.nanoTime() + limit.toNanos();
        for (int wait = PAUSE_MILLISECONDS / 2;
                System.nanoTime() < end;
                wait = Math.min(wait * 2, LONGEST_PAUSE_MILLISECONDS)) {
            JsonNode status = request(question);
            if (status.path("exited").asBoolean()) {
                int exit = status.has("signal")
                        ? SIGNALLED + status.path("signal").asInt()
                        : status.path("exitcode").asInt();
                return new CommandResult(exit, decodeOutput(status, "out"), decodeOutput(status, "err"));
            }
            pause(wait);
        }
        throw new IOException("it is still running after " + limit.toSeconds() + " s");
    }

    private static String decodeOutput(JsonNode status, String stream) throws IOException {
        if (status.path(stream + "-truncated").asBoolean()) {
            throw new IOException("it wrote more than the agent passes on");
        }
        try {
            return new String(
                    Base64.getDecoder().decode(status.path(stream + "-data").asText()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IOException("what it wrote came damaged: " + e.getMessage(), e);
        }
    }

    private JsonNode request(ObjectNode question) throws IOException {
        socket.send(question);
        JsonNode answer = socket.receive(RESPONSE_TIMEOUT);
        if (answer.has("error")) {
            throw new IOException(answer.path("error").path("desc").asText());
        }
        return answer.path("return");
    }

    /** Asks the machine to power off. There is no answer to this. */
    void shutDown() {
        ObjectNode question = JsonSocket.command("guest-shutdown");
        question.putObject("arguments").put("mode", "powerdown");
        try {
            socket.send(question);
        } catch (IOException e) {
            throw new UserError("cannot ask the virtual machine to shut down: " + e.getMessage(), "");
        }
    }

    private static void pause(int milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new UserError("interrupted", "");
        }
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
