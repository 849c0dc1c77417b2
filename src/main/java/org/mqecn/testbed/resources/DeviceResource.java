// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.host.NetnsCommands;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.testbed.state.ObservedNamespace;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;

/**
 * The configuration of a device: up, with an MTU, a limit of GSO and a bridge.
 *
 * @param mtu may be {@link #UNSPECIFIED}
 * @param gsoMaxSegments maximum segments of a GSO packet, with 1 there are none; may be {@link #UNSPECIFIED}
 * @param bridge that the device is a port of; empty for none
 */
public record DeviceResource(String namespace, String device, int mtu, int gsoMaxSegments, String bridge)
        implements Resource {
    /** Any value is in sync. */
    public static final int UNSPECIFIED = 0;

    /** The kernel's master device of all ports of Open vSwitch, on whichever bridge they are. */
    private static final String OVS_MASTER = "ovs-system";

    private record DeviceMismatch(String arguments, String difference) {}

    @Override
    public String name() {
        return "device " + ObservedNamespace.label(namespace, device);
    }

    @Override
    public ResourceStatus observe(ObservedState state) {
        Optional<ObservedNamespace> network = state.namespace(namespace);
        Optional<DeviceLink> link = network.flatMap(each -> each.link(device));
        return link.map(each -> ResourceStatus.ofDifferences(mismatches(network.get(), each).stream()
                        .map(DeviceMismatch::difference)
                        .toList()))
                .orElse(ResourceStatus.MISSING);
    }

    private List<DeviceMismatch> mismatches(ObservedNamespace observedNamespace, DeviceLink deviceLink) {
        List<DeviceMismatch> mismatches = new ArrayList<>();
        if (mtu != UNSPECIFIED && deviceLink.mtu() != mtu) {
            mismatches.add(new DeviceMismatch("mtu " + mtu, "mtu " + mtu + ": is " + deviceLink.mtu()));
        }
        if (gsoMaxSegments != UNSPECIFIED && deviceLink.gsoMaxSegments() != gsoMaxSegments) {
            mismatches.add(new DeviceMismatch(
                    "gso_max_segs " + gsoMaxSegments,
                    "gso_max_segs " + gsoMaxSegments + ": is " + deviceLink.gsoMaxSegments()));
        }
        String actual = observedNamespace.links().stream()
                .filter(each -> each.index() == deviceLink.master())
                .map(DeviceLink::name)
                .filter(name -> !name.equals(OVS_MASTER))
                .findFirst()
                .orElse("");
        if (!bridge.equals(actual)) {
            mismatches.add(new DeviceMismatch(
                    bridge.isEmpty() ? "nomaster" : "master " + bridge,
                    bridge.isEmpty() ? "is a port of " + actual : "is not a port of " + bridge));
        }
        if (!deviceLink.up()) {
            mismatches.add(new DeviceMismatch("up", "is down"));
        }
        return mismatches;
    }

    @Override
    public List<Command> create(ObservedState state) {
        List<String> words = new ArrayList<>(List.of("link", "set", "dev", device));
        if (gsoMaxSegments == 1) {
            words.addAll(List.of("gso_max_segs", "1"));
        }
        if (!bridge.isEmpty()) {
            words.addAll(List.of("master", bridge));
        }
        words.add("up");
        return List.of(new NetnsCommands(namespace).ip(words));
    }

    @Override
    public List<Command> repair(ObservedState state) {
        ObservedNamespace observedNamespace = state.namespace(namespace).orElseThrow();
        List<String> words = new ArrayList<>(List.of("link", "set", "dev", device));
        mismatches(observedNamespace, observedNamespace.link(device).orElseThrow())
                .forEach(deviceMismatch -> words.addAll(List.of(deviceMismatch.arguments.split(" "))));
        return List.of(new NetnsCommands(namespace).ip(words));
    }

    @Override
    public Optional<ResourceHandle> handle() {
        return Optional.empty();
    }
}
