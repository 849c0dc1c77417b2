// SPDX-License-Identifier: Apache-2.0
package org.mqecn.kmod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.Machine;
import org.mqecn.lab.Guest;
import org.mqecn.lab.GuestResult;
import org.mqecn.lab.GuestSpec;
import org.mqecn.lab.Lab;

/** What the kernel's own ways of testing say of the module. */
@Tag("lab")
@DisplayName("In the kernel's own tests the module")
class KernelTest {
    private static final Path SELFTESTS = Path.of("src", "test", "selftests");
    private static final String KUNIT = """
            set -e
            modprobe dwrr_test
            cat /sys/kernel/debug/kunit/dwrr/results
            """;

    private static Guest guest;

    @TempDir
    static Path out;

    @BeforeAll
    static void prepareGuest() {
        guest = new Lab(Machine.local(), System.err::println).guest("debug".equals(System.getProperty("mqecn.guest")));
    }

    @TestFactory
    @DisplayName("answers the five questions as the papers do (KUnit)")
    Stream<DynamicTest> kunit() {
        GuestResult result = guest.run(GuestSpec.shell(KUNIT, out));
        assertEquals(0, result.exitStatus(), result::errors);
        List<String> verdicts = result.output().lines().map(String::strip)
                .filter(line -> line.matches("(not )?ok \\d+ \\w+") && !line.endsWith(" dwrr"))
                .toList();
        assertFalse(verdicts.isEmpty(), result::output);
        return verdicts.stream().map(verdict -> DynamicTest.dynamicTest(
                verdict.replaceFirst("(not )?ok \\d+ ", "").replace('_', ' '),
                () -> assertFalse(verdict.startsWith("not"), result::output)));
    }

    /** About half a minute each. The kernel's tests come from the distribution's kernel source. */
    @ParameterizedTest(name = "passes {0}")
    @ValueSource(strings = {"forwarding.sh", "tdc.sh"})
    void passesTheKernelsSelftests(String script) {
        String path = SELFTESTS.resolve(script).toString();
        CommandResult fetched = new CommandRunner().capture(List.of("bash", path, "--fetch"));
        assertEquals(0, fetched.exitStatus(), fetched::errors);
        passes("bash", path);
    }

    @Test
    @DisplayName("serves below every classful qdisc")
    void servesAsChild() {
        passes("bash", SELFTESTS.resolve("parents.sh").toString());
    }

    @Test
    @DisplayName("refuses netlink attributes that are truncated, oversized, unknown or out of range")
    void refusesBadAttributes() {
        passes("python3", SELFTESTS.resolve("netlink.py").toString());
    }

    private static void passes(String... command) {
        GuestResult result = guest.run(GuestSpec.of(List.of(command), out).withLimit(Duration.ofMinutes(10)));
        System.out.println(result.output());
        assertEquals(0, result.exitStatus(), () -> result.output() + result.errors());
    }
}
