// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.ovs;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceType;

/**
 * A bridge of Open vSwitch, or a port of a bridge. Its owner is an external-id that the transaction of its creation sets.
 * The database survives a reboot.
 */
public final class OvsBridgeType implements ResourceType {
    public static final String TYPE = "ovs";

    private static final String TESTBED = "testbed";
    private static final String BRIDGE = "bridge";
    private static final String PORT = "port";

    static ResourceHandle bridge(String testbed, String bridge) {
        return new ResourceHandle(TYPE, Map.of(TESTBED, testbed, BRIDGE, bridge));
    }

    static ResourceHandle port(String testbed, String bridge, String port) {
        return new ResourceHandle(TYPE, Map.of(TESTBED, testbed, BRIDGE, bridge, PORT, port));
    }

    @Override
    public Presence detect(ResourceHandle handle, ObservedState state) {
        Optional<OvsState.OvsBridge> bridge = OvsState.observe(state).bridge(handle.attribute(BRIDGE));
        Optional<String> mark = handle.attribute(PORT).isEmpty()
                ? bridge.map(OvsState.OvsBridge::testbed)
                : bridge.map(each -> each.ports().get(handle.attribute(PORT)));
        if (mark.isPresent()) {
            return mark.get().equals(handle.attribute(TESTBED)) ? Presence.OWNED : Presence.FOREIGN;
        }
        boolean taken = handle.attribute(PORT).isEmpty()
                && state.namespace("")
                        .flatMap(observedNamespace -> observedNamespace.link(handle.attribute(BRIDGE)))
                        .isPresent();
        return taken ? Presence.FOREIGN : Presence.ABSENT;
    }

    @Override
    public List<Command> remove(ResourceHandle handle, ObservedState state) {
        return List.of(
                handle.attribute(PORT).isEmpty()
                        ? Command.of("ovs-vsctl", "--if-exists", "del-br", handle.attribute(BRIDGE))
                        : Command.of(
                                "ovs-vsctl",
                                "--if-exists",
                                "del-port",
                                handle.attribute(BRIDGE),
                                handle.attribute(PORT)));
    }

    @Override
    public boolean survivesReboot() {
        return true;
    }
}
