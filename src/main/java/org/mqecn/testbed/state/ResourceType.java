// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.host.Command;

/**
 * What is to be known about one type of {@link ResourceHandle}: how to find what it tells of, how to be sure that this is ours,
 * and how to remove it.
 */
public interface ResourceType {
    /** What is found where a trace leads. */
    enum Presence {
        /** Nothing. */
        ABSENT,
        /** What the trace tells of. */
        OWNED,
        /** Something else of the same name. */
        FOREIGN
    }

    Presence detect(ResourceHandle handle, ObservedState state);

    /** What removes it, or brings back what was there before. Only asked for what is found to be ours. */
    List<Command> remove(ResourceHandle handle, ObservedState state);

    /** What has to be known later about the time before it was made; it is added to the trace. */
    default Map<String, String> captureBefore(ResourceHandle handle, ObservedState state) {
        return Map.of();
    }

    /** What tells it from all others once it is made; it is added to the trace. */
    default Map<String, String> captureAfter(ResourceHandle handle) {
        return Map.of();
    }

    /** Whether it may be there after a reboot. */
    default boolean survivesReboot() {
        return false;
    }

    /**
     * Names of the facts by which testbeds have it in common: the one that made it keeps it until no other one has a
     * trace of it. Empty for what belongs to one testbed.
     */
    default List<String> sharedAttributes() {
        return List.of();
    }

    /**
     * What cannot be true of both: {@code sysctl net.core.somaxconn: 4096 here, 8192}. Empty where they get along.
     *
     * @param other a trace of this kind of another testbed
     */
    default Optional<String> conflict(ResourceHandle handle, ResourceHandle other) {
        return Optional.empty();
    }

    /** The namespace with which it is gone; empty where it has to be removed by itself. */
    default String owningNamespace(ResourceHandle handle) {
        return "";
    }

    /** Takes from an observed state what is gone with the removal of this resource. */
    default void applyRemoval(ResourceHandle handle, ObservedState state) {}
}
