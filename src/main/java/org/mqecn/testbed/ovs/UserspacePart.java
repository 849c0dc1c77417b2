// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.ovs;

import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.testbed.Part;
import org.mqecn.testbed.Standing;
import org.mqecn.testbed.Trace;
import org.mqecn.testbed.Truth;

/**
 * A part that Open vSwitch needs where its datapath is the one in userspace. The kernel's passes on that a sender left
 * its checksums to hardware which is not there; the other sees the bytes alone, and whoever gets the packet drops it.
 */
public record UserspacePart(Part part) implements Part {
    @Override
    public String name() {
        return part.name();
    }

    @Override
    public Standing look(Truth truth) {
        return OpenVSwitch.datapath(truth).equals(OpenVSwitch.KERNEL) ? Standing.RIGHT : part.look(truth);
    }

    @Override
    public List<Command> make(Truth truth) {
        return part.make(truth);
    }

    @Override
    public List<Command> mend(Truth truth) {
        return part.mend(truth);
    }

    @Override
    public Optional<Trace> trace() {
        return part.trace();
    }
}
