// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.ovs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mqecn.value.UserError;

@DisplayName("Open vSwitch database")
final class OvsStateTest {
    private static final Path FOLDER = Path.of("src/test/resources/org/mqecn/testbed/ovs");
    private static final String PORTS = "{\"data\":[[[\"uuid\",\"p\"],\"eth1\",[\"map\",[]]]],"
            + "\"headings\":[\"_uuid\",\"name\",\"external_ids\"]}";

    private static String captured(String table) throws IOException {
        return Files.readString(FOLDER.resolve("ovs-3.1.0-" + table + ".json"));
    }

    private static OvsState.OvsBridge bridge(String columns) {
        String table = "{\"data\":[[\"br0\"," + columns + "]],\"headings\":"
                + "[\"name\",\"external_ids\",\"other_config\",\"datapath_type\",\"ports\"]}";
        return OvsState.parse(table, PORTS).bridge("br0").orElseThrow();
    }

    @Test
    @DisplayName("a bridge has its owner, datapath, hardware address and the owners of its ports")
    void ownBridge() throws IOException {
        OvsState actual = OvsState.parse(captured("bridges"), captured("ports"));
        assertTrue(actual.running());
        assertEquals(
                Map.of(
                        "br7",
                        new OvsState.OvsBridge(
                                "v",
                                OvsState.USERSPACE_DATAPATH,
                                "02:ba:72:aa:23:7b",
                                Map.of("br7", "", "br7-h1", "v", "br7-h2", "v"))),
                actual.bridges());
    }

    @Test
    @DisplayName("foreign bridges have no owner; the kernel datapath is the default")
    void foreignBridges() {
        assertEquals(
                new OvsState.OvsBridge("", OvsState.KERNEL_DATAPATH, "", Map.of("eth1", "")),
                bridge("[\"map\",[[\"a\",\"b\"]]],[\"map\",[]],\"\",[\"uuid\",\"p\"]"));
        assertEquals(
                Map.of(),
                bridge("[\"map\",[]],[\"map\",[]],\"system\",[\"set\",[]]").ports());
    }

    @Test
    @DisplayName("malformed tables are an error")
    void malformed() {
        for (String text : List.of("{", "ovs-vsctl: no")) {
            assertThrows(UserError.class, () -> OvsState.parse(text, PORTS));
        }
    }
}
