// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mqecn.host.Command;
import org.mqecn.value.UserError;

@DisplayName("The local ports of the sender")
final class LocalPortRangeTest {
    private static final Command WIDEN =
            Command.of("sysctl", "-w", LocalPortRange.SYSCTL + "=" + LocalPortRange.UNPRIVILEGED);

    @Test
    @DisplayName("suffice for all flows, or an error has the remedy")
    void require() {
        LocalPortRange.requireEnough(28_232, "32768\t60999\n", WIDEN);

        UserError error =
                assertThrows(UserError.class, () -> LocalPortRange.requireEnough(28_233, "32768\t60999\n", WIDEN));
        assertEquals(
                "28233 connections to one server, and net.ipv4.ip_local_port_range has 28232 ports",
                error.getMessage());
        assertEquals("sysctl -w 'net.ipv4.ip_local_port_range=1024 65535' gives enough", error.remedy());
    }
}
