// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.cli.view.ValueTableView;
import org.mqecn.figure.chart.FigureWidth;
import org.mqecn.value.UserError;

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
        return Report.of(folder)
                .figures(folder.resolve(Report.FIGURES), imageFormat, FigureWidth.DEFAULT, ValueTableView::text);
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
    void figuresAreFilesInTheOrderOfTheScenario() throws IOException {
        assertEquals(
                List.of(
                        "1-queues.svg",
                        "1-queues.csv",
                        "2-rtt-avg-us.svg",
                        "2-rtt-avg-us.csv",
                        "3-fct-small-p99-us.svg",
                        "3-fct-small-p99-us.csv",
                        "4-rtt-us.svg",
                        "4-rtt-us.csv",
                        "5-fct-us.svg",
                        "5-fct-us.csv",
                        "6-table.txt",
                        "6-table.csv"),
                names());
        byte[] png = Files.readAllBytes(figures(Report.ImageFormat.PNG).get(0));
        assertArrayEquals(new byte[] {'P', 'N', 'G'}, Arrays.copyOfRange(png, 1, 4));
        byte[] pdf = Files.readAllBytes(figures(Report.ImageFormat.PDF).get(0));
        assertArrayEquals(new byte[] {'%', 'P', 'D', 'F'}, Arrays.copyOf(pdf, 4));
    }

    @Test
    void tableHasMeansIntervalsAndValuesOfThePaper() throws IOException {
        assertEquals(
                """
                Numbers

                           Goodput (Mbit/s)  RTT (µs)   Marked
                scheme                  one       avg  packets
                per-queue           470 ± 6   662 ± 6     3121
                  paper                   -       651        -
                mq-ecn              470 ± 6  442 ± 6*     3121
                  paper                   -       300        -
                """,
                table());
    }

    private String table() throws IOException {
        ask(TABLE);
        return figure("1-table.txt");
    }

    @Test
    void tableHasItsDataAsCsv() throws IOException {
        ask(TABLE);
        assertEquals(
                """
                scheme,source,Goodput of one (Mbit/s),95 % interval ± of Goodput of one (Mbit/s),Average RTT (µs),\
                95 % interval ± of Average RTT (µs),Marked packets
                per-queue,measured,469.75,6.353102368,661.5,6.353102368,3121
                per-queue,paper,,,651,,
                mq-ecn,measured,469.75,6.353102368,441.5,6.353102368,3121
                mq-ecn,paper,,,300,,
                """,
                figure("1-table.csv"));
    }

    @Test
    void pictureHasItsDataAsCsv() throws IOException {
        ask("  - {bars: rtt_avg_us, group-by: scheme, where: {load: 0.9}}\n");
        assertEquals(
                """
                series,x,Average RTT (µs),95 % interval ±
                measured,per-queue,661.5,6.353102368
                measured,mq-ecn,441.5,6.353102368
                paper,per-queue,651,0
                paper,mq-ecn,300,0
                """,
                figure("1-rtt-avg-us.csv"));
        ask("  - {trace: queues, where: {load: 0.9}}\n");
        List<String> rows = figure("1-queues.csv").lines().toList();
        assertEquals("panel,series,Time (ms),Queue occupancy (KiB)", rows.get(0));
        assertEquals("per-queue,Queue 0,0.2,1.501953125", rows.get(2));
    }

    @Test
    void valuesOfAVariableAreInNumericOrder() throws IOException {
        SampleRuns.write(folder, SampleRuns.run("mq-ecn", "0.25", 1));
        SampleRuns.write(folder, SampleRuns.run("mq-ecn", "0.1", 1));
        Files.delete(folder.resolve("summary.json"));
        ask("  - {bars: rtt_avg_us, group-by: load, where: {scheme: mq-ecn}}\n");
        assertEquals(
                List.of("load 0.1", "load 0.25", "load 0.5", "load 0.9"),
                figure("1-rtt-avg-us.csv")
                        .lines()
                        .skip(1)
                        .map(row -> row.split(",")[1])
                        .toList());
    }

    @Test
    void axisOfASingleValueHasNoOtherValues() throws IOException {
        ask("  - {lines: rtt_avg_us, x: load, group-by: scheme, where: {load: 0.9}}\n");
        String svg = figure("1-rtt-avg-us.svg");
        assertTrue(svg.contains(">0.9<"), svg);
        assertFalse(svg.contains(">1.2<") || svg.contains(">1.8<"), svg);
    }

    @Test
    void emptyFigureIsAnError() throws IOException {
        for (String figure : List.of("bars: rtt_max_us", "cdf: rtt_nobody_us", "table: nothing")) {
            ask("  - {" + figure + ", group-by: scheme}\n");
            UserError error = assertThrows(UserError.class, () -> figures(Report.ImageFormat.SVG));
            assertTrue(error.getMessage().contains("is empty"), error.getMessage());
            assertTrue(page().contains("No valid run has values for this figure."));
        }
        assertFalse(Files.exists(folder.resolve(Report.FIGURES)));
    }

    @Test
    void sameRunsGiveTheSameBytes() throws IOException {
        ask("  - {trace: queues}\n");
        for (Report.ImageFormat format : Report.ImageFormat.values()) {
            byte[] first = Files.readAllBytes(figures(format).get(0));
            assertArrayEquals(first, Files.readAllBytes(figures(format).get(0)), format.name());
        }
    }

    @Test
    void failedChecksComeFirst() throws IOException {
        String page = page();
        assertTrue(page.contains("<b>✗ 2 of 4 checks failed.</b>"));
        assertTrue(page.contains("46.7 % above &lt;the paper&gt;") && page.contains("no valid run has it"));
        assertTrue(page.indexOf("checks failed") < page.indexOf("<h2>"));
        assertTrue(page.contains("Small &amp; &lt;plain&gt;"));
    }

    @Test
    void eachCheckIsShownWithOneFigure() throws IOException {
        String page = page();
        assertEquals(4, page.split("class=\"first (good|off)\"", -1).length - 1);
        String bars = page.substring(page.indexOf("id=\"2-rtt-avg-us\""), page.indexOf("id=\"3-fct"));
        assertTrue(
                bars.contains("<td>651</td><td class=\"value\">660</td><td>10%</td>"
                        + "<td class=\"first good\">✓ passed</td>"),
                bars.substring(bars.indexOf("<table")));
        assertTrue(page.contains(
                "vs. per-queue</th><td>−72.8%</td><td class=\"value\">−70.1%</td>" + "<td>10 points</td>"));
        assertTrue(page.indexOf("Other checks") < page.indexOf("no valid run has it</td>"));
    }

    @Test
    void passedChecksAreStated() throws IOException {
        Files.writeString(
                folder.resolve("summary.json"),
                """
                {"format": 3, "command": "x", "planned": 8, "checks": [{"metric": "rtt_avg_us", "where": {"scheme": "mq-ecn"},
                 "paper": "441", "tolerance": "10%", "measured": 440, "status": "passed"}]}""");
        assertTrue(page().contains("<b>✓ The check passed.</b>"));
        assertFalse(page().contains("✗ "));
    }

    @Test
    void checkWithoutRunsIsNeitherPassedNorFailed() throws IOException {
        Files.writeString(
                folder.resolve("summary.json"),
                """
                {"format": 3, "planned": 8, "checks": [
                 {"metric": "rtt_avg_us", "where": {"scheme": "mq-ecn"}, "paper": "441", "measured": 440, "status": "passed"},
                 {"metric": "rtt_avg_us", "where": {"scheme": "red"}, "paper": "500", "measured": null, "status": "not run"}]}""");
        String page = page();
        assertTrue(page.contains("<b>✓ 1 of 2 checks passed.</b>"));
        assertTrue(page.contains("1 of 2 checks was not run"));
        assertTrue(page.contains(">not run</td>"));
    }

    @Test
    void runsOutsideTheSummaryAreIgnored() throws IOException {
        Files.writeString(
                folder.resolve("summary.json"),
                """
                {"format": 3, "planned": 3, "runs": ["mq-ecn-0.9-1"], "failures": {"mq-ecn-0.9-2": "the guest did not start"}}""");
        String page = page();
        assertTrue(page.contains("1 run, from"), page.substring(page.indexOf("<footer")));
        assertTrue(page.contains("1 of 3 runs failed") && page.contains("mq-ecn-0.9-2: the guest did not start"));
        assertTrue(page.contains("1 of 3 runs has not been made yet"));
    }

    @Test
    void invalidRunIsReportedAndExcluded() throws IOException {
        ObjectNode run = SampleRuns.run("mq-ecn", "0.9", 2);
        run.put("valid", false).set("faults", SampleRuns.faults("not-dctcp", "require", "sender1 does not run DCTCP"));
        ((ObjectNode) run.get("metrics")).put("goodput_one_mbit", 1);
        SampleRuns.write(folder, run);
        assertTrue(page().contains("1 of 8 runs is invalid"));
        assertTrue(page().contains("mq-ecn, load 0.9, seed 2: not-dctcp: sender1 does not run DCTCP"));
        assertTrue(table().contains("\nmq-ecn                  469 "), table());
    }

    @Test
    void runWithAReportedFaultStaysWithABadge() throws IOException {
        ObjectNode run = SampleRuns.run("mq-ecn", "0.9", 2);
        run.set("faults", SampleRuns.faults("port-not-saturated", "report", "it sent 88.0 of 100.0 Mbit/s"));
        ((ObjectNode) run.get("metrics")).put("goodput_one_mbit", 88);
        SampleRuns.write(folder, run);
        String table = table();
        assertTrue(table.contains("\nmq-ecn †         279 ± 2422 "), table);
        assertTrue(table.endsWith("\n† with a reported reason: port-not-saturated.\n"), table);

        String page = page();
        assertTrue(
                page.contains("† 1 of 8 runs is in the figures although the scenario asks to report a reason"), page);
        assertTrue(page.contains("mq-ecn, load 0.9, seed 2: port-not-saturated: it sent 88.0 of 100.0 Mbit/s"));
        assertTrue(page.contains("mq-ecn, load 0.9, seed 2 †"));

        ask("  - {bars: goodput_one_mbit, group-by: scheme, where: {load: 0.9}}\n"
                + "  - {cdf: rtt_us, where: {load: 0.9}}\n");
        assertTrue(
                figure("1-goodput-one-mbit.csv").contains("measured,mq-ecn †,278.625,"),
                figure("1-goodput-one-mbit.csv"));
        assertTrue(figure("1-goodput-one-mbit.svg").contains(">mq-ecn †</text>"));
        assertTrue(figure("2-rtt-us.svg").contains(">mq-ecn †</text>"));
    }

    @Test
    void ignoredFaultHasNoBadge() throws IOException {
        ObjectNode run = SampleRuns.run("mq-ecn", "0.9", 2);
        run.set("faults", SampleRuns.faults("missing-samples", "ignore", "3 of 5"));
        SampleRuns.write(folder, run);
        assertFalse(page().contains("†"));
        assertFalse(table().contains("†"));
    }

    @Test
    void figureOfInvalidRunsAloneIsAnError() throws IOException {
        for (int repetition = 1; repetition <= 2; repetition++) {
            ObjectNode run = SampleRuns.run("mq-ecn", "0.9", repetition);
            run.put("valid", false).set("faults", SampleRuns.faults("not-dctcp", "require", "reno"));
            SampleRuns.write(folder, run);
        }
        ask("  - {bars: rtt_avg_us, where: {scheme: mq-ecn, load: 0.9}}\n  - {bars: rtt_avg_us}\n");
        UserError error = assertThrows(UserError.class, () -> figures(Report.ImageFormat.SVG));
        assertTrue(error.getMessage().contains("is empty: no valid run has its values"), error.getMessage());
        assertTrue(page().contains("No valid run has values for this figure."));

        ask("  - {bars: rtt_avg_us, where: {scheme: red}}\n  - {bars: rtt_avg_us}\n");
        assertEquals(List.of("1-rtt-avg-us.svg", "1-rtt-avg-us.csv"), names(), "no case is red");
    }

    @Test
    void missingRunsAreReported() throws IOException {
        Files.delete(folder.resolve("runs/mq-ecn-0.5-1.json"));
        assertTrue(page().contains("1 of 8 runs has not been made yet"));
    }

    @Test
    void pageTellsHowToReproduceIt() throws IOException {
        String page = page();
        assertTrue(page.contains("<pre>mqecn run small --seed 1</pre>"));
        assertTrue(page.contains("6.1.0-mqecn") && page.contains("&quot;ecn_scheme&quot; : &quot;mq-ecn&quot;"));
        assertTrue(page.contains("set: testbed.defaults.link.qdisc"));
    }

    @Test
    void valuesOfDifferentCasesAreNotMixed() throws IOException {
        ask("  - {table: rtt_avg_us, group-by: scheme}\n");
        String table = figure("1-table.txt");
        assertTrue(table.contains("per-queue, load 0.5") && table.contains("mq-ecn, load 0.9"), table);
    }

    @Test
    void scenarioWithoutFiguresHasDefaultFigures() throws IOException {
        ask("  []\n");
        assertEquals(List.of("1-table.txt", "1-table.csv", "2-queues.svg", "2-queues.csv"), names());
    }

    @Test
    void unknownVariableIsRefused() throws IOException {
        ask("  - {bars: rtt_avg_us, group-by: shceme}\n");
        UserError error = assertThrows(UserError.class, this::page);
        assertTrue(
                error.getMessage().contains("'shceme', which does not vary")
                        && error.remedy().contains("scheme"),
                error.getMessage() + error.remedy());
    }

    @Test
    void wrongFigureIsReportedWithItsLine() throws IOException {
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
        assertFalse(assertThrows(UserError.class, () -> Report.of(empty)).isUsage(), "it is not there");
        Files.writeString(empty.resolve("runs/x.json"), "{");
        assertTrue(assertThrows(UserError.class, () -> Report.of(empty))
                .getMessage()
                .contains("is not a run file"));
    }

    private static final String RELATIVE =
            """
              - lines: [fct_small_p99_us, rtt_avg_us]
                x: load
                group-by: scheme
                relative-to: per-queue
                paper:
                  fct_small_p99_us: {mq-ecn: {0.5: 0.7, 0.8: 0.6}}
            """;

    @Test
    void linesRelativeToAGroupHaveAPanelForEachMetricAndTheCurveOfThePaper() throws IOException {
        ask(RELATIVE);

        assertEquals(
                """
                panel,series,load,relative to per-queue,95 % interval ±
                99th percentile FCT of small flows,per-queue,0.5,1,0
                99th percentile FCT of small flows,per-queue,0.9,1,0
                99th percentile FCT of small flows,mq-ecn,0.5,0.6666666667,0
                99th percentile FCT of small flows,mq-ecn,0.9,0.6666666667,0
                99th percentile FCT of small flows,paper: mq-ecn,0.5,0.7,0
                99th percentile FCT of small flows,paper: mq-ecn,0.9,,0
                Average RTT,per-queue,0.5,1,0
                Average RTT,per-queue,0.9,1,0
                Average RTT,mq-ecn,0.5,0.6674223346,0.003194104239
                Average RTT,mq-ecn,0.9,0.6674223346,0.003194104239
                """,
                figure("1-fct-small-p99-us.csv"));
    }

    @Test
    void linesRelativeToAGroupThatDidNotRunAreNoFigure() throws IOException {
        ask(RELATIVE.replace("relative-to: per-queue", "relative-to: codel") + TABLE);

        assertEquals(List.of("1-table.txt", "1-table.csv"), names());
    }
}
