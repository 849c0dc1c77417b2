// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.value.UserError;
import org.w3c.dom.Document;

class ScenarioReportTest {
    private static final String TABLE = "  - {table: [goodput_one_mbit, rtt_avg_us, marked_packets], group-by: scheme, "
            + "where: {load: 0.9}, title: Numbers}\n";

    @TempDir
    private Path folder;

    @BeforeEach
    void run() throws IOException {
        SampleRuns.write(folder);
    }

    private String page() throws IOException {
        Path file = folder.resolve(Report.PAGE);
        Report.of(folder).page(file);
        return Files.readString(file);
    }

    private List<Path> figures(Report.ImageFormat imageFormat) throws IOException {
        return Report.of(folder).figures(folder.resolve(Report.FIGURES), imageFormat);
    }

    private List<String> names() throws IOException {
        return figures(Report.ImageFormat.SVG).stream()
                .map(file -> file.getFileName().toString())
                .toList();
    }

    private String figure(String name) throws IOException {
        figures(Report.ImageFormat.SVG);
        return Files.readString(folder.resolve(Report.FIGURES).resolve(name));
    }

    private void ask(String figures) throws IOException {
        Files.writeString(
                folder.resolve("scenario.yaml"),
                SampleRuns.SCENARIO.substring(0, SampleRuns.SCENARIO.indexOf("figures:")) + "figures:\n" + figures);
    }

    @Test
    void figuresAreFilesInTheScenariosOrder() throws IOException {
        assertEquals(
                List.of(
                        "1-queues.svg",
                        "2-rtt-avg-us.svg",
                        "3-fct-small-p99-us.svg",
                        "4-rtt-us.svg",
                        "5-fct-us.svg",
                        "6-table.txt"),
                names());
        byte[] png = Files.readAllBytes(figures(Report.ImageFormat.PNG).get(0));
        assertArrayEquals(new byte[] {'P', 'N', 'G'}, Arrays.copyOfRange(png, 1, 4));
    }

    @Test
    void tableHasMeansDeviationsAndThePapersValues() throws IOException {
        assertEquals(
                """
                Numbers

                           goodput, Mbit/s   RTT, µs   marked
                scheme                 one       avg  packets
                per-queue          470 ± 1   662 ± 1     3121
                  paper                  -       651        -
                mq-ecn             470 ± 1  442 ± 1*     3121
                  paper                  -       300        -
                """,
                table());
    }

    private String table() throws IOException {
        ask(TABLE);
        return figure("1-table.txt");
    }

    @Test
    void lineOfAPictureIsOneElement() throws Exception {
        ask("  - {trace: queues, where: {load: 0.9}}\n");
        String svg = figure("1-queues.svg");
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(
                        svg.replaceFirst("<!DOCTYPE[^>]*>", "").getBytes(StandardCharsets.UTF_8)));
        assertEquals("svg", document.getDocumentElement().getTagName());
        assertTrue(
                Pattern.compile("<polyline [^>]*rgb\\(0,114,178\\)[^>]* points=\"([0-9.-]+,[0-9.-]+ ){150,}")
                        .matcher(svg)
                        .find(),
                "the trace of queue 0");
        assertFalse(
                Pattern.compile("\\d\\.\\d{3}")
                        .matcher(svg.substring(svg.indexOf("<svg")))
                        .find(),
                "digits");
    }

    @Test
    void samePictureIsTheSameToTheByte() throws IOException {
        ask("  - {trace: queues}\n");
        assertEquals(figure("1-queues.svg"), figure("1-queues.svg"));
    }

    @Test
    void pageTellsFirstWhatDoesNotHold() throws IOException {
        String page = page();
        assertTrue(page.contains("<b>✗ 2 of 4 checks do not hold.</b>"));
        assertTrue(page.contains("46.7 % above &lt;the paper&gt;") && page.contains("no valid run has it"));
        assertTrue(page.indexOf("do not hold") < page.indexOf("<h2>"));
        assertTrue(page.contains("Small &amp; &lt;plain&gt;"));
    }

    @Test
    void eachCheckStandsBesideOneFigure() throws IOException {
        String page = page();
        assertEquals(4, page.split("class=\"first (good|off)\"", -1).length - 1);
        String bars = page.substring(page.indexOf("id=\"2-rtt-avg-us\""), page.indexOf("id=\"3-fct"));
        assertTrue(
                bars.contains("<td>651</td><td class=\"value\">660</td><td>10%</td>"
                        + "<td class=\"first good\">✓ holds</td>"),
                bars.substring(bars.indexOf("<table")));
        assertTrue(page.contains(
                "against per-queue</th><td>−72.8%</td><td class=\"value\">−70.1%</td>" + "<td>10 points</td>"));
        assertTrue(page.indexOf("Other checks") < page.indexOf("no valid run has it</td>"));
    }

    @Test
    void allThatHoldsIsSaidAsPlainly() throws IOException {
        Files.writeString(
                folder.resolve("summary.json"),
                """
                {"format": 2, "command": "x", "planned": 8, "checks": [{"metric": "rtt_avg_us", "where": {"scheme": "mq-ecn"},
                 "paper": "441", "tolerance": "10%", "measured": 440, "status": "passed"}]}""");
        assertTrue(page().contains("<b>✓ The check holds.</b>"));
        assertFalse(page().contains("✗ "));
    }

    @Test
    void checkOfACaseThatWasNotToBeRunIsNeitherGoodNorBad() throws IOException {
        Files.writeString(
                folder.resolve("summary.json"),
                """
                {"format": 2, "planned": 8, "checks": [
                 {"metric": "rtt_avg_us", "where": {"scheme": "mq-ecn"}, "paper": "441", "measured": 440, "status": "passed"},
                 {"metric": "rtt_avg_us", "where": {"scheme": "red"}, "paper": "500", "measured": null, "status": "not run"}]}""");
        String page = page();
        assertTrue(page.contains("<b>✓ 1 of 2 checks holds.</b>"));
        assertTrue(page.contains("1 of 2 checks is of cases that have not run"));
        assertTrue(page.contains(">not run</td>"));
    }

    @Test
    void filesOfOtherWaysToRunItAreLeftAlone() throws IOException {
        Files.writeString(
                folder.resolve("summary.json"),
                """
                {"format": 2, "planned": 3, "runs": ["mq-ecn-0.9-1"], "failures": {"mq-ecn-0.9-2": "the guest did not start"}}""");
        String page = page();
        assertTrue(page.contains("1 run, made"), page.substring(page.indexOf("<footer")));
        assertTrue(page.contains("1 of 3 runs failed") && page.contains("mq-ecn-0.9-2: the guest did not start"));
        assertTrue(page.contains("1 of 3 runs is still to be done"));
    }

    @Test
    void runThatDoesNotCountIsToldAndNotDrawn() throws IOException {
        ObjectNode run = SampleRuns.run("mq-ecn", "0.9", 2);
        run.put("valid", false).putArray("faults").add("sender1 does not run DCTCP");
        ((ObjectNode) run.get("metrics")).put("goodput_one_mbit", 1);
        SampleRuns.write(folder, run);
        assertTrue(page().contains("1 of 8 runs does not count"));
        assertTrue(page().contains("mq-ecn, load 0.9, seed 2: sender1 does not run DCTCP"));
        assertTrue(table().contains("\nmq-ecn                 469 "), table());
    }

    @Test
    void runsThatAreMissingAreTold() throws IOException {
        Files.delete(folder.resolve("runs/mq-ecn-0.5-1.json"));
        assertTrue(page().contains("1 of 8 runs is still to be done"));
    }

    @Test
    void pageHasWhatMakesItAgain() throws IOException {
        String page = page();
        assertTrue(page.contains("<pre>mqecn run small --seed 1</pre>"));
        assertTrue(page.contains("6.1.0-mqecn") && page.contains("&quot;ecn_scheme&quot; : &quot;mq-ecn&quot;"));
        assertTrue(page.contains("set: testbed.defaults.link.qdisc"));
    }

    @Test
    void valuesOfDifferentCasesAreNeverMixed() throws IOException {
        ask("  - {table: rtt_avg_us, group-by: scheme}\n");
        String table = figure("1-table.txt");
        assertTrue(table.contains("per-queue, load 0.5") && table.contains("mq-ecn, load 0.9"), table);
    }

    @Test
    void withoutFiguresEverythingIsShown() throws IOException {
        ask("  []\n");
        assertEquals(List.of("1-table.txt", "2-queues.svg"), names());
    }

    @Test
    void figureThatNamesWhatDoesNotVaryIsRefused() throws IOException {
        ask("  - {bars: rtt_avg_us, group-by: shceme}\n");
        UserError error = assertThrows(UserError.class, this::page);
        assertTrue(
                error.getMessage().contains("'shceme', which does not vary")
                        && error.remedy().contains("scheme"),
                error.getMessage() + error.remedy());
    }

    @Test
    void figureThatIsWrittenWronglyIsToldWithItsPlace() throws IOException {
        ask("  - {lines: rtt_avg_us, group-by: scheme}\n");
        UserError error = assertThrows(UserError.class, this::page);
        assertEquals("scenario.yaml:6:5: lines need a variable for the x axis", error.getMessage());
        ask("  - {bars: rtt_avg_us, cdf: rtt_us}\n");
        assertTrue(assertThrows(UserError.class, this::page).getMessage().contains("more than one type"));
    }

    @Test
    void folderWithoutRunsIsRefused(@TempDir Path empty) throws IOException {
        assertTrue(assertThrows(UserError.class, () -> Report.of(empty))
                .getMessage()
                .contains("has no folder runs"));
        Files.createDirectory(empty.resolve("runs"));
        assertTrue(assertThrows(UserError.class, () -> Report.of(empty)).isUsage());
        Files.writeString(empty.resolve("runs/x.json"), "{");
        assertTrue(assertThrows(UserError.class, () -> Report.of(empty))
                .getMessage()
                .contains("is not a run file"));
    }
}
