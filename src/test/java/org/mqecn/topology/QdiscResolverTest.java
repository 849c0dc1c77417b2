// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.value.Rate;

final class QdiscResolverTest {
    /** Returns the queueing discipline of the switch port to h1. */
    private static QueueingDiscipline port(String link) {
        return TestbedFile.of("lab.yaml", "star: {hosts: 2}\ndefaults: {link: {" + link + "}}")
                .testbed()
                .links()
                .get(0)
                .to()
                .qdisc();
    }

    private static String commands(QueueingDiscipline port) {
        return port.qdiscs().stream()
                .map(qdisc -> qdisc.parent() + " " + qdisc.handle() + " " + qdisc.kind() + " "
                        + String.join(" ", qdisc.options()).strip())
                .collect(Collectors.joining("; "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mtu: 1500|''",
                "qdisc: kernel-default|''",
                "rate: 1gbit|root 1: dwrr rate 1gbit",
                "rate: 1gbit, qdisc: kernel-default|''",
                "qdisc: {dwrr: {rate: 1gbit, queues: 2}}|root 1: dwrr rate 1gbit queues 2",
                "rate: 1gbit, qdisc: {dwrr: {rate: 995mbit}}|root 1: dwrr rate 995mbit",
                "rate: 1gbit, qdisc: {dwrr: {dscp: {0: 46, 1: 0}}}|root 1: dwrr rate 1gbit dscp 0:46 1:0",
                "rate: 1gbit, qdisc: {dwrr: {dscp: {all: none, 1: [EF, va, 0x2d], 2: 'af41-af43,le'}, default-queue: 3}}|"
                        + "root 1: dwrr rate 1gbit dscp all:none 1:44-46 2:1,34-38 default-queue 3",
                "rate: 1gbit, qdisc: {dwrr: {trust: pcp, pcp: {0: 1, 1: 0-0}}}|root 1: dwrr rate 1gbit trust pcp pcp 0:1 1:0",
                "qdisc: {fq_codel: {ecn: false}}|root 1: fq_codel noecn",
                "rate: 10gbit, qdisc: fq|root 1: tbf rate 10gbit burst 25000 limit 2000000; 1:1 2: fq ",
                "rate: 100mbit, qdisc: {pfifo: {limit: 64}}|root 1: tbf rate 100mbit burst 3028 limit 2000000; "
                        + "1:1 2: pfifo limit 64",
                "rate: 100mbit, qdisc: tbf|root 1: tbf rate 100mbit burst 3028 limit 2000000",
                "rate: 100mbit, qdisc: {tbf: {latency: 1ms}}|root 1: tbf rate 100mbit latency 1ms burst 3028",
                "rate: 100mbit, qdisc: cake|root 1: cake bandwidth 100mbit",
                "qdisc: {cake: {rtt: 10ms}}|root 1: cake rtt 10ms",
                "qdisc: {prio: {bands: 2, priomap: [1, 0], pfifo: {limit: 9}}}|root 1: prio bands 2 priomap 1 0; 1:1 2: pfifo limit 9; 1:2 3: pfifo limit 9",
                "rate: 1gbit, qdisc: {red: {limit: 9000, min: 3000, max: 6000}}|root 1: tbf rate 1gbit burst 3028 limit "
                        + "2000000; 1:1 2: red limit 9000 min 3000 max 6000 avpkt 1000 bandwidth 1gbit",
                "qdisc: {tbf: {rate: 1mbit, bfifo: {limit: 3k}}}|root 1: tbf rate 1mbit burst 3028 limit "
                        + "2000000; 1:1 2: bfifo limit 3072",
                "qdisc: {red: {limit: 9000, min: 3000, max: 6000, probability: 1.0, ecn: true, nodrop: true, harddrop: false}}|root 1: "
                        + "red limit 9000 min 3000 max 6000 probability 0.9999999998 ecn nodrop avpkt 1000",
                "qdisc: {red: {limit: 90k, min: 30k, max: 30k, ecn: true}}|root 1: red limit 92160 min 30720 max 30720 ecn "
                        + "avpkt 1000 burst 31",
                "qdisc: {red: {limit: 120000}}|root 1: red limit 120000 min 10000 max 30000 avpkt 1000",
                "qdisc: {red: {limit: 120000, min: 20000}}|root 1: red limit 120000 min 20000 max 60000 avpkt 1000",
                "qdisc: {red: {limit: 120000, max: 60000}}|root 1: red limit 120000 max 60000 min 20000 avpkt 1000",
                "rate: 100gbit, qdisc: {red: {limit: 9000000, min: 300000, max: 600000}}|root 1: tbf rate 100gbit burst "
                        + "250000 limit 2000000; 1:1 2: red limit 9000000 min 300000 max 600000 avpkt 1000 bandwidth "
                        + "34359738360bit",
                "qdisc: {tbf: {rate: 1mbit, burst: 32kbit, latency: 400ms}}|root 1: tbf rate 1mbit burst 4096 latency 400ms"
            })
    void generatesTcOptions(String link, String expected) {
        assertEquals(expected.strip(), commands(port(link)).strip());
    }

    @Test
    void classIdsAreHexadecimal() {
        QueueingDiscipline queueingDiscipline = port("qdisc: {ets: {bands: 10, pfifo: {limit: 9}}}");
        assertEquals("1:a", queueingDiscipline.qdiscs().get(10).parent());
        assertEquals("b:", queueingDiscipline.qdiscs().get(10).handle());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "qdisc: {red: {limit: 90k, min: 30k, max: 60k, ecn: true}}|30720",
                "qdisc: {red: {limit: 90k, min: 30k, max: 60k}}|-1",
                "qdisc: {fq_codel: {ce_threshold: 1ms}}|-1",
                "rate: 1gbit|30000",
                "rate: 1gbit, qdisc: {dwrr: {ecn-scheme: none}}|-1",
                "rate: 1gbit, qdisc: {dwrr: {ecn-scheme: per-port, port-thresh: 20k}}|20480",
                "rate: 1gbit, qdisc: {dwrr: {ecn-scheme: mq-ecn, port-thresh: 32k}}|32768",
                "rate: 1gbit, qdisc: {dwrr: {queue-thresh: {0: 40k}}}|30000",
                "rate: 1gbit, qdisc: {dwrr: {queues: 2, queue-thresh: {0: 40k, 1: 50k}}}|40960"
            })
    void markingThresholdIsTheMinimum(String link, long threshold) {
        assertEquals(
                threshold < 0 ? OptionalLong.empty() : OptionalLong.of(threshold),
                port(link).markingThreshold());
    }

    @Test
    void rateDefaultsToTheLinkRate() {
        assertEquals(
                List.of(new Rate(1_000_000_000), new Rate(50_000_000)),
                List.of(
                        port("rate: 1gbit, qdisc: fq").rate().orElseThrow(),
                        port("rate: 1gbit, qdisc: {tbf: {rate: 50mbit}}").rate().orElseThrow()));
    }
}
