// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.host.LocalMachine;
import org.mqecn.lab.GuestResult;
import org.mqecn.lab.GuestSpec;
import org.mqecn.lab.Lab;
import org.mqecn.lab.TestLimits;

/** Runs in a guest in real time, because CPU work takes no virtual time. Takes about a minute. */
@Tag("lab")
@DisplayName("bench cpu on a real kernel")
final class BenchCpuCommandLabTest {
    private static final int NAMESPACES = 0;
    private static final int DEVICE = 1;
    private static final int QDISC_PRESENT = 2;
    private static final int TOO_MANY_CONNECTIONS = 3;
    private static final int KILLED = 4;
    private static final int CLEANED = 5;
    /**
     * On a busy machine flows are late, and programs that share the guest with the benchmark (here its own server) take
     * more of the CPU time than they may. Such a run is invalid and reports it.
     */
    private static final String BUSY_MACHINE = "\\{\"reason\":\"(total-rate|flow-rates|other-processes)\"[^}]*}";

    private static final String SCRIPT =
            """
            exec 2>&1
            next() { echo ---; }
            bench() { mqecn bench cpu --flows 30 --threads 2 --rate 24mbit --warm-up 2s --repetitions 1 "$@" \
                && status=0 || status=$?
                echo "[$status]"; }
            bench --duration 4s --out /out/between; ip netns; next
            for ns in a b; do ip netns add $ns; ip -n $ns link set lo up; done
            ip link add eth0 netns a type veth peer name eth0 netns b
            ip -n a addr add 10.9.0.1/24 dev eth0; ip -n b addr add 10.9.0.2/24 dev eth0
            ip netns exec a sysctl -qw net.ipv4.tcp_tso_rtt_log=0
            ip -n a link set eth0 up; ip -n b link set eth0 up
            mqecn traffic server b=10.9.0.2 >/dev/null & server=$!
            sleep 2
            bench --duration 4s --qdiscs fq --server 10.9.0.2 --device eth0 -n a --out /out/device; tc -n a qdisc show dev eth0; next
            tc -n a qdisc add dev eth0 root handle 5: pfifo
            bench --qdiscs fq --server 10.9.0.2 --device eth0 -n a --out /out/way; tc -n a qdisc show dev eth0
            kill $server; next

            tc -n a qdisc del dev eth0 root
            ( ulimit -n 220; bench --out /out/files )
            ip netns exec a sysctl -qw net.ipv4.ip_local_port_range='40000 40028'
            bench --qdiscs fq --server 10.9.0.2 --device eth0 -n a --out /out/ports
            ip netns exec a sysctl -qw net.ipv4.ip_local_port_range='40000 50000'
            ( ulimit -n 25; exec mqecn traffic server b=10.9.0.2 ) >/dev/null & server=$!
            sleep 2
            bench --duration 4s --qdiscs fq --server 10.9.0.2 --device eth0 -n a --out /out/served
            kill $server 2>/dev/null; wait $server; echo "[$?]"; ip netns | grep -c bench-cpu; tc -n a qdisc show dev eth0; next

            mqecn bench cpu --flows 30 --rate 24mbit --duration 60s --qdiscs pfifo --out /out/killed & victim=$!
            until ip netns | grep -q bench-cpu-receiver; do sleep 0.1; done
            sleep 1
            kill -KILL $victim; wait $victim
            bench --out /out/after; next
            mqecn testbed down -f bench-cpu; ip netns
            """;

    @TempDir
    private static Path out;

    private static List<String> outputSections;

    @BeforeAll
    static void run() throws Exception {
        GuestResult result = new Lab(LocalMachine.current(), System.err::println)
                .prepareGuest(false)
                .run(GuestSpec.shell(SCRIPT, out)
                        .withClock(GuestSpec.GuestClock.REAL)
                        .withLimit(TestLimits.GUEST));
        assertEquals(0, result.exitStatus(), result.output() + result.errors());
        outputSections = Arrays.stream(result.output().split("(?m)^---\n"))
                .map(String::strip)
                .toList();
    }

    private static JsonNode run(String name) throws IOException {
        return new ObjectMapper().readTree(out.resolve(name + ".json").toFile());
    }

    /** Reads a run that is valid, or invalid because the machine was busy. */
    private static JsonNode readTolerantRun(String name) throws IOException {
        JsonNode run = run(name);
        assertTrue(run.path("faults").toString().matches("\\[(" + BUSY_MACHINE + ",?)*]"), run.toString());
        assertEquals(24, run.path("metrics").path("goodput_sum_mbit").asDouble(), 6, run.toString());
        assertTrue(run.path("metrics").path("cpu_total_cores").asDouble() > 0, run.toString());
        assertEquals(4, run.path("cpu_cores").size());
        return run;
    }

    @Test
    @DisplayName("measures between namespaces and deletes them; only eiffel and fq throttle flows")
    void betweenNamespaces() throws IOException {
        boolean valid = true;
        for (String kind : List.of("eiffel", "fq", "pfifo")) {
            JsonNode run = readTolerantRun("between/runs/" + kind + "_1");
            valid &= run.path("valid").asBoolean();
            assertEquals(
                    !kind.equals("pfifo"), run.path("metrics").path("throttled").asLong() > 0, run.toString());
        }
        String command = run("between/summary").path("command").asText();
        assertTrue(command.startsWith("mqecn bench cpu --flows 30 "), command);
        assertTrue(
                outputSections
                        .get(NAMESPACES)
                        .matches("(?s).*results are in /out/between\n\\[" + (valid ? "[01]" : "3") + "]"),
                outputSections.get(NAMESPACES));
    }

    @Test
    @DisplayName("measures from a device to a server and restores the device")
    void device() throws IOException {
        boolean valid = readTolerantRun("device/runs/fq_1").path("valid").asBoolean();
        assertTrue(
                outputSections.get(DEVICE).endsWith("[" + (valid ? 0 : 3) + "]\nqdisc noqueue 0: root refcnt 2"),
                outputSections.get(DEVICE));
    }

    @Test
    @DisplayName("does not replace a qdisc that another program has configured")
    void refusesToReplaceQdisc() {
        assertTrue(
                outputSections.get(QDISC_PRESENT).contains("mqecn: eth0 has qdisc pfifo 5:, which would be lost"),
                outputSections.get(QDISC_PRESENT));
        assertTrue(
                outputSections.get(QDISC_PRESENT).contains("[1]\nqdisc pfifo 5: root"),
                outputSections.get(QDISC_PRESENT));
    }

    @Test
    @DisplayName("reports limits on connections before it starts; a server reports them, too")
    void refusesTooManyConnections() {
        String output = outputSections.get(TOO_MANY_CONNECTIONS);
        assertTrue(
                output.startsWith(
                        "mqecn: 60 connections exceed the limit of 220 open files per process\n  'ulimit -n 260'"
                                + " in this shell, as root, or LimitNOFILE= of a service, raises it\n[1]\n"
                                + "mqecn: 30 connections to one server, and net.ipv4.ip_local_port_range has 29 ports\n  ip netns exec a"
                                + " sysctl -w 'net.ipv4.ip_local_port_range=1024 65535' gives enough\n[1]\n"),
                output);
        assertTrue(output.contains("mqecn: server stopped: accept: "), output);
        assertTrue(output.contains("fq_1 failed: the traffic failed: "), output);
        assertTrue(output.endsWith("[3]\n[1]\n0\nqdisc noqueue 0: root refcnt 2"), output);
    }

    @Test
    @DisplayName("names 'testbed down' for cleaning up after a kill")
    void killed() {
        assertTrue(
                outputSections
                        .get(KILLED)
                        .contains("mqecn: a testbed bench-cpu is up already\n  'mqecn testbed down -f"
                                + " bench-cpu' takes it down\n[1]"),
                outputSections.get(KILLED));
        assertTrue(outputSections.get(CLEANED).contains("bench-cpu is down"), outputSections.get(CLEANED));
        assertEquals(
                List.of("a", "b"),
                outputSections
                        .get(CLEANED)
                        .lines()
                        .map(line -> line.replaceAll(" .*", ""))
                        .filter(line -> line.matches("a|b|bench-cpu-.*"))
                        .sorted()
                        .toList());
    }
}
