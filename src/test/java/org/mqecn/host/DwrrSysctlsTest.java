// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.PortConfig;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QdiscRequest;
import org.mqecn.value.UserError;

final class DwrrSysctlsTest {
    @TempDir
    private Path root;

    private DwrrSysctls sysctls() {
        return new DwrrSysctls(new LocalMachine(root, root, root));
    }

    private List<String> assignments(String text) {
        return sysctls().expand(QdiscRequest.parse(QdiscKind.DWRR, List.of(text.split(" ")))).stream()
                .map(each -> DwrrSysctls.assignmentText(each, each.value()))
                .toList();
    }

    @Test
    void haveThePrototypesNames() {
        assertEquals(List.of("dwrr.ecn_scheme=3"), assignments("ecn-scheme mq-ecn"));
        assertEquals(
                List.of("dwrr.queue_thresh_bytes_3=16384", "dwrr.scheduler=1", "dwrr.enable_dequeue_ecn=1"),
                assignments("queue-thresh 3:16k scheduler wrr mark-at dequeue"));
        assertEquals(
                List.of("dwrr.idle_interval_ns=1200", "dwrr.bucket_ns=20000", "dwrr.buffer_mode=1"),
                assignments("idle-interval 1200ns bucket 20us buffer-mode static"));
    }

    @Test
    void expandsAllToEachQueue() throws IOException {
        Path folder = Files.createDirectories(root.resolve("proc/sys/dwrr"));
        for (int queue = 0; queue < 3; queue++) {
            Files.writeString(folder.resolve("queue_quantum_" + queue), "1538\n");
        }
        assertEquals(
                List.of("dwrr.queue_quantum_1=3076", "dwrr.queue_quantum_0=2000", "dwrr.queue_quantum_2=2000"),
                assignments("quantum 1:3076 all:2000"));
        assertEquals(OptionalLong.of(1538), sysctls().value(DwrrSetting.QUANTUM, 2));
        assertEquals(OptionalLong.empty(), sysctls().value(DwrrSetting.QUANTUM, 3));
    }

    @Test
    void refusesUnknownSysctls() {
        assertEquals(
                "rate belongs to one port",
                assertThrows(UserError.class, () -> assignments("rate 1gbit")).getMessage());
        assertEquals(
                "name the device: mqecn set DEV rate 1gbit",
                assertThrows(UserError.class, () -> assignments("rate 1gbit")).remedy());
        assertEquals(
                "quantum 256 is out of range",
                assertThrows(UserError.class, () -> assignments("quantum 0:256"))
                        .getMessage());
        assertEquals(
                "it goes from 1538 to 204800",
                assertThrows(UserError.class, () -> assignments("quantum 0:256"))
                        .remedy());
        assertThrows(UserError.class, () -> assignments("dscp 8:1"));
    }

    @Test
    void haveOneCodePointOfEachQueue() throws IOException {
        assertEquals(List.of("dwrr.queue_dscp_1=46", "dwrr.queue_dscp_2=63"), assignments("dscp 1:EF 2:63"));
        UserError error = assertThrows(UserError.class, () -> assignments("dscp 1:ef,44"));
        assertEquals("dscp 44,46: a sysctl gives each queue exactly one code point", error.getMessage());
        assertEquals("name the device: mqecn set DEV dscp QUEUE:ef,af41-af43", error.remedy());
        assertThrows(UserError.class, () -> assignments("dscp 1:none"));
        assertEquals(
                "trust belongs to one port",
                assertThrows(UserError.class, () -> assignments("trust pcp")).getMessage());

        Path folder = Files.createDirectories(root.resolve("proc/sys/dwrr"));
        for (int queue = 0; queue < 3; queue++) {
            Files.writeString(folder.resolve("queue_quantum_" + queue), "1538\n");
            Files.writeString(folder.resolve("queue_dscp_" + queue), (queue == 0 ? 10 : 46) + "\n");
        }
        PortConfig defaults = DwrrSysctls.defaults(new LocalMachine(root, root, root));
        assertEquals(
                List.of(1L << 10, 1L << 46, 0L),
                defaults.queues().stream()
                        .map(queue -> queue.values().get(DwrrSetting.DSCP))
                        .toList(),
                "the first queue with a DSCP gets it");
        assertEquals(OptionalLong.of(1 << 2), defaults.value(DwrrSetting.PCP, 2));
    }
}
