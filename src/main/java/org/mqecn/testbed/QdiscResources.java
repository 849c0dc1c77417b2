// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.ArrayList;
import java.util.List;
import org.mqecn.host.LocalMachine;
import org.mqecn.testbed.resources.EmulatedNic;
import org.mqecn.testbed.resources.NetemResource;
import org.mqecn.testbed.resources.QdiscResource;
import org.mqecn.testbed.resources.TestbedLayout;
import org.mqecn.testbed.state.Resource;
import org.mqecn.topology.Link;
import org.mqecn.topology.QueueingDiscipline;
import org.mqecn.topology.Testbed;

/** Builds the qdiscs of ports and emulated NICs, and netem in the middle of impaired links. */
final class QdiscResources {
    private final Testbed testbed;
    private final LocalMachine machine;
    private final TestbedLayout layout;

    QdiscResources(Testbed testbed, LocalMachine machine, TestbedLayout layout) {
        this.testbed = testbed;
        this.machine = machine;
        this.layout = layout;
    }

    List<Resource> qdiscs() {
        List<Resource> resources = new ArrayList<>();
        layout.namespaceNodes().stream()
                .flatMap(node -> layout.linkEnds(node).stream())
                .forEach(linkEnd -> resources.add(qdisc(linkEnd)));
        testbed.switches().stream()
                .filter(each -> layout.namespace(each.name()).isEmpty())
                .flatMap(each -> layout.linkEnds(each.name()).stream())
                .forEach(linkEnd -> resources.add(qdisc(linkEnd)));
        testbed.links().stream().filter(Link::isImpaired).forEach(link -> {
            String middle = layout.namespace(link);
            resources.add(NetemResource.of(link.from().impairment(), middle, LinkResources.FROM, LinkResources.TO));
            resources.add(NetemResource.of(link.to().impairment(), middle, LinkResources.TO, LinkResources.FROM));
        });
        return resources;
    }

    private Resource qdisc(Link.LinkEnd linkEnd) {
        QueueingDiscipline qdisc =
                layout.isHost(linkEnd.node()) && linkEnd.qdisc().equals(QueueingDiscipline.KERNEL_DEFAULT)
                        ? EmulatedNic.qdisc(layout.host(linkEnd.node()).stack())
                        : linkEnd.qdisc();
        return new QdiscResource(machine, layout.namespace(linkEnd.node()), linkEnd.device(), qdisc);
    }
}
