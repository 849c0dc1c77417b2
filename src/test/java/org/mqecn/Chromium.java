// SPDX-License-Identifier: Apache-2.0
package org.mqecn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium with one page, driven by the Chrome DevTools Protocol. */
public final class Chromium implements AutoCloseable {
    private static final int LIMIT_S = 60;
    private static final int POLL_MS = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process browser;
    private final WebSocket socket;
    private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
    private int calls;

    /** @param folder for its profile */
    public Chromium(Path folder) throws IOException, InterruptedException {
        Path profile = folder.resolve("profile");
        browser = new ProcessBuilder(command(profile, "--remote-debugging-port=0", "about:blank"))
                .redirectOutput(folder.resolve("chromium.log").toFile())
                .redirectErrorStream(true)
                .start();
        Path port = profile.resolve("DevToolsActivePort");
        for (int i = 0; !Files.exists(port) || Files.readAllLines(port).size() < 2; i++) {
            check(i < LIMIT_S * 1000 / POLL_MS && browser.isAlive(), "Chromium does not start");
            Thread.sleep(POLL_MS);
        }
        HttpClient http = HttpClient.newHttpClient();
        URI list = URI.create("http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json/list");
        JsonNode pages = JSON.readTree(http.send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString())
                .body());
        socket = http.newWebSocketBuilder()
                .buildAsync(URI.create(pages.get(0).path("webSocketDebuggerUrl").asText()), new Answers())
                .join();
        call("Page.enable", Map.of());
    }

    /** The command that starts Chromium without anything that is not needed for one page. */
    public static List<String> command(Path profile, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--no-first-run",
                "--disable-sync",
                "--disable-component-update",
                "--user-data-dir=" + profile));
        command.addAll(List.of(arguments));
        return command;
    }

    private static void check(boolean condition, String failure) throws IOException {
        if (!condition) {
            throw new IOException(failure);
        }
    }

    /** Puts the parts of messages together. */
    private final class Answers implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    answers.add(JSON.readTree(text.toString()));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    private JsonNode call(String method, Map<String, Object> parameters) throws IOException, InterruptedException {
        ObjectNode message = JSON.createObjectNode().put("id", ++calls).put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        socket.sendText(message.toString(), true).join();
        while (true) {
            JsonNode answer = answers.poll(LIMIT_S, TimeUnit.SECONDS);
            check(answer != null, "no answer to " + method);
            if (answer.path("id").asInt() == calls) {
                check(answer.has("result"), method + ": " + answer);
                return answer.path("result");
            }
        }
    }

    /** Runs a script in each page, before its own. */
    public void runFirst(String script) throws IOException, InterruptedException {
        call("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
    }

    public void open(String address) throws IOException, InterruptedException {
        call("Page.navigate", Map.of("url", address));
        waitFor("document.readyState === 'complete' && location.href !== 'about:blank'");
    }

    /** The value of an expression in the page. */
    public JsonNode evaluate(String expression) throws IOException, InterruptedException {
        JsonNode result =
                call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        check(!result.has("exceptionDetails"), expression + ": " + result);
        return result.path("result").path("value");
    }

    /** Waits until an expression is true. */
    public void waitFor(String expression) throws IOException, InterruptedException {
        for (int i = 0; !evaluate(expression).asBoolean(); i++) {
            check(i < LIMIT_S * 1000 / POLL_MS, "not true in time: " + expression);
            Thread.sleep(POLL_MS);
        }
    }

    /** Gives the window a size; {@code mobile} as a phone has it. */
    public void resize(int width, int height, boolean mobile) throws IOException, InterruptedException {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", mobile ? 2 : 1, "mobile", mobile));
    }

    public void preferDark(boolean dark) throws IOException, InterruptedException {
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** Shows pages as somebody sees them who sees no colours. */
    public void withoutColours(boolean without) throws IOException, InterruptedException {
        call("Emulation.setEmulatedVisionDeficiency", Map.of("type", without ? "achromatopsia" : "none"));
    }

    /** Writes a picture of the whole page. */
    public void screenshot(Path file) throws IOException, InterruptedException {
        JsonNode picture = call("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
        Files.write(file, Base64.getDecoder().decode(picture.path("data").asText()));
    }

    /** Waits for the processes that it started as well: they write into the profile, which is deleted next. */
    @Override
    public void close() {
        socket.abort();
        List<ProcessHandle> processes = Stream.concat(Stream.of(browser.toHandle()), browser.descendants())
                .toList();
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
    }
}
