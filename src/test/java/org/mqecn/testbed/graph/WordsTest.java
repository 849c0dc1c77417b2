// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.port.Rate;
import org.mqecn.testbed.Beds;
import org.mqecn.topology.Discipline;
import org.mqecn.topology.Discipline.Layer;

final class WordsTest {
    @ParameterizedTest
    @CsvSource({"995mbit,995 Mbit/s", "10gbit,10 Gbit/s", "2500kbit,2.5 Mbit/s", "100bit,100 bit/s"})
    void writesRates(String typed, String written) {
        assertEquals(written, Words.rate(Rate.parse(typed)));
    }

    @ParameterizedTest
    @CsvSource({"125000,125 µs", "62500,62.5 µs", "1000000,1 ms", "2000000000,2 s", "900,900 ns"})
    void writesTimes(long nanos, String written) {
        assertEquals(written, Words.time(Duration.ofNanos(nanos)));
    }

    @Test
    void tellsWhenAPortMarksAndLeavesOutTheRest() {
        assertEquals(List.of("tbf", "red min 30000 max 90000 ECN"), Words.queues(Beds.red("100mbit")));
        assertEquals(List.of("dwrr, mq-ecn, wrr, 4 queues", "port-thresh 32k", "quantum 0:1538 1:3076",
                "queue-thresh 15000"), Words.queues(Beds.dwrr("995mbit", "rate", "995mbit", "ecn-scheme", "mq-ecn",
                "scheduler", "wrr", "queues", "4", "quantum", "0:1538", "1:3076", "queue-thresh", "all:15000",
                "port-thresh", "32k")));
    }

    @Test
    void writesWhatQueuesHaveInCommonOnce() {
        Discipline port = new Discipline.Stock(List.of(
                new Layer("root", "1:", "ets", List.of("bands", "3", "quanta", "1500", "3000", "priomap", "0", "1")),
                new Layer("1:1", "10:", "red", List.of("min", "30000", "max", "30001", "ecn")),
                new Layer("1:2", "20:", "red", List.of("min", "30000", "max", "30001", "ecn"))),
                Optional.empty(), OptionalLong.empty());
        assertEquals(List.of("ets bands 3 quanta 1500 3000", "red min 30000 max 30001 ECN"), Words.queues(port));
    }
}
