// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.host.Machine;
import org.mqecn.topology.Host;
import org.mqecn.topology.Link;
import org.mqecn.topology.Switch;
import org.mqecn.topology.Testbed;

/** Where the things of a testbed are. The machine's own namespace has the empty name, as everywhere. */
public final class Places {
    private final Testbed testbed;
    private final Machine machine;
    private final Map<String, Host> hosts;
    private final Map<String, Switch> switches;

    public Places(Testbed testbed, Machine machine) {
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
        return hosts.containsKey(node) ? hosts.get(node).machine().isEmpty()
                : switches.get(node).kind() == Switch.Kind.ROUTER;
    }

    /** The namespace in the middle of an impaired link. */
    public String namespace(Link link) {
        return testbed.name() + "-" + link.from().node() + "-" + link.to().node() + "-" + link.from().device();
    }

    /** Names of all hosts and switches. */
    public List<String> nodes() {
        return Stream.concat(testbed.hosts().stream().map(Host::name), testbed.switches().stream().map(Switch::name))
                .toList();
    }

    public boolean isHost(String node) {
        return hosts.containsKey(node);
    }

    /** Whether that node is a virtual machine. */
    public boolean isMachine(String node) {
        return isHost(node) && hosts.get(node).machine().isPresent();
    }

    public Host host(String node) {
        return hosts.get(node);
    }

    /** The switch of that name. */
    public Switch switchOf(String node) {
        return switches.get(node);
    }

    /** What the testbed's processes need while they run. */
    public Path running() {
        return machine.running().resolve(testbed.name());
    }

    /** What has to last: disks. */
    public Path lasting() {
        return machine.testbeds().resolve(testbed.name());
    }
}
