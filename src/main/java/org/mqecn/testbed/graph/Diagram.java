// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.graph;

import java.util.List;

/**
 * A testbed as it is drawn, from left to right. How it is written down is a question for {@link Dot} and
 * {@link Mermaid}.
 *
 * @param title what stands above it
 */
public record Diagram(String title, List<Box> boxes, List<Line> lines) {
    /** What a box stands for. */
    enum Kind { HOST, MACHINE, ROUTER, BRIDGE, OVS }

    public Diagram {
        boxes = List.copyOf(boxes);
        lines = List.copyOf(lines);
    }

    /**
     * A switch, a host, or several hosts that are alike.
     *
     * @param notes a line each, below the name
     * @param ports of a switch, in the order of the file
     * @param count how many hosts
     */
    record Box(String id, Kind kind, String name, List<String> notes, List<Port> ports, int count) {
        Box {
            notes = List.copyOf(notes);
            ports = List.copyOf(ports);
        }
    }

    /**
     * What stands on a switch in front of a wire.
     *
     * @param to who is behind it
     * @param rate empty where it does not shape
     * @param queues how they are made, a line each
     */
    record Port(String to, String rate, List<String> queues) {
        Port {
            queues = List.copyOf(queues);
        }
    }

    /**
     * A link.
     *
     * @param label what the cable does to packets; empty for nothing
     */
    record Line(Place left, Place right, String label) {}

    /**
     * Where a line meets a box.
     *
     * @param port index of the box's port; -1 where it has none
     */
    record Place(String box, int port) {}
}
