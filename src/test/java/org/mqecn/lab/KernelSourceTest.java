// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mqecn.value.UserError;

/** Parses the output of apt 2.6 of Debian 12. */
class KernelSourceTest {
    @Test
    void readsTheNewestSourceFromTheMetapackage() {
        assertEquals(
                Optional.of("linux-source-6.1"),
                KernelSource.parseNewest("linux-source\n  Depends: linux-source-6.1\n"));
    }

    @Test
    void readsTheVersionFromThePolicy() {
        String policy =
                """
                linux-source-6.1:
                  Installed: (none)
                  Candidate: 6.1.192-2
                  Version table:
                     6.1.192-2 500
                """;
        assertEquals(Optional.of("6.1.192-2"), KernelSource.parseCandidate(policy));
        assertEquals(Optional.empty(), KernelSource.parseCandidate("linux-source-0:\n  Candidate: (none)\n"));
    }

    @Test
    void unknownSourceIsRejectedWithARemedy() {
        UserError error = assertThrows(
                UserError.class, () -> KernelSource.resolve(Optional.of("no-such-package"), new BuildTools()));
        assertTrue(error.getMessage().contains("no-such-package"), error.getMessage());
        assertTrue(error.remedy().contains("--kernel"), error.remedy());
    }
}
