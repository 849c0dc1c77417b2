// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
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
 * {@code testbeds/video.yaml}: four virtual machines on two Open vSwitch bridges, in a guest in real time. CPUs are
 * emulated within an emulated machine, so its ports have a fiftieth of their rate. Takes four minutes.
 *
 * <p>In two of about twenty runs, a machine did not respond after its start. The kernel's timer check, which can fail
 * under emulation, is off since then; it is not proven that this was the only cause. Therefore up is tried twice, and
 * the output of the first attempt is part of the failure.
 */
@Tag("lab")
@Tag("long")
@Order(1)
@DisplayName("Shipped video testbed")
final class VideoTestbedLabTest {
    private static final long MEMORY = 3L << 30;

    /** Without ffmpeg, videos are random bytes, which need no encoding. */
    private static final String SCRIPT =
            """
            exec 2>&1
            next() { echo ---; }
            all() {
                ip -br addr; ip netns; ip route; tc qdisc; ovs-vsctl show 2>&1; lsmod | grep -v sch_tbf
                sysctl -a 2>/dev/null | grep -vE 'nr_|random|last_pid|dentry|inode|file-nr|_count|pty'
                ps -e -o comm= | grep -vE '^(ps|grep|kworker.*|diff|bash|sort)$' | sort
                find /run/mqecn /var/lib/mqecn/testbeds 2>/dev/null
            }
            rm /usr/bin/ffmpeg
            sed -E 's/(rate|bandwidth): 100mbit/\\1: 2mbit/; s/rate: 200mbit/rate: 4mbit/
                s/duration: 60s/duration: 16s/' "$TESTBEDS/video.yaml" > /run/video.yaml
            sleep 10
            all > /run/before
            mqecn testbed up -f /run/video.yaml || mqecn testbed up -f /run/video.yaml; next
            mqecn testbed status; next
            for i in 1 2; do
                ip netns exec video-client$i mqecn traffic stream --sessions 1 --adaptation fixed:1500kbit \\
                    --buffer 8s http://192.168.200.10/ > /run/stream$i &
            done
            wait
            cat /run/stream1 /run/stream2; next
            tc -s qdisc; next
            mqecn testbed verify; next
            mqecn testbed down; next
            all | diff /run/before - && echo as before
            """;

    @TempDir
    private Path out;

    @Test
    @DisplayName("comes up, streams through a marking RED, passes verify, and leaves the machine unchanged")
    void video() {
        VideoImage.obtain();
        String testbeds = "TESTBEDS='" + Path.of("testbeds").toAbsolutePath() + "'\n";
        GuestResult result = new Lab(LocalMachine.current(), System.err::println)
                .prepareGuest(false)
                .run(GuestSpec.shell(testbeds + SCRIPT, out)
                        .withClock(GuestSpec.GuestClock.REAL)
                        .withMemory(MEMORY)
                        .withLimit(TestLimits.GUEST));
        List<String> answers = Arrays.stream(result.output().split("(?m)^---\n"))
                .map(String::strip)
                .toList();
        answers.get(0).lines().filter(line -> line.contains("does not respond")).forEach(System.err::println);
        assertTrue(answers.get(0).matches("(?s).*video is up: \\d+ resources"), result.output());
        assertTrue(answers.get(1).matches("(?s)Node .*\nvideo: all \\d+ resources are in sync"), answers.get(1));
        assertEquals(
                2,
                Pattern.compile("sessions 1 +failed 0 +bytes 3000000")
                        .matcher(answers.get(2))
                        .results()
                        .count(),
                answers.get(2));
        long marked = Pattern.compile("marked (\\d+) early")
                .matcher(answers.get(3))
                .results()
                .mapToLong(match -> Long.parseLong(match.group(1)))
                .sum();
        assertTrue(marked > 0, answers.get(3));
        assertEquals(
                6,
                answers.get(4).lines().filter(VideoTestbedLabTest::isVerified).count(),
                answers.get(4));
        assertFalse(answers.get(4).contains("no flows between hosts"), answers.get(4));
        assertTrue(
                answers.get(4).endsWith("video passed all checks")
                        || answers.get(4).endsWith("video passed, with warnings"),
                answers.get(4));
        assertTrue(answers.get(5).startsWith("video is down: "), answers.get(5));
        assertEquals("as before", answers.get(6));
    }

    /** On a busy host, emulation is too slow to saturate a port: verify then warns instead of measuring the rate. */
    private static boolean isVerified(String line) {
        return line.startsWith("[✓] ") || line.startsWith("[!] bottleneck");
    }
}
