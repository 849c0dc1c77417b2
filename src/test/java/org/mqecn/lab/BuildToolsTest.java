// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

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
}
