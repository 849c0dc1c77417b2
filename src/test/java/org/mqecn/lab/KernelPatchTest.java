// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class KernelPatchTest {
    @Test
    void pageFaultMapsSurroundingPages() {
        assertEquals(
                """
                #endif
                	flush_tlb_range(vma, max(vma->vm_start, round_down(address, SZ_64K)),
                			min(vma->vm_end, round_down(address, SZ_64K) + SZ_64K));
                out:
                """,
                KernelPatch.patch(
                        """
                #endif
                	flush_tlb_page(vma, address);
                out:
                """));
    }

    @Test
    void doesNotChangeNewerKernels() {
        String newer = "\tum_tlb_sync(mm);\nout:\n";
        assertEquals(newer, KernelPatch.patch(newer));
    }
}
