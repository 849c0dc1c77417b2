// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.ovs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mqecn.host.Command;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;

/** The daemons of Open vSwitch, started by the script of the distribution. */
public record OvsDaemonResource() implements Resource {
    static final String OVS_CTL = "/usr/share/openvswitch/scripts/ovs-ctl";
    /** Open vSwitch 3.1 counts CPUs only at this uptime or later; started earlier, it finds none and drops packets. */
    private static final Duration MINIMUM_UPTIME = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "Open vSwitch";
    }

    @Override
    public ResourceStatus observe(ObservedState state) {
        return !state.isKnownAbsent(OvsDaemonType.of())
                        && OvsState.observe(state).running()
                ? ResourceStatus.IN_SYNC
                : ResourceStatus.MISSING;
    }

    /** Starts the daemons in /: they must not keep the folder of the testbed's commands as working directory. */
    @Override
    public List<Command> create(ObservedState state) {
        List<Command> commands = new ArrayList<>();
        long early = MINIMUM_UPTIME.minus(state.machine().uptime()).toSeconds();
        if (!state.isEmpty() && early >= 0) {
            commands.add(Command.of("sleep", Long.toString(early + 1)));
        }
        List<String> start = List.of("env", "--chdir=/", OVS_CTL, "start", "--system-id=random");
        if (OvsState.datapath(state).equals(OvsState.KERNEL_DATAPATH)) {
            commands.add(Command.of(start));
        } else {
            // The script refuses to start ovs-vswitchd without the kernel module.
            commands.add(Command.of(Stream.concat(start.stream(), Stream.of("--no-ovs-vswitchd"))
                    .toList()));
            commands.add(Command.of(
                    "env", "--chdir=/", "ovs-vswitchd", "--pidfile", "--detach", "--log-file", "-vconsole:emer"));
        }
        return commands;
    }

    @Override
    public List<Command> repair(ObservedState state) {
        return List.of();
    }

    @Override
    public Optional<ResourceHandle> handle() {
        return Optional.of(OvsDaemonType.of());
    }
}
