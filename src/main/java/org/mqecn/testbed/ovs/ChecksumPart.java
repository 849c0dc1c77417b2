// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.ovs;

import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.Offloads;
import org.mqecn.testbed.Part;
import org.mqecn.testbed.Standing;
import org.mqecn.testbed.Trace;
import org.mqecn.testbed.Truth;
import org.mqecn.testbed.Typed;

/**
 * A device at the other end of a port of Open vSwitch that completes the checksums of what it sends. Others of its kind
 * leave that to hardware which is not there. The kernel's datapath passes on that they did; the one in userspace sees
 * the bytes alone, and whoever gets the packet drops it.
 */
public record ChecksumPart(String namespace, String device) implements Part {
    @Override
    public String name() {
        return "checksums of " + new Typed(namespace).name(device);
    }

    @Override
    public Standing look(Truth truth) {
        if (OpenVSwitch.datapath(truth).equals(OpenVSwitch.KERNEL)) {
            return Standing.RIGHT;
        }
        if (truth.network(namespace).flatMap(network -> network.link(device)).isEmpty()) {
            return Standing.MISSING;
        }
        Offloads offloads = truth.known("offloads of " + new Typed(namespace).name(device), Offloads.class,
                () -> Netns.call(namespace, () -> Offloads.read(device)));
        return Standing.with(offloads.leavesChecksums() ? List.of("tx off: is on") : List.of());
    }

    @Override
    public List<Command> make(Truth truth) {
        return List.of(new Typed(namespace).inside(Command.of("ethtool", "-K", device, "tx", "off")));
    }

    @Override
    public List<Command> mend(Truth truth) {
        return make(truth);
    }

    @Override
    public Optional<Trace> trace() {
        return Optional.empty();
    }
}
