// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class TracesTest {
    @Test
    void testbedsShareASysctlOfTheSameValue() {
        Entry entry = new Entry("boot", "p", SysctlTrace.of("", "net.x", "1")).with(Map.of("old", "0"));
        assertTrue(Traces.isShared(entry, SysctlTrace.of("", "net.x", "1")));
        assertFalse(Traces.isShared(entry, SysctlTrace.of("", "net.x", "2")));
    }

    @Test
    void aNamespaceBelongsToOneTestbed() {
        Entry entry = new Entry("boot", "namespace a", NamespaceTrace.of("a"));
        assertFalse(Traces.isShared(entry, entry.trace()));
    }
}
