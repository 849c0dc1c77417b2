// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.testbed.resources.QdiscTreeComparison;
import org.mqecn.topology.QueueingDiscipline;

/** Compares captured output of tc with the options of the qdiscs, and with other options. */
@DisplayName("Qdiscs in the JSON output of tc")
final class TcQdiscParserTest {
    private static JsonNode captured() throws IOException {
        return new ObjectMapper().readTree(TcQdiscParserTest.class.getResourceAsStream("tc-6.1.0-qdiscs.json"));
    }

    private static List<String> differences(String device, String words) throws IOException {
        return new QdiscTreeComparison(
                        List.of(QueueingDiscipline.TcQdisc.stock("root", "1:", "netem", List.of(words.split(" ")))),
                        TcQdiscParser.parse(device, captured()))
                .differences();
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "d15, delay 125us rate 1gbit limit 1000000 loss 1%",
        "d16, delay 10ms 1ms duplicate 0.5% limit 1000",
    })
    @DisplayName("match the options that they were created with")
    void same(String device, String words) throws IOException {
        assertEquals(List.of(), differences(device, words));
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource({
        "d15, delay 250us loss 1%, netem delay 250us: the kernel has 124us",
        "d15, rate 2gbit loss 1%, netem rate 2gbit: the kernel has 1gbit",
        "d15, loss 2%, netem loss 2%: the kernel has 0.01",
        "d15, delay 124us, netem loss 0%: the kernel has 0.01",
        "d16, delay 10ms duplicate 0.5%, netem jitter 0us: the kernel has 1ms",
        "d15, limit 1000 loss 1%, netem limit 1000: the kernel has 1000000",
        "d15, duplicate 1% loss 1%, netem duplicate 1%: the kernel has 0",
        "d16, rate 1gbit duplicate 0.5%, netem rate 1gbit: the kernel has 0bit",
    })
    @DisplayName("differ from other options")
    void other(String device, String words, String difference) throws IOException {
        assertEquals(List.of(difference), differences(device, words));
    }

    @Test
    @DisplayName("are unexpected if not configured; the kernel's default is ignored")
    void unexpectedQdiscs() throws IOException {
        assertEquals(
                List.of("tbf 1: at root: unexpected qdisc", "red 2: at parent 1:1: unexpected qdisc"),
                new QdiscTreeComparison(List.of(), TcQdiscParser.parse("e1", captured())).differences());
        assertEquals(List.of("netem 1: at root: missing"), differences("d13", "delay 1ms"));
        assertEquals(List.of(), TcQdiscParser.parse("lo", captured()));
    }
}
