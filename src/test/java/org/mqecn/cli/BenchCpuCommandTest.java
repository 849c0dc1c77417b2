// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.cli.common.ExitCode;

@DisplayName("bench cpu")
final class BenchCpuCommandTest {
    /** A space outside quotes. */
    private static final Pattern UNQUOTED_SPACE = Pattern.compile(" (?=([^']*'[^']*')*[^']*$)");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--flows 0|flows 0 is out of range; the range is 1 to 60000",
                "--flows 60001|flows 60001 is out of range; the range is 1 to 60000",
                "--threads 0|threads 0 is out of range; the range is 1 to 1024",
                "--repetitions 0|repetitions 0 is out of range; the range is 1 to 1000",
                "--flows 3 --threads 4|4 threads for 3 flows: some threads would have no flow; use at most one thread per flow",
                "--rate 10mbit|a rate of 10mbit for 1000 flows is 10kbit for each; each has at least 34752bit in 10 s, and at most "
                        + "32gbit",
                "--flows 4 --rate 1tbit|a rate of 1tbit for 4 flows is 250gbit for each; each has at least 34752bit in 10 s, and at "
                        + "most 32gbit",
                "--duration 500ms|a duration of 500 ms is too short; CPU time is counted in hundredths of a second: "
                        + "measure for at least 1s",
                "--qdiscs fq fq|a qdisc is given twice; use --repetitions to measure each qdisc more than once",
                "--qdiscs eifel|'eifel' is not a qdisc of this benchmark; did you mean 'eiffel'? (known: eiffel, "
                        + "fq, fq_codel, pfifo)",
                "--qdiscs 'fq timer_slack'|'timer_slack' of 'fq timer_slack' has no value; write options in pairs: 'eiffel "
                        + "granularity 100us timer-slack 100us'",
                "--server 10.0.0.2|--server requires --device; for example --server 10.0.0.2 "
                        + "--device eth0, or neither to measure between namespaces",
                "--device eth0|--device requires --server; for example --server 10.0.0.2 --device eth0, or neither to "
                        + "measure between namespaces",
                "--netns a|--netns requires --server; for example --server 10.0.0.2 --device eth0, or neither to "
                        + "measure between namespaces"
            })
    @DisplayName("rejects invalid parameters before making changes")
    void invalidOptions(String options, String message) {
        StringWriter err = new StringWriter();

        assertEquals(ExitCode.USAGE_ERROR, bench(new StringWriter(), err, options));
        assertEquals("mqecn: " + message, err.toString().strip().replaceAll("\\s*\n\\s*", "; "));
    }

    @Test
    @DisplayName("accepts slower flows in longer runs")
    void acceptsSlowFlowsInLongRuns() {
        dryRun("--flows 20000 --rate 200mbit --duration 40s");
    }

    @Test
    @DisplayName("passes quoted options to the qdisc, in namespaces and on a device")
    void qdiscOptions() {
        String options = "--repetitions 1 --qdiscs 'eiffel timer-slack 100us'";
        List<String> inNamespaces = dryRun(options);

        assertTrue(
                inNamespaces.stream()
                        .anyMatch(line ->
                                line.matches("tc -n bench-cpu-sender qdisc add .* eiffel .*timer-slack 100us.*")),
                inNamespaces.toString());
        assertEquals(
                "tc qdisc add dev eth77 root handle c90: eiffel limit 10000 timer-slack 100us",
                dryRun(options + " --server 10.0.0.2 --device eth77").get(0));
    }

    private static int bench(StringWriter out, StringWriter err, String options) {
        List<String> arguments = new ArrayList<>(List.of("bench", "cpu", "--out", "target/none"));
        UNQUOTED_SPACE
                .splitAsStream(options)
                .map(argument -> argument.replace("'", ""))
                .forEach(arguments::add);
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments.toArray(new String[0]));
    }

    private static List<String> dryRun(String options) {
        StringWriter out = new StringWriter();
        assertEquals(ExitCode.SUCCESS, bench(out, new StringWriter(), options + " --dry-run"));
        return out.toString().replaceAll("env TC_LIB_DIR=\\S+ ", "").lines().toList();
    }

    @Test
    @DisplayName("prints the commands for a device without requiring the device")
    void dryRunOnDevice() {
        assertEquals(
                List.of(
                        "tc -n a qdisc add dev eth77 root handle c90: eiffel limit 10000",
                        "# qdisc eiffel: mqecn sends 1000 flows with 1gbit in total for 12 s",
                        "tc -n a qdisc del dev eth77 root",
                        "tc -n a qdisc add dev eth77 root handle c90: fq limit 10000",
                        "# qdisc fq: mqecn sends 1000 flows with 1gbit in total for 12 s",
                        "tc -n a qdisc del dev eth77 root"),
                dryRun("--server 10.0.0.2 --device eth77 -n a --repetitions 1 --qdiscs eiffel fq"));
    }

    @Test
    @DisplayName("prints the commands that create and delete namespaces for each run")
    void dryRunBetweenNamespaces() {
        List<String> lines = dryRun("--flows 2000 --repetitions 2 --qdiscs fq");

        assertEquals(2, Collections.frequency(lines, "ip netns add bench-cpu-sender"), lines.toString());
        assertEquals(2, Collections.frequency(lines, "ip netns del bench-cpu-sender"), lines.toString());
        assertEquals(
                2,
                lines.stream()
                        .filter(line -> line.matches("tc -n bench-cpu-sender qdisc add .* fq limit 20000"))
                        .count(),
                lines.toString());
    }
}
