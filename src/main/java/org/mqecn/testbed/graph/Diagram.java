// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.graph;

import java.util.List;

/**
 * A testbed as it is drawn, from left to right. How it is written down is a question for {@link DotWriter} and
 * {@link MermaidWriter}.
 *
 * @param title what stands above it
 */
public record Diagram(String title, List<DiagramNode> nodes, List<DiagramEdge> edges) {
    /** What a box stands for. */
    enum NodeKind {
        HOST,
        VIRTUAL_MACHINE,
        ROUTER,
        BRIDGE,
        OVS
    }

    public Diagram {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    /**
     * A switch, a host, or several hosts that are alike.
     *
     * @param notes a line each, below the name
     * @param ports of a switch, in the order of the file
     * @param hostCount how many hosts
     */
    record DiagramNode(
            String id, NodeKind nodeKind, String name, List<String> notes, List<DiagramPort> ports, int hostCount) {
        DiagramNode {
            notes = List.copyOf(notes);
            ports = List.copyOf(ports);
        }
    }

    /**
     * What stands on a switch in front of a wire.
     *
     * @param neighbour who is behind it
     * @param rate empty where it does not shape
     * @param queues how they are made, a line each
     */
    record DiagramPort(String neighbour, String rate, List<String> queues) {
        DiagramPort {
            queues = List.copyOf(queues);
        }
    }

    /**
     * A link.
     *
     * @param label what the cable does to packets; empty for nothing
     */
    record DiagramEdge(EdgeEnd left, EdgeEnd right, String label) {}

    /**
     * Where a line meets a box.
     *
     * @param portIndex index of the box's port; -1 where it has none
     */
    record EdgeEnd(String nodeId, int portIndex) {}
}
