// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * Hosts, switches and links with their settings in the file: those of the expanded template first, overridden by the
 * settings that the file has for them, with defaults for the rest.
 *
 * @param hosts by name
 * @param switches by name
 */
record TopologySpec(Map<String, ParsedObject> hosts, Map<String, ParsedObject> switches, List<LinkSpec> links) {
    /** Builds the topology, and reports invalid names. */
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
        new NameValidator(topologySpec, problems, problems.hasErrors()).validate(testbed);
        return topologySpec.withoutInvalidLinks();
    }

    /** For the checks that follow. */
    private TopologySpec withoutInvalidLinks() {
        return new TopologySpec(
                hosts,
                switches,
                links.stream()
                        .filter(linkSpec -> linkSpec.nodes().stream().allMatch(this::isNode))
                        .filter(linkSpec -> !linkSpec.from().equals(linkSpec.to()))
                        .toList());
    }

    private boolean isNode(String name) {
        return hosts.containsKey(name) || isSwitch(name);
    }

    Switch.SwitchKind switchKind(String name) {
        return switches.get(name).get(SwitchKeys.KIND).orElse(Switch.SwitchKind.ROUTER);
    }

    boolean isSwitch(String node) {
        return switches.containsKey(node);
    }

    /** Whether it is a bridge, whose ports are devices of this machine. */
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
        List<Key<ParsedObject>> templates =
                TemplateKeys.ALL.stream().filter(testbed::has).toList();
        if (templates.size() > 1) {
            problems.error(
                    testbed.locationOf(templates.get(1)),
                    "a testbed has at most one template, and this one has " + templates.get(0) + " and "
                            + templates.get(1),
                    "keep one of them, and write the rest as hosts and links");
        }
        templates.stream()
                .flatMap(template -> testbed.get(template).stream())
                .filter(template -> template.has(TemplateKeys.BASE_RTT))
                .forEach(template -> testbed.get(TestbedKeys.DEFAULTS)
                        .flatMap(defaults -> defaults.get(TestbedKeys.HOST))
                        .filter(host -> host.has(HostKeys.DELAY))
                        .ifPresent(host -> problems.error(
                                host.locationOf(HostKeys.DELAY),
                                "the template's base-rtt (line "
                                        + template.locationOf(TemplateKeys.BASE_RTT)
                                                .line() + ") already sets a delay of the hosts",
                                "keep one of them")));
    }

    private static Map<String, ParsedObject> mergeProperties(
            Map<String, ParsedObject> expanded,
            Optional<Map<Located<String>, ParsedObject>> own,
            Optional<ParsedObject> defaults) {
        Map<String, ParsedObject> merged = new LinkedHashMap<>(expanded);
        own.ifPresent(nodes -> nodes.forEach((name, parsed) ->
                merged.merge(name.value(), parsed, (template, override) -> override.withDefaults(template))));
        defaults.ifPresent(common -> merged.replaceAll((name, parsed) -> parsed.withDefaults(common)));
        return merged;
    }

    /**
     * A link of the file between the same two nodes as a link of the template overrides that link; each link of the
     * template is overridden at most once.
     */
    private static List<LinkSpec> links(
            List<ParsedObject> expanded, List<ParsedObject> own, Optional<ParsedObject> defaults) {
        List<LinkSpec> links =
                new ArrayList<>(expanded.stream().map(LinkSpec::new).toList());
        int templateLinks = links.size();
        for (ParsedObject parsed : own) {
            LinkSpec linkSpec = new LinkSpec(parsed);
            int i = 0;
            while (i < templateLinks
                    && !(links.get(i).connectsSameNodes(linkSpec)
                            && links.get(i).properties() == expanded.get(i))) {
                i++;
            }
            if (i < templateLinks) {
                links.set(i, new LinkSpec(parsed.withDefaults(links.get(i).properties())));
            } else {
                links.add(linkSpec);
            }
        }
        return links.stream()
                .map(linkSpec -> new LinkSpec(
                        defaults.map(linkSpec.properties()::withDefaults).orElse(linkSpec.properties())))
                .toList();
    }

    /** @param wasInvalid whether the file has errors already */
    private record NameValidator(TopologySpec topology, Problems problems, boolean wasInvalid) {
        void validate(ParsedObject testbed) {
            testbed.get(TestbedKeys.HOSTS).ifPresent(hosts -> hosts.keySet().forEach(this::checkNotReserved));
            testbed.get(TestbedKeys.HOSTS).ifPresent(hosts -> hosts.keySet().forEach(name -> {
                if (topology.isSwitch(name.value())) {
                    problems.error(
                            name.location(),
                            "'" + name.value() + "' is also the name of a switch",
                            "rename the host or the switch");
                }
            }));
            testbed.get(TestbedKeys.SWITCHES)
                    .ifPresent(switches -> switches.keySet().forEach(name -> {
                        checkNotReserved(name);
                        checkLength(name);
                    }));
            if (topology.hosts.isEmpty()) {
                problems.errorIfFirst(
                        testbed.location(),
                        "this testbed has no hosts",
                        "add a template, star: {hosts: 9, rate: 995mbit}, or hosts, switches and links");
            }
            topology.links.forEach(this::checkEnds);
            if (!problems.hasErrors()) {
                checkLinked(testbed);
            }
        }

        private void checkNotReserved(Located<String> name) {
            if (DeviceNames.RESERVED.contains(name.value())) {
                problems.error(
                        name.location(),
                        "'" + name.value() + "' cannot be a name: the kernel reserves it for devices",
                        "choose another name");
            }
        }

        private void checkLength(Located<String> name) {
            if (topology.isBridge(name.value()) && name.value().length() > DeviceNames.MAX_LENGTH) {
                problems.error(
                        name.location(),
                        "'" + name.value() + "' is too long for a bridge, whose name is that of a device",
                        "choose a name of at most " + DeviceNames.MAX_LENGTH + " characters");
            }
        }

        private void checkEnds(LinkSpec linkSpec) {
            for (Located<String> end : linkSpec.ends()) {
                if (!topology.isNode(end.value())) {
                    reportUnknownNode(end);
                }
            }
            if (linkSpec.from().equals(linkSpec.to())) {
                problems.error(
                        linkSpec.location(),
                        "this link connects " + linkSpec.from() + " to itself",
                        "name two different nodes");
            }
            linkSpec.properties().get(LinkKeys.ENDS).ifPresent(ends -> ends.keySet().stream()
                    .filter(end -> !linkSpec.nodes().contains(end.value()))
                    .forEach(end -> problems.error(
                            end.location(),
                            "'" + end.value() + "' is not at this link",
                            "it connects " + linkSpec.from() + " and " + linkSpec.to())));
        }

        /** An earlier error may be the reason for a missing node, but not for one that is almost right. */
        private void reportUnknownNode(Located<String> end) {
            List<String> known = new ArrayList<>(topology.hosts.keySet());
            known.addAll(topology.switches.keySet());
            if (!wasInvalid || Suggestion.nearest(end.value(), known).isPresent()) {
                problems.error(
                        end.location(),
                        "there is no host or switch '" + end.value() + "'",
                        Suggestion.of(end.value(), known));
            }
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
