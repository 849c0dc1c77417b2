// SPDX-License-Identifier: Apache-2.0
package org.mqecn.kmod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.host.LocalMachine;
import org.mqecn.lab.Guest;
import org.mqecn.lab.GuestResult;
import org.mqecn.lab.GuestSpec;
import org.mqecn.lab.Lab;
import org.mqecn.lab.ModuleCoverage;

/**
 * Runs the KUnit suites of the modules. Each case is a test, and so is each suite: the log of a suite has a limited
 * length, and after a long explanation the verdict of a case may be missing.
 */
@Tag("lab")
@DisplayName("The algorithms of the modules")
class KUnitTest {
    private static final String KUNIT =
            """
            set -e
            for scheme in /lib/modules/$(uname -r)/sch_dwrr_*.ko; do
                modprobe $(basename $scheme .ko)
            done
            for suite in dwrr dwrr_scheme eiffel; do
                modprobe ${suite}_test
                cat /sys/kernel/debug/kunit/$suite/results
            done
            """;

    private static Guest guest;

    @TempDir
    static Path out;

    @BeforeAll
    static void prepareGuest() {
        guest = new Lab(LocalMachine.current(), System.err::println)
                .prepareGuest("debug".equals(System.getProperty("mqecn.guest")));
    }

    @TestFactory
    @DisplayName("pass their KUnit suites")
    Stream<DynamicTest> kunit() {
        GuestResult result = guest.run(GuestSpec.of(ModuleCoverage.measure(List.of("bash", "-c", KUNIT)), out));
        assertEquals(0, result.exitStatus(), result::errors);
        List<String> verdicts = result.output()
                .lines()
                .map(String::strip)
                .filter(line -> line.matches("(not )?ok \\d+ \\w+"))
                .toList();
        assertFalse(verdicts.isEmpty(), result::output);
        return verdicts.stream()
                .map(verdict -> DynamicTest.dynamicTest(
                        verdict.replaceFirst("(not )?ok \\d+ ", "").replace('_', ' '),
                        () -> assertFalse(verdict.startsWith("not"), result::output)));
    }
}
