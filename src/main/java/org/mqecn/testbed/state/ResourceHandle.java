// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.state;

import java.util.Map;

/**
 * What is recorded about a resource before it is created. It is enough for another process to find the resource after a
 * crash, to distinguish it from a foreign one of the same name, and to remove it, all without the testbed's file.
 *
 * @param type the name of its {@link ResourceType}
 */
public record ResourceHandle(String type, Map<String, String> attributes) {
    public ResourceHandle {
        attributes = Map.copyOf(attributes);
    }

    /** An attribute; the empty text if it is unknown. */
    public String attribute(String name) {
        return attributes.getOrDefault(name, "");
    }
}
