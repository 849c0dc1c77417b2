// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mqecn.host.KernelModule;
import org.mqecn.host.LocalMachine;
import org.mqecn.port.QdiscKind;
import org.mqecn.testbed.ovs.OvsDaemonResource;
import org.mqecn.testbed.resources.CongestionControlResource;
import org.mqecn.testbed.resources.ModuleResource;
import org.mqecn.testbed.resources.StackSysctls;
import org.mqecn.testbed.resources.SysctlResource;
import org.mqecn.testbed.resources.TestbedLayout;
import org.mqecn.testbed.state.Resource;
import org.mqecn.topology.Host;
import org.mqecn.topology.Switch;
import org.mqecn.topology.Testbed;

/** Builds kernel modules, congestion controls and sysctls, and the daemons of Open vSwitch. */
final class KernelResources {
    private final Testbed testbed;
    private final LocalMachine machine;
    private final TestbedLayout layout;

    KernelResources(Testbed testbed, LocalMachine machine, TestbedLayout layout) {
        this.testbed = testbed;
        this.machine = machine;
        this.layout = layout;
    }

    /** The resources of the whole machine, which all namespaces share. */
    List<Resource> hostWide() {
        List<Resource> resources = new ArrayList<>();
        if (testbed.switches().stream().anyMatch(each -> each.switchKind() == Switch.SwitchKind.OVS)) {
            resources.add(new OvsDaemonResource());
        }
        for (QdiscKind kind : QdiscKind.values()) {
            if (testbed.links().stream().flatMap(link -> link.ends().stream()).anyMatch(linkEnd -> linkEnd.qdisc()
                    .uses(kind))) {
                resources.add(module(kind));
            }
        }
        resources.addAll(congestionControls());
        new TreeMap<>(testbed.machineSysctls())
                .forEach((key, value) -> resources.add(new SysctlResource("", key, value)));
        return resources;
    }

    private Resource module(QdiscKind kind) {
        KernelModule.Availability availability = new KernelModule(machine, kind).availability();
        return new ModuleResource(
                kind.module(),
                availability.isAvailable() ? availability.command() : List.of("modprobe", kind.module()),
                "");
    }

    private List<Resource> congestionControls() {
        List<String> names = List.copyOf(new TreeSet<>(testbed.hosts().stream()
                .filter(host -> host.virtualMachine().isEmpty())
                .flatMap(host -> host.stack().congestionControl().stream())
                .toList()));
        List<Resource> resources = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String module = "tcp_" + names.get(i);
            resources.add(new ModuleResource(module, List.of("modprobe", module), names.get(i)));
            resources.add(new CongestionControlResource(names.get(i), names.subList(0, i)));
        }
        return resources;
    }

    /** The sysctls of the namespaces of hosts and routers. */
    List<Resource> sysctls() {
        List<Resource> resources = new ArrayList<>();
        for (Host host : testbed.hosts()) {
            if (host.virtualMachine().isEmpty()) {
                StackSysctls.of(host.stack())
                        .forEach((key, value) ->
                                resources.add(new SysctlResource(layout.namespace(host.name()), key, value)));
            }
        }
        testbed.switches().stream()
                .filter(each -> each.switchKind() == Switch.SwitchKind.ROUTER)
                .forEach(router -> {
                    String namespace = layout.namespace(router.name());
                    resources.add(new SysctlResource(namespace, "net.ipv4.ip_forward", "1"));
                    new TreeMap<>(router.sysctls())
                            .forEach((key, value) -> resources.add(new SysctlResource(namespace, key, value)));
                });
        return resources;
    }
}
