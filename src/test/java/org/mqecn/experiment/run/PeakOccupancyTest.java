// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mqecn.experiment.run.DeviceQueueReader.PortReading;
import org.mqecn.experiment.run.DeviceQueueReader.QueueReading;
import org.mqecn.result.QueueRow;

@DisplayName("The peak occupancy of a port")
final class PeakOccupancyTest {
    private static QueueRow row(long timeUs, int queue, long backlog) {
        return new QueueRow(timeUs, queue, backlog, null, null, 0);
    }

    private static PortReading watermarks(long port, long... queues) {
        List<QueueReading> readings = LongStream.of(queues)
                .mapToObj(bytes -> new QueueReading(
                        0, 0, OptionalLong.empty(), OptionalLong.empty(), 0, 0, 0, OptionalLong.of(bytes)))
                .toList();
        return new PortReading(readings, OptionalLong.of(port), List.of());
    }

    private static PeakOccupancy sampled(long fromUs, long toUs, QueueRow... rows) {
        return PeakOccupancy.of(List.of(rows), fromUs, toUs, PortReading.NONE, PortReading.NONE);
    }

    @Test
    void isTheHighestSumOfOneSample() {
        PeakOccupancy peak = sampled(
                0, 400, row(100, 0, 5000), row(100, 1, 1000), row(200, 0, 1000), row(300, 1, 4500), row(400, 1, 0));

        assertEquals(6000, peak.port());
        assertEquals(Map.of(0, 5000L, 1, 4500L), peak.queues());
    }

    @Test
    void leavesOutWhatIsBeforeAndAfterTheWindow() {
        PeakOccupancy peak =
                sampled(200, 300, row(0, 0, 9000), row(200, 0, 1000), row(300, 0, 2000), row(400, 0, 8000));

        assertEquals(2000, peak.port());
        assertEquals(Map.of(0, 2000L), peak.queues());
    }

    @Test
    void countsTheSampleThatIsInForceWhenTheWindowBegins() {
        assertEquals(3000, sampled(200, 300, row(100, 0, 3000), row(250, 0, 0)).port());
    }

    @Test
    void isExactIfTheWatermarkRoseInTheWindow() {
        PeakOccupancy peak = PeakOccupancy.of(
                List.of(row(100, 0, 3000), row(100, 1, 2000)),
                100,
                200,
                watermarks(4000, 2500, 2500),
                watermarks(6152, 3500, 2500));

        assertEquals(6152, peak.port());
        assertEquals(Map.of(0, 3500L, 1, 2000L), peak.queues());
    }

    @Test
    void isNothingWithoutSamples() {
        assertEquals(0, sampled(0, 100).port());
        assertEquals(Map.of(), sampled(0, 100).queues());
    }
}
