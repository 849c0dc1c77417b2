// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mqecn.port.EcnScheme;

class ValidityTest {
    private static final String STATS = "{'rate_bits_per_second': 1000000000, 'sent_bytes': %d, 'queues': ["
            + "{'queue': 0, 'sent_packets': 5}, {'queue': 1, 'sent_packets': 5}, {'queue': 2, 'sent_packets': %d}]}";

    private static JsonNode json(String text, Object... values) {
        return Results.parse("a test's text", String.format(text, values).replace('\'', '"'));
    }

    @Test
    void portThatSentAllTheTimeIsTheBottleneck() {
        assertEquals(List.of(), new Validity().bottleneck(json(STATS, 125_000_000, 0), 1).faults());
        assertEquals(List.of("the port was not the bottleneck: it sent 800.0 of 1000.0 Mbit/s"),
                new Validity().bottleneck(json(STATS, 100_000_000, 0), 1).faults());
    }

    @Test
    void trafficInAnotherQueueIsForeign() {
        assertEquals(List.of(), new Validity().classified(json(STATS, 1, 0), 2).faults());
        assertEquals(List.of("queue 2 has foreign traffic"), new Validity().classified(json(STATS, 1, 9), 2).faults());
        assertEquals(List.of("queue 2 has no traffic"), new Validity().classified(json(STATS, 1, 0), 3).faults());
    }

    @Test
    void superPacketsAreSeenByTheirMeanLength() {
        String links = "[{'ifname': 'eth2', 'stats64': {'rx': {'bytes': %d, 'packets': 10}}}]";
        assertEquals(List.of(), new Validity().fullFramesAtMost(json(links, 15_140)).faults());
        assertEquals(List.of("eth2 received super-packets: 4400 bytes in the mean"),
                new Validity().fullFramesAtMost(json(links, 44_000)).faults());
    }

    @Test
    void delayThatDropsIsAFault() {
        assertEquals(List.of("netem at sender1 dropped 3 packets"),
                new Validity().delayedOnly("sender1", json("[{'kind': 'netem', 'drops': 3}]")).faults());
    }

    @Test
    void senderWithoutDctcpIsAFault() {
        assertEquals(List.of("sender1 does not run DCTCP: ECN was not negotiated", "sender1 was never told of a mark"),
                new Validity().dctcp("sender1", "ESTAB 0 0 a b dctcp bytes_sent:9 dctcp:fallback_mode").faults());
        assertEquals(List.of(), new Validity().dctcp("sender1", Captured.text("ss-6.1.0-dctcp.txt")).faults());
    }

    @Test
    void schemeIsReadBack() {
        assertEquals(List.of("the port marks by scheme none, not mq-ecn"),
                new Validity().configured(json("{'ecn_scheme': 'none'}"), EcnScheme.MQ_ECN).faults());
    }

    @Test
    void lostProbesAreCounted() {
        assertEquals(List.of(), new Validity().probed(1, 99, 100).faults());
        assertEquals(List.of("service 1: 98 of 100 probes came back"), new Validity().probed(1, 98, 100).faults());
    }
}
