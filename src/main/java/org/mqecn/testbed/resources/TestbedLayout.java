// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.host.LocalMachine;
import org.mqecn.testbed.state.TestbedFolders;
import org.mqecn.topology.Host;
import org.mqecn.topology.Link;
import org.mqecn.topology.Switch;
import org.mqecn.topology.Testbed;

/** Where the things of a testbed are. The machine's own namespace has the empty name, as everywhere. */
public final class TestbedLayout {
    private final Testbed testbed;
    private final LocalMachine machine;
    private final Map<String, Host> hosts;
    private final Map<String, Switch> switches;

    public TestbedLayout(Testbed testbed, LocalMachine machine) {
        this.testbed = testbed;
        this.machine = machine;
        this.hosts = testbed.hosts().stream().collect(Collectors.toMap(Host::name, Function.identity()));
        this.switches = testbed.switches().stream().collect(Collectors.toMap(Switch::name, Function.identity()));
    }

    /** Name of the testbed. */
    public String testbed() {
        return testbed.name();
    }

    /** The namespace of a host or switch: bridges, and the taps of virtual machines, are in the machine's own. */
    public String namespace(String node) {
        return isNamespace(node) ? testbed.name() + "-" + node : "";
    }

    private boolean isNamespace(String node) {
        return hosts.containsKey(node)
                ? hosts.get(node).virtualMachine().isEmpty()
                : switches.get(node).switchKind() == Switch.SwitchKind.ROUTER;
    }

    /** The namespace in the middle of an impaired link. */
    public String namespace(Link link) {
        return testbed.name() + "-" + link.from().node() + "-" + link.to().node() + "-"
                + link.from().device();
    }

    /** Names of all hosts and switches. */
    public List<String> nodes() {
        return Stream.concat(
                        testbed.hosts().stream().map(Host::name),
                        testbed.switches().stream().map(Switch::name))
                .toList();
    }

    public boolean isHost(String node) {
        return hosts.containsKey(node);
    }

    /** Whether that node is a virtual machine. */
    public boolean isVirtualMachine(String node) {
        return isHost(node) && hosts.get(node).virtualMachine().isPresent();
    }

    public Host host(String node) {
        return hosts.get(node);
    }

    /** The switch of that name. */
    public Switch switchNode(String node) {
        return switches.get(node);
    }

    /** What the testbed's processes need while they run. */
    public Path runtimeDirectory() {
        return TestbedFolders.of(machine).runtime(testbed.name());
    }
}
