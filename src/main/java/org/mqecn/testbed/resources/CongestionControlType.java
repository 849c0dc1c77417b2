// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.host.Command;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceType;

/**
 * An allowed congestion control. The sysctl with the list is shared by the whole machine: removal keeps the entries of
 * others.
 */
public final class CongestionControlType implements ResourceType {
    public static final String TYPE = "congestion-control";
    static final String ALLOWED = "net.ipv4.tcp_allowed_congestion_control";

    private static final String NAME = "name";

    static ResourceHandle of(String name) {
        return new ResourceHandle(TYPE, Map.of(NAME, name));
    }

    private static Stream<String> allowed(ObservedState state) {
        return sysctlWords(ALLOWED, state);
    }

    private static Stream<String> sysctlWords(String key, ObservedState state) {
        return Arrays.stream(state.sysctl("", key).orElse("").split(" ")).filter(word -> !word.isEmpty());
    }

    /** Whether the kernel has it, built in or as a loaded module. */
    static boolean isAvailable(String name, ObservedState state) {
        return sysctlWords("net.ipv4.tcp_available_congestion_control", state).anyMatch(name::equals);
    }

    static boolean isAllowed(String name, ObservedState state) {
        return allowed(state).anyMatch(name::equals);
    }

    /** The command that allows it, and others that were allowed since the state was observed. */
    static Command allow(String name, List<String> others, ObservedState state) {
        return SysctlType.set(
                "",
                ALLOWED,
                Stream.of(allowed(state), others.stream(), Stream.of(name))
                        .flatMap(names -> names)
                        .distinct()
                        .collect(Collectors.joining(" ")));
    }

    @Override
    public Presence detect(ResourceHandle handle, ObservedState state) {
        return isAllowed(handle.attribute(NAME), state) ? Presence.OWNED : Presence.ABSENT;
    }

    @Override
    public List<Command> remove(ResourceHandle handle, ObservedState state) {
        return List.of(SysctlType.set(
                "",
                ALLOWED,
                allowed(state)
                        .filter(name -> !name.equals(handle.attribute(NAME)))
                        .collect(Collectors.joining(" "))));
    }

    @Override
    public List<String> sharedAttributes() {
        return List.of(NAME);
    }
}
