// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.mqecn.document.Filled;
import org.mqecn.document.Located;
import org.mqecn.document.Problems;
import org.mqecn.topology.Words.OfLink;

/**
 * Names the devices of one testbed: eth0, eth1, … in a host, after the neighbour in a router, SWITCH-NEIGHBOUR on a
 * bridge, whose devices are this machine's. What the file names goes first.
 */
final class Names {
    private static final String MACHINE = "";

    private final String testbed;
    private final Sketch sketch;
    private final Problems problems;
    private final Map<String, Set<String>> taken = new HashMap<>();
    private final Map<String, String> macs = new HashMap<>();

    Names(String testbed, Sketch sketch, Problems problems) {
        this.testbed = testbed;
        this.sketch = sketch;
        this.problems = problems;
        sketch.switches().keySet().stream().filter(sketch::isBridge).forEach(takenBy(MACHINE)::add);
        sketch.cables().forEach(cable -> cable.nodes().forEach(node -> claim(cable, node)));
    }

    private Set<String> takenBy(String place) {
        return taken.computeIfAbsent(place, name -> new HashSet<>(Set.of("lo", "all", "default")));
    }

    private Set<String> takenBeside(String node) {
        return takenBy(sketch.isBridge(node) ? MACHINE : node);
    }

    private void claim(Cable cable, String node) {
        Filled at = cable.at(node);
        at.located(OfLink.AT_DEVICE).filter(device -> !takenBeside(node).add(device.value())).ifPresent(device ->
                problems.error(device.place(), "there is a device '" + device.value() + "' already where " + node
                        + " is", "take another name, or leave it out"));
    }

    /** The name of the device at one end. */
    String device(Cable cable, String node) {
        return cable.at(node).get(OfLink.AT_DEVICE).orElseGet(() -> {
            String other = cable.other(node);
            return !sketch.isSwitch(node) ? Devices.takeEth(takenBeside(node))
                    : Devices.take(sketch.isBridge(node) ? node + "-" + other : other, takenBeside(node));
        });
    }

    /** The hardware address of the device at one end. */
    String mac(Cable cable, String node, String device) {
        Located<String> mac = cable.at(node).located(OfLink.AT_MAC)
                .orElseGet(() -> new Located<>(MacAddress.of(testbed, node, device), cable.place()));
        String other = macs.putIfAbsent(mac.value(), node);
        if (other != null) {
            problems.error(mac.place(), "the hardware address " + mac.value() + " of " + node + " is that of " + other
                    + ", too", "give one of them another: at: {" + node + ": {mac: \"02:00:00:00:00:01\"}}");
        }
        return mac.value();
    }
}
