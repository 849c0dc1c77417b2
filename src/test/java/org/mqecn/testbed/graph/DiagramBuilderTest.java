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
import org.mqecn.GoldenFile;
import org.mqecn.testbed.SampleTestbeds;
import org.mqecn.testbed.graph.Diagram.DiagramNode;
import org.mqecn.topology.Testbed;

final class DiagramBuilderTest {
    private static final Path FOLDER = Path.of("src/test/resources/org/mqecn/testbed/graph");

    static Stream<Testbed> testbeds() {
        return Stream.of(
                SampleTestbeds.star(64), SampleTestbeds.dumbbell(), SampleTestbeds.leafSpine(), SampleTestbeds.video());
    }

    @ParameterizedTest
    @MethodSource("testbeds")
    void writesDot(Testbed testbed) {
        GoldenFile.assertEquals(
                FOLDER.resolve(testbed.name() + ".dot"), DotWriter.write(DiagramBuilder.build(testbed)));
    }

    @ParameterizedTest
    @MethodSource("testbeds")
    void writesMermaid(Testbed testbed) {
        GoldenFile.assertEquals(
                FOLDER.resolve(testbed.name() + ".mmd"), MermaidWriter.write(DiagramBuilder.build(testbed)));
    }

    @Test
    void groupsManyIdenticalHosts() {
        Diagram diagram = DiagramBuilder.build(SampleTestbeds.star(64));
        assertEquals(
                Map.of("s1", 1, "h1", 64),
                diagram.nodes().stream().collect(Collectors.toMap(DiagramNode::id, DiagramNode::hostCount)));
        assertEquals(1, diagram.edges().size());
        assertEquals("h1 … h64", diagram.nodes().get(0).ports().get(0).neighbour());
    }

    @Test
    void drawsFewHostsSeparately() {
        Diagram diagram = DiagramBuilder.build(SampleTestbeds.star(4));
        assertEquals(
                List.of("s1", "h1", "h2", "h3", "h4"),
                diagram.nodes().stream().map(DiagramNode::id).toList());
        assertEquals(4, diagram.edges().size());
    }

    @Test
    void placesDumbbellHostsOnBothSides() {
        List<String> lines = DiagramBuilder.build(SampleTestbeds.dumbbell()).edges().stream()
                .map(diagramEdge ->
                        diagramEdge.left().nodeId() + " " + diagramEdge.right().nodeId())
                .toList();
        assertTrue(lines.containsAll(List.of("h1 s1", "s1 s2", "s2 h4")), lines.toString());
    }

    @Test
    void ordersSpinesLeavesHosts() {
        List<String> lines = DiagramBuilder.build(SampleTestbeds.leafSpine()).edges().stream()
                .map(diagramEdge ->
                        diagramEdge.left().nodeId() + " " + diagramEdge.right().nodeId())
                .toList();
        assertTrue(lines.containsAll(List.of("spine1 leaf1", "spine2 leaf3", "leaf2 h5")), lines.toString());
    }
}
