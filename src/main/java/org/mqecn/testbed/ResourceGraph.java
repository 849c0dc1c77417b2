// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.ArrayList;
import java.util.List;
import org.mqecn.host.LocalMachine;
import org.mqecn.testbed.resources.HostNamesResource;
import org.mqecn.testbed.resources.TestbedLayout;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.vm.VirtualMachineResources;
import org.mqecn.topology.Testbed;

/**
 * Builds the resources of a testbed in the order of creation. Resources of one type, and of one namespace within a
 * type, are adjacent: {@link org.mqecn.host.CommandBatch} then creates many with one process.
 */
public final class ResourceGraph {
    private ResourceGraph() {}

    public static List<Resource> of(Testbed testbed, LocalMachine machine) {
        TestbedLayout layout = new TestbedLayout(testbed, machine);
        KernelResources kernel = new KernelResources(testbed, machine, layout);
        LinkResources links = new LinkResources(testbed, layout);
        List<Resource> resources = new ArrayList<>(kernel.hostWide());
        resources.addAll(links.namespaces());
        resources.addAll(HostNamesResource.of(testbed, layout));
        resources.addAll(links.bridges());
        resources.addAll(links.links());
        resources.addAll(new DeviceResources(testbed, layout).devices());
        resources.addAll(kernel.sysctls());
        resources.addAll(new QdiscResources(testbed, machine, layout).qdiscs());
        resources.addAll(VirtualMachineResources.of(testbed, machine));
        resources.addAll(new ServiceResources(testbed, machine, layout).services());
        return List.copyOf(resources);
    }
}
