// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mqecn.testbed.ovs.OvsPortResource;
import org.mqecn.testbed.ovs.UserspaceDatapathResource;
import org.mqecn.testbed.resources.AddressResource;
import org.mqecn.testbed.resources.DeviceResource;
import org.mqecn.testbed.resources.EmulatedNic;
import org.mqecn.testbed.resources.OffloadResource;
import org.mqecn.testbed.resources.OffloadResource.OffloadKind;
import org.mqecn.testbed.resources.RoutesResource;
import org.mqecn.testbed.resources.TestbedLayout;
import org.mqecn.testbed.state.Resource;
import org.mqecn.topology.GsoMode;
import org.mqecn.topology.Ipv4Address;
import org.mqecn.topology.Link;
import org.mqecn.topology.Route;
import org.mqecn.topology.Switch;
import org.mqecn.topology.Testbed;
import org.mqecn.value.RouteMetrics;

/** Builds the configuration of devices, with their addresses, offloads and routes, one namespace after the other. */
final class DeviceResources {
    private final Testbed testbed;
    private final TestbedLayout layout;
    private final List<Resource> resources = new ArrayList<>();

    DeviceResources(Testbed testbed, TestbedLayout layout) {
        this.testbed = testbed;
        this.layout = layout;
    }

    List<Resource> devices() {
        addDevices("");
        testbed.hosts().stream().filter(host -> host.virtualMachine().isEmpty()).forEach(host -> {
            addDevices(layout.namespace(host.name()));
            addRoutes(host.name(), host.routes(), host.stack().routeMetrics());
        });
        testbed.switches().stream()
                .filter(each -> each.switchKind() == Switch.SwitchKind.ROUTER)
                .forEach(router -> {
                    addDevices(layout.namespace(router.name()));
                    addRoutes(router.name(), router.routes(), RouteMetrics.NONE);
                });
        testbed.links().stream().filter(Link::isImpaired).forEach(this::addImpairedLink);
        return resources;
    }

    private void addDevices(String namespace) {
        if (!namespace.isEmpty()) {
            resources.add(
                    new DeviceResource(namespace, "lo", DeviceResource.UNSPECIFIED, DeviceResource.UNSPECIFIED, ""));
        }
        for (Link link : testbed.links()) {
            link.ends().stream()
                    .filter(linkEnd -> layout.namespace(linkEnd.node()).equals(namespace)
                            && !layout.isVirtualMachine(linkEnd.node()))
                    .forEach(linkEnd -> addDevice(link, linkEnd, namespace));
        }
    }

    private void addDevice(Link link, Link.LinkEnd linkEnd, String namespace) {
        String node = linkEnd.node();
        resources.add(new DeviceResource(
                namespace,
                linkEnd.device(),
                link.mtu(),
                layout.isHost(node)
                        ? EmulatedNic.gsoMaxSegments(layout.host(node).stack())
                        : DeviceResource.UNSPECIFIED,
                namespace.isEmpty() && !layout.isOvs(node) ? node : ""));
        if (layout.isHost(node) && layout.host(node).stack().gso() == GsoMode.SOFTWARE) {
            resources.add(new OffloadResource(namespace, linkEnd.device(), OffloadKind.SEGMENTATION));
        }
        if (layout.isOvs(node)) {
            resources.add(new OvsPortResource(testbed.name(), node, linkEnd.device()));
        }
        resources.add(new AddressResource(namespace, linkEnd.device(), linkEnd.address()));
        if (!namespace.isEmpty()
                && !link.isImpaired()
                && link.ends().stream().anyMatch(other -> layout.isOvs(other.node()))) {
            addSoftwareChecksums(namespace, linkEnd.device());
        }
    }

    private void addImpairedLink(Link link) {
        String middle = layout.namespace(link);
        for (String device : List.of(LinkResources.FROM, LinkResources.TO)) {
            resources.add(new DeviceResource(middle, device, link.mtu(), DeviceResource.UNSPECIFIED, ""));
        }
        if (layout.isOvs(link.from().node())) {
            addSoftwareChecksums(middle, LinkResources.FROM);
        }
        if (layout.isOvs(link.to().node())) {
            addSoftwareChecksums(middle, LinkResources.TO);
        }
    }

    private void addSoftwareChecksums(String namespace, String device) {
        resources.add(new UserspaceDatapathResource(new OffloadResource(namespace, device, OffloadKind.CHECKSUM)));
    }

    private void addRoutes(String node, List<Route> routes, RouteMetrics metrics) {
        Map<String, Ipv4Address> addresses = new HashMap<>();
        layout.linkEnds(node)
                .forEach(linkEnd -> linkEnd.address().ifPresent(address -> addresses.put(linkEnd.device(), address)));
        resources.add(new RoutesResource(layout.namespace(node), routes, addresses, metrics));
    }
}
