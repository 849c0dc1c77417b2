// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.List;
import java.util.Optional;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.Qdisc;
import org.mqecn.testbed.resources.TestbedLayout;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.topology.Link.LinkEnd;
import org.mqecn.topology.Testbed;

/** The network devices of a running testbed. Devices inside virtual machines are not visible. */
record TestbedDevices(Testbed testbed, TestbedLayout layout, ObservedState state) {
    NamespacedDevice device(LinkEnd end) {
        return new NamespacedDevice(layout.namespace(end.node()), end.device());
    }

    /** Whether the device of an end is visible, which includes its queue. */
    boolean isVisible(LinkEnd end) {
        return !layout.isVirtualMachine(end.node());
    }

    /** Returns the device of an end as the kernel has it; empty if it does not exist or is not visible. */
    Optional<DeviceLink> link(LinkEnd end) {
        return isVisible(end) ? link(device(end)) : Optional.empty();
    }

    Optional<DeviceLink> link(NamespacedDevice device) {
        return state.namespace(device.namespace()).flatMap(namespace -> namespace.link(device.name()));
    }

    /** Returns the visible devices of a host. */
    List<NamespacedDevice> ofHost(String host) {
        return testbed.links().stream()
                .flatMap(link -> link.ends().stream())
                .filter(end -> end.node().equals(host) && isVisible(end))
                .map(this::device)
                .toList();
    }

    /** Returns the configured qdiscs of a device. */
    List<Qdisc> qdiscs(NamespacedDevice device) {
        return state.namespace(device.namespace())
                .flatMap(namespace -> namespace.link(device.name()).map(namespace::qdiscs))
                .orElse(List.of());
    }
}
