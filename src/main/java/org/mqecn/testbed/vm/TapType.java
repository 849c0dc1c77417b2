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
 * A tap device. Unlike other devices it cannot be given its hardware address when it is made, so it is made under a
 * name that follows from the address, and gets its own name and the address in one step: at any time one of both tells
 * that it is ours.
 */
public final class TapType implements ResourceType {
    public static final String TYPE = "tap";

    private static final String NAMESPACE = "namespace";
    private static final String DEVICE = "device";
    private static final String MAC = "mac";

    static ResourceHandle of(TapResource tap) {
        return new ResourceHandle(TYPE, Map.of(NAMESPACE, tap.namespace(), DEVICE, tap.device(), MAC, tap.mac()));
    }

    /** The name that it is made under: at most 15 characters, as the kernel wants it. */
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
