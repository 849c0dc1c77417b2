// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mqecn.testbed.graph.Diagram.DiagramEdge;
import org.mqecn.testbed.graph.Diagram.DiagramNode;
import org.mqecn.testbed.graph.Diagram.DiagramPort;
import org.mqecn.testbed.graph.Diagram.EdgeEnd;
import org.mqecn.testbed.graph.Diagram.NodeKind;

/**
 * Writes a diagram as a Mermaid flow chart, for documents that render it themselves. The qdisc of a port is written at its
 * link.
 */
public final class MermaidWriter {
    private static final String BREAK = "<br/>";

    private final Diagram diagram;
    private final Map<String, Integer> nodeNumbers = new HashMap<>();

    private MermaidWriter(Diagram diagram) {
        this.diagram = diagram;
        diagram.nodes().forEach(diagramNode -> nodeNumbers.put(diagramNode.id(), nodeNumbers.size()));
    }

    /** Returns the flow chart, without the code fence of a document. */
    public static String write(Diagram diagram) {
        return new MermaidWriter(diagram).writeText();
    }

    private String writeText() {
        StringBuilder text = new StringBuilder("---\ntitle: \"" + escape(diagram.title()) + "\"\n---\nflowchart LR\n");
        diagram.nodes().forEach(diagramNode -> text.append("    ")
                .append(id(diagramNode.id()))
                .append(nodeText(diagramNode))
                .append('\n'));
        diagram.edges().forEach(diagramEdge -> text.append("    ")
                .append(id(diagramEdge.left().nodeId()))
                .append(" ---")
                .append(edgeLabel(diagramEdge))
                .append(' ')
                .append(id(diagramEdge.right().nodeId()))
                .append('\n'));
        return text.toString();
    }

    /** Returns an identifier that cannot be a keyword of Mermaid, as a name could. */
    private String id(String nodeId) {
        return "n" + nodeNumbers.get(nodeId);
    }

    private static String nodeText(DiagramNode diagramNode) {
        List<String> lines = new ArrayList<>(List.of("<b>" + escape(diagramNode.name()) + "</b>"));
        switch (diagramNode.nodeKind()) {
            case ROUTER -> lines.add("router");
            case BRIDGE -> lines.add("bridge");
            case OVS -> lines.add("Open vSwitch");
            default -> {
                String kind = diagramNode.nodeKind() == NodeKind.VIRTUAL_MACHINE
                        ? "virtual machine"
                        : diagramNode.hostCount() > 1 ? "host" : "";
                lines.add(diagramNode.hostCount() > 1 ? diagramNode.hostCount() + " " + kind + "s" : kind);
            }
        }
        diagramNode.notes().forEach(note -> lines.add(escape(note)));
        lines.removeIf(String::isEmpty);
        String text = '"' + String.join(BREAK, lines) + '"';
        return switch (diagramNode.nodeKind()) {
            case HOST -> diagramNode.hostCount() > 1 ? "[[" + text + "]]" : "(" + text + ")";
            case VIRTUAL_MACHINE -> "[(" + text + ")]";
            default -> "{{" + text + "}}";
        };
    }

    private String edgeLabel(DiagramEdge diagramEdge) {
        List<String> lines = new ArrayList<>();
        addPortLabel(diagramEdge.left(), lines);
        if (!diagramEdge.label().isEmpty()) {
            lines.add(diagramEdge.label());
        }
        addPortLabel(diagramEdge.right(), lines);
        return lines.isEmpty() ? "" : "|\"" + String.join(BREAK, lines) + "\"|";
    }

    private void addPortLabel(EdgeEnd edgeEnd, List<String> lines) {
        if (edgeEnd.portIndex() < 0) {
            return;
        }
        DiagramNode diagramNode = diagram.nodes().get(nodeNumbers.get(edgeEnd.nodeId()));
        DiagramPort diagramPort = diagramNode.ports().get(edgeEnd.portIndex());
        if (!diagramPort.rate().isEmpty() || !diagramPort.queues().isEmpty()) {
            lines.add(escape("→ " + diagramPort.neighbour() + ": "
                    + DiagramLabels.joinNonEmpty(diagramPort.rate(), String.join(", ", diagramPort.queues()))));
        }
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("\"", "&quot;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }
}
