// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.mqecn.testbed.SampleTestbeds;
import org.mqecn.topology.Impairment;
import org.mqecn.topology.Link;
import org.mqecn.topology.QueueingDiscipline;
import org.mqecn.topology.QueueingDiscipline.TcQdisc;

final class DiagramLabelsTest {
    @Test
    void showsMarkingOptionsOnly() {
        assertEquals(List.of("tbf", "red min 30000 max 90000 ECN"), DiagramLabels.qdisc(SampleTestbeds.red("100mbit")));
        assertEquals(
                List.of(
                        "dwrr, mq-ecn, wrr, 4 queues",
                        "port-thresh 32k",
                        "quantum 0:1538 1:3076",
                        "queue-thresh 15000"),
                DiagramLabels.qdisc(SampleTestbeds.dwrr(
                        "995mbit",
                        "rate",
                        "995mbit",
                        "ecn-scheme",
                        "mq-ecn",
                        "scheduler",
                        "wrr",
                        "queues",
                        "4",
                        "quantum",
                        "0:1538",
                        "1:3076",
                        "queue-thresh",
                        "all:15000",
                        "port-thresh",
                        "32k")));
    }

    @Test
    void writesIdenticalQdiscsOnce() {
        QueueingDiscipline port = new QueueingDiscipline(
                List.of(
                        TcQdisc.stock(
                                "root",
                                "1:",
                                "ets",
                                List.of("bands", "3", "quanta", "1500", "3000", "priomap", "0", "1")),
                        TcQdisc.stock("1:1", "10:", "red", List.of("min", "30000", "max", "30001", "ecn")),
                        TcQdisc.stock("1:2", "20:", "red", List.of("min", "30000", "max", "30001", "ecn"))),
                Optional.empty(),
                OptionalLong.empty());
        assertEquals(List.of("ets bands 3 quanta 1500 3000", "red min 30000 max 30001 ECN"), DiagramLabels.qdisc(port));
    }

    private static Link link(Impairment there, Impairment back) {
        return new Link(end("h1", there), end("s1", back), Optional.empty(), 1500);
    }

    private static Link.LinkEnd end(String node, Impairment impairment) {
        return new Link.LinkEnd(node, "eth0", "", Optional.empty(), QueueingDiscipline.KERNEL_DEFAULT, impairment);
    }

    @Test
    void writesImpairmentsOfEachDirection() {
        Impairment all = new Impairment(Duration.ofMillis(1), Duration.ofNanos(100_000), 0.001, 0.02, 0.03, 0.25);
        Impairment delay = Impairment.ofDelay(Duration.ofMillis(5));
        String text = "1 ms ± 100 µs, 0.1% loss, 2% corrupt, 3% duplicated, 25% reordered";
        assertEquals(text, DiagramLabels.link(link(all, all), "h1"));
        assertEquals("→ " + text + ", ← 5 ms", DiagramLabels.link(link(all, delay), "h1"));
        assertEquals("→ 5 ms, ← " + text, DiagramLabels.link(link(all, delay), "s1"));
        assertEquals("← 5 ms", DiagramLabels.link(link(Impairment.NONE, delay), "h1"));
        assertEquals("", DiagramLabels.link(link(Impairment.NONE, Impairment.NONE), "h1"));
    }
}
