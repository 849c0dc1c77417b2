// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.mqecn.figure.Comparison.Occupancy;

class SamplesTest {
    @Test
    void linesBecomeColumnsOfTheFirstQueues() {
        Occupancy occupancy = Samples.parse("0,1538,32768,0,3076,32768,1,0,32768,0\n200,0,32768,0,4614,32768,2,0,32768,0\n", 2);
        assertArrayEquals(new long[] {0, 200}, occupancy.timeUs());
        assertEquals(2, occupancy.queues().size());
        assertArrayEquals(new long[] {1538, 0}, occupancy.queues().get(0).backlogBytes());
        assertArrayEquals(new long[] {3076, 4614}, occupancy.queues().get(1).backlogBytes());
        assertArrayEquals(new long[] {32768, 32768}, occupancy.queues().get(1).thresholdBytes());
        assertArrayEquals(new long[] {1, 2}, occupancy.queues().get(1).markedPackets());
    }
}
