// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.host.Machine;
import org.mqecn.lab.GuestResult;
import org.mqecn.lab.GuestSpec;
import org.mqecn.lab.Lab;

/** The data disk and the console of one virtual machine, which runs in a guest in real time. */
@Tag("lab")
@DisplayName("The data disk of a virtual machine is mounted and given back")
final class DiskLabTest {
    private static final long MEMORY = 2L << 30;

    /** {@code all} is everything that this might leave; {@code killed} ends mqecn when it comes to a tool. */
    private static final String SCRIPT = """
            exec 2>&1
            next() { echo ---; }
            testbed() { mqecn testbed "$@" && status=0 || status=$?; echo "[$status]"; }
            all() {
                ip -br link; cat /proc/self/mountinfo; ls /sys/block/nbd*/pid 2>/dev/null
                find /var/lib/mqecn /run/mqecn 2>/dev/null; ps -e -o comm= | grep qemu
            }
            killed() {
                mkdir -p /run/bin
                printf '#!/bin/sh\\nkill -9 $(cut -d " " -f 4 /proc/$PPID/stat)\\n' > /run/bin/$1
                chmod +x /run/bin/$1; shift
                (env PATH=/run/bin:$PATH mqecn testbed "$@"; echo "[$?]") 2>/dev/null; rm -r /run/bin
            }
            cat > /run/d.yaml <<'END'
            name: d
            hosts: {one: {kind: vm, image: video, memory: 256m, data-disk: 16m}}
            switches: {br9: {kind: bridge}}
            links: [{between: [one, br9]}]
            END
            mkdir /run/m
            all > /run/before
            testbed up -f /run/d.yaml
            testbed disk one mount /run/m; next
            (echo 'echo from-$(hostname) | tee /data/file; busybox poweroff'; sleep 8) | mqecn testbed console one
            next
            killed qemu-nbd disk one mount /run/m
            testbed disk one mount /run/m --read-only; cat /run/m/file; touch /run/m/new
            (cd /run/m; testbed disk one unmount); testbed disk one unmount; next
            killed mount disk one mount /run/m; ls /sys/block/nbd*/pid; testbed disk one unmount
            ls /sys/block/nbd*/pid; next
            testbed disk one mount /run/m; touch /run/m/new && testbed down; all | diff /run/before - && echo as before
            """;

    @TempDir
    private Path out;

    @Test
    @DisplayName("a file from inside is seen outside; neither a kill nor a down leaves a device connected")
    void disk() {
        VideoImage.obtain();
        GuestResult result = new Lab(Machine.local(), System.err::println).guest(false).run(GuestSpec
                .shell(SCRIPT, out).withClock(GuestSpec.Clock.REAL).withMemory(MEMORY)
                .withLimit(Duration.ofMinutes(5)));
        assertEquals(0, result.exitStatus(), result.output() + result.errors());
        List<String> answers = Arrays.stream(result.output().split("(?m)^---\n")).map(String::strip).toList();
        assertMatches("(?s)d is up: .*\\[0]\n.*one runs.*\n  halt it: mqecn testbed halt one\n\\[1]", answers.get(0));
        assertMatches("(?s).*from-one\r?\n.*Power down", answers.get(1));
        assertMatches("(?s)\\[137]\nthe data disk of one is mounted on /run/m .*\\[0]\nfrom-one\ntouch: .*Read-only.*"
                + "target is busy.*\\[1]\nthe data disk of one is unmounted\n\\[0]", answers.get(2));
        assertMatches("(?s)\\[137]\n/sys/block/nbd0/pid\nthe data disk of one is unmounted\n\\[0]\n"
                + "ls: cannot access[^\n]*", answers.get(3));
        assertMatches("(?s)the data disk.*\\[0]\nd is down.*\\[0]\nas before", answers.get(4));
    }

    private static void assertMatches(String pattern, String text) {
        assertTrue(text.matches(pattern), () -> pattern + "\ndoes not match\n" + text);
    }
}
