// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.mqecn.host.LocalMachine;

@Tag("lab")
@Timeout(300)
@Isolated("counts the child processes of this JVM")
class GuestLimitTest {
    @TempDir
    Path out;

    @Test
    void relaysOutputDuringTheCommandAndKillsAllProcessesAtTheTimeLimit() {
        Guest guest = new Lab(LocalMachine.current(), System.err::println).prepareGuest(false);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Guest.GuestExit guestExit = guest.run(
                GuestSpec.shell("echo early; while :; do :; done", out).withLimit(Duration.ofSeconds(4)),
                output,
                output);
        assertEquals(Guest.TIMED_OUT, guestExit.exitStatus());
        assertEquals("early\n", output.toString(StandardCharsets.UTF_8));
        assertEquals(0, ProcessHandle.current().descendants().count());
    }
}
