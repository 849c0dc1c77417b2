// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.value.UserError;

class BuildToolsTest {
    @Test
    void diagnosticsAreTheCompilersWords() {
        String errors =
                """
                make[1]: Entering directory
                x.c: In function 'enqueue':
                x.c:34:23: error: expected ';' before 'return'
                   34 |         marks++
                make[2]: *** [Makefile:250: x.o] Error 1
                """;
        assertEquals(
                Optional.of("x.c:34:23: error: expected ';' before 'return'\n   34 |         marks++"),
                BuildTools.diagnostics(errors));
        assertEquals(
                Optional.of("ERROR: modpost: \"none\" [sch_dwrr_x.ko] undefined!"),
                BuildTools.diagnostics("ERROR: modpost: \"none\" [sch_dwrr_x.ko] undefined!\nmake: *** Error 2\n"));
        assertEquals(Optional.empty(), BuildTools.diagnostics("make: *** No rule to make target\n"));
    }

    /** A cache may have the kernel, but not the modules, on a machine that cannot build any. */
    @Test
    void missingProgramIsNamedWithItsPackage(@TempDir Path folder) {
        UserError error = assertThrows(UserError.class, () -> new BuildTools().run(folder, "no-such-make", "-C", "tc"));
        assertEquals("cannot build: no no-such-make on this machine", error.getMessage());
        assertEquals("apt-get install no-such-make", error.remedy());
    }
}
