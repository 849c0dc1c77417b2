// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DeviceNamesTest {
    @Test
    void keepsShortNames() {
        assertEquals("fifteen-letters", DeviceNames.shorten("fifteen-letters"));
    }

    @Test
    void longNamesWithTheSamePrefixStayDistinct() {
        String one = DeviceNames.shorten("bridge-server-number-1");
        String other = DeviceNames.shorten("bridge-server-number-2");
        assertEquals(15, one.length());
        assertTrue(one.startsWith("bridge-se-"), one);
        assertNotEquals(one, other);
        assertEquals(one, DeviceNames.shorten("bridge-server-number-1"));
    }

    @Test
    void appendsANumberToDuplicates() {
        Set<String> taken = new HashSet<>(List.of("eth1"));
        assertEquals(
                List.of("h1", "h1-2", "h1-3"),
                List.of(
                        DeviceNames.allocate("h1", taken),
                        DeviceNames.allocate("h1", taken),
                        DeviceNames.allocate("h1", taken)));
        assertEquals(List.of("eth0", "eth2"), List.of(DeviceNames.allocateEth(taken), DeviceNames.allocateEth(taken)));
    }

    @Test
    void macAddressesAreLocallyAdministeredUnicast() {
        String mac = MacAddressGenerator.generate("star", "h1", "eth0");
        assertTrue(mac.matches("02(:[0-9a-f]{2}){5}"), mac);
        assertEquals(mac, MacAddressGenerator.generate("star", "h1", "eth0"));
        assertNotEquals(mac, MacAddressGenerator.generate("star", "h2", "eth0"));
        assertNotEquals(mac, MacAddressGenerator.generate("video", "h1", "eth0"));
    }
}
