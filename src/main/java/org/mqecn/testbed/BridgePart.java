// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;

/** A Linux bridge. */
record BridgePart(LinkTrace.End device) implements Part {
    @Override
    public String name() {
        return "bridge " + device.device();
    }

    @Override
    public Standing look(Truth truth) {
        return device.find(truth).map(link -> Standing.with(link.name().equals(device.device())
                && link.kind().equals("bridge") ? List.of()
                : List.of("it is a device " + link.name() + " of the kind '" + link.kind() + "'")))
                .orElse(Standing.MISSING);
    }

    @Override
    public List<Command> make(Truth truth) {
        return List.of(Command.of("ip", "link", "add", device.device(), "address", device.mac(), "type", "bridge"));
    }

    @Override
    public List<Command> mend(Truth truth) {
        return List.of();
    }

    @Override
    public Optional<Trace> trace() {
        return Optional.of(LinkTrace.of(device));
    }
}
