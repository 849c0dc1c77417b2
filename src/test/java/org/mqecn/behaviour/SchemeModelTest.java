// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.behaviour.dwrr.EcnSharpModel;
import org.mqecn.lab.SchemeProgram;

@Tag("tools")
@DisplayName("A scheme decides about each packet as its model does")
class SchemeModelTest {
    private static final Path KMOD = Path.of("kmod").toAbsolutePath();
    private static final int PACKETS = 100_000;
    private static final int LONGEST_PHASE = 400;
    private static final long SEED = 15;

    @TempDir
    static Path folder;

    /** Sojourn times rise and fall around both targets, in phases. */
    @Test
    void ecnSharp() {
        SchemeProgram program = new SchemeProgram(KMOD, KMOD.resolve("schemes/ecn-sharp.c"), folder);
        long insTarget = 200_000;
        long pstTarget = 85_000;
        long pstInterval = 200_000;
        EcnSharpModel model = new EcnSharpModel(insTarget, pstTarget, pstInterval);
        StringBuilder steps = new StringBuilder("start %d %d %d\n".formatted(insTarget, pstTarget, pstInterval));
        List<Boolean> expected = new ArrayList<>();
        Random random = new Random(SEED);
        long now = 1_000_000_000;
        long level = 0;
        for (int packet = 0, phaseEnd = 0; packet < PACKETS; packet++) {
            if (packet == phaseEnd) {
                phaseEnd += 1 + random.nextInt(LONGEST_PHASE);
                level = random.nextLong(2 * pstTarget);
            }
            now += 1 + random.nextLong(pstInterval / 10);
            long sojourn = level + random.nextLong(pstTarget) + (random.nextInt(100) == 0 ? insTarget : 0);
            steps.append("depart %d %d 3000 3000 1538\n".formatted(now, sojourn));
            expected.add(model.marks(now, sojourn));
        }
        List<String> lines = program.run(steps.toString());
        assertEquals(PACKETS + 1, lines.size());
        for (int packet = 0; packet < PACKETS; packet++) {
            assertEquals(expected.get(packet), lines.get(packet).equals("1"), "packet " + packet);
        }
        assertEquals(model.statistics(), lines.get(PACKETS));
        assertTrue(expected.contains(true) && expected.contains(false));
        for (String count : model.statistics().split(" ")) {
            assertTrue(Integer.parseInt(count) > PACKETS / 100, "the packets exercise both conditions: " + count);
        }
    }
}
