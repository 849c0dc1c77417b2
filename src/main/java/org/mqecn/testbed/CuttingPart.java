// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.Offloads;

/** A device that takes no super-packets, so that the kernel cuts them when they leave the qdisc for it. */
record CuttingPart(String namespace, String device) implements Part {
    @Override
    public String name() {
        return "segmentation " + new Typed(namespace).name(device);
    }

    @Override
    public Standing look(Truth truth) {
        if (truth.network(namespace).flatMap(network -> network.link(device)).isEmpty()) {
            return Standing.MISSING;
        }
        boolean takes = truth.known(name(), Boolean.class,
                () -> Netns.call(namespace, () -> Offloads.read(device).makesSuperPackets()));
        return Standing.with(takes ? List.of("off: is on") : List.of());
    }

    @Override
    public List<Command> make(Truth truth) {
        return List.of(new Typed(namespace).inside(Command.of("ethtool", "-K", device, "tso", "off", "gso", "off")));
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
