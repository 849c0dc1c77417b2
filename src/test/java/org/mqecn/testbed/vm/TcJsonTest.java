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
import org.mqecn.testbed.Layers;
import org.mqecn.topology.Discipline;

/** What tc said of qdiscs, compared with the words that they were made with, and with others. */
@DisplayName("Qdiscs as tc tells of them in JSON")
final class TcJsonTest {
    private static final String RED = "limit 100000 min 30000 max 90000 avpkt 1000 burst 35 ecn bandwidth 100mbit ";

    private static JsonNode captured() throws IOException {
        return new ObjectMapper().readTree(TcJsonTest.class.getResourceAsStream("tc-6.1.0-qdiscs.json"));
    }

    private static List<String> differences(String device, String kind, String words) throws IOException {
        return Layers.differences(List.of(new Discipline.Layer("root", "1:", kind, List.of(words.split(" ")))),
                TcJson.on(device, captured()));
    }

    @ParameterizedTest(name = "{1} {2}")
    @CsvSource({
        "d1, tbf, rate 100mbit burst 15000 limit 100000 peakrate 200mbit mtu 1540",
        "d2, tbf, rate 100mbit burst 15000 latency 10us",
        "d3, red, " + RED + "probability 1.0 harddrop adaptive",
        "d4, red, " + RED + "nodrop",
        "d5, ets, bands 12 strict 1 quanta 1500 3000 priomap 0 1 2 3",
        "d6, prio, bands 4 priomap 0 1 2 3",
        "d7, codel, limit 99 target 100us interval 2ms ecn ce_threshold 1ms",
        "d8, fq_codel, limit 99 flows 64 target 100us interval 2ms quantum 1514 noecn ce_threshold 1ms memory_limit 1m",
        "d9, fq, limit 99 flow_limit 9 quantum 3028 initial_quantum 15140 maxrate 10mbit ce_threshold 1ms",
        "d10, pie, limit 99 target 15ms tupdate 15ms ecn",
        "d12, sfq, limit 99 quantum 1514",
        "d13, pfifo, limit 99",
        "d14, bfifo, limit 99k",
        "d15, netem, delay 125us rate 1gbit limit 1000000 loss 1%",
        "d16, netem, delay 10ms 1ms duplicate 0.5% limit 1000",
    })
    void areAsTheyWereMade(String device, String kind, String words) throws IOException {
        assertEquals(List.of(), differences(device, kind, words));
    }

    @ParameterizedTest(name = "{1} {2}: {3}")
    @CsvSource({
        "d2, tbf, rate 200mbit burst 15000, tbf rate 200mbit: the kernel has 100mbit",
        "d2, tbf, rate 100mbit burst 30000, tbf burst 30000: the kernel has 15000",
        "d4, red, min 20000, red min 20000: the kernel has 30000",
        "d4, red, harddrop, red harddrop: the kernel has 0",
        "d4, red, probability 0.1, red probability 0.1: the kernel has 0.02",
        "d5, ets, strict 2, ets strict 2: the kernel has 1",
        "d7, codel, target 200us, codel target 200us: the kernel has 99us",
        "d8, fq_codel, ecn, fq_codel ecn: the kernel has 0",
        "d9, fq, maxrate 20mbit, fq maxrate 20mbit: the kernel has 10mbit",
        "d15, netem, delay 250us, netem delay 250us: the kernel has 124us",
        "d15, netem, rate 2gbit, netem rate 2gbit: the kernel has 1gbit",
        "d15, netem, loss 2%, netem loss 2%: the kernel has 0.01",
        "d13, bfifo, limit 99, 'bfifo 1: at root: is not there'",
    })
    void differFromOtherWords(String device, String kind, String words, String difference) throws IOException {
        assertEquals(List.of(difference), differences(device, kind, words));
    }

    @Test
    @DisplayName("stand under others, where they are told from those that nobody asked for")
    void children() throws IOException {
        List<Discipline.Layer> layers = List.of(
                new Discipline.Layer("root", "1:", "tbf", List.of("rate", "100mbit")),
                new Discipline.Layer("1:1", "2:", "red", List.of("min", "30000")));
        assertEquals(List.of(), Layers.differences(layers, TcJson.on("e1", captured())));
        assertEquals(List.of("red 2: at parent 1:1: nobody asked for it"),
                Layers.differences(layers.subList(0, 1), TcJson.on("e1", captured())));
        assertEquals(List.of(), TcJson.on("lo", captured()), "the kernel's own");
    }

    @Test
    @DisplayName("of a size that tc rounds are known to a kilobyte's hundredth")
    void rounded() throws IOException {
        JsonNode qdiscs = new ObjectMapper().readTree("""
                [{"kind":"tbf","handle":"1:","dev":"d","root":true,"options":{"burst":"14.5Kb/1"}},
                 {"kind":"tbf","handle":"1:","dev":"e","root":true,"options":{"burst":"2Mb/1"}}]
                """);
        assertEquals(List.of(14_848L), TcJson.on("d", qdiscs).get(0).options().get("burst"));
        assertEquals(List.of(2_097_152L), TcJson.on("e", qdiscs).get(0).options().get("burst"));
    }
}
