// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Parses reports in the format of kernel 6.1 of the debug guest. */
class KernelLogScannerTest {
    private static final String KNOWN =
            """
            [    0.100000] =============================
            [    0.100000] WARNING: suspicious RCU usage
            [    0.100000] 6.1.192-mqecn-debug #1 Not tainted
            [    0.100000] -----------------------------
            [    0.100000] lib/maple_tree.c:860 suspicious rcu_dereference_check() usage!
            """;
    private static final String FAULT =
            """
            [    1.200000] ==================================================================
            [    1.200000] BUG: KASAN: use-after-free in dwrr_dequeue+0x10/0x20 [sch_dwrr]
            [    1.200000] Read of size 8 at addr 0000000061234560 by task tc/42
            """;
    private static final String LEAK =
            """
            unreferenced object 0x63aa5ca8 (size 8):
              comm "tc", pid 52, jiffies 4294937296
              backtrace:
                [<000000006012cdef>] dwrr_init+0x1a0/0x300 [sch_dwrr]
            """;

    private static List<String> reports(String log) {
        return KernelLogScanner.load().scan(log.lines().toList());
    }

    @Test
    void logWithoutReports() {
        assertEquals(
                List.of(),
                reports(
                        """
                [    0.000000] Linux version 6.1.192
                [    0.000000] sch_dwrr: loading out-of-tree module taints kernel.
                """));
    }

    @Test
    void ignoresKnownReports() {
        assertEquals(List.of(), reports(KNOWN));
    }

    @Test
    void reportsFaultAndLeakSeparately() {
        List<String> reports = reports(KNOWN + FAULT + LEAK);
        assertEquals(2, reports.size());
        assertTrue(reports.get(0).startsWith("BUG: KASAN: use-after-free in dwrr_dequeue"), reports.get(0));
        assertTrue(reports.get(1).contains("dwrr_init"), reports.get(1));
    }

    @Test
    void reportsDataRacesOfOurModulesOnly() {
        assertEquals(List.of(), reports("BUG: KCSAN: data-race in tick_sched_do_timer / tick_sched_do_timer\n"));
        assertEquals(
                1,
                reports("BUG: KCSAN: data-race in ecn_sharp_mark [sch_dwrr_ecn_sharp] / tc_fill_qdisc\n")
                        .size());
        assertEquals(
                1,
                reports("BUG: KCSAN: data-race in tc_fill_qdisc / eiffel_enqueue [sch_eiffel]\n")
                        .size());
    }

    @Test
    void ignoresDevicesThatDisappearUnderPktgen() {
        String removed = "[   76.5] pktgen: WARNING: trying to remove a running interface, stopping it now\n";
        assertEquals(List.of(), reports(removed));
        assertEquals(
                2, reports("[   76.4] BUG: in dwrr_dequeue\n" + removed + FAULT).size());
    }

    /** Of allocations.py, while it loads the modules. */
    @Test
    void ignoresTheNameOfACacheThatTheKernelLeavesBehind() {
        assertEquals(
                List.of(),
                reports(
                        """
                unreferenced object 0x657ecda0 (size 16):
                  comm "python3", pid 81, jiffies 4294937297
                  hex dump (first 16 bytes):
                    65 69 66 66 65 6c 5f 66 6c 6f 77 00 00 00 00 00  eiffel_flow.....
                """));
    }

    /** A report directly after a known report is not ignored with it. */
    @Test
    void reportsAFaultDirectlyAfterAKnownReport() {
        assertEquals(1, reports(KNOWN + FAULT).size());
    }
}
