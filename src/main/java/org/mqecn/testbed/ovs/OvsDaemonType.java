// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.ovs;

import java.util.List;
import java.util.Map;
import org.mqecn.host.Command;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceType;

/** The daemons of Open vSwitch, started by a testbed. They keep running while there is any bridge. */
public final class OvsDaemonType implements ResourceType {
    public static final String TYPE = "open-vswitch";

    private static final String PROGRAM = "program";

    static ResourceHandle of() {
        return new ResourceHandle(TYPE, Map.of(PROGRAM, OvsDaemonResource.OVS_CTL));
    }

    @Override
    public Presence detect(ResourceHandle handle, ObservedState state) {
        OvsState actual = OvsState.observe(state);
        if (!actual.running()) {
            return Presence.ABSENT;
        }
        return actual.bridges().isEmpty() ? Presence.OWNED : Presence.FOREIGN;
    }

    @Override
    public List<Command> remove(ResourceHandle handle, ObservedState state) {
        return List.of(Command.of(handle.attribute(PROGRAM), "stop"));
    }

    @Override
    public List<String> sharedAttributes() {
        return List.of(PROGRAM);
    }
}
