// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.netlink.Netns;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceType;

/** A network namespace, identified by its name and, once it exists, by its inode and creation time. */
public final class NamespaceType implements ResourceType {
    public static final String TYPE = "namespace";

    private static final String NAME = "name";
    private static final String INODE = "inode";
    private static final String BEGIN = "begin";

    public static ResourceHandle of(String name) {
        return new ResourceHandle(TYPE, Map.of(NAME, name));
    }

    public static String name(ResourceHandle handle) {
        return handle.attribute(NAME);
    }

    @Override
    public Presence detect(ResourceHandle handle, ObservedState state) {
        if (!state.hasNamespace(name(handle))) {
            return Presence.ABSENT;
        }
        Map<String, String> now = captureAfter(handle);
        boolean other = !now.isEmpty()
                && !handle.attribute(INODE).isEmpty()
                && !(now.get(INODE).equals(handle.attribute(INODE))
                        && now.get(BEGIN).equals(handle.attribute(BEGIN)));
        return other ? Presence.FOREIGN : Presence.OWNED;
    }

    @Override
    public List<Command> remove(ResourceHandle handle, ObservedState state) {
        return List.of(Command.of("ip", "netns", "del", name(handle)));
    }

    @Override
    public Map<String, String> captureAfter(ResourceHandle handle) {
        Optional<String> inode = Netns.inode(name(handle));
        Optional<String> begin = Netns.creationTime(name(handle));
        return inode.isEmpty() || begin.isEmpty() ? Map.of() : Map.of(INODE, inode.get(), BEGIN, begin.get());
    }

    @Override
    public void applyRemoval(ResourceHandle handle, ObservedState state) {
        state.removeNamespace(name(handle));
    }
}
