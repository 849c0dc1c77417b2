// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mqecn.value.UserError;

@DisplayName("The memory of a guest for a fabric")
final class FabricMemoryTest {
    private static final long GIBIBYTE = 1L << 30;

    @Test
    void isTheDefaultForFewNodes() {
        assertEquals(OptionalLong.empty(), FabricMemory.require(64, OptionalLong.of(GIBIBYTE)));
    }

    @Test
    void growsWithTheNodes() {
        long fabric = FabricMemory.require(168, OptionalLong.of(16 * GIBIBYTE)).orElseThrow();

        assertTrue(fabric > 2 * GIBIBYTE && fabric <= 4 * GIBIBYTE, fabric + " bytes");
        assertTrue(FabricMemory.require(1000, OptionalLong.empty()).orElseThrow() > fabric);
    }

    @Test
    void isRefusedBeforeTheStartIfTheMachineLacksIt() {
        UserError error = assertThrows(
                UserError.class,
                () -> FabricMemory.require(
                        1024, FabricMemory.available("MemTotal:  4028 kB\nMemAvailable:    3145728 kB\n")));

        assertEquals(
                "a testbed of 1024 hosts and switches needs a guest with about 5888 MiB of memory, and this machine has"
                        + " 3072 MiB available",
                error.getMessage());
        assertTrue(error.remedy().contains("smaller"), error.remedy());
    }
}
