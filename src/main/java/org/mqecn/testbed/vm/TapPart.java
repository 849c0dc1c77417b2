// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.netlink.Link;
import org.mqecn.testbed.Part;
import org.mqecn.testbed.Standing;
import org.mqecn.testbed.Trace;
import org.mqecn.testbed.Truth;
import org.mqecn.testbed.Typed;

/**
 * The wire to a network card of a virtual machine: a tap device, whose other end is the card.
 *
 * @param namespace where the switch is; the empty name for the machine's own
 */
public record TapPart(String namespace, String device, String mac, int mtu) implements Part {
    @Override
    public String name() {
        return "tap " + new Typed(namespace).name(device);
    }

    @Override
    public Standing look(Truth truth) {
        if (truth.lacks(TapTrace.of(this))) {
            return Standing.MISSING;
        }
        return TapTrace.find(namespace, mac, truth).map(this::compare).orElse(Standing.MISSING);
    }

    private Standing compare(Link link) {
        return Standing.with(link.name().equals(device) && link.mac().equals(mac) ? List.of()
                : List.of("it is " + link.name() + " with address " + link.mac()));
    }

    @Override
    public List<Command> make(Truth truth) {
        Typed typed = new Typed(namespace);
        String first = TapTrace.firstName(mac);
        return List.of(typed.ip("tuntap", "add", "dev", first, "mode", "tap"),
                typed.ip("link", "set", "dev", first, "name", device, "address", mac,
                        "mtu", Integer.toString(mtu)));
    }

    @Override
    public List<Command> mend(Truth truth) {
        return List.of();
    }

    @Override
    public Optional<Trace> trace() {
        return Optional.of(TapTrace.of(this));
    }
}
