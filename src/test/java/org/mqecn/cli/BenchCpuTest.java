// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("bench cpu")
final class BenchCpuTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--flows 0|flows 0 is out of range; it goes from 1 to 60000",
        "--flows 60001|flows 60001 is out of range; it goes from 1 to 60000",
        "--threads 0|threads 0 is out of range; it goes from 1 to 1024",
        "--repetitions 0|repetitions 0 is out of range; it goes from 1 to 1000",
        "--flows 3 --threads 4|4 threads for 3 flows: some would have none; the student project had 4 for 1000",
        "--rate 10mbit|a rate of 10mbit for 1000 flows is 10kbit for each; each has at least 40kbit and at most 32gbit",
        "--flows 4 --rate 1tbit|a rate of 1tbit for 4 flows is 250gbit for each; each has at least 40kbit and at most 32gbit",
        "--duration 500ms|a duration of 500 ms is too short; processor time is counted in hundredths of a second: "
            + "measure for 1s at least",
        "--qdiscs fq fq|a qdisc is named twice; --repetitions measures each more than once",
        "--qdiscs eifel|'eifel' is not a qdisc whose cost can be measured here; did you mean 'eiffel'? (known: eiffel, "
            + "fq, fq_codel, pfifo)",
        "--server 10.0.0.2|--server does not say which device leads there; write for example --server 10.0.0.2 "
            + "--device eth0, or neither to measure between namespaces",
        "--device eth0|--device belongs to --server; write for example --server 10.0.0.2 --device eth0, or neither to "
            + "measure between namespaces",
        "--netns a|--netns belongs to --server; write for example --server 10.0.0.2 --device eth0, or neither to "
            + "measure between namespaces"})
    @DisplayName("refuses what cannot be measured, before anything is done")
    void refuses(String options, String said) {
        StringWriter err = new StringWriter();
        List<String> words = new ArrayList<>(List.of("bench", "cpu", "--out", "target/none"));
        words.addAll(List.of(options.split(" ")));

        assertEquals(Main.WRONG_USAGE, Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err, true),
                words.toArray(new String[0])));
        assertEquals("mqecn: " + said, err.toString().strip().replaceAll("\\s*\n\\s*", "; "));
    }
}
