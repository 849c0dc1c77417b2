// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.ArrayList;
import java.util.List;
import org.mqecn.testbed.ovs.OvsBridgeResource;
import org.mqecn.testbed.resources.AddressResource;
import org.mqecn.testbed.resources.BridgeResource;
import org.mqecn.testbed.resources.DeviceResource;
import org.mqecn.testbed.resources.LinkType.DeviceIdentity;
import org.mqecn.testbed.resources.NamespaceResource;
import org.mqecn.testbed.resources.TestbedLayout;
import org.mqecn.testbed.resources.VethResource;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.vm.TapResource;
import org.mqecn.topology.Link;
import org.mqecn.topology.MacAddressGenerator;
import org.mqecn.topology.Switch;
import org.mqecn.topology.Testbed;

/** Builds namespaces, bridges and links. An impaired link consists of two veth pairs that meet in a namespace. */
final class LinkResources {
    /** The devices in the middle of an impaired link, towards its two ends. */
    static final String FROM = "from";

    static final String TO = "to";

    private final Testbed testbed;
    private final TestbedLayout layout;

    LinkResources(Testbed testbed, TestbedLayout layout) {
        this.testbed = testbed;
        this.layout = layout;
    }

    List<Resource> namespaces() {
        List<Resource> resources = new ArrayList<>();
        layout.namespaceNodes().forEach(node -> resources.add(new NamespaceResource(layout.namespace(node))));
        testbed.links().stream()
                .filter(Link::isImpaired)
                .forEach(link -> resources.add(new NamespaceResource(layout.namespace(link))));
        return resources;
    }

    List<Resource> bridges() {
        List<Resource> resources = new ArrayList<>();
        for (Switch each : testbed.switches()) {
            if (each.switchKind() != Switch.SwitchKind.ROUTER) {
                String mac = macAddress(each.name(), each.name());
                resources.add(
                        each.switchKind() == Switch.SwitchKind.OVS
                                ? new OvsBridgeResource(testbed.name(), each.name(), mac)
                                : new BridgeResource(new DeviceIdentity("", each.name(), mac)));
                resources.add(new DeviceResource(
                        "", each.name(), DeviceResource.UNSPECIFIED, DeviceResource.UNSPECIFIED, ""));
                resources.add(new AddressResource("", each.name(), each.address()));
            }
        }
        return resources;
    }

    private String macAddress(String node, String device) {
        return MacAddressGenerator.generate(testbed.name(), node, device);
    }

    List<Resource> links() {
        List<Resource> resources = new ArrayList<>();
        for (Link link : testbed.links()) {
            if (link.isImpaired()) {
                resources.add(new VethResource(deviceIdentity(link.from()), middle(link, FROM), link.mtu()));
                resources.add(new VethResource(deviceIdentity(link.to()), middle(link, TO), link.mtu()));
            } else if (layout.isVirtualMachine(link.from().node())) {
                resources.add(tap(link, link.to()));
            } else if (layout.isVirtualMachine(link.to().node())) {
                resources.add(tap(link, link.from()));
            } else {
                resources.add(veth(link));
            }
        }
        return resources;
    }

    /** A pair is removed at its first end. That is the switch's: one batch removes all pairs of a switch. */
    private VethResource veth(Link link) {
        boolean isReversed = layout.isHost(link.from().node());
        return new VethResource(
                deviceIdentity(isReversed ? link.to() : link.from()),
                deviceIdentity(isReversed ? link.from() : link.to()),
                link.mtu());
    }

    private DeviceIdentity middle(Link link, String device) {
        String namespace = layout.namespace(link);
        return new DeviceIdentity(namespace, device, macAddress(namespace, device));
    }

    private TapResource tap(Link link, Link.LinkEnd linkEnd) {
        return new TapResource(layout.namespace(linkEnd.node()), linkEnd.device(), linkEnd.macAddress(), link.mtu());
    }

    private DeviceIdentity deviceIdentity(Link.LinkEnd linkEnd) {
        return new DeviceIdentity(layout.namespace(linkEnd.node()), linkEnd.device(), linkEnd.macAddress());
    }
}
