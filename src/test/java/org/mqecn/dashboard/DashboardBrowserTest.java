// SPDX-License-Identifier: Apache-2.0
package org.mqecn.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.Chromium;
import org.mqecn.host.ClasspathResources;
import org.mqecn.web.AccessToken;
import org.mqecn.web.ListenAddress;

/** The page in Chromium. With {@code -Dmqecn.screenshots=DIR}, pictures of it are left there. */
@Tag("tools")
final class DashboardBrowserTest {
    private static final String ROWS = "[...document.querySelectorAll('#queues tbody tr')]";
    private static final String CELLS = ROWS + ".map(row => [...row.cells].map(cell => cell.textContent).join(' '))";

    @TempDir
    private static Path folder;

    private static Chromium browser;

    private final MovingPorts ports = new MovingPorts();
    private Dashboard dashboard;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        browser = new Chromium(folder);
        browser.runFirst(ClasspathResources.readText(Chromium.class, "watch.js"));
    }

    @AfterAll
    static void stop() {
        browser.close();
    }

    @BeforeEach
    void open() throws IOException, InterruptedException {
        dashboard = serve("0", Optional.empty());
        browser.preferDark(false);
        browser.withoutColours(false);
        browser.resize(1200, 900, false);
        browser.open("http://127.0.0.1:" + dashboard.port() + "/");
        browser.waitFor(ROWS + ".length > 0");
    }

    @AfterEach
    void nothingFailed() throws IOException, InterruptedException {
        assertEquals("[]", browser.evaluate("errors").toString());
        dashboard.close();
    }

    private Dashboard serve(String address, Optional<AccessToken> token) {
        return new Dashboard(
                ListenAddress.parse(address), token, "Ports of <host>", ports, Duration.ofMillis(100), folder);
    }

    private static String text(String expression) throws IOException, InterruptedException {
        return browser.evaluate(expression).asText();
    }

    private static void picture(String name) throws IOException, InterruptedException {
        String into = System.getProperty("mqecn.screenshots", "");
        if (!into.isEmpty()) {
            browser.screenshot(Files.createDirectories(Path.of(into)).resolve(name + ".png"));
        }
    }

    @Test
    void showsLiveQueuesOfAllPorts() throws IOException, InterruptedException {
        assertEquals("Ports of <host>", text("document.querySelector('h1').textContent"));
        assertEquals(8, browser.evaluate(ROWS + ".length").asInt());
        assertTrue(text(CELLS + "[0]").startsWith("eth1 0 "), text(CELLS + "[0]"));
        assertTrue(text(CELLS + "[0]").endsWith("▲ above K"), text(CELLS + "[0]"));
        browser.waitFor(CELLS + "[1].endsWith('✗ drops')");
        String status = text("document.getElementById('status').textContent");
        browser.waitFor("document.getElementById('status').textContent !== '" + status + "'");
        browser.waitFor("document.querySelectorAll('#figures polyline')[0].points.length > 15");
        assertEquals(
                "[\"Queue occupancy (kB)\",\"Rate (Mbit/s)\",\"Sojourn time (µs)\",\"Rate (Mbit/s)\"]",
                browser.evaluate("[...document.querySelectorAll('figcaption')].map(each => each.textContent)")
                        .toString());
        picture("light");
    }

    @Test
    void sortsFiltersHidesAndPauses() throws IOException, InterruptedException {
        String heading =
                "[...document.querySelectorAll('#queues th button')].find(each => each.title.includes('rate'))";
        browser.waitFor(ROWS + "[1].cells[2].textContent > 0");
        browser.evaluate(heading + ".click()");
        assertEquals("eth1 2", text(CELLS + "[0]").substring(0, 6));
        assertEquals("descending", text(heading + ".closest('th').ariaSort"));
        browser.evaluate(heading + ".click()");
        assertEquals("eth2 3", text(CELLS + "[0]").substring(0, 6));
        browser.evaluate("document.getElementById('filter').value = 'eth2';"
                + "document.getElementById('filter').dispatchEvent(new Event('input'))");
        assertEquals(4, browser.evaluate(ROWS + ".length").asInt());
        assertEquals(
                2,
                browser.evaluate("document.querySelectorAll('#figures svg').length")
                        .asInt());
        browser.evaluate("document.getElementById('busy').click()");
        assertEquals(3, browser.evaluate(ROWS + ".length").asInt());
        browser.evaluate("document.getElementById('filter').value = 'x';"
                + "document.getElementById('filter').dispatchEvent(new Event('input'))");
        assertEquals("No queue matches.", text("document.getElementById('none').textContent"));

        browser.evaluate("document.getElementById('filter').value = '';"
                + "document.getElementById('filter').dispatchEvent(new Event('input'))");
        browser.evaluate("document.getElementById('pause').click()");
        String before = browser.evaluate(CELLS).toString();
        Thread.sleep(500);
        assertEquals(before, browser.evaluate(CELLS).toString());
        browser.evaluate("document.getElementById('pause').click()");
        browser.waitFor("JSON.stringify(" + CELLS + ") !== " + quoted(before));
    }

    private static String quoted(String text) {
        return "`" + text.replace("`", "\\`") + "`";
    }

    @Test
    void portsComeAndGoAndReadingsFail() throws IOException, InterruptedException {
        ports.add("<img src=x>");
        browser.waitFor(CELLS + ".some(row => row.startsWith('<img src=x> 0'))");
        assertEquals(
                0, browser.evaluate("document.querySelectorAll('img').length").asInt());
        ports.remove("<img src=x>");
        ports.remove("eth1");
        ports.remove("eth2");
        browser.waitFor("document.getElementById('none').textContent.startsWith('No port')");
        ports.fail(true);
        browser.waitFor("document.getElementById('status').textContent === '✗ the kernel does not answer'");
        ports.fail(false);
        ports.add("eth1");
        browser.waitFor(ROWS + ".length === 4");
    }

    @Test
    void aServerThatComesBack() throws IOException, InterruptedException {
        int port = dashboard.port();
        dashboard.close();
        browser.waitFor("document.getElementById('status').textContent.startsWith('✗ no connection')");
        dashboard = serve(Integer.toString(port), Optional.empty());
        browser.waitFor("document.getElementById('status').className === ''");
    }

    @Test
    void fitsAPhone() throws IOException, InterruptedException {
        browser.resize(390, 844, true);
        browser.waitFor("document.querySelectorAll('#figures polyline')[0].points.length > 15");
        assertEquals(
                390, browser.evaluate("document.documentElement.scrollWidth").asInt());
        assertTrue(
                browser.evaluate("(table => table.scrollWidth <= table.parentElement.clientWidth)"
                                + "(document.getElementById('queues'))")
                        .asBoolean(),
                "the table fits");
        assertTrue(
                text("document.querySelector('#queues thead').textContent").contains("Mbit/s"),
                "the most important column is there");
        assertTrue(
                browser.evaluate("Math.min(...[...document.querySelectorAll('svg text')].map("
                                        + "each => each.getBoundingClientRect().height))")
                                .asDouble()
                        > 8,
                "figures can be read");
        picture("phone");
        browser.preferDark(true);
        picture("phone-dark");
    }

    /** WCAG 2.1: a contrast of at least 4.5 for text. */
    private static final String CONTRASTS =
            """
            (() => {
              const parse = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
              const light = colour => parse(colour).map(each => each / 255)
                .map(each => each <= 0.03928 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)
                .reduce((sum, each, i) => sum + each * [0.2126, 0.7152, 0.0722][i], 0);
              const background = light(getComputedStyle(document.body).backgroundColor);
              const contrast = colour => {
                const [low, high] = [light(colour), background].sort((one, other) => one - other);
                return (high + 0.05) / (low + 0.05);
              };
              const of = (selector, property) => [...document.querySelectorAll(selector)]
                .map(each => contrast(getComputedStyle(each)[property]));
              return {
                text: Math.min(...of('h1, th, td, label, figcaption, #status', 'color'), ...of('svg text', 'fill')),
                lines: Math.min(...of('svg polyline', 'stroke')),
              };
            })()
            """;

    @Test
    void canBeReadInTheDark() throws IOException, InterruptedException {
        browser.waitFor("document.querySelectorAll('#figures polyline')[0].points.length > 15");
        double light = browser.evaluate(CONTRASTS).path("text").asDouble();
        browser.preferDark(true);
        double dark = browser.evaluate(CONTRASTS).path("text").asDouble();
        assertTrue(light >= 4.5, "contrast of text, light: " + light);
        assertTrue(dark >= 4.5, "contrast of text, dark: " + dark);
        picture("dark");
    }

    @Test
    void canBeReadWithoutColours() throws IOException, InterruptedException {
        browser.withoutColours(true);
        browser.waitFor("document.querySelectorAll('#figures polyline')[0].points.length > 15");
        assertEquals(
                "[\"\",\"9, 4\",\"3, 3\"]",
                browser.evaluate("[...document.querySelectorAll('#figures svg')[1].querySelectorAll('polyline')]"
                                + ".slice(0, 3).map(each => each.style.strokeDasharray)")
                        .toString());
        browser.waitFor(CELLS + ".some(row => row.endsWith('✗ drops'))");
        picture("greyscale");
        assertTrue(browser.evaluate(CONTRASTS).path("lines").asDouble() >= 1.9, "lines differ from the background");
    }

    @Test
    void asksForTheToken() throws IOException, InterruptedException {
        try (Dashboard guarded = serve("0", Optional.of(AccessToken.of("correct-horse-battery")))) {
            String address = "http://127.0.0.1:" + guarded.port() + "/";
            browser.open(address);
            assertEquals("a token is required", text("document.querySelector('h1').textContent"));
            browser.open(address + "?token=correct-horse");
            assertEquals("wrong token", text("document.querySelector('h1').textContent"));
            browser.evaluate("document.querySelector('input').value = 'correct-horse-battery';"
                    + "document.querySelector('form').submit()");
            browser.waitFor(ROWS + ".length > 0");
            assertEquals(address, text("location.href"));
        }
    }
}
