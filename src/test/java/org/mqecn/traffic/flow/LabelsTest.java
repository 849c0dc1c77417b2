// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.traffic.flow.Labels.Part;

@DisplayName("A flow's code points")
final class LabelsTest {
    private static final int SERVICE = 5;

    private static List<Part> parts(Labels labels, long size) {
        List<Part> parts = new ArrayList<>();
        for (long sent = 0; sent < size; sent += parts.get(parts.size() - 1).bytes()) {
            parts.add(labels.next(sent, size, SERVICE));
        }
        return parts;
    }

    @Test
    @DisplayName("are its service's, all the way")
    void service() {
        assertEquals(List.of(new Part(SERVICE, 20_000_000)), parts(Labels.OF_SERVICE, 20_000_000));
    }

    @Test
    @DisplayName("begin with another one, which a short flow keeps")
    void demotion() {
        Labels labels = new Labels.Demotion(0, 100_000);

        assertEquals(List.of(new Part(0, 100_000), new Part(SERVICE, 50_000)), parts(labels, 150_000));
        assertEquals(List.of(new Part(0, 40_000)), parts(labels, 40_000));
        assertEquals(List.of(new Part(0, Head.LENGTH), new Part(SERVICE, 84)), parts(new Labels.Demotion(0, 1), 100));
    }

    @ParameterizedTest
    @CsvSource({"16, 0", "1024, 0", "1300, 1", "2048, 4", "102400, 26", "1048576, 40", "33554432, 60", "56500000, 63",
        "9000000000, 63"})
    @DisplayName("tell what is left, four to a doubling")
    void rank(long left, int rank) {
        assertEquals(rank, Labels.Remaining.rank(left));
    }

    @Test
    @DisplayName("go down as less is left, and are told anew every 64 KB")
    void remaining() {
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            long size = Head.LENGTH + random.nextInt(20_000_000);
            List<Part> parts = parts(new Labels.Remaining(), size);
            assertEquals(size, parts.stream().mapToLong(Part::bytes).sum());
            assertEquals(Labels.Remaining.rank(size), parts.get(0).dscp());
            for (int part = 1; part < parts.size(); part++) {
                assertTrue(parts.get(part).dscp() <= parts.get(part - 1).dscp());
                assertTrue(parts.get(part).bytes() <= Labels.STEP);
            }
        }
    }
}
