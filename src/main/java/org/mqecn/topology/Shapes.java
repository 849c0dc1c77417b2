// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.document.Filled;
import org.mqecn.document.Located;
import org.mqecn.document.Place;
import org.mqecn.port.Rate;
import org.mqecn.topology.Words.OfHost;
import org.mqecn.topology.Words.OfLink;
import org.mqecn.topology.Words.OfShape;

/** Spells out the shapes: the hosts, switches and links that a person would have written. */
final class Shapes {
    /** What a shape consists of. */
    record Shape(Map<String, Filled> hosts, Map<String, Filled> switches, List<Filled> links) {
        static final Shape NONE = new Shape(Map.of(), Map.of(), List.of());
    }

    private final Place place;
    private final Filled host;
    private final Map<String, Filled> hosts = new LinkedHashMap<>();
    private final Map<String, Filled> switches = new LinkedHashMap<>();
    private final List<Filled> links = new ArrayList<>();

    private Shapes(Filled words) {
        place = words.place();
        Filled empty = Filled.empty(place);
        host = words.get(OfShape.RTT).map(rtt -> empty.with(OfHost.DELAY, half(rtt))).orElse(empty);
    }

    /** The shape that a testbed has. */
    static Shape of(Filled testbed) {
        return testbed.get(OfShape.STAR).map(Shapes::star)
                .or(() -> testbed.get(OfShape.DUMBBELL).map(Shapes::dumbbell))
                .or(() -> testbed.get(OfShape.LEAF_SPINE).map(Shapes::leafSpine)).orElse(Shape.NONE);
    }

    private static Duration half(Duration time) {
        return time.dividedBy(2);
    }

    private static Shape star(Filled words) {
        Shapes shape = new Shapes(words);
        shape.addSwitch("s1");
        shape.addHosts("h", 1, words.require(OfShape.HOSTS), "s1", words.get(OfShape.RATE));
        return shape.made();
    }

    private static Shape dumbbell(Filled words) {
        Shapes shape = new Shapes(words);
        shape.addSwitch("s1");
        shape.addSwitch("s2");
        int pairs = words.require(OfShape.PAIRS);
        shape.addHosts("a", 1, pairs, "s1", words.get(OfShape.RATE));
        shape.addHosts("b", 1, pairs, "s2", words.get(OfShape.RATE));
        shape.addLink("s1", "s2", words.get(OfShape.BOTTLENECK).or(() -> words.get(OfShape.RATE)));
        return shape.made();
    }

    private static Shape leafSpine(Filled words) {
        Shapes shape = new Shapes(words);
        int leaves = words.require(OfShape.LEAVES);
        int spines = words.require(OfShape.SPINES);
        int each = words.require(OfShape.EACH);
        for (int leaf = 1; leaf <= leaves; leaf++) {
            shape.addSwitch("leaf" + leaf);
            shape.addHosts("h", (leaf - 1) * each + 1, leaf * each, "leaf" + leaf, words.get(OfShape.RATE));
        }
        for (int spine = 1; spine <= spines; spine++) {
            shape.addSwitch("spine" + spine);
            for (int leaf = 1; leaf <= leaves; leaf++) {
                shape.addLink("leaf" + leaf, "spine" + spine,
                        words.get(OfShape.UPLINK).or(() -> words.get(OfShape.RATE)));
            }
        }
        return shape.made();
    }

    private void addSwitch(String name) {
        switches.put(name, Filled.empty(place));
    }

    private void addHosts(String prefix, int first, int last, String neighbour, Optional<Rate> rate) {
        for (int i = first; i <= last; i++) {
            hosts.put(prefix + i, host);
            addLink(prefix + i, neighbour, rate);
        }
    }

    private void addLink(String from, String to, Optional<Rate> rate) {
        Filled link = Filled.empty(place).with(OfLink.BETWEEN,
                List.of(new Located<>(from, place), new Located<>(to, place)));
        links.add(rate.map(value -> link.with(OfLink.RATE, value)).orElse(link));
    }

    private Shape made() {
        return new Shape(hosts, switches, links);
    }
}
