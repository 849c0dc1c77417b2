// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mqecn.testbed.graph.Diagram.Box;
import org.mqecn.testbed.graph.Diagram.Kind;
import org.mqecn.testbed.graph.Diagram.Line;
import org.mqecn.testbed.graph.Diagram.Place;
import org.mqecn.testbed.graph.Diagram.Port;

/**
 * Writes a diagram as a Mermaid flow chart, for documents that draw it themselves. What stands on a port is written
 * on its line.
 */
public final class Mermaid {
    private static final String BREAK = "<br/>";

    private final Diagram diagram;
    private final Map<String, Integer> numbers = new HashMap<>();

    private Mermaid(Diagram diagram) {
        this.diagram = diagram;
        diagram.boxes().forEach(box -> numbers.put(box.id(), numbers.size()));
    }

    /** The text of a flow chart, without the fence that a document puts round it. */
    public static String of(Diagram diagram) {
        return new Mermaid(diagram).text();
    }

    private String text() {
        StringBuilder text = new StringBuilder("---\ntitle: \"" + escaped(diagram.title()) + "\"\n---\nflowchart LR\n");
        diagram.boxes().forEach(box -> text.append("    ").append(id(box.id())).append(shape(box)).append('\n'));
        diagram.lines().forEach(line -> text.append("    ").append(id(line.left().box())).append(" ---")
                .append(label(line)).append(' ').append(id(line.right().box())).append('\n'));
        return text.toString();
    }

    /** Not the name, which could be a word of the language. */
    private String id(String box) {
        return "n" + numbers.get(box);
    }

    private static String shape(Box box) {
        List<String> lines = new ArrayList<>(List.of("<b>" + escaped(box.name()) + "</b>"));
        switch (box.kind()) {
            case ROUTER -> lines.add("router");
            case BRIDGE -> lines.add("bridge");
            case OVS -> lines.add("Open vSwitch");
            default -> {
                String kind = box.kind() == Kind.MACHINE ? "virtual machine" : box.count() > 1 ? "host" : "";
                lines.add(box.count() > 1 ? box.count() + " " + kind + "s" : kind);
            }
        }
        box.notes().forEach(note -> lines.add(escaped(note)));
        lines.removeIf(String::isEmpty);
        String text = '"' + String.join(BREAK, lines) + '"';
        return switch (box.kind()) {
            case HOST -> box.count() > 1 ? "[[" + text + "]]" : "(" + text + ")";
            case MACHINE -> "[(" + text + ")]";
            default -> "{{" + text + "}}";
        };
    }

    private String label(Line line) {
        List<String> lines = new ArrayList<>();
        port(line.left(), lines);
        if (!line.label().isEmpty()) {
            lines.add(line.label());
        }
        port(line.right(), lines);
        return lines.isEmpty() ? "" : "|\"" + String.join(BREAK, lines) + "\"|";
    }

    private void port(Place place, List<String> lines) {
        if (place.port() < 0) {
            return;
        }
        Box box = diagram.boxes().get(numbers.get(place.box()));
        Port port = box.ports().get(place.port());
        if (!port.rate().isEmpty() || !port.queues().isEmpty()) {
            lines.add(escaped("→ " + port.to() + ": " + Words.list(port.rate(), String.join(", ", port.queues()))));
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
