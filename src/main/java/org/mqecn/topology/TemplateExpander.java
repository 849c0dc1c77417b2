// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.schema.Located;
import org.mqecn.schema.ParsedObject;
import org.mqecn.schema.SourceLocation;
import org.mqecn.topology.TestbedSchema.HostKeys;
import org.mqecn.topology.TestbedSchema.LinkKeys;
import org.mqecn.topology.TestbedSchema.TemplateKeys;
import org.mqecn.value.Rate;

/** Spells out the shapes: the hosts, switches and links that a person would have written. */
final class TemplateExpander {
    /** What a shape consists of. */
    record ExpandedTemplate(
            Map<String, ParsedObject> hosts, Map<String, ParsedObject> switches, List<ParsedObject> links) {
        static final ExpandedTemplate EMPTY = new ExpandedTemplate(Map.of(), Map.of(), List.of());
    }

    private final SourceLocation location;
    private final ParsedObject hostProperties;
    private final Map<String, ParsedObject> hosts = new LinkedHashMap<>();
    private final Map<String, ParsedObject> switches = new LinkedHashMap<>();
    private final List<ParsedObject> links = new ArrayList<>();

    private TemplateExpander(ParsedObject words) {
        location = words.location();
        ParsedObject empty = ParsedObject.empty(location);
        hostProperties = words.get(TemplateKeys.BASE_RTT)
                .map(rtt -> empty.with(HostKeys.DELAY, halved(rtt)))
                .orElse(empty);
    }

    /** The shape that a testbed has. */
    static ExpandedTemplate expand(ParsedObject testbed) {
        return testbed.get(TemplateKeys.STAR)
                .map(TemplateExpander::star)
                .or(() -> testbed.get(TemplateKeys.DUMBBELL).map(TemplateExpander::dumbbell))
                .or(() -> testbed.get(TemplateKeys.LEAF_SPINE).map(TemplateExpander::leafSpine))
                .orElse(ExpandedTemplate.EMPTY);
    }

    private static Duration halved(Duration time) {
        return time.dividedBy(2);
    }

    private static ExpandedTemplate star(ParsedObject words) {
        TemplateExpander shape = new TemplateExpander(words);
        shape.addSwitch("s1");
        shape.addHosts("h", 1, words.require(TemplateKeys.HOSTS), "s1", words.get(TemplateKeys.RATE));
        return shape.build();
    }

    private static ExpandedTemplate dumbbell(ParsedObject words) {
        TemplateExpander shape = new TemplateExpander(words);
        shape.addSwitch("s1");
        shape.addSwitch("s2");
        int pairs = words.require(TemplateKeys.PAIRS);
        shape.addHosts("a", 1, pairs, "s1", words.get(TemplateKeys.RATE));
        shape.addHosts("b", 1, pairs, "s2", words.get(TemplateKeys.RATE));
        shape.addLink("s1", "s2", words.get(TemplateKeys.BOTTLENECK_RATE).or(() -> words.get(TemplateKeys.RATE)));
        return shape.build();
    }

    private static ExpandedTemplate leafSpine(ParsedObject words) {
        TemplateExpander shape = new TemplateExpander(words);
        int leaves = words.require(TemplateKeys.LEAVES);
        int spines = words.require(TemplateKeys.SPINES);
        int each = words.require(TemplateKeys.HOSTS_PER_LEAF);
        for (int leaf = 1; leaf <= leaves; leaf++) {
            shape.addSwitch("leaf" + leaf);
            shape.addHosts("h", (leaf - 1) * each + 1, leaf * each, "leaf" + leaf, words.get(TemplateKeys.RATE));
        }
        for (int spine = 1; spine <= spines; spine++) {
            shape.addSwitch("spine" + spine);
            for (int leaf = 1; leaf <= leaves; leaf++) {
                shape.addLink(
                        "leaf" + leaf,
                        "spine" + spine,
                        words.get(TemplateKeys.UPLINK_RATE).or(() -> words.get(TemplateKeys.RATE)));
            }
        }
        return shape.build();
    }

    private void addSwitch(String name) {
        switches.put(name, ParsedObject.empty(location));
    }

    private void addHosts(String prefix, int first, int last, String neighbour, Optional<Rate> rate) {
        for (int i = first; i <= last; i++) {
            hosts.put(prefix + i, hostProperties);
            addLink(prefix + i, neighbour, rate);
        }
    }

    private void addLink(String from, String to, Optional<Rate> rate) {
        ParsedObject link = ParsedObject.empty(location)
                .with(LinkKeys.BETWEEN, List.of(new Located<>(from, location), new Located<>(to, location)));
        links.add(rate.map(value -> link.with(LinkKeys.RATE, value)).orElse(link));
    }

    private ExpandedTemplate build() {
        return new ExpandedTemplate(hosts, switches, links);
    }
}
