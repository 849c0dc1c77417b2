// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DevicesTest {
    @Test
    void aNameThatFitsStays() {
        assertEquals("fifteen-letters", Devices.shortened("fifteen-letters"));
    }

    @Test
    void longNamesThatBeginAlikeStayApart() {
        String one = Devices.shortened("bridge-server-number-1");
        String other = Devices.shortened("bridge-server-number-2");
        assertEquals(15, one.length());
        assertTrue(one.startsWith("bridge-se-"), one);
        assertNotEquals(one, other);
        assertEquals(one, Devices.shortened("bridge-server-number-1"));
    }

    @Test
    void whatIsTakenGetsANumber() {
        Set<String> taken = new HashSet<>(List.of("eth1"));
        assertEquals(List.of("h1", "h1-2", "h1-3"), List.of(Devices.take("h1", taken), Devices.take("h1", taken),
                Devices.take("h1", taken)));
        assertEquals(List.of("eth0", "eth2"), List.of(Devices.takeEth(taken), Devices.takeEth(taken)));
    }

    @Test
    void hardwareAddressesAreLocalAndOfOneDevice() {
        String mac = MacAddress.of("star", "h1", "eth0");
        assertTrue(mac.matches("02(:[0-9a-f]{2}){5}"), mac);
        assertEquals(mac, MacAddress.of("star", "h1", "eth0"));
        assertNotEquals(mac, MacAddress.of("star", "h2", "eth0"));
        assertNotEquals(mac, MacAddress.of("video", "h1", "eth0"));
    }
}
