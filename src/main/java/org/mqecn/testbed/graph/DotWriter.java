// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.graph;

import java.util.ArrayList;
import java.util.List;
import org.mqecn.testbed.graph.Diagram.DiagramEdge;
import org.mqecn.testbed.graph.Diagram.DiagramNode;
import org.mqecn.testbed.graph.Diagram.DiagramPort;
import org.mqecn.testbed.graph.Diagram.EdgeEnd;
import org.mqecn.testbed.graph.Diagram.NodeKind;

/**
 * Writes a diagram in DOT, the language of Graphviz. A switch is a table with a row for each port, so that the qdisc of a
 * port is next to its link. The colours are distinguishable for colour-blind readers (Okabe and Ito).
 */
public final class DotWriter {
    private static final String HEADER =
            """
            graph %s {
              graph [rankdir=LR, nodesep=0.18, ranksep=0.9, pad=0.25, outputorder=edgesfirst];
              graph [label=%s, labelloc=t, labeljust=l, fontsize=15, fontname="%3$s"];
              node [shape=plain, margin=0, fontsize=11, fontname="%3$s"];
              edge [color="#888888", penwidth=1.4, fontsize=10, fontcolor="#444444", fontname="%3$s"];
            """;
    private static final String FONT = "DejaVu Sans,Verdana,sans-serif";
    private static final String NOTE_COLOUR = "#555555";
    /** A space at the edge of a text: viewers of SVG drop others there. */
    private static final String EDGE_SPACE = "&#160;";

    private DotWriter() {}

    /** Returns the input for 'dot'. */
    public static String write(Diagram diagram) {
        StringBuilder text = new StringBuilder(
                String.format(HEADER, quote(diagram.title().split(":")[0]), quote(diagram.title()), FONT));
        diagram.nodes().forEach(diagramNode -> text.append("  ")
                .append(quote(diagramNode.id()))
                .append(" [label=<")
                .append(
                        diagramNode.ports().isEmpty() && isHost(diagramNode)
                                ? hostLabel(diagramNode)
                                : switchLabel(diagramNode))
                .append(">];\n"));
        diagram.edges()
                .forEach(diagramEdge ->
                        text.append("  ").append(edge(diagramEdge)).append(";\n"));
        return text.append("}\n").toString();
    }

    private static boolean isHost(DiagramNode diagramNode) {
        return diagramNode.nodeKind() == NodeKind.HOST || diagramNode.nodeKind() == NodeKind.VIRTUAL_MACHINE;
    }

    /** A group of hosts has a second frame, a virtual machine a thick one. */
    private static String hostLabel(DiagramNode diagramNode) {
        String table = "<table border=\"%d\" cellborder=\"0\" cellspacing=\"0\" cellpadding=\"1\" style=\"rounded\""
                + " color=\"#888888\" bgcolor=\"#f6f6f6\">";
        StringBuilder text = new StringBuilder(
                diagramNode.hostCount() > 1
                        ? "<table border=\"1\" cellspacing=\"3\" cellborder=\"0\" style=\"rounded\" color=\"#888888\"><tr><td>"
                        : "");
        text.append(String.format(table, diagramNode.nodeKind() == NodeKind.VIRTUAL_MACHINE ? 3 : 1));
        text.append("<tr><td height=\"3\"></td></tr><tr><td><b>")
                .append(pad(escape(diagramNode.name())))
                .append("</b></td></tr>");
        List<String> notes = new ArrayList<>(diagramNode.notes());
        if (diagramNode.hostCount() > 1) {
            notes.add(
                    0,
                    diagramNode.hostCount()
                            + (diagramNode.nodeKind() == NodeKind.VIRTUAL_MACHINE ? " virtual machines" : " hosts"));
        } else if (diagramNode.nodeKind() == NodeKind.VIRTUAL_MACHINE) {
            notes.add(0, "virtual machine");
        }
        notes.forEach(
                note -> text.append("<tr><td>").append(pad(smallText(note))).append("</td></tr>"));
        text.append("</table>");
        return text.append(diagramNode.hostCount() > 1 ? "</td></tr></table>" : "")
                .toString();
    }

    private static String switchLabel(DiagramNode diagramNode) {
        StringBuilder text = new StringBuilder("<table border=\"1\" cellborder=\"0\" cellspacing=\"0\" "
                + "cellpadding=\"4\" color=\"" + colour(diagramNode) + "\" bgcolor=\"white\">");
        text.append("<tr><td colspan=\"3\" bgcolor=\"")
                .append(colour(diagramNode))
                .append("\"><font color=\"white\"><b>")
                .append(escape(diagramNode.name()))
                .append("</b>")
                .append(EDGE_SPACE)
                .append(kindLabel(diagramNode))
                .append("</font></td></tr>");
        diagramNode.notes().forEach(note -> text.append("<tr><td colspan=\"3\" align=\"left\">")
                .append(smallText(note))
                .append("</td></tr>"));
        for (int i = 0; i < diagramNode.ports().size(); i++) {
            text.append(portRow(
                    i, diagramNode.ports().get(i), i == 0 && diagramNode.notes().isEmpty()));
        }
        return text.append("</table>").toString();
    }

    private static String portRow(int index, DiagramPort diagramPort, boolean isFirst) {
        String rule = isFirst ? "" : "<hr/>";
        String cell = "<td align=\"left\" valign=\"top\"%s>%s</td>";
        return rule + "<tr>" + String.format(cell, " port=\"l" + index + "\"", "→ " + escape(diagramPort.neighbour()))
                + String.format(cell, "", escape(diagramPort.rate()))
                + String.format(
                        cell,
                        " balign=\"left\" port=\"r" + index + "\"",
                        String.join(
                                "<br/>",
                                diagramPort.queues().stream()
                                        .map(DotWriter::smallText)
                                        .toList()))
                + "</tr>";
    }

    private static String colour(DiagramNode diagramNode) {
        return switch (diagramNode.nodeKind()) {
            case ROUTER -> "#0072b2";
            case BRIDGE -> "#00795a";
            default -> "#b35900";
        };
    }

    private static String kindLabel(DiagramNode diagramNode) {
        return switch (diagramNode.nodeKind()) {
            case ROUTER -> "router";
            case BRIDGE -> "bridge";
            default -> "Open vSwitch";
        };
    }

    private static String edge(DiagramEdge diagramEdge) {
        return edgeEnd(diagramEdge.left(), "r", "e") + " -- " + edgeEnd(diagramEdge.right(), "l", "w")
                + (diagramEdge.label().isEmpty() ? "" : " [label=" + quote(" " + diagramEdge.label() + " ") + "]");
    }

    private static String edgeEnd(EdgeEnd edgeEnd, String cell, String side) {
        return quote(edgeEnd.nodeId()) + (edgeEnd.portIndex() < 0 ? "" : ":" + cell + edgeEnd.portIndex() + ":" + side);
    }

    private static String smallText(String text) {
        return text.isEmpty() ? "" : "<font point-size=\"9\" color=\"" + NOTE_COLOUR + "\">" + escape(text) + "</font>";
    }

    private static String pad(String text) {
        return EDGE_SPACE + text + EDGE_SPACE;
    }

    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
