// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.host.LocalMachine;
import org.mqecn.value.UserError;

/**
 * The unchanged kernel of Debian on two processors. {@code -Dmqecn.stock=trixie} selects another release. Takes a minute;
 * three more if the release has to be installed.
 */
@Tag("lab")
@Order(2)
@Timeout(1800)
@DisplayName("A guest with a distribution's kernel")
class StockGuestLabTest {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static Guest guest;
    private static StockKernel kernel;

    @TempDir
    private Path out;

    @BeforeAll
    static void prepareGuest() {
        StockRelease release = StockRelease.find(System.getProperty("mqecn.stock", "bookworm"));
        Lab lab = new Lab(LocalMachine.current(), System.err::println);
        kernel = lab.installStockKernel(release);
        guest = lab.prepareMachine(release.suite());
    }

    @Test
    @DisplayName("runs a command like any other guest: streams, exit status, $OUT, files of the host")
    void runsCommand() throws IOException {
        GuestResult result = run("uname -r; nproc; pwd; echo error >&2; echo saved >$OUT/file; touch /etc/new; exit 7");
        assertEquals(kernel.release() + "\n2\n" + Path.of("").toAbsolutePath() + "\n", result.output());
        assertEquals("error\n", result.errors());
        assertEquals(7, result.exitStatus());
        assertEquals("saved\n", Files.readString(out.resolve("file")));
        assertTrue(Files.notExists(Path.of("/etc/new")));
    }

    @Test
    @DisplayName("that does not boot in time is reported with the last lines of its console")
    void reportsGuestThatDoesNotBoot() {
        UserError error = assertThrows(
                UserError.class, () -> guest.run(GuestSpec.shell("true", out).withLimit(Duration.ofMillis(500))));
        assertTrue(error.getMessage().startsWith("the guest did not boot in time; kernel log:\n"), error.getMessage());
    }

    @Test
    @DisplayName("loses count of no packet of two processors, while ports are changed and removed")
    void countsPacketsOfTwoProcessors() {
        GuestResult result = run("bash src/test/resources/org/mqecn/lab/two-processors.sh 100000");
        assertEquals(0, result.exitStatus(), () -> result.output() + result.errors());
        assertTrue(result.output().endsWith("ports, device and module removed under traffic\n"), result.output());
    }

    @Test
    @DisplayName("has ports that mqecn installs, changes, shows and removes")
    void hasPorts() {
        GuestResult result = run(String.join(
                "\n",
                "set -e",
                "ip link add d0 type dummy",
                "ip link set d0 up",
                "mqecn install d0 --rate 1gbit --scheme mq-ecn",
                "mqecn set d0 quantum 1:3076",
                "tc -j qdisc show dev d0 | jq -r '.[].kind'",
                "mqecn get d0 quantum",
                "mqecn remove d0",
                "tc -j qdisc show dev d0 | jq -r '.[].kind'"));
        assertEquals(0, result.exitStatus(), result::errors);
        List<String> lines = result.output().lines().toList();
        assertEquals(1, lines.stream().filter("dwrr"::equals).count(), result.output());
        assertTrue(Stream.of("3076").allMatch(result.output()::contains), result.output());
        assertEquals("noqueue", lines.get(lines.size() - 1));
    }

    /**
     * The timers of an emulated machine are late by much more than the default bucket allows for. On a busy host some are
     * later than any bucket.
     */
    @Test
    @DisplayName("has a port that says what late timers cost it, and loses less with the bucket that it names")
    void saysThatTimersAreLate() {
        GuestResult result = run(
                """
                set -e
                ip link add d0 type dummy
                ip link set d0 up
                ip address add 192.0.2.1/24 dev d0
                ip neighbour add 192.0.2.2 lladdr 02:00:00:00:00:02 dev d0
                mbits() { mqecn clear d0 >&2; python3 - <<'PYTHON'
                import socket, time
                out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                end = time.monotonic() + 4
                while time.monotonic() < end:
                    out.sendto(bytes(1458), ("192.0.2.2", 9))
                PYTHON
                mqecn stats d0 -o json | jq -r '.[0] | "\\(.sent_bytes * 8 / 4e6 | floor) \\(.late_timers) \\(.lost_bytes)"'; }
                mqecn install d0 --rate 20mbit 2>/run/install >/dev/null
                cat /run/install
                mbits
                mqecn stats d0 | tail -n 1 | tee /run/hint
                eval "$(sed "s/.*: '//; s/'$//" /run/hint)" >/dev/null
                mbits
                """);
        assertEquals(0, result.exitStatus(), () -> result.output() + result.errors());
        List<String> lines = result.output().lines().toList();
        assertTrue(
                lines.get(0).matches("mqecn: warning: late timers cost .* 'mqecn set d0 bucket .*'"), result.output());
        assertTrue(lines.get(lines.size() - 2).startsWith("late timers cost "), result.output());
        String[] shallow = lines.get(lines.size() - 3).split(" ");
        String[] deep = lines.get(lines.size() - 1).split(" ");
        assertTrue(Integer.parseInt(shallow[0]) < 19 && Integer.parseInt(shallow[2]) > 0, result.output());
        assertTrue(Integer.parseInt(deep[0]) > Integer.parseInt(shallow[0]), result.output());
        assertTrue(Long.parseLong(deep[2]) < Long.parseLong(shallow[2]) / 2, result.output());
    }

    @Test
    @DisplayName("has one port for all transmit queues of a device, and mq again without it")
    void putsMqBack() {
        GuestResult result = run(
                """
                set -e
                modprobe tun
                python3 - <<'PYTHON' &
                import fcntl, struct, time
                IFF_TAP, IFF_NO_PI, IFF_MULTI_QUEUE, TUNSETIFF = 0x2, 0x1000, 0x100, 0x400454ca
                queues = [open("/dev/net/tun", "r+b", buffering=0) for _ in range(2)]
                for queue in queues:
                    fcntl.ioctl(queue, TUNSETIFF, struct.pack("16sH22x", b"t0", IFF_TAP | IFF_NO_PI | IFF_MULTI_QUEUE))
                time.sleep(600)
                PYTHON
                until ip link set t0 up; do sleep 0.1; done
                tc qdisc show dev t0 >/run/before
                mqecn install t0 --rate 1gbit
                tc qdisc show dev t0 | cut -d' ' -f1-5
                mqecn remove t0
                tc qdisc show dev t0 | diff /run/before -
                head -n 1 /run/before
                tc qdisc add dev t0 root handle 9: mq
                mqecn install t0 --parent 9:1 --rate 1gbit
                mqecn remove t0
                tc qdisc show dev t0 | grep 'parent 9:1 '
                """);
        assertEquals(0, result.exitStatus(), () -> result.output() + result.errors());
        assertTrue(result.output().contains("qdisc dwrr 1: root refcnt"), result.output());
        assertTrue(result.output().contains("qdisc mq 0: root"), result.output());
        assertTrue(
                result.output().lines().reduce("", (first, last) -> last).matches("qdisc (pfifo_fast|fq_codel) .*"),
                "the transmit queue has no qdisc: " + result.output());
        assertTrue(result.errors().contains("t0 has several transmit queues"), result.errors());
    }

    private GuestResult run(String script) {
        return guest.run(GuestSpec.shell(script, out).withProcessors(2).withLimit(LIMIT));
    }
}
