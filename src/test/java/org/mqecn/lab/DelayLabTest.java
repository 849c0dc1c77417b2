// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.host.LocalMachine;

@Tag("lab")
@DisplayName("A delay of a guest's device")
final class DelayLabTest {
    @TempDir
    private Path out;

    @Test
    @DisplayName(
            "is the same with the tc of iproute2 6.1, which gives the kernel ticks, and of 6.15, which gives it nanoseconds")
    void ticksAndNanoseconds() {
        GuestResult result = new Lab(LocalMachine.current(), System.err::println)
                .prepareGuest(false)
                .run(GuestSpec.shell(
                                """
                                delay() { python3 src/test/resources/org/mqecn/lab/netem-delay.py "$@"; }
                                ip link add one type veth peer two; ip link set one up; ip link set two up
                                tc qdisc add dev one root handle 1: netem limit 1000000 delay 100us
                                delay one; delay two 100000
                                """,
                                out)
                        .withLimit(TestLimits.GUEST));
        assertEquals(0, result.exitStatus(), result.output() + result.errors());
        assertEquals("99968\n99968\n", result.output());
    }
}
