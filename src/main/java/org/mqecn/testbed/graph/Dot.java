// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.graph;

import java.util.ArrayList;
import java.util.List;
import org.mqecn.testbed.graph.Diagram.Box;
import org.mqecn.testbed.graph.Diagram.Kind;
import org.mqecn.testbed.graph.Diagram.Line;
import org.mqecn.testbed.graph.Diagram.Place;
import org.mqecn.testbed.graph.Diagram.Port;

/**
 * Writes a diagram in Graphviz's language. A switch is a table with a row for each port, so that what stands on a
 * port is read where its line begins. The colours can be told apart by colour-blind readers (Okabe and Ito).
 */
public final class Dot {
    private static final String HEAD = """
            graph %s {
              graph [rankdir=LR, nodesep=0.18, ranksep=0.9, pad=0.25, outputorder=edgesfirst];
              graph [label=%s, labelloc=t, labeljust=l, fontsize=15, fontname="%3$s"];
              node [shape=plain, margin=0, fontsize=11, fontname="%3$s"];
              edge [color="#888888", penwidth=1.4, fontsize=10, fontcolor="#444444", fontname="%3$s"];
            """;
    private static final String FONT = "DejaVu Sans,Verdana,sans-serif";
    private static final String QUIET = "#555555";

    private Dot() {}

    /** The text that 'dot' reads. */
    public static String of(Diagram diagram) {
        StringBuilder text = new StringBuilder(String.format(HEAD, quoted(diagram.title().split(":")[0]),
                quoted(diagram.title()), FONT));
        diagram.boxes().forEach(box -> text.append("  ").append(quoted(box.id())).append(" [label=<")
                .append(box.ports().isEmpty() && isHost(box) ? host(box) : table(box)).append(">];\n"));
        diagram.lines().forEach(line -> text.append("  ").append(line(line)).append(";\n"));
        return text.append("}\n").toString();
    }

    private static boolean isHost(Box box) {
        return box.kind() == Kind.HOST || box.kind() == Kind.MACHINE;
    }

    /** Several hosts have a second frame, as a pile of cards has; a virtual machine a thick one. */
    private static String host(Box box) {
        String card = "<table border=\"%d\" cellborder=\"0\" cellspacing=\"0\" cellpadding=\"1\" style=\"rounded\""
                + " color=\"#888888\" bgcolor=\"#f6f6f6\">";
        StringBuilder text = new StringBuilder(box.count() > 1
                ? "<table border=\"1\" cellspacing=\"3\" cellborder=\"0\" style=\"rounded\" color=\"#888888\"><tr><td>"
                : "");
        text.append(String.format(card, box.kind() == Kind.MACHINE ? 3 : 1));
        text.append("<tr><td height=\"3\"></td></tr><tr><td><b> ").append(escaped(box.name())).append(" </b></td></tr>");
        List<String> notes = new ArrayList<>(box.notes());
        if (box.count() > 1) {
            notes.add(0, box.count() + (box.kind() == Kind.MACHINE ? " virtual machines" : " hosts"));
        } else if (box.kind() == Kind.MACHINE) {
            notes.add(0, "virtual machine");
        }
        notes.forEach(note -> text.append("<tr><td>").append(small(" " + note + " ")).append("</td></tr>"));
        text.append("</table>");
        return text.append(box.count() > 1 ? "</td></tr></table>" : "").toString();
    }

    private static String table(Box box) {
        StringBuilder text = new StringBuilder("<table border=\"1\" cellborder=\"0\" cellspacing=\"0\" "
                + "cellpadding=\"4\" color=\"" + colour(box) + "\" bgcolor=\"white\">");
        text.append("<tr><td colspan=\"3\" bgcolor=\"").append(colour(box)).append("\"><font color=\"white\"><b>")
                .append(escaped(box.name())).append("</b> ").append(kind(box)).append("</font></td></tr>");
        box.notes().forEach(note -> text.append("<tr><td colspan=\"3\" align=\"left\">").append(small(note))
                .append("</td></tr>"));
        for (int i = 0; i < box.ports().size(); i++) {
            text.append(row(i, box.ports().get(i), i == 0 && box.notes().isEmpty()));
        }
        return text.append("</table>").toString();
    }

    private static String row(int index, Port port, boolean isFirst) {
        String rule = isFirst ? "" : "<hr/>";
        String cell = "<td align=\"left\" valign=\"top\"%s>%s</td>";
        return rule + "<tr>" + String.format(cell, " port=\"l" + index + "\"", "→ " + escaped(port.to()))
                + String.format(cell, "", escaped(port.rate()))
                + String.format(cell, " balign=\"left\" port=\"r" + index + "\"",
                        String.join("<br/>", port.queues().stream().map(Dot::small).toList())) + "</tr>";
    }

    private static String colour(Box box) {
        return switch (box.kind()) {
            case ROUTER -> "#0072b2";
            case BRIDGE -> "#00795a";
            default -> "#b35900";
        };
    }

    private static String kind(Box box) {
        return switch (box.kind()) {
            case ROUTER -> "router";
            case BRIDGE -> "bridge";
            default -> "Open vSwitch";
        };
    }

    private static String line(Line line) {
        return place(line.left(), "r", "e") + " -- " + place(line.right(), "l", "w")
                + (line.label().isEmpty() ? "" : " [label=" + quoted(" " + line.label() + " ") + "]");
    }

    private static String place(Place place, String cell, String side) {
        return quoted(place.box()) + (place.port() < 0 ? "" : ":" + cell + place.port() + ":" + side);
    }

    private static String small(String text) {
        return text.isEmpty() ? "" : "<font point-size=\"9\" color=\"" + QUIET + "\">" + escaped(text) + "</font>";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
