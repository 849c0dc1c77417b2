// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.Chromium;
import org.mqecn.host.ClasspathResources;

/** Loads the page in Chromium; {@code browser.js} clicks and reports the result. */
@Tag("tools")
class BrowserTest {
    private static final int LIMIT_S = 120;
    private static final Pattern SEEN = Pattern.compile("<pre id=\"seen\">(.*?)</pre>", Pattern.DOTALL);

    @TempDir
    private static Path folder;

    private static JsonNode seen;

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        Path page = SampleRuns.write(folder).resolve("page.html");
        Report.of(folder).page(page);
        seen = look(page);
    }

    private static JsonNode look(Path page) throws IOException, InterruptedException {
        String html = Files.readString(page);
        String watched = html.replaceFirst(
                        "<title>",
                        Matcher.quoteReplacement("<script>" + ClasspathResources.readText(Chromium.class, "watch.js")
                                + "</script>\n<title>"))
                .replace(
                        "</body>",
                        "<script>" + ClasspathResources.readText(BrowserTest.class, "browser.js") + "</script></body>");
        Path copy = Files.writeString(page.resolveSibling("watched.html"), watched);
        Path output = page.resolveSibling("dom.html");
        List<String> command = Chromium.command(
                page.resolveSibling("profile"),
                "--window-size=1100,900",
                "--virtual-time-budget=10000",
                "--dump-dom",
                copy.toUri().toString());
        Process browser = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(page.resolveSibling("errors.txt").toFile())
                .start();
        boolean done = browser.waitFor(LIMIT_S, TimeUnit.SECONDS);
        browser.destroyForcibly().waitFor();
        assertTrue(done, "Chromium did not finish");
        Matcher seen = SEEN.matcher(Files.readString(output));
        assertTrue(seen.find(), () -> "the page has no result");
        String json = seen.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        return new ObjectMapper().readTree(json);
    }

    @Test
    void nothingFailsAndNothingIsLoaded() {
        assertEquals("[]", seen.path("errors").toString());
        assertEquals("[]", seen.path("loaded").toString());
    }

    @Test
    void figuresAreVectorGraphicsWithText() {
        assertEquals(5, seen.path("figures").asInt());
        assertTrue(
                seen.path("texts").toString().contains("Queue occupancy (KiB)"),
                seen.path("texts").toString());
    }

    @Test
    void legendHidesAndShowsItsSeries() {
        assertEquals("visible hidden visible", seen.path("toggled").asText());
        assertEquals("hidden", seen.path("toggledByKey").asText());
        assertTrue(seen.path("othersVisible").asBoolean());
    }

    @Test
    void pointerShowsValues() {
        assertTrue(
                seen.path("tooltips").toString().contains("mq-ecn, measured: 441.5 ± 6.353"),
                seen.path("tooltips").toString());
    }

    @Test
    void coloursAreThoseOfThePage() {
        assertEquals("rgb(0, 114, 178)", seen.path("light").asText());
        assertEquals("rgb(74, 168, 232)", seen.path("dark").asText());
    }
}
