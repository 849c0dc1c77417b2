// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The one change that the lab makes to a kernel's source: programs start in a third to two thirds of the time.
 *
 * <p>When a page of a file is missing, generic code fills in what lies around it as well ({@code fault_around_bytes},
 * 64 KB): entries of the page table, which cost nothing. User-Mode Linux then has the host map the one page that was
 * asked for, and the process falls over each of its neighbours again, which takes three messages between the two every
 * time. Here the host maps all of them at once. Newer kernels, as 6.12, keep account of what is not mapped yet, and do
 * the same; their text is another and stays as it is.
 */
final class KernelPatch {
    private static final String FILE = "arch/um/kernel/trap.c";
    private static final String FLUSH_ONE_PAGE = """
            \tflush_tlb_page(vma, address);
            """;
    private static final String FLUSH_FAULT_AROUND =
            """
            \tflush_tlb_range(vma, max(vma->vm_start, round_down(address, SZ_64K)),
            \t\t\tmin(vma->vm_end, round_down(address, SZ_64K) + SZ_64K));
            """;

    private KernelPatch() {}

    /** The text that comes to stand in the source: another is another kernel. */
    static String replacement() {
        return FLUSH_FAULT_AROUND;
    }

    static void apply(Path tree) throws IOException {
        Path file = tree.resolve(FILE);
        Files.writeString(file, patch(Files.readString(file)));
    }

    static String patch(String source) {
        return source.replace(FLUSH_ONE_PAGE, FLUSH_FAULT_AROUND);
    }
}
