// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.ovs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mqecn.host.Command;
import org.mqecn.testbed.Part;
import org.mqecn.testbed.Standing;
import org.mqecn.testbed.Trace;
import org.mqecn.testbed.Truth;

/** The daemons of Open vSwitch, as the distribution starts them. */
public record OvsDaemonPart() implements Part {
    static final String PROGRAM = "/usr/share/openvswitch/scripts/ovs-ctl";
    /** Open vSwitch 3.1 counts processors from then on after boot; started earlier, it has none, and loses packets. */
    private static final Duration PROCESSORS_COUNTED = Duration.ofSeconds(10);

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
        List<Command> commands = new ArrayList<>();
        long early = PROCESSORS_COUNTED.minus(truth.machine().uptime()).toSeconds();
        if (!truth.isOfNothing() && early >= 0) {
            commands.add(Command.of("sleep", Long.toString(early + 1)));
        }
        List<String> start = List.of("env", "--chdir=/", PROGRAM, "start", "--system-id=random");
        if (OpenVSwitch.datapath(truth).equals(OpenVSwitch.KERNEL)) {
            commands.add(Command.of(start));
        } else {
            // The script refuses to start what forwards packets where the kernel has no part in it.
            commands.add(Command.of(Stream.concat(start.stream(), Stream.of("--no-ovs-vswitchd")).toList()));
            commands.add(Command.of("env", "--chdir=/", "ovs-vswitchd", "--pidfile", "--detach", "--log-file",
                    "-vconsole:emer"));
        }
        return commands;
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
