// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ComparisonTableTest {
    @Test
    void tableIsAsItWas() throws IOException {
        assertEquals(golden("comparison-table.txt"), ComparisonTable.of(Examples.comparison()));
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = ComparisonTableTest.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
