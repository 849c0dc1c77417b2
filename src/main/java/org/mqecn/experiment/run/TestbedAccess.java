// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mqecn.host.LocalMachine;
import org.mqecn.netlink.Netns;
import org.mqecn.testbed.resources.TestbedLayout;
import org.mqecn.topology.Ipv4Address;
import org.mqecn.topology.Link;
import org.mqecn.topology.Testbed;
import org.mqecn.value.UserError;

/** Access to the nodes of a testbed that is up. */
final class TestbedAccess {
    private final Testbed testbed;

    private final TestbedLayout layout;

    TestbedAccess(Testbed testbed, LocalMachine machine) {
        this.testbed = testbed;
        this.layout = new TestbedLayout(testbed, machine);
    }

    Testbed testbed() {
        return testbed;
    }

    /** The network namespace of a host or switch; empty for that of this process. */
    String namespace(String node) {
        return layout.namespace(node);
    }

    /** Runs a task in the namespace of a host or switch. */
    <T> T callIn(String node, Callable<T> task) {
        return Netns.call(namespace(node), task);
    }

    /** Socket address of a host: its first address. */
    InetSocketAddress socketAddress(String host, int port) {
        Ipv4Address ipv4Address = testbed.links().stream()
                .flatMap(link -> link.ends().stream())
                .filter(linkEnd -> linkEnd.node().equals(host))
                .map(Link.LinkEnd::address)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new UserError("host " + host + " has no address", "give its link one"));
        try {
            return new InetSocketAddress(InetAddress.getByName(ipv4Address.hostAddress()), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The congestion control of a connection.
     *
     * @param requested congestion control; empty for that of its sender
     */
    String congestionControl(String sender, String requested) {
        return requested.isEmpty()
                ? layout.host(sender).stack().congestionControl().orElse("")
                : requested;
    }

    /** Hosts that are namespaces. */
    List<String> hosts() {
        return testbed.hosts().stream()
                .filter(host -> host.virtualMachine().isEmpty())
                .map(host -> host.name())
                .toList();
    }
}
