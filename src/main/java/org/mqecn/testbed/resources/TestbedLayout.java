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

/** Maps the nodes and links of a testbed to network namespaces. The empty name is that of mqecn's own namespace. */
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

    /** The name of the testbed. */
    public String testbed() {
        return testbed.name();
    }

    /** The namespace of a host or switch. Bridges and the taps of virtual machines are in mqecn's own. */
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

    /** Names of the hosts and switches that are namespaces. */
    public List<String> namespaceNodes() {
        return nodes().stream().filter(this::isNamespace).toList();
    }

    public boolean isHost(String node) {
        return hosts.containsKey(node);
    }

    public boolean isVirtualMachine(String node) {
        return isHost(node) && hosts.get(node).virtualMachine().isPresent();
    }

    /** Whether a node is a bridge of Open vSwitch. */
    public boolean isOvs(String node) {
        return !isHost(node) && switches.get(node).switchKind() == Switch.SwitchKind.OVS;
    }

    public Host host(String node) {
        return hosts.get(node);
    }

    /** The ends of links at a node, in the order of the links. */
    public List<Link.LinkEnd> linkEnds(String node) {
        return testbed.links().stream()
                .flatMap(link -> link.ends().stream())
                .filter(linkEnd -> linkEnd.node().equals(node))
                .toList();
    }

    /** Folder of the pid files, sockets and logs of the testbed's processes. */
    public Path runtimeDirectory() {
        return TestbedFolders.of(machine).runtime(testbed.name());
    }
}
