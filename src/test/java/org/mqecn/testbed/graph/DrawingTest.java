// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mqecn.cli.Golden;
import org.mqecn.testbed.Beds;
import org.mqecn.testbed.graph.Diagram.Box;
import org.mqecn.topology.Testbed;

final class DrawingTest {
    private static final Path FOLDER = Path.of("src/test/resources/org/mqecn/testbed/graph");

    static Stream<Testbed> testbeds() {
        return Stream.of(Beds.star(64), Beds.dumbbell(), Beds.leafSpine(), Beds.video());
    }

    @ParameterizedTest
    @MethodSource("testbeds")
    void writesGraphvizsLanguage(Testbed testbed) {
        Golden.assertEquals(FOLDER.resolve(testbed.name() + ".dot"), Dot.of(Drawing.of(testbed)));
    }

    @ParameterizedTest
    @MethodSource("testbeds")
    void writesMermaid(Testbed testbed) {
        Golden.assertEquals(FOLDER.resolve(testbed.name() + ".mmd"), Mermaid.of(Drawing.of(testbed)));
    }

    @Test
    void drawsManyHostsThatAreAlikeOnce() {
        Diagram diagram = Drawing.of(Beds.star(64));
        assertEquals(Map.of("s1", 1, "h1", 64),
                diagram.boxes().stream().collect(Collectors.toMap(Box::id, Box::count)));
        assertEquals(1, diagram.lines().size());
        assertEquals("h1 … h64", diagram.boxes().get(0).ports().get(0).to());
    }

    @Test
    void drawsAFewHostsOneByOne() {
        Diagram diagram = Drawing.of(Beds.star(4));
        assertEquals(List.of("s1", "h1", "h2", "h3", "h4"), diagram.boxes().stream().map(Box::id).toList());
        assertEquals(4, diagram.lines().size());
    }

    @Test
    void setsTheHostsOfTwoSwitchesToBothSides() {
        List<String> lines = Drawing.of(Beds.dumbbell()).lines().stream()
                .map(line -> line.left().box() + " " + line.right().box()).toList();
        assertTrue(lines.containsAll(List.of("h1 s1", "s1 s2", "s2 h4")), lines.toString());
    }

    @Test
    void setsSpinesBeforeLeavesBeforeHosts() {
        List<String> lines = Drawing.of(Beds.leafSpine()).lines().stream()
                .map(line -> line.left().box() + " " + line.right().box()).toList();
        assertTrue(lines.containsAll(List.of("spine1 leaf1", "spine2 leaf3", "leaf2 h5")), lines.toString());
    }
}
