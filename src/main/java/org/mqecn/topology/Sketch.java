// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mqecn.document.Filled;
import org.mqecn.document.Key;
import org.mqecn.document.Located;
import org.mqecn.document.Place;
import org.mqecn.document.Problems;
import org.mqecn.port.Suggestion;
import org.mqecn.topology.Shapes.Shape;
import org.mqecn.topology.Words.OfHost;
import org.mqecn.topology.Words.OfLink;
import org.mqecn.topology.Words.OfShape;
import org.mqecn.topology.Words.OfSwitch;
import org.mqecn.topology.Words.OfTestbed;

/**
 * Who there is and who is joined to whom, in the file's words: the shape spelled out, refined by what the file says of
 * its hosts, switches and links, with the defaults where nothing is said.
 *
 * @param hosts by name
 * @param switches by name
 * @param cables those of the shape first
 */
record Sketch(Map<String, Filled> hosts, Map<String, Filled> switches, List<Cable> cables) {
    private static final Set<String> RESERVED = Set.of("lo", "all", "default");

    /** Draws it; says which names are wrong. */
    static Sketch of(Filled testbed, Problems problems) {
        Shape shape = Shapes.of(testbed);
        checkShapes(testbed, problems);
        Filled defaults = testbed.get(OfTestbed.DEFAULTS).orElse(Filled.empty(testbed.place()));
        Sketch sketch = new Sketch(
                layered(shape.hosts(), testbed.get(OfTestbed.HOSTS), defaults.get(OfTestbed.HOST)),
                layered(shape.switches(), testbed.get(OfTestbed.SWITCHES), defaults.get(OfTestbed.SWITCH)),
                cables(shape.links(), testbed.get(OfTestbed.LINKS).orElse(List.of()), defaults.get(OfTestbed.LINK)));
        new Check(sketch, problems).names(testbed);
        return sketch;
    }

    /** How a switch forwards. */
    Switch.Kind kind(String name) {
        return switches.get(name).get(OfSwitch.KIND).orElse(Switch.Kind.ROUTER);
    }

    boolean isSwitch(String node) {
        return switches.containsKey(node);
    }

    /** Whether it forwards frames, so that its ports are devices of this machine. */
    boolean isBridge(String node) {
        return isSwitch(node) && kind(node) != Switch.Kind.ROUTER;
    }

    boolean isVirtualMachine(String node) {
        return hosts.containsKey(node)
                && hosts.get(node).get(OfHost.KIND).filter(kind -> kind == OfHost.What.VM).isPresent();
    }

    private static void checkShapes(Filled testbed, Problems problems) {
        List<Key<Filled>> shapes = OfShape.ALL.stream().filter(testbed::has).toList();
        if (shapes.size() > 1) {
            problems.error(testbed.placeOf(shapes.get(1)), "a testbed has one shape, and this one has "
                    + shapes.get(0) + " and " + shapes.get(1), "keep one, and write the rest as hosts and links");
        }
        shapes.stream().flatMap(shape -> testbed.get(shape).stream()).filter(shape -> shape.has(OfShape.RTT))
                .forEach(shape -> testbed.get(OfTestbed.DEFAULTS).flatMap(defaults -> defaults.get(OfTestbed.HOST))
                        .filter(host -> host.has(OfHost.DELAY)).ifPresent(host -> problems.error(
                                host.placeOf(OfHost.DELAY), "the shape's rtt (line "
                                + shape.placeOf(OfShape.RTT).line() + ") gives the hosts a delay already",
                                "say it once")));
    }

    private static Map<String, Filled> layered(Map<String, Filled> shape, Optional<Map<Located<String>, Filled>> own,
            Optional<Filled> defaults) {
        Map<String, Filled> all = new LinkedHashMap<>(shape);
        own.ifPresent(given -> given.forEach((name, words) -> all.merge(name.value(), words,
                (made, refined) -> refined.over(made))));
        defaults.ifPresent(below -> all.replaceAll((name, words) -> words.over(below)));
        return all;
    }

    /** A link of the file that joins what one of the shape joins refines it; each is refined once. */
    private static List<Cable> cables(List<Filled> shape, List<Filled> own, Optional<Filled> defaults) {
        List<Cable> cables = new ArrayList<>(shape.stream().map(Cable::new).toList());
        int refinable = cables.size();
        for (Filled words : own) {
            Cable cable = new Cable(words);
            int i = 0;
            while (i < refinable && !(cables.get(i).joins(cable) && cables.get(i).words() == shape.get(i))) {
                i++;
            }
            if (i < refinable) {
                cables.set(i, new Cable(words.over(cables.get(i).words())));
            } else {
                cables.add(cable);
            }
        }
        return cables.stream().map(cable -> new Cable(defaults.map(cable.words()::over).orElse(cable.words())))
                .toList();
    }

    /** What can be wrong with names. */
    private record Check(Sketch sketch, Problems problems) {
        void names(Filled testbed) {
            testbed.get(OfTestbed.HOSTS).ifPresent(hosts -> hosts.keySet().forEach(this::notReserved));
            testbed.get(OfTestbed.HOSTS).ifPresent(hosts -> hosts.keySet().forEach(name -> {
                if (sketch.isSwitch(name.value())) {
                    problems.error(name.place(), "'" + name.value() + "' is a switch, too",
                            "give the host or the switch another name");
                }
            }));
            testbed.get(OfTestbed.SWITCHES).ifPresent(switches -> switches.keySet().forEach(name -> {
                notReserved(name);
                notTooLong(name);
            }));
            if (sketch.hosts.isEmpty()) {
                problems.error(testbed.place(), "this testbed has no hosts",
                        "give it a shape, star: {hosts: 9, rate: 995mbit}, or hosts, switches and links");
            }
            sketch.cables.forEach(this::ends);
            if (!problems.hasErrors()) {
                linked(testbed);
            }
        }

        private void notReserved(Located<String> name) {
            if (RESERVED.contains(name.value())) {
                problems.error(name.place(), "'" + name.value() + "' cannot be a name: the kernel uses it for devices",
                        "take another one");
            }
        }

        private void notTooLong(Located<String> name) {
            if (sketch.isBridge(name.value()) && name.value().length() > Devices.LONGEST) {
                problems.error(name.place(), "'" + name.value() + "' is too long for a bridge, which is a device",
                        "give it a name of at most " + Devices.LONGEST + " letters");
            }
        }

        private void ends(Cable cable) {
            for (Located<String> end : cable.ends()) {
                if (!sketch.hosts.containsKey(end.value()) && !sketch.isSwitch(end.value())) {
                    List<String> known = new ArrayList<>(sketch.hosts.keySet());
                    known.addAll(sketch.switches.keySet());
                    problems.error(end.place(), "there is no host or switch '" + end.value() + "'",
                            Suggestion.among(end.value(), known));
                }
            }
            if (cable.from().equals(cable.to())) {
                problems.error(cable.place(), "this link joins " + cable.from() + " with itself",
                        "name the two that it joins");
            }
            cable.words().get(OfLink.AT).ifPresent(ends -> ends.keySet().stream()
                    .filter(end -> !cable.nodes().contains(end.value()))
                    .forEach(end -> problems.error(end.place(), "'" + end.value() + "' is not at this link",
                            "it joins " + cable.from() + " and " + cable.to())));
        }

        private void linked(Filled testbed) {
            sketch.hosts.keySet().stream().filter(host -> !isLinked(host)).forEach(host -> problems.error(
                    place(testbed.get(OfTestbed.HOSTS), host, testbed), "host " + host + " has no link",
                    "add one to links: - {between: [" + host + ", …]}"));
            sketch.switches.keySet().stream().filter(name -> !isLinked(name)).forEach(name -> problems.warning(
                    place(testbed.get(OfTestbed.SWITCHES), name, testbed), "switch " + name + " has no link",
                    "add one to links: - {between: [" + name + ", …]}"));
        }

        private boolean isLinked(String node) {
            return sketch.cables.stream().anyMatch(cable -> cable.nodes().contains(node));
        }

        private static Place place(Optional<Map<Located<String>, Filled>> own, String node, Filled testbed) {
            return own.stream().flatMap(all -> all.keySet().stream()).filter(name -> name.value().equals(node))
                    .findFirst().map(Located::place).orElse(testbed.place());
        }
    }
}
