// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.graph;

import java.util.List;

/**
 * A diagram of a testbed, drawn from left to right. {@link DotWriter} and {@link MermaidWriter} write it.
 *
 * @param title text above the diagram
 */
public record Diagram(String title, List<DiagramNode> nodes, List<DiagramEdge> edges) {
    /** What a node of the diagram represents. */
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
     * A switch, a host, or a group of identical hosts.
     *
     * @param notes lines below the name
     * @param ports of a switch, in the order of the file
     * @param hostCount number of hosts
     */
    record DiagramNode(
            String id, NodeKind nodeKind, String name, List<String> notes, List<DiagramPort> ports, int hostCount) {
        DiagramNode {
            notes = List.copyOf(notes);
            ports = List.copyOf(ports);
        }
    }

    /**
     * A port of a switch.
     *
     * @param neighbour node at the other end of the link
     * @param rate empty if the port does not shape
     * @param queues description of the qdiscs, in lines
     */
    record DiagramPort(String neighbour, String rate, List<String> queues) {
        DiagramPort {
            queues = List.copyOf(queues);
        }
    }

    /**
     * A link.
     *
     * @param label impairments and MTU of the link; may be empty
     */
    record DiagramEdge(EdgeEnd left, EdgeEnd right, String label) {}

    /**
     * The end of an edge.
     *
     * @param portIndex index of the node's port; -1 if it has none
     */
    record EdgeEnd(String nodeId, int portIndex) {}
}
