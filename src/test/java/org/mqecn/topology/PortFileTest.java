// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mqecn.port.Assignment;
import org.mqecn.port.PortConfig;
import org.mqecn.port.QdiscRequest;
import org.mqecn.port.RandomPortConfig;
import org.mqecn.schema.Problem;

final class PortFileTest {
    private static List<String> problems(String text) {
        return PortFile.of("p.yaml", text).problems().stream()
                .map(Problem::message)
                .toList();
    }

    private static Set<Assignment> values(QdiscRequest request) {
        return request.expand(request.queueCount()).collect(Collectors.toSet());
    }

    private static IntStream seeds() {
        return IntStream.range(0, 50);
    }

    /** Nothing that a port has is lost in a file or differs after it. */
    @ParameterizedTest
    @MethodSource("seeds")
    void writtenPortsAreReadAsTheyAre(int seed) {
        List<PortConfig> configs = List.of(RandomPortConfig.dwrr(seed), RandomPortConfig.eiffel(seed));
        List<PortSpec> written = IntStream.range(0, configs.size())
                .mapToObj(i -> PortSpec.of("eth" + i, Optional.of(QdiscRequest.of(configs.get(i)))))
                .toList();
        String text = PortFile.write(written);
        PortFile read = PortFile.of("p.yaml", text);
        assertEquals(List.of(), read.problems(), text);
        for (int i = 0; i < configs.size(); i++) {
            QdiscRequest request = read.ports().get(i).request().orElseThrow();
            assertEquals(values(QdiscRequest.of(configs.get(i))), values(request), text);
            assertTrue(request.isMetBy(configs.get(i)), text);
        }
        assertEquals(text, PortFile.write(read.ports()), "the same text again");
    }

    @Test
    void devicesThatAreNoPortsAreWrittenToo() {
        PortFile read = PortFile.of("p.yaml", PortFile.write(List.of(PortSpec.of("eth1", Optional.empty()))));
        assertEquals(List.of(), read.problems());
        assertEquals(Optional.empty(), read.ports().get(0).request());
    }

    @Test
    void everyErrorIsReported() {
        assertEquals(
                List.of(
                        "p.yaml:2:16: unknown key 'dwrrr' of a queueing discipline of a port",
                        "p.yaml:3:22: this dwrr has no rate",
                        "p.yaml:4:29: rate '1gbt' has the unknown unit 'gbt'",
                        "p.yaml:5:7: this port has no 'qdisc', queueing discipline: dwrr or eiffel with their settings, or "
                                + "kernel-default for no port"),
                problems(
                        """
                        ports:
                          e1: {qdisc: {dwrrr: {rate: 1gbit}}}
                          e2: {qdisc: {dwrr: {queues: 4}}}
                          e3: {qdisc: {dwrr: {rate: 1gbt}}}
                          e4: {}
                        """));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ports: {e1: {qdisc: {dwrr: {rate: 1gbit, quantum: {9: 1538}}}}}",
                "ports: {e1: {qdisc: {dwrr: {rate: 1gbit, ecn-scheme: mq-ecn, scheduler: wfq}}}}",
                "ports: {e1: {qdisc: {eiffel: {policy: pacing, rank-from: dscp}}}}",
                "ports: {e1: {qdisc: fq}}",
                "ports: {e1: {qdisc: {dwrr: {rate: 1gbit}, eiffel: {}}}}",
                "ports: {e/1: {qdisc: eiffel}}",
                "ports: {e1: {qdisc: eiffel}, e1: {qdisc: eiffel}}",
                "ports: [e1]",
                "hosts: {h1: {}}",
                "ports: {e1: {qdisc: eiffel}",
                ""
            })
    void invalidFilesHaveNoPorts(String text) {
        assertTrue(PortFile.of("p.yaml", text).validPorts().isEmpty(), text);
    }
}
