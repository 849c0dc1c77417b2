// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A patch of the lab's kernel, User-Mode Linux. It is applied to a source that has all places of its edits: the source
 * of a newer kernel may differ, and is not patched then.
 */
record KernelPatch(List<Edit> edits) {
    /** A change of a file of the source, {@code newText} for {@code oldText}. */
    record Edit(String file, String oldText, String newText) {
        private Path in(Path tree) {
            return tree.resolve(file);
        }
    }

    private static final String FAULTS = "arch/um/kernel/trap.c";
    private static final String FLUSHES = "arch/um/kernel/tlb.c";
    private static final String PROCESSES = "arch/um/kernel/process.c";
    private static final String CLOCK = "arch/um/kernel/time.c";
    private static final String CLOCK_HEADER = "arch/um/include/linux/time-internal.h";
    private static final String RANDOM_POOL = "drivers/char/random.c";
    private static final String SYSTEM_CALLS = "arch/um/kernel/skas/syscall.c";
    private static final String PROGRAMS = "fs/binfmt_elf.c";
    private static final String NETEM = "net/sched/sch_netem.c";

    /**
     * Programs start in a third to half of the time.
     *
     * <p>A page fault of a process takes three or four messages between it and the kernel, which are two processes of
     * the host, and a JVM has 4000 page faults at its start. The patch handles the surrounding 256 KiB with the page:
     * <ul>
     *   <li>In a file mapping, generic code enters some surrounding pages into the page table
     *       ({@code fault_around_bytes}), but User-Mode Linux lets the host map the requested page only. The patch maps
     *       all that are there. Newer kernels such as 6.12 do so by themselves.
     *   <li>In private memory, a write makes the surrounding pages writable too. It may take memory that the process
     *       does not need, so this ends when less than 64 MiB are free. Then no allocation here waits, and no other
     *       thread of the process can see a page whose flush is still due.
     * </ul>
     */
    private static final KernelPatch PAGE_FAULTS = new KernelPatch(
            List.of(
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
                    """)));

    /**
     * A new thread costs no more than a system call.
     *
     * <p>Before a new task runs, User-Mode Linux has the host map each page of its process again. A process needs that:
     * pages that its parent could write are no longer writable. A thread does not, as its process has been running.
     */
    private static final KernelPatch THREADS = new KernelPatch(
            List.of(
                    new Edit(
                            PROCESSES,
                            """
                    void fork_handler(void)
                    {
                    \tforce_flush_all();

                    \tschedule_tail(current->thread.prev_sched);
                    """,
                            """
                    static void run_new_thread(void);

                    void fork_handler(void)
                    {
                    \tforce_flush_all();
                    \trun_new_thread();
                    }

                    static void run_new_thread(void)
                    {
                    \tschedule_tail(current->thread.prev_sched);
                    """),
                    new Edit(
                            PROCESSES,
                            """
                    \t\thandler = fork_handler;
                    """,
                            """
                    \t\thandler = clone_flags & CLONE_VM ? run_new_thread : fork_handler;
                    """)));

    /**
     * What happens does not depend on what programs did before.
     *
     * <p>User-Mode Linux lets its virtual clock advance by 256 ns at each reading and by 1 us at each system call that
     * fails, because some programs do either until the time has passed. A JVM then takes the longer to start, the longer
     * the paths and the more classes there are, and all that follows happens at other times: another build of mqecn, or
     * the same in another folder, would send other packets with the same seed. With the patch:
     * <ul>
     *   <li>The clock advances only after a number of such calls at one time that is far beyond those of a program that
     *       does not wait for it.
     *   <li>The clock has a resolution of 1 ns, not 256: else the times of earlier timers decide how later ones are
     *       rounded.
     *   <li>The times of interrupts and the CPU times of ended threads are not mixed into the random pool, and programs
     *       get only the first of their numbers from it: another JVM asks for more of them, and another launcher starts
     *       more programs. Random numbers choose the paths of connections over equal routes (their local port and hash) and the packets that
     *       netem loses.
     * </ul>
     */
    private static final KernelPatch INDEPENDENCE = new KernelPatch(
            List.of(
                    new Edit(
                            CLOCK_HEADER,
                            """
                    #define TIMER_MULTIPLIER 256
                    """,
                            """
                    #define TIMER_MULTIPLIER 1
                    """),
                    new Edit(
                            RANDOM_POOL,
                            """
                    \tunsigned int new_count;

                    \tfast_mix(fast_pool->pool, entropy,
                    """,
                            """
                    \tunsigned int new_count;

                    \tif (IS_ENABLED(CONFIG_UML))
                    \t\treturn;

                    \tfast_mix(fast_pool->pool, entropy,
                    """),
                    new Edit(
                            RANDOM_POOL,
                            """
                    void add_device_randomness(const void *buf, size_t len)
                    {
                    \tunsigned long entropy = random_get_entropy();
                    \tunsigned long flags;

                    """,
                            """
                    void add_device_randomness(const void *buf, size_t len)
                    {
                    \tunsigned long entropy = random_get_entropy();
                    \tunsigned long flags;

                    \tif (IS_ENABLED(CONFIG_UML) && system_state == SYSTEM_RUNNING)
                    \t\treturn;

                    """),
                    new Edit(
                            RANDOM_POOL,
                            """
                    \tcrng_make_state(chacha_state, (u8 *)&chacha_state[4], CHACHA_KEY_SIZE);
                    """,
                            """
                    \tif (IS_ENABLED(CONFIG_UML)) {
                    \t\tstatic u8 key[CHACHA_KEY_SIZE];
                    \t\tstatic bool is_seeded;
                    \t\tstatic DEFINE_SPINLOCK(lock);
                    \t\tunsigned long flags;

                    \t\tif (!is_seeded)
                    \t\t\tcrng_make_state(chacha_state, key, sizeof(key));
                    \t\tis_seeded = true;
                    \t\tspin_lock_irqsave(&lock, flags);
                    \t\tcrng_fast_key_erasure(key, chacha_state, (u8 *)&chacha_state[4], CHACHA_KEY_SIZE);
                    \t\tspin_unlock_irqrestore(&lock, flags);
                    \t} else {
                    \t\tcrng_make_state(chacha_state, (u8 *)&chacha_state[4], CHACHA_KEY_SIZE);
                    \t}
                    """),
                    new Edit(
                            PROGRAMS,
                            """
                    \tget_random_bytes(k_rand_bytes, sizeof(k_rand_bytes));
                    """,
                            """
                    \tif (IS_ENABLED(CONFIG_UML))
                    \t\tmemset(k_rand_bytes, 0, sizeof(k_rand_bytes));
                    \telse
                    \t\tget_random_bytes(k_rand_bytes, sizeof(k_rand_bytes));
                    """),
                    new Edit(
                            CLOCK,
                            """
                    static u64 timer_read(struct clocksource *cs)
                    {
                    """,
                            """
                    /* So many calls at one time suggest that the caller waits for the time to pass. */
                    void time_travel_advance_if_awaited(unsigned long nsec)
                    {
                    \tstatic unsigned long long last_time;
                    \tstatic unsigned int calls;

                    \tif (time_travel_time != last_time)
                    \t\tcalls = 0;
                    \tif (calls < 100000)
                    \t\tcalls++;
                    \telse
                    \t\ttime_travel_update_time_rel(nsec);
                    \tlast_time = time_travel_time;
                    }

                    static u64 timer_read(struct clocksource *cs)
                    {
                    """),
                    new Edit(
                            CLOCK,
                            """
                    \t\t    !time_travel_ext_waiting)
                    \t\t\ttime_travel_update_time_rel(TIMER_MULTIPLIER);
                    """,
                            """
                    \t\t    !time_travel_ext_waiting)
                    \t\t\ttime_travel_advance_if_awaited(256);
                    """),
                    new Edit(
                            CLOCK_HEADER,
                            """
                    void time_travel_ndelay(unsigned long nsec);
                    """,
                            """
                    void time_travel_ndelay(unsigned long nsec);
                    void time_travel_advance_if_awaited(unsigned long nsec);
                    """),
                    new Edit(
                            SYSTEM_CALLS,
                            """
                    \t\t\tum_udelay(1);
                    """,
                            """
                    \t\t\ttime_travel_advance_if_awaited(NSEC_PER_USEC);
                    """)));

    /**
     * Delays do not depend on the version of tc: that of iproute2 6.1 gives netem whole ticks of 64 ns, that of 6.15
     * nanoseconds. With the patch, a delay of 100 us has 99.968 us with both.
     */
    private static final KernelPatch DELAYS = new KernelPatch(
            List.of(
                    new Edit(
                            NETEM,
                            """
                    \t\tq->latency = nla_get_s64(tb[TCA_NETEM_LATENCY64]);
                    """,
                            """
                    \t\tq->latency = round_down(nla_get_s64(tb[TCA_NETEM_LATENCY64]), PSCHED_TICKS2NS(1));
                    """),
                    new Edit(
                            NETEM,
                            """
                    \t\tq->jitter = nla_get_s64(tb[TCA_NETEM_JITTER64]);
                    """,
                            """
                    \t\tq->jitter = round_down(nla_get_s64(tb[TCA_NETEM_JITTER64]), PSCHED_TICKS2NS(1));
                    """)));

    /**
     * Timeouts of TCP are exact to a millisecond.
     *
     * <p>TCP counts them in ticks and rounds up, and User-Mode Linux has 100 ticks in a second: with a minimum of 10 ms a
     * packet was sent again after 20 to 30 ms, and no smaller minimum was possible.
     */
    private static final KernelPatch TICKS = new KernelPatch(List.of(new Edit(
            "arch/um/Kconfig",
            """
            config HZ
            \tint
            \tdefault 100
            """,
            """
            config HZ
            \tint
            \tdefault 1000
            """)));

    /** All patches of User-Mode Linux. */
    static final List<KernelPatch> USER_MODE_LINUX = List.of(PAGE_FAULTS, THREADS, INDEPENDENCE, DELAYS, TICKS);

    /** The new text of patches in the source, which is part of the digest of the kernel. */
    static String replacement(List<KernelPatch> patches) {
        return patches.stream()
                .flatMap(patch -> patch.edits.stream())
                .map(Edit::newText)
                .collect(Collectors.joining());
    }

    /** Applies the patches whose places the source has. */
    static void applyAll(List<KernelPatch> patches, Path tree) throws IOException {
        for (KernelPatch patch : patches) {
            patch.apply(tree);
        }
    }

    /** Changes a source that has all places of the edits. */
    private void apply(Path tree) throws IOException {
        for (Edit edit : edits) {
            if (!Files.readString(edit.in(tree)).contains(edit.oldText())) {
                return;
            }
        }
        for (Edit edit : edits) {
            Files.writeString(edit.in(tree), Files.readString(edit.in(tree)).replace(edit.oldText(), edit.newText()));
        }
    }
}
