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
}
