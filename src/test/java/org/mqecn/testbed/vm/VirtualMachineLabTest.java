// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.host.LocalMachine;
import org.mqecn.lab.GuestResult;
import org.mqecn.lab.GuestSpec;
import org.mqecn.lab.Lab;
import org.mqecn.lab.TestLimits;

/**
 * One virtual machine, its console and its data disk, in a guest in real time. It is emulated within an emulated machine:
 * takes two minutes.
 */
@Tag("lab")
@Tag("long")
@Order(1)
@DisplayName("Virtual machine")
final class VirtualMachineLabTest {
    private static final long MEMORY = 2L << 30;

    /** {@code all} prints all state that the test can change; {@code killed} kills mqecn when it runs a tool. */
    private static final String SCRIPT =
            """
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
            hosts: {one: {kind: vm, image: video, memory: 256m, data-disk: 16m, delay: 2ms}}
            switches: {br9: {kind: bridge}}
            links: [{between: [one, br9]}]
            END
            mkdir /run/m
            all > /run/before
            mqecn testbed up -f /run/d.yaml & pid=$!
            until grep -q ' 03 .*one.agent$' /proc/net/unix; do sleep 0.1; done
            kill -9 $pid; cat /run/mqecn/testbeds/d/one.pid > /run/pid
            testbed up -f /run/d.yaml; diff /run/pid /run/mqecn/testbeds/d/one.pid && echo the same machine
            testbed disk one mount /run/m; next
            testbed exec one -- tc qdisc change dev eth0 root handle 1: netem delay 2ms limit 9
            testbed status; testbed up; testbed exec one -- tc qdisc show dev eth0; next
            log=/run/mqecn/testbeds/d/one.log
            until grep -q 'root@.*#' $log; do sleep 0.2; done
            (echo 'echo from-$(hostname) | tee /data/file'
                echo 'agent=$(which qemu-ga); rm $agent; echo exec sleep 9999 > $agent; chmod +x $agent'
                echo 'busybox killall -9 qemu-ga'
                echo 'echo agent-$(busybox pidof qemu-ga || echo gone)'
                until grep -q agent-gone $log; do sleep 0.2; done) | mqecn testbed console one
            testbed halt one; tail -n 1 $log; next
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
    @DisplayName(
            "survives a killed up, is repaired inside, obeys its power button; its data disk is mounted and unmounted")
    void life() {
        VideoImage.obtain();
        GuestResult result = new Lab(LocalMachine.current(), System.err::println)
                .prepareGuest(false)
                .run(GuestSpec.shell(SCRIPT, out)
                        .withClock(GuestSpec.GuestClock.REAL)
                        .withMemory(MEMORY)
                        .withLimit(TestLimits.GUEST));
        assertEquals(0, result.exitStatus(), result.output() + result.errors());
        List<String> answers = Arrays.stream(result.output().split("(?m)^---\n"))
                .map(String::strip)
                .toList();
        assertMatches(
                "(?s).*d is up: .*\\[0]\nthe same machine\n.*one is running.*\n  halt it: mqecn testbed halt one\n"
                        + "\\[1]",
                answers.get(0));
        assertMatches(
                "(?s)\\[0]\n.*eth0 netem limit 1000000: the kernel has 9.*\\[1]\n.*\\[0]\n"
                        + "qdisc netem 1: root refcnt 2 limit 1000000 delay 2ms.*\\[0]",
                answers.get(1));
        assertMatches("(?s).*from-one\r?\n.*agent-gone.*\\[0]\n[^\n]*Power down", answers.get(2));
        assertMatches(
                "(?s)\\[137]\nthe data disk of one is mounted on /run/m .*\\[0]\nfrom-one\ntouch: .*Read-only.*"
                        + "target is busy.*\\[1]\nthe data disk of one is unmounted\n\\[0]",
                answers.get(3));
        assertMatches(
                "(?s)\\[137]\n/sys/block/nbd0/pid\nthe data disk of one is unmounted\n\\[0]\n"
                        + "ls: cannot access[^\n]*",
                answers.get(4));
        assertMatches("(?s)the data disk.*\\[0]\nd is down.*\\[0]\nas before", answers.get(5));
    }

    private static void assertMatches(String pattern, String text) {
        assertTrue(text.matches(pattern), () -> pattern + "\ndoes not match\n" + text);
    }
}
