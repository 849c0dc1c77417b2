// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mqecn.port.Counters;
import org.mqecn.port.DwrrCounter;
import org.mqecn.value.UserError;

@DisplayName("Counters read in place")
final class DwrrQueueCountersTest {
    private static final List<DwrrCounter> COUNTERS = List.of(
            DwrrCounter.SENT_BYTES,
            DwrrCounter.BACKLOG_PACKETS,
            DwrrCounter.MARKED_PACKETS,
            DwrrCounter.THRESHOLD_BYTES,
            DwrrCounter.SOJOURN_NS);

    private static DwrrQueueCounters countersOf(int qdisc) {
        return new DwrrQueueCounters(null, 0, new byte[0], qdisc, COUNTERS);
    }

    @Test
    @DisplayName("are those that are read otherwise, in each sample again")
    void equalTheOthers() {
        List<ByteBuffer> classes = NetlinkCapture.payloads("classes-6.1.192");
        DwrrQueueCounters counters = countersOf(Qdisc.parse(classes.get(0)).handle() & 0xffff0000);
        for (int sample = 0; sample < 2; sample++) {
            int compared = 0;
            for (ByteBuffer each : classes) {
                Qdisc parsed = Qdisc.parse(each);
                counters.addClass(each, 0, each.limit());
                Counters others = DwrrReader.counters(parsed.rawStatistics());
                for (int i = 0; i < COUNTERS.size(); i++) {
                    assertEquals(
                            others.get(COUNTERS.get(i)).orElse(DwrrQueueCounters.ABSENT),
                            counters.value((parsed.handle() & 0xffff) - 1, i),
                            COUNTERS.get(i).name());
                    compared += others.get(COUNTERS.get(i)).isPresent() ? 1 : 0;
                }
            }
            assertTrue(compared >= 3 * classes.size(), compared + " values");
        }
    }

    @Test
    @DisplayName("of a class that is cut off are refused")
    void refusesWhatIsCutOff() {
        ByteBuffer whole = NetlinkCapture.payloads("classes-6.1.192").get(0);
        DwrrQueueCounters counters = countersOf(Qdisc.parse(whole).handle() & 0xffff0000);
        for (int length : new int[] {0, 19, 21, 23, whole.limit() - 1}) {
            assertThrows(UserError.class, () -> counters.addClass(whole, 0, length), length + " bytes");
        }
    }
}
