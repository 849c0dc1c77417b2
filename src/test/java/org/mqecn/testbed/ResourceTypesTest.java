// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mqecn.testbed.resources.NamespaceType;
import org.mqecn.testbed.resources.SysctlType;
import org.mqecn.testbed.state.StateEntry;

final class ResourceTypesTest {
    @Test
    void testbedsShareSysctlWithSameValue() {
        StateEntry entry =
                new StateEntry("boot", "p", SysctlType.of("", "net.x", "1")).withAttributes(Map.of("old", "0"));
        assertTrue(ResourceTypes.isShared(entry, SysctlType.of("", "net.x", "1")));
        assertFalse(ResourceTypes.isShared(entry, SysctlType.of("", "net.x", "2")));
    }

    @Test
    void namespaceBelongsToOneTestbed() {
        StateEntry entry = new StateEntry("boot", "namespace a", NamespaceType.of("a"));
        assertFalse(ResourceTypes.isShared(entry, entry.handle()));
    }
}
