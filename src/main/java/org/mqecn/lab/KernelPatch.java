// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The only patch of the lab's kernel: programs start in a third to half of the time.
 *
 * <p>A page fault of a process takes three or four messages between it and the kernel, which are two processes of the
 * host, and a JVM has 4000 page faults at its start. The patch handles the surrounding 256 KiB with the page:
 * <ul>
 *   <li>In a file mapping, generic code enters some surrounding pages into the page table ({@code fault_around_bytes}),
 *       but User-Mode Linux lets the host map the requested page only. The patch maps all that are there.
 *   <li>In private memory, a write makes the surrounding pages writable too. It may take memory that the process does
 *       not need, so this ends when less than 64 MiB are free. Then no allocation here waits, and no other thread of
 *       the process can see a page whose flush is still due.
 * </ul>
 * Newer kernels such as 6.12 do the first by themselves; their source differs and is not patched.
 */
final class KernelPatch {
    /** A change of a file of the source, {@code newText} for {@code oldText}. */
    record Edit(String file, String oldText, String newText) {
        private Path in(Path tree) {
            return tree.resolve(file);
        }
    }

    private static final String FAULTS = "arch/um/kernel/trap.c";
    private static final String FLUSHES = "arch/um/kernel/tlb.c";

    static final List<Edit> EDITS = List.of(
            new Edit(
                    FAULTS,
                    """
                    /*
                     * Note this is constrained to return 0, -EFAULT, -EACCES, -ENOMEM by
                     * segv().
                     */
                    """,
                    """
                    extern struct task_struct *um_flushes_later;

                    static void map_around(struct vm_area_struct *vma, unsigned long address, int is_write)
                    {
                    \tunsigned long block = round_down(address, SZ_256K);
                    \tunsigned long start = max(vma->vm_start, block);
                    \tunsigned long end = min(vma->vm_end, block + SZ_256K);

                    \tif (is_write && !(vma->vm_flags & VM_SHARED) &&
                    \t    global_zone_page_state(NR_FREE_PAGES) > SZ_64M / PAGE_SIZE) {
                    \t\tum_flushes_later = current;
                    \t\tfor (address = start; address < end; address += PAGE_SIZE)
                    \t\t\tif (handle_mm_fault(vma, address, FAULT_FLAG_WRITE, NULL) & VM_FAULT_ERROR)
                    \t\t\t\tbreak;
                    \t\tum_flushes_later = NULL;
                    \t}
                    \tflush_tlb_range(vma, start, end);
                    }

                    /*
                     * Note this is constrained to return 0, -EFAULT, -EACCES, -ENOMEM by
                     * segv().
                     */
                    """),
            new Edit(
                    FAULTS,
                    """
                    \tflush_tlb_page(vma, address);
                    """,
                    """
                    \tmap_around(vma, address, is_write);
                    """),
            new Edit(
                    FLUSHES,
                    """
                    void flush_tlb_page(struct vm_area_struct *vma, unsigned long address)
                    {
                    """,
                    """
                    /* The task that calls flush_tlb_range() after it has changed single pages. */
                    struct task_struct *um_flushes_later;

                    void flush_tlb_page(struct vm_area_struct *vma, unsigned long address)
                    {
                    """),
            new Edit(
                    FLUSHES,
                    """
                    \tstruct mm_id *mm_id;

                    \taddress &= PAGE_MASK;
                    """,
                    """
                    \tstruct mm_id *mm_id;

                    \tif (um_flushes_later == current)
                    \t\treturn;
                    \taddress &= PAGE_MASK;
                    """));

    private KernelPatch() {}

    /** The new text in the source, which is part of the digest of the kernel. */
    static String replacement() {
        return EDITS.stream().map(Edit::newText).collect(Collectors.joining());
    }

    /** Changes a source that has all places of the edits. */
    static void apply(Path tree) throws IOException {
        for (Edit edit : EDITS) {
            if (!Files.readString(edit.in(tree)).contains(edit.oldText())) {
                return;
            }
        }
        for (Edit edit : EDITS) {
            Files.writeString(edit.in(tree), Files.readString(edit.in(tree)).replace(edit.oldText(), edit.newText()));
        }
    }
}
