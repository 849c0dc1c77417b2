// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mqecn.value.UserError;

@DisplayName("A release of Debian")
class StockReleaseTest {
    @Test
    @DisplayName("has a name and a series of the kernel")
    void isFoundByNameAndKernel() {
        assertEquals(StockRelease.TRIXIE, StockRelease.find("trixie"));
        assertEquals(StockRelease.TRIXIE, StockRelease.find("6.12"));
        assertEquals(StockRelease.BOOKWORM_BACKPORTS, StockRelease.find("bookworm-backports"));
    }

    @Test
    @DisplayName("that is unknown is refused with a list of those that are known")
    void refusesUnknownReleases() {
        for (String name : new String[] {"", "6.13", "Trixie", "backports"}) {
            UserError error = assertThrows(UserError.class, () -> StockRelease.find(name), name);
            assertTrue(error.remedy().contains("trixie (or 6.12)"), error.remedy());
        }
    }
}
