// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a reader has it, in Chromium: {@code browser.js} drags and clicks, and tells what it saw. */
@Tag("tools")
class BrowserTest {
    private static final int LIMIT_S = 120;
    private static final Pattern TOLD = Pattern.compile("<pre id=\"told\">(.*?)</pre>", Pattern.DOTALL);

    @TempDir
    private static Path folder;

    private static JsonNode told;

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        Path page = SampleRuns.write(folder).resolve("page.html");
        Report.of(folder).page(page);
        told = look(page);
    }

    private static JsonNode look(Path page) throws IOException, InterruptedException {
        String html = Files.readString(page);
        String watched = html.replaceFirst(
                        "<title>", Matcher.quoteReplacement("<script>" + script("watch.js") + "</script>\n<title>"))
                .replace("</body>", "<script>" + script("browser.js") + "</script></body>");
        Path copy = Files.writeString(page.resolveSibling("watched.html"), watched);
        Path output = page.resolveSibling("dom.html");
        List<String> command = new ArrayList<>(List.of(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--no-first-run",
                "--disable-sync",
                "--disable-component-update",
                "--user-data-dir=" + page.resolveSibling("profile"),
                "--window-size=1100,900",
                "--virtual-time-budget=10000",
                "--dump-dom",
                copy.toUri().toString()));
        Process browser = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(page.resolveSibling("errors.txt").toFile())
                .start();
        boolean done = browser.waitFor(LIMIT_S, TimeUnit.SECONDS);
        browser.destroyForcibly().waitFor();
        assertTrue(done, "Chromium did not finish");
        Matcher told = TOLD.matcher(Files.readString(output));
        assertTrue(told.find(), () -> "the page told nothing");
        String json = told.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        return new ObjectMapper().readTree(json);
    }

    private static String script(String name) throws IOException {
        try (InputStream file = BrowserTest.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static double width(String moment) {
        return told.path(moment).path("to").asDouble()
                - told.path(moment).path("from").asDouble();
    }

    @Test
    void nothingFailsAndNothingIsLoaded() {
        assertEquals("[]", told.path("errors").toString());
        assertEquals("[]", told.path("loaded").toString());
    }

    @Test
    void tracesAndDistributionsAreDrawnAndTheirPicturesHidden() {
        assertEquals(4, told.path("canvases").asInt(), "two cases' traces and two distributions");
        assertTrue(told.path("inked").asBoolean(), "a canvas has lines");
        assertEquals(3, told.path("picturesHidden").asInt());
        assertEquals(2, told.path("picturesShown").asInt(), "bars and lines over load");
    }

    @Test
    void tracesBeginWithAStretchOf40Milliseconds() {
        assertEquals(40, width("first"), 0.01);
    }

    @Test
    void draggingZoomsAllPanels() {
        assertTrue(
                width("dragged") > 0 && width("dragged") < 0.5 * width("first"),
                told.path("dragged").toString());
        assertEquals(told.path("dragged"), told.path("sibling"));
    }

    @Test
    void buttonsZoomAndMove() {
        assertEquals(40, width("back"), 0.01);
        assertEquals(20, width("in"), 0.01);
        assertEquals(40, width("out"), 0.01);
        assertTrue(told.path("right").path("from").asDouble()
                > told.path("back").path("from").asDouble());
        assertEquals(199.8, width("all"), 0.01);
    }

    @Test
    void hoveringTellsValues() {
        String values = told.path("hovered").toString();
        assertTrue(values.contains(" ms") && values.contains("queue 0: "), values);
        assertTrue(values.contains("K of a queue: 32 KB"), values);
        String share = told.path("hoveredShare").toString();
        assertTrue(share.contains(" %") && share.contains("mq-ecn: ") && share.contains(" µs"), share);
    }

    @Test
    void printHasThePictures() {
        assertEquals("block none", told.path("print").asText());
    }
}
