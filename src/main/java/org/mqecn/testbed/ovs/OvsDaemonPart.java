// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.ovs;

import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.testbed.Part;
import org.mqecn.testbed.Standing;
import org.mqecn.testbed.Trace;
import org.mqecn.testbed.Truth;

/** The daemons of Open vSwitch, as the distribution starts them. */
public record OvsDaemonPart() implements Part {
    static final String PROGRAM = "/usr/share/openvswitch/scripts/ovs-ctl";

    @Override
    public String name() {
        return "Open vSwitch";
    }

    @Override
    public Standing look(Truth truth) {
        return !truth.lacks(DaemonTrace.of()) && OpenVSwitch.of(truth).running() ? Standing.RIGHT : Standing.MISSING;
    }

    /** They stay in the folder that they are started in, which must not be ours. */
    @Override
    public List<Command> make(Truth truth) {
        Command all = Command.of("env", "--chdir=/", PROGRAM, "start", "--system-id=random");
        return OpenVSwitch.datapath(truth).equals("system") ? List.of(all)
                // The script refuses to start what forwards packets where the kernel has no part in it.
                : List.of(Command.of("env", "--chdir=/", PROGRAM, "start", "--system-id=random", "--no-ovs-vswitchd"),
                        Command.of("env", "--chdir=/", "ovs-vswitchd", "--pidfile", "--detach", "--log-file",
                                "-vconsole:emer"));
    }

    @Override
    public List<Command> mend(Truth truth) {
        return List.of();
    }

    @Override
    public Optional<Trace> trace() {
        return Optional.of(DaemonTrace.of());
    }
}
