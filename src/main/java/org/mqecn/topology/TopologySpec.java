// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mqecn.schema.Key;
import org.mqecn.schema.Located;
import org.mqecn.schema.ParsedObject;
import org.mqecn.schema.Problems;
import org.mqecn.schema.SourceLocation;
import org.mqecn.topology.TemplateExpander.ExpandedTemplate;
import org.mqecn.topology.TestbedSchema.HostKeys;
import org.mqecn.topology.TestbedSchema.LinkKeys;
import org.mqecn.topology.TestbedSchema.SwitchKeys;
import org.mqecn.topology.TestbedSchema.TemplateKeys;
import org.mqecn.topology.TestbedSchema.TestbedKeys;
import org.mqecn.value.Suggestion;

/**
 * Who there is and who is joined to whom, in the file's words: the shape spelled out, refined by what the file says of
 * its hosts, switches and links, with the defaults where nothing is said.
 *
 * @param hosts by name
 * @param switches by name
 * @param links those of the shape first
 */
record TopologySpec(Map<String, ParsedObject> hosts, Map<String, ParsedObject> switches, List<LinkSpec> links) {
    private static final Set<String> RESERVED_NAMES = Set.of("lo", "all", "default");

    /** Draws it; says which names are wrong. */
    static TopologySpec of(ParsedObject testbed, Problems problems) {
        ExpandedTemplate expandedTemplate = TemplateExpander.expand(testbed);
        checkTemplates(testbed, problems);
        ParsedObject defaults = testbed.get(TestbedKeys.DEFAULTS).orElse(ParsedObject.empty(testbed.location()));
        TopologySpec topologySpec = new TopologySpec(
                mergeProperties(
                        expandedTemplate.hosts(), testbed.get(TestbedKeys.HOSTS), defaults.get(TestbedKeys.HOST)),
                mergeProperties(
                        expandedTemplate.switches(),
                        testbed.get(TestbedKeys.SWITCHES),
                        defaults.get(TestbedKeys.SWITCH)),
                links(
                        expandedTemplate.links(),
                        testbed.get(TestbedKeys.LINKS).orElse(List.of()),
                        defaults.get(TestbedKeys.LINK)));
        new NameValidator(topologySpec, problems).validate(testbed);
        return topologySpec;
    }

    /** How a switch forwards. */
    Switch.SwitchKind switchKind(String name) {
        return switches.get(name).get(SwitchKeys.KIND).orElse(Switch.SwitchKind.ROUTER);
    }

    boolean isSwitch(String node) {
        return switches.containsKey(node);
    }

    /** Whether it forwards frames, so that its ports are devices of this machine. */
    boolean isBridge(String node) {
        return isSwitch(node) && switchKind(node) != Switch.SwitchKind.ROUTER;
    }

    boolean isVirtualMachine(String node) {
        return hosts.containsKey(node)
                && hosts.get(node)
                        .get(HostKeys.KIND)
                        .filter(kind -> kind == HostKeys.HostKind.VM)
                        .isPresent();
    }

    private static void checkTemplates(ParsedObject testbed, Problems problems) {
        List<Key<ParsedObject>> shapes =
                TemplateKeys.ALL.stream().filter(testbed::has).toList();
        if (shapes.size() > 1) {
            problems.error(
                    testbed.locationOf(shapes.get(1)),
                    "a testbed has one shape, and this one has " + shapes.get(0) + " and " + shapes.get(1),
                    "keep one, and write the rest as hosts and links");
        }
        shapes.stream()
                .flatMap(shape -> testbed.get(shape).stream())
                .filter(shape -> shape.has(TemplateKeys.BASE_RTT))
                .forEach(shape -> testbed.get(TestbedKeys.DEFAULTS)
                        .flatMap(defaults -> defaults.get(TestbedKeys.HOST))
                        .filter(host -> host.has(HostKeys.DELAY))
                        .ifPresent(host -> problems.error(
                                host.locationOf(HostKeys.DELAY),
                                "the template's base-rtt (line "
                                        + shape.locationOf(TemplateKeys.BASE_RTT)
                                                .line() + ") gives the hosts a delay already",
                                "say it once")));
    }

    private static Map<String, ParsedObject> mergeProperties(
            Map<String, ParsedObject> shape,
            Optional<Map<Located<String>, ParsedObject>> own,
            Optional<ParsedObject> defaults) {
        Map<String, ParsedObject> all = new LinkedHashMap<>(shape);
        own.ifPresent(given -> given.forEach(
                (name, words) -> all.merge(name.value(), words, (made, refined) -> refined.withDefaults(made))));
        defaults.ifPresent(below -> all.replaceAll((name, words) -> words.withDefaults(below)));
        return all;
    }

    /** A link of the file that joins what one of the shape joins refines it; each is refined once. */
    private static List<LinkSpec> links(
            List<ParsedObject> shape, List<ParsedObject> own, Optional<ParsedObject> defaults) {
        List<LinkSpec> cables =
                new ArrayList<>(shape.stream().map(LinkSpec::new).toList());
        int refinable = cables.size();
        for (ParsedObject words : own) {
            LinkSpec linkSpec = new LinkSpec(words);
            int i = 0;
            while (i < refinable
                    && !(cables.get(i).connectsSameNodes(linkSpec)
                            && cables.get(i).properties() == shape.get(i))) {
                i++;
            }
            if (i < refinable) {
                cables.set(i, new LinkSpec(words.withDefaults(cables.get(i).properties())));
            } else {
                cables.add(linkSpec);
            }
        }
        return cables.stream()
                .map(linkSpec -> new LinkSpec(
                        defaults.map(linkSpec.properties()::withDefaults).orElse(linkSpec.properties())))
                .toList();
    }

    /** What can be wrong with names. */
    private record NameValidator(TopologySpec topology, Problems problems) {
        void validate(ParsedObject testbed) {
            testbed.get(TestbedKeys.HOSTS).ifPresent(hosts -> hosts.keySet().forEach(this::checkNotReserved));
            testbed.get(TestbedKeys.HOSTS).ifPresent(hosts -> hosts.keySet().forEach(name -> {
                if (topology.isSwitch(name.value())) {
                    problems.error(
                            name.location(),
                            "'" + name.value() + "' is a switch, too",
                            "give the host or the switch another name");
                }
            }));
            testbed.get(TestbedKeys.SWITCHES)
                    .ifPresent(switches -> switches.keySet().forEach(name -> {
                        checkNotReserved(name);
                        checkLength(name);
                    }));
            if (topology.hosts.isEmpty()) {
                problems.error(
                        testbed.location(),
                        "this testbed has no hosts",
                        "give it a shape, star: {hosts: 9, rate: 995mbit}, or hosts, switches and links");
            }
            topology.links.forEach(this::checkEnds);
            if (!problems.hasErrors()) {
                checkLinked(testbed);
            }
        }

        private void checkNotReserved(Located<String> name) {
            if (RESERVED_NAMES.contains(name.value())) {
                problems.error(
                        name.location(),
                        "'" + name.value() + "' cannot be a name: the kernel uses it for devices",
                        "take another one");
            }
        }

        private void checkLength(Located<String> name) {
            if (topology.isBridge(name.value()) && name.value().length() > DeviceNames.MAX_LENGTH) {
                problems.error(
                        name.location(),
                        "'" + name.value() + "' is too long for a bridge, which is a device",
                        "give it a name of at most " + DeviceNames.MAX_LENGTH + " letters");
            }
        }

        private void checkEnds(LinkSpec linkSpec) {
            for (Located<String> end : linkSpec.ends()) {
                if (!topology.hosts.containsKey(end.value()) && !topology.isSwitch(end.value())) {
                    List<String> known = new ArrayList<>(topology.hosts.keySet());
                    known.addAll(topology.switches.keySet());
                    problems.error(
                            end.location(),
                            "there is no host or switch '" + end.value() + "'",
                            Suggestion.of(end.value(), known));
                }
            }
            if (linkSpec.from().equals(linkSpec.to())) {
                problems.error(
                        linkSpec.location(),
                        "this link joins " + linkSpec.from() + " with itself",
                        "name the two that it joins");
            }
            linkSpec.properties().get(LinkKeys.ENDS).ifPresent(ends -> ends.keySet().stream()
                    .filter(end -> !linkSpec.nodes().contains(end.value()))
                    .forEach(end -> problems.error(
                            end.location(),
                            "'" + end.value() + "' is not at this link",
                            "it joins " + linkSpec.from() + " and " + linkSpec.to())));
        }

        private void checkLinked(ParsedObject testbed) {
            topology.hosts.keySet().stream()
                    .filter(host -> !isLinked(host))
                    .forEach(host -> problems.error(
                            location(testbed.get(TestbedKeys.HOSTS), host, testbed),
                            "host " + host + " has no link",
                            "add one to links: - {between: [" + host + ", …]}"));
            topology.switches.keySet().stream()
                    .filter(name -> !isLinked(name))
                    .forEach(name -> problems.warning(
                            location(testbed.get(TestbedKeys.SWITCHES), name, testbed),
                            "switch " + name + " has no link",
                            "add one to links: - {between: [" + name + ", …]}"));
        }

        private boolean isLinked(String node) {
            return topology.links.stream().anyMatch(linkSpec -> linkSpec.nodes().contains(node));
        }

        private static SourceLocation location(
                Optional<Map<Located<String>, ParsedObject>> own, String node, ParsedObject testbed) {
            return own.stream()
                    .flatMap(all -> all.keySet().stream())
                    .filter(name -> name.value().equals(node))
                    .findFirst()
                    .map(Located::location)
                    .orElse(testbed.location());
        }
    }
}
