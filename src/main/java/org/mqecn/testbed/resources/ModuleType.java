// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.mqecn.host.Command;
import org.mqecn.host.KernelModule;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceType;

/** A kernel module that the testbed loaded. It stays loaded if others use it. */
public final class ModuleType implements ResourceType {
    public static final String TYPE = "module";

    private static final String NAME = "name";

    public static ResourceHandle of(String name) {
        return new ResourceHandle(TYPE, Map.of(NAME, name));
    }

    static boolean isLoaded(String name, ObservedState state) {
        return KernelModule.users(state.machine(), name).isPresent();
    }

    @Override
    public Presence detect(ResourceHandle handle, ObservedState state) {
        String name = handle.attribute(NAME);
        boolean unused = KernelModule.users(state.machine(), name).equals(OptionalInt.of(state.releasedUsers(name)));
        return unused ? Presence.OWNED : Presence.ABSENT;
    }

    @Override
    public List<Command> remove(ResourceHandle handle, ObservedState state) {
        return KernelModule.unload(state.machine(), handle.attribute(NAME));
    }

    @Override
    public List<String> sharedAttributes() {
        return List.of(NAME);
    }
}
