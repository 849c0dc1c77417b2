// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

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

/** Expands templates into hosts, switches and links. */
final class TemplateExpander {
    record ExpandedTemplate(
            Map<String, ParsedObject> hosts, Map<String, ParsedObject> switches, List<ParsedObject> links) {
        static final ExpandedTemplate EMPTY = new ExpandedTemplate(Map.of(), Map.of(), List.of());
    }

    private final SourceLocation location;
    private final ParsedObject hostProperties;
    private final Map<String, ParsedObject> hosts = new LinkedHashMap<>();
    private final Map<String, ParsedObject> switches = new LinkedHashMap<>();
    private final List<ParsedObject> links = new ArrayList<>();

    private TemplateExpander(ParsedObject parsed) {
        location = parsed.location();
        ParsedObject empty = ParsedObject.empty(location);
        hostProperties = parsed.get(TemplateKeys.BASE_RTT)
                .map(rtt -> empty.with(HostKeys.DELAY, rtt.dividedBy(2)))
                .orElse(empty);
    }

    /** Expands the template of a testbed, if it has one. */
    static ExpandedTemplate expand(ParsedObject testbed) {
        return testbed.get(TemplateKeys.STAR)
                .map(TemplateExpander::star)
                .or(() -> testbed.get(TemplateKeys.DUMBBELL).map(TemplateExpander::dumbbell))
                .or(() -> testbed.get(TemplateKeys.LEAF_SPINE).map(TemplateExpander::leafSpine))
                .orElse(ExpandedTemplate.EMPTY);
    }

    private static ExpandedTemplate star(ParsedObject parsed) {
        TemplateExpander expander = new TemplateExpander(parsed);
        expander.addSwitch("s1");
        expander.addHosts("h", 1, parsed.require(TemplateKeys.HOSTS), "s1", parsed.get(TemplateKeys.RATE));
        return expander.build();
    }

    private static ExpandedTemplate dumbbell(ParsedObject parsed) {
        TemplateExpander expander = new TemplateExpander(parsed);
        expander.addSwitch("s1");
        expander.addSwitch("s2");
        int pairs = parsed.require(TemplateKeys.PAIRS);
        expander.addHosts("a", 1, pairs, "s1", parsed.get(TemplateKeys.RATE));
        expander.addHosts("b", 1, pairs, "s2", parsed.get(TemplateKeys.RATE));
        expander.addLink("s1", "s2", parsed.get(TemplateKeys.BOTTLENECK_RATE).or(() -> parsed.get(TemplateKeys.RATE)));
        return expander.build();
    }

    private static ExpandedTemplate leafSpine(ParsedObject parsed) {
        TemplateExpander expander = new TemplateExpander(parsed);
        int leaves = parsed.require(TemplateKeys.LEAVES);
        int spines = parsed.require(TemplateKeys.SPINES);
        int hostsPerLeaf = parsed.require(TemplateKeys.HOSTS_PER_LEAF);
        for (int leaf = 1; leaf <= leaves; leaf++) {
            expander.addSwitch("leaf" + leaf);
            expander.addHosts(
                    "h",
                    (leaf - 1) * hostsPerLeaf + 1,
                    leaf * hostsPerLeaf,
                    "leaf" + leaf,
                    parsed.get(TemplateKeys.RATE));
        }
        for (int spine = 1; spine <= spines; spine++) {
            expander.addSwitch("spine" + spine);
            for (int leaf = 1; leaf <= leaves; leaf++) {
                expander.addLink(
                        "leaf" + leaf,
                        "spine" + spine,
                        parsed.get(TemplateKeys.UPLINK_RATE).or(() -> parsed.get(TemplateKeys.RATE)));
            }
        }
        return expander.build();
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
