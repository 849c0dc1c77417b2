// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.state;

import java.util.Map;

/**
 * What is recorded of a part before it is made: enough to find it, to tell it from somebody else's of the same name,
 * and to remove it, by another process, after a crash, without the testbed's file.
 *
 * @param type which kind of trace it is: {@code ResourceTypes} knows what to do with each
 * @param attributes by name, all of them text
 */
public record ResourceHandle(String type, Map<String, String> attributes) {
    public ResourceHandle {
        attributes = Map.copyOf(attributes);
    }

    /** A fact; the empty text where it is not known. */
    public String attribute(String name) {
        return attributes.getOrDefault(name, "");
    }
}
