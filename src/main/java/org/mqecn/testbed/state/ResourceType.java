// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.host.Command;

/** One type of {@link ResourceHandle}: finds the recorded resource, checks its owner, and plans its removal. */
public interface ResourceType {
    /** What exists where a handle points. */
    enum Presence {
        ABSENT,
        /** The recorded resource. */
        OWNED,
        /** Something else of the same name. */
        FOREIGN
    }

    Presence detect(ResourceHandle handle, ObservedState state);

    /** The commands that remove the resource or restore the value before it; called only if it is owned. */
    List<Command> remove(ResourceHandle handle, ObservedState state);

    /** Attributes that are captured before the creation and added to the handle: what removal restores. */
    default Map<String, String> captureBefore(ResourceHandle handle, ObservedState state) {
        return Map.of();
    }

    /** Attributes that are captured after the creation and added to the handle: what identifies the resource. */
    default Map<String, String> captureAfter(ResourceHandle handle) {
        return Map.of();
    }

    /** Whether the resource may still exist after a reboot. */
    default boolean survivesReboot() {
        return false;
    }

    /**
     * The attributes that identify a resource that testbeds share. A shared resource is removed with the last testbed
     * that has a handle of it. Empty for resources that belong to one testbed.
     */
    default List<String> sharedAttributes() {
        return List.of();
    }

    /**
     * Describes why two handles exclude each other: {@code sysctl net.core.somaxconn: 4096 here, 8192}.
     *
     * @param other a handle of this type of another testbed
     */
    default Optional<String> conflict(ResourceHandle handle, ResourceHandle other) {
        return Optional.empty();
    }

    /** The namespace whose removal removes this resource too; empty if it has to be removed by itself. */
    default String owningNamespace(ResourceHandle handle) {
        return "";
    }

    /** Updates an observed state as if the resource were removed. */
    default void applyRemoval(ResourceHandle handle, ObservedState state) {}
}
