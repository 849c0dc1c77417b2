// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.Map;

/**
 * What is recorded of a part before it is made: enough to find it, to tell it from somebody else's of the same name,
 * and to remove it, by another process, after a crash, without the testbed's file.
 *
 * @param type which kind of trace it is: {@link Traces} knows what to do with each
 * @param facts by name, all of them text
 */
public record Trace(String type, Map<String, String> facts) {
    public Trace {
        facts = Map.copyOf(facts);
    }

    /** A fact; the empty text where it is not known. */
    public String fact(String name) {
        return facts.getOrDefault(name, "");
    }
}
