// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.util.HashMap;
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
 * A network device, or a veth pair. Devices are identified by their hardware addresses, which the command that creates
 * them sets.
 */
public final class LinkType implements ResourceType {
    public static final String TYPE = "link";

    private static final List<String> ENDS = List.of("", "peer-");

    /** A device that is identified by its hardware address; its name may change. */
    public record DeviceIdentity(String namespace, String device, String mac) {
        private Map<String, String> attributes(String prefix) {
            return Map.of(prefix + "namespace", namespace, prefix + "device", device, prefix + "mac", mac);
        }

        private static DeviceIdentity of(ResourceHandle handle, String prefix) {
            return new DeviceIdentity(
                    handle.attribute(prefix + "namespace"),
                    handle.attribute(prefix + "device"),
                    handle.attribute(prefix + "mac"));
        }

        Optional<DeviceLink> find(ObservedState state) {
            return state.namespace(namespace).flatMap(observedNamespace -> observedNamespace.linkByMac(mac));
        }

        private boolean isNameTaken(ObservedState state) {
            return state.namespace(namespace)
                    .flatMap(observedNamespace -> observedNamespace.link(device))
                    .isPresent();
        }

        private Command delete(ObservedState state) {
            return new NetnsCommands(namespace)
                    .ip("link", "del", "dev", find(state).map(DeviceLink::name).orElse(device));
        }
    }

    /** A device without a peer. */
    static ResourceHandle of(DeviceIdentity deviceIdentity) {
        return new ResourceHandle(TYPE, deviceIdentity.attributes(""));
    }

    /** A veth pair, which is removed at its first end. */
    static ResourceHandle of(DeviceIdentity deviceIdentity, DeviceIdentity peer) {
        Map<String, String> attributes = new HashMap<>(deviceIdentity.attributes(ENDS.get(0)));
        attributes.putAll(peer.attributes(ENDS.get(1)));
        return new ResourceHandle(TYPE, attributes);
    }

    static List<DeviceIdentity> ends(ResourceHandle handle) {
        return ENDS.stream()
                .map(prefix -> DeviceIdentity.of(handle, prefix))
                .filter(deviceIdentity -> !deviceIdentity.mac.isEmpty())
                .toList();
    }

    @Override
    public Presence detect(ResourceHandle handle, ObservedState state) {
        if (ends(handle).stream()
                .anyMatch(deviceIdentity -> deviceIdentity.find(state).isPresent())) {
            return Presence.OWNED;
        }
        return ends(handle).stream().anyMatch(deviceIdentity -> deviceIdentity.isNameTaken(state))
                ? Presence.FOREIGN
                : Presence.ABSENT;
    }

    @Override
    public List<Command> remove(ResourceHandle handle, ObservedState state) {
        List<DeviceIdentity> ends = ends(handle);
        return List.of(ends.stream()
                .filter(deviceIdentity -> deviceIdentity.find(state).isPresent())
                .findFirst()
                .orElse(ends.get(0))
                .delete(state));
    }

    @Override
    public void applyRemoval(ResourceHandle handle, ObservedState state) {
        ends(handle).forEach(deviceIdentity -> deviceIdentity
                .find(state)
                .ifPresent(deviceLink -> state.removeDevice(deviceIdentity.namespace(), deviceLink)));
    }
}
