// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class UntestedPartsTest {
    @Test
    void sharesAPhraseByReason() {
        UntestedParts parts = new UntestedParts();
        assertEquals(List.of(), parts.phrases());
        parts.add("h1", "no path");
        parts.add("s1", "no queue");
        parts.add("h2", "no path");
        assertEquals(List.of("h1, h2: no path", "s1: no queue"), parts.phrases());
        for (int i = 3; i <= 6; i++) {
            parts.add("h" + i, "no path");
        }
        assertEquals("h1, h2, h3, h4 and 2 more: no path", parts.phrases().get(0));
    }
}
