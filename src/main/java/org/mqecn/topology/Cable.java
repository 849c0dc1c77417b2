// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.List;
import java.util.Map;
import org.mqecn.document.Filled;
import org.mqecn.document.Located;
import org.mqecn.document.Place;
import org.mqecn.topology.Words.OfLink;

/** A link as the file has it, defaults filled in. */
record Cable(Filled words) {
    Place place() {
        return words.place();
    }

    List<Located<String>> ends() {
        return words.require(OfLink.BETWEEN);
    }

    String from() {
        return ends().get(0).value();
    }

    String to() {
        return ends().get(1).value();
    }

    List<String> nodes() {
        return List.of(from(), to());
    }

    String other(String node) {
        return node.equals(from()) ? to() : from();
    }

    boolean joins(Cable other) {
        return nodes().containsAll(other.nodes());
    }

    /** What the file says of one of its ends. */
    Filled at(String node) {
        return words.get(OfLink.AT).stream().map(Map::entrySet).flatMap(entries -> entries.stream())
                .filter(entry -> entry.getKey().value().equals(node)).map(Map.Entry::getValue).findFirst()
                .orElse(Filled.empty(place()));
    }

    @Override
    public String toString() {
        return from() + "-" + to();
    }
}
