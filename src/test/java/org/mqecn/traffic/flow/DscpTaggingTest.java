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
import org.mqecn.traffic.flow.DscpTagging.TaggedChunk;

@DisplayName("The DSCP of a flow")
final class DscpTaggingTest {
    private static final int SERVICE = 5;

    private static List<TaggedChunk> chunks(DscpTagging dscpTagging, long size) {
        List<TaggedChunk> parts = new ArrayList<>();
        for (long sent = 0; sent < size; sent += parts.get(parts.size() - 1).bytes()) {
            parts.add(dscpTagging.nextChunk(sent, size, SERVICE));
        }
        return parts;
    }

    @Test
    @DisplayName("is that of its service by default")
    void service() {
        assertEquals(List.of(new TaggedChunk(SERVICE, 20_000_000)), chunks(DscpTagging.PER_SERVICE, 20_000_000));
    }

    @Test
    @DisplayName("of the first bytes can differ; a short flow keeps it")
    void demotion() {
        DscpTagging dscpTagging = new DscpTagging.Demotion(0, 100_000);

        assertEquals(
                List.of(new TaggedChunk(0, 100_000), new TaggedChunk(SERVICE, 50_000)), chunks(dscpTagging, 150_000));
        assertEquals(List.of(new TaggedChunk(0, 40_000)), chunks(dscpTagging, 40_000));
        assertEquals(
                List.of(new TaggedChunk(0, ResponseHeader.LENGTH), new TaggedChunk(SERVICE, 84)),
                chunks(new DscpTagging.Demotion(0, 1), 100));
    }

    @ParameterizedTest
    @CsvSource({
        "16, 0",
        "1024, 0",
        "1300, 1",
        "2048, 4",
        "102400, 26",
        "1048576, 40",
        "33554432, 60",
        "56500000, 63",
        "9000000000, 63"
    })
    @DisplayName("encodes the remaining size, with four values per doubling")
    void dscpOfRemainingSize(long remaining, int dscp) {
        assertEquals(dscp, DscpTagging.RemainingSize.dscpOf(remaining));
    }

    @Test
    @DisplayName("decreases with the remaining size and is updated every 64 KiB")
    void remaining() {
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            long size = ResponseHeader.LENGTH + random.nextInt(20_000_000);
            List<TaggedChunk> parts = chunks(new DscpTagging.RemainingSize(), size);
            assertEquals(size, parts.stream().mapToLong(TaggedChunk::bytes).sum());
            assertEquals(DscpTagging.RemainingSize.dscpOf(size), parts.get(0).dscp());
            for (int part = 1; part < parts.size(); part++) {
                assertTrue(parts.get(part).dscp() <= parts.get(part - 1).dscp());
                assertTrue(parts.get(part).bytes() <= DscpTagging.MAX_CHUNK);
            }
        }
    }
}
