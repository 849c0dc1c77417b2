// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.host.NetnsCommands;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceType;

/**
 * A tap device. Its hardware address cannot be set when it is created. Therefore it is created under a temporary name
 * that contains the address; one later command sets both name and address. At any time, one of them identifies it.
 */
public final class TapType implements ResourceType {
    public static final String TYPE = "tap";

    private static final String NAMESPACE = "namespace";
    private static final String DEVICE = "device";
    private static final String MAC = "mac";

    static ResourceHandle of(TapResource tap) {
        return new ResourceHandle(TYPE, Map.of(NAMESPACE, tap.namespace(), DEVICE, tap.device(), MAC, tap.mac()));
    }

    /** The name at creation; the kernel allows 15 characters. */
    static String temporaryName(String mac) {
        return "tap" + mac.replace(":", "");
    }

    static Optional<DeviceLink> find(String namespace, String mac, ObservedState state) {
        return state.namespace(namespace)
                .flatMap(observedNamespace ->
                        observedNamespace.linkByMac(mac).or(() -> observedNamespace.link(temporaryName(mac))));
    }

    @Override
    public Presence detect(ResourceHandle handle, ObservedState state) {
        if (find(handle.attribute(NAMESPACE), handle.attribute(MAC), state).isPresent()) {
            return Presence.OWNED;
        }
        return state.namespace(handle.attribute(NAMESPACE))
                        .flatMap(observedNamespace -> observedNamespace.link(handle.attribute(DEVICE)))
                        .isPresent()
                ? Presence.FOREIGN
                : Presence.ABSENT;
    }

    @Override
    public List<Command> remove(ResourceHandle handle, ObservedState state) {
        String name = find(handle.attribute(NAMESPACE), handle.attribute(MAC), state)
                .map(DeviceLink::name)
                .orElse(handle.attribute(DEVICE));
        return List.of(new NetnsCommands(handle.attribute(NAMESPACE)).ip("link", "del", "dev", name));
    }

    @Override
    public String owningNamespace(ResourceHandle handle) {
        return handle.attribute(NAMESPACE);
    }
}
