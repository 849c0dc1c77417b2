// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A pattern of ports")
final class SwitchPortsTest {
    private static final Testbed TESTBED = TestbedFile.of(
                    "lab.yaml", "leaf-spine: {leaves: 2, spines: 1, hosts-per-leaf: 2, rate: 1gbit}\n")
            .testbed();

    @ParameterizedTest
    @CsvSource({
        "all, leaf1:h1 leaf1:h2 leaf2:h3 leaf2:h4 leaf1:spine1 spine1:leaf1 leaf2:spine1 spine1:leaf2",
        "h*, leaf1:h1 leaf1:h2 leaf2:h3 leaf2:h4",
        "*, leaf1:h1 leaf1:h2 leaf2:h3 leaf2:h4",
        "h3, leaf2:h3",
        "leaf*:spine*, leaf1:spine1 leaf2:spine1",
        "spine1:*, spine1:leaf1 spine1:leaf2",
        "leaf1:*, leaf1:h1 leaf1:h2 leaf1:spine1",
        "h1:leaf1, ''",
        "leaf, ''"
    })
    void findsPorts(String pattern, String ports) {
        assertEquals(
                ports,
                SwitchPorts.findAll(TESTBED, pattern).stream()
                        .map(end -> end.node() + ":"
                                + SwitchPorts.otherEnd(TESTBED, end).node())
                        .collect(Collectors.joining(" ")));
    }
}
