// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.host.LocalMachine;
import org.mqecn.lab.GuestResult;
import org.mqecn.lab.GuestSpec;
import org.mqecn.lab.Lab;
import org.mqecn.lab.TestLimits;
import org.mqecn.testbed.CrashInjection;

/**
 * Virtual machines that boot imported disks by firmware, in a guest in real time. They boot one sector, which prints a
 * line on the console and halts: without a guest agent, ignoring the power button.
 */
@Tag("lab")
@Tag("long")
@DisplayName("Virtual machine that boots by firmware")
final class FirmwareBootLabTest {
    private static final long MEMORY = 1L << 30;

    /** {@code sector} is the code and its text; {@code at} writes into a file there. */
    private static final String SCRIPT = CrashInjection.SHELL
            + """
            exec 2>&1
            next() { echo ---; }
            all() {
                ip -br link; tc qdisc; find /var/lib/mqecn /run/mqecn 2>/dev/null; ps -e -o comm= | grep qemu
            }
            booted() {
                timeout 60 sh -c "until grep 'booted from' /run/mqecn/testbeds/k/one.log; do sleep 0.2; done"
            }
            at() { dd of=$1 bs=1 seek=$2 conv=notrunc status=none; }
            sector() {
                # xor ax,ax; mov ds,ax; mov si,text; next: lodsb; test al,al; jz stop; mov dx,0x3f8; out dx,al; jmp next
                printf '\\x31\\xc0\\x8e\\xd8\\xbe\\x16\\x7c\\xac\\x84\\xc0\\x74\\x06\\xba\\xf8\\x03\\xee\\xeb\\xf5'
                printf '\\xfa\\xf4\\xeb\\xfcbooted from %s\\n' "$1"    # stop: cli; hlt; jmp stop; text:
            }
            truncate -s 1M /run/disk
            sector disk | at /run/disk 0
            printf '\\x55\\xaa' | at /run/disk 510
            qemu-img convert -f raw -O qcow2 /run/disk /run/own.qcow2
            truncate -s 1M /run/live.iso
            printf '\\0CD001\\1EL TORITO SPECIFICATION' | at /run/live.iso $((17 * 2048))
            printf '\\x12' | at /run/live.iso $((17 * 2048 + 0x47))             # the catalog is in block 18:
            printf '\\1' | at /run/live.iso $((18 * 2048))
            printf '\\x55\\xaa\\x88' | at /run/live.iso $((18 * 2048 + 30))      # to boot, without an emulation,
            printf '\\1' | at /run/live.iso $((18 * 2048 + 38))                # one sector
            printf '\\x13' | at /run/live.iso $((18 * 2048 + 40))              # of block 19
            sector disc | at /run/live.iso $((19 * 2048))

            cat > /run/k.yaml <<'END'
            name: k
            hosts: {one: {kind: vm, image: /run/own.qcow2, memory: 64m, data-disk: 4m}}
            switches: {br9: {kind: bridge}}
            links: [{between: [one, br9], rate: 10mbit}]
            END
            sed 's/own.qcow2, /live.iso, vnc: true, /; s/, data-disk: 4m//' /run/k.yaml > /run/live.yaml
            TOOLS='ip tc mkdir rm mv qemu-img mke2fs qemu-system-x86_64'
            # It comes to its end when it speaks to the agent, for whom it would wait. A shell of its own, because
            # that tells, sooner or later, who was killed.
            attempt() (
                env PATH=/run/bin:$PATH mqecn testbed "$@" > /run/out & pid=$!
                while kill -0 $pid && ! grep -q ' 03 .*\\.agent$' /proc/net/unix; do sleep 0.1; done
                kill -9 $pid && ! wait $pid
            ) 2>/dev/null
            all > /run/before
            steps up /run/k.yaml
            ps -e -o args= | grep -o '[q]emu-system.* -accel [a-z]*'; booted; next
            date +%s > /run/begun
            mqecn testbed halt -f /run/k.yaml one; echo "[$?] $(($(date +%s) - $(cat /run/begun)))"
            mqecn testbed down; all | diff /run/before - && echo as before; next
            mknod /dev/kvm c 10 232     # a device that is there, and does not work
            AT=0
            attempt up -f /run/live.yaml
            ps -e -o args= | grep -o '[q]emu-system.* -accel [a-z]*'; booted
            perl -MIO::Socket::UNIX -e '$s = IO::Socket::UNIX->new("/run/mqecn/testbeds/k/one.vnc") or die $!;
                sysread $s, $text, 12; print $text'; next
            kill -9 $(cat /run/mqecn/testbeds/k/one.pid)
            mqecn testbed down; all | diff /run/before - && echo as before
            """;

    @TempDir
    private Path out;

    @Test
    @DisplayName("boots from a qcow2 and an ISO file; after up is killed at any step, down cleans up")
    void killed() {
        GuestResult result = new Lab(LocalMachine.current(), System.err::println)
                .prepareGuest(false)
                .run(GuestSpec.shell(SCRIPT, out)
                        .withClock(GuestSpec.GuestClock.REAL)
                        .withMemory(MEMORY)
                        .withLimit(TestLimits.GUEST));
        List<String> answers = Arrays.stream(result.output().split("(?m)^---\n"))
                .map(String::strip)
                .toList();
        assertEquals(4, answers.size(), result.output() + result.errors());
        assertMatches("(?s)up 1\\d\n.*qemu-system-x86_64 .* -accel tcg\n.*booted from disk", answers.get(0));
        assertMatches(
                "one is halted\n\\[0] (1[5-9]|[2-9]\\d)\nk is down: \\d resources removed\nas before", answers.get(1));
        assertMatches("(?s).*qemu-system-x86_64 .* -accel tcg\n.*booted from disc\nRFB 003.00\\d", answers.get(2));
        assertMatches("k is down: \\d resources removed\nas before", answers.get(3));
    }

    private static void assertMatches(String pattern, String text) {
        assertTrue(text.matches(pattern), () -> pattern + "\ndoes not match\n" + text);
    }
}
