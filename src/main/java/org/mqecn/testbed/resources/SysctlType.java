// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.host.NetnsCommands;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceType;

/** A changed sysctl. Removal restores its old value, unless the value was changed again since. */
public final class SysctlType implements ResourceType {
    public static final String TYPE = "sysctl";

    private static final String NAMESPACE = "namespace";
    private static final String KEY = "key";
    private static final String VALUE = "value";
    private static final String OLD = "old";

    public static ResourceHandle of(String namespace, String key, String value) {
        return new ResourceHandle(TYPE, Map.of(NAMESPACE, namespace, KEY, key, VALUE, value));
    }

    static Command set(String namespace, String key, String value) {
        return new NetnsCommands(namespace).exec("sysctl", "-qw", key + "=" + value);
    }

    @Override
    public Presence detect(ResourceHandle handle, ObservedState state) {
        boolean same = state.sysctl(handle.attribute(NAMESPACE), handle.attribute(KEY))
                .filter(handle.attribute(VALUE)::equals)
                .isPresent();
        return same && !handle.attribute(VALUE).equals(handle.attribute(OLD)) ? Presence.OWNED : Presence.ABSENT;
    }

    @Override
    public List<Command> remove(ResourceHandle handle, ObservedState state) {
        return List.of(set(handle.attribute(NAMESPACE), handle.attribute(KEY), handle.attribute(OLD)));
    }

    @Override
    public Map<String, String> captureBefore(ResourceHandle handle, ObservedState state) {
        return state.sysctl(handle.attribute(NAMESPACE), handle.attribute(KEY))
                .map(value -> Map.of(OLD, value))
                .orElse(Map.of());
    }

    @Override
    public List<String> sharedAttributes() {
        return List.of(NAMESPACE, KEY, VALUE);
    }

    @Override
    public Optional<String> conflict(ResourceHandle handle, ResourceHandle other) {
        boolean same = handle.attribute(NAMESPACE).equals(other.attribute(NAMESPACE))
                && handle.attribute(KEY).equals(other.attribute(KEY));
        return same && !handle.attribute(VALUE).equals(other.attribute(VALUE))
                ? Optional.of("sysctl " + handle.attribute(KEY) + ": " + handle.attribute(VALUE) + " here, "
                        + other.attribute(VALUE))
                : Optional.empty();
    }

    @Override
    public String owningNamespace(ResourceHandle handle) {
        return handle.attribute(NAMESPACE);
    }
}
