// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.lab.GuestResult;
import org.mqecn.lab.GuestSpec;
import org.mqecn.lab.Lab;
import org.mqecn.lab.TestLimits;

@Tag("lab")
@DisplayName("Installing a port")
final class PortInstallerLabTest {
    @TempDir
    private Path out;

    @Test
    @DisplayName("dumps links and qdiscs once before the change and once after it")
    void readsOnce() {
        String script =
                """
                ip link add eth1 type veth peer name eth2 && ip link set eth1 up && ip link set eth2 up
                java -Dmqecn.home='%s' -cp '%s' %s eth1
                """
                        .formatted(
                                LocalMachine.current().home(),
                                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                                InstallRequestCounter.class.getName());
        GuestResult result = new Lab(LocalMachine.current(), System.err::println)
                .prepareGuest(false)
                .run(GuestSpec.shell(script, out).withLimit(TestLimits.GUEST));
        assertEquals(
                "install {links=2, qdiscs=2}\nrepeat {links=1, qdiscs=1}\n",
                result.output(),
                () -> result.output() + result.errors());
    }
}
