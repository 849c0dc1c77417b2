// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.result.QueueRow;
import org.mqecn.result.ResultFiles;
import org.mqecn.result.ResultLayout;
import org.mqecn.result.RunFault;
import org.mqecn.result.RunFile;
import org.mqecn.result.ValidityReason;
import org.mqecn.result.ValidityRule;

@Tag("lab")
@DisplayName("A reason why a run would be invalid")
final class ValidityLabTest {
    /** CUBIC with a buffer of a tenth of the bandwidth-delay product does not fill the port, and that is the result. */
    private static final String CUBIC =
            """
            scenario: cubic
            testbed:
              star: {hosts: 2, rate: 100mbit, base-rtt: 10ms}
              defaults:
                host: {congestion-control: cubic}
                link: {qdisc: {dwrr: {queues: 1, ecn-scheme: none, shared-buffer: 12304}}}
            traffic:
              long: {flows: {from: h2, to: h1}}
            measure: {port: h1, warm-up: 500ms, duration: 2s}
            validity: {port-not-saturated: %s}
            figures:
              - {bars: goodput_long_mbit}
              - {table: [goodput_long_mbit, watermark_bytes]}
            checks:
              - {metric: goodput_long_mbit, paper: 88, tolerance: 30%%}
            """;

    /** Eight flows begin at once: the port is busy only after some round trips. */
    private static final String TRANSIENT =
            """
            scenario: transient
            testbed:
              star: {hosts: 5, rate: 10gbit, base-rtt: 100us}
              defaults:
                host: {congestion-control: dctcp}
                link: {qdisc: {dwrr: {queues: 2, queue-thresh: 65k}}}
            traffic:
              burst: {flows: {from: [h2, h3, h4, h5], to: h1, count: 8}}
            measure: {port: h1, interval: 50us, warm-up: 0s, duration: 6ms}
            validity: {port-not-saturated: ignore, missing-samples: ignore, no-ecn-echo: ignore}
            figures:
              - {trace: queues}
              - {table: [watermark_bytes, watermark_queue_0_bytes, watermark_queue_1_bytes]}
            """;

    @TempDir
    private Path folder;

    private final StringWriter messages = new StringWriter();

    private int mqecn(String... arguments) {
        return Main.run(new PrintWriter(messages, true), new PrintWriter(messages, true), arguments);
    }

    private int run(String scenario, Path out) throws IOException {
        return mqecn(
                "run",
                Files.writeString(folder.resolve("scenario.yaml"), scenario).toString(),
                "--out",
                out.toString());
    }

    private static RunFile read(Path out) {
        return ResultFiles.readRun(new ResultLayout(out).run("1"));
    }

    private static List<String> faults(RunFile run, ValidityRule rule) {
        return run.faults().stream()
                .filter(fault -> fault.is(rule))
                .map(fault -> fault.reason().key())
                .toList();
    }

    @Test
    @DisplayName("makes it invalid if it is required, and gives it a badge if it is to be reported")
    void reportedRunStays() throws IOException {
        Path out = folder.resolve("report");
        assertEquals(ExitCode.SUCCESS, run(CUBIC.formatted("report"), out), messages::toString);
        RunFile run = read(out);

        double goodput = run.metrics().get("goodput_long_mbit");
        assertTrue(goodput > 60 && goodput < 95, run.metrics().toString());
        assertTrue(run.valid() && run.isReported());
        assertEquals(List.of("port-not-saturated"), faults(run, ValidityRule.REPORT));
        assertEquals(List.of(), faults(run, ValidityRule.REQUIRE));
        assertTrue(messages.toString().contains("† run 1: port-not-saturated: "), messages.toString());
        assertTrue(messages.toString().contains("passed †"), messages.toString());
        // The buffer of the port is the exact bound of its occupancy, and CUBIC fills it.
        assertTrue(
                run.metrics().get("watermark_bytes") > 12304 - 1538,
                run.metrics().toString());
        assertTrue(run.metrics().get("watermark_bytes") <= 12304, run.metrics().toString());

        assertEquals(ExitCode.SUCCESS, mqecn("figure", out.toString()), messages::toString);
        assertTrue(
                Files.readString(out.resolve("figures/1-goodput-long-mbit.csv")).contains("cubic †"));
        assertTrue(Files.readString(out.resolve("figures/2-table.txt"))
                .contains("† with a reported reason: port-not-saturated."));
        assertEquals(ExitCode.SUCCESS, mqecn("report", out.toString()), messages::toString);
        assertTrue(Files.readString(out.resolve("report.html")).contains("port-not-saturated: the measured port"));

        Path required = folder.resolve("require");
        assertEquals(ExitCode.INVALID_RUN, run(CUBIC.formatted("require"), required), messages::toString);
        assertEquals(List.of("port-not-saturated"), faults(read(required), ValidityRule.REQUIRE));
        assertEquals(ExitCode.FAILED, mqecn("figure", required.toString()), messages::toString);
        assertEquals(run.metrics().keySet(), read(required).metrics().keySet());
    }

    @Test
    @DisplayName("can be waived by name, so that the first milliseconds at 10 Gbit/s are measured validly")
    void transientIsValid() throws IOException {
        Path out = folder.resolve("transient");
        assertEquals(ExitCode.SUCCESS, run(TRANSIENT, out), messages::toString);
        RunFile run = read(out);

        assertTrue(run.valid() && !run.isReported(), run.faults().toString());
        assertTrue(
                run.faults().stream().map(RunFault::reason).toList().contains(ValidityReason.PORT_NOT_SATURATED),
                "slow start leaves the port idle: " + run.faults());
        double peak = run.metrics().get("watermark_bytes");
        long sampled = run.queues().rows().stream()
                .mapToLong(QueueRow::backlogBytes)
                .max()
                .orElseThrow();
        assertTrue(sampled > 65_000 && peak >= sampled, peak + " " + sampled);
        assertEquals(peak, run.metrics().get("watermark_queue_0_bytes"));
        assertEquals(0, run.metrics().get("watermark_queue_1_bytes"));
        assertEquals(ExitCode.SUCCESS, mqecn("figure", out.toString()), messages::toString);
    }
}
