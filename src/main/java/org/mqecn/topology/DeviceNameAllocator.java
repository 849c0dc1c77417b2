// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.mqecn.schema.Located;
import org.mqecn.schema.ParsedObject;
import org.mqecn.schema.Problems;
import org.mqecn.topology.TestbedSchema.LinkKeys;

/**
 * Names the devices of a testbed: eth0, eth1, … in a host, the neighbour's name in a router, SWITCH-NEIGHBOUR for the
 * ports of a bridge, which are devices of this machine. Names in the file are allocated first.
 */
final class DeviceNameAllocator {
    private static final String ROOT_NAMESPACE = "";

    private final String testbed;
    private final TopologySpec topology;
    private final Problems problems;
    private final Map<String, Set<String>> namesByNamespace = new HashMap<>();
    private final Map<String, String> macAddressOwners = new HashMap<>();

    DeviceNameAllocator(String testbed, TopologySpec topologySpec, Problems problems) {
        this.testbed = testbed;
        this.topology = topologySpec;
        this.problems = problems;
        topologySpec.switches().keySet().stream().filter(topologySpec::isBridge).forEach(namesIn(ROOT_NAMESPACE)::add);
        topologySpec.links().forEach(linkSpec -> linkSpec.nodes().forEach(node -> reserve(linkSpec, node)));
    }

    private Set<String> namesIn(String namespace) {
        return namesByNamespace.computeIfAbsent(namespace, name -> new HashSet<>(DeviceNames.RESERVED));
    }

    private Set<String> namesBeside(String node) {
        return namesIn(topology.isBridge(node) ? ROOT_NAMESPACE : node);
    }

    private void reserve(LinkSpec linkSpec, String node) {
        ParsedObject end = linkSpec.endProperties(node);
        end.located(LinkKeys.END_DEVICE)
                .filter(device -> !namesBeside(node).add(device.value()))
                .ifPresent(device -> problems.error(
                        device.location(),
                        "the namespace of " + node + " already has a device '" + device.value() + "'",
                        "choose another name, or omit it"));
    }

    /** Returns the name of the device at one end. */
    String deviceName(LinkSpec linkSpec, String node) {
        return linkSpec.endProperties(node).get(LinkKeys.END_DEVICE).orElseGet(() -> {
            String peer = linkSpec.peerOf(node);
            return !topology.isSwitch(node)
                    ? DeviceNames.allocateEth(namesBeside(node))
                    : DeviceNames.allocate(topology.isBridge(node) ? node + "-" + peer : peer, namesBeside(node));
        });
    }

    /** Returns the hardware address of the device at one end. */
    String macAddress(LinkSpec linkSpec, String node, String device) {
        Located<String> mac = linkSpec.endProperties(node)
                .located(LinkKeys.END_MAC_ADDRESS)
                .orElseGet(
                        () -> new Located<>(MacAddressGenerator.generate(testbed, node, device), linkSpec.location()));
        String owner = macAddressOwners.putIfAbsent(mac.value(), node);
        if (owner != null) {
            problems.errorIfFirst(
                    mac.location(),
                    node + " and " + owner + " have the same hardware address " + mac.value(),
                    "change one of them: ends: {" + node + ": {mac: \"02:00:00:00:00:01\"}}");
        }
        return mac.value();
    }
}
