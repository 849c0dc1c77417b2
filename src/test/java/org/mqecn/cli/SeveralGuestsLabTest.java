// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.mqecn.host.LocalMachine;
import org.mqecn.lab.EthernetSwitch;
import org.mqecn.lab.Guest;
import org.mqecn.lab.GuestResult;
import org.mqecn.lab.GuestSpec;
import org.mqecn.lab.Lab;
import org.mqecn.lab.TestLimits;

/** Guests with kernels of their own, which a switch in this process connects; they share the folder $OUT and nothing else. */
@Tag("lab")
@Tag("long")
@Execution(ExecutionMode.CONCURRENT)
@DisplayName("Ansible and Prometheus drive several guests")
final class SeveralGuestsLabTest {
    private static final long MEMORY = 1L << 30;

    /** Joins the guest to the switch. */
    private static final String NETWORK =
            """
            exec 2>&1
            export KEYS=$OUT
            . src/test/resources/org/mqecn/cli/ansible.sh
            python3 src/test/resources/org/mqecn/lab/ethernet-over-serial.py & until [ -e /sys/class/net/eth0 ]; do sleep 0.05; done
            ip addr add 10.9.0.%1$d/24 dev eth0; ip link set eth0 up
            """;

    /** s4 has another version of mqecn. */
    private static final String HOST = NETWORK
            + """
            hostname s%1$d
            for dev in eth1 eth2; do ip link add $dev type dummy; ip link set $dev up; done
            mkdir -p /etc/mqecn /var/lib/mqecn
            rate() { tc qdisc show dev eth1 | grep -o 'rate [^ ]*'; }
            path=$PATH; [ %1$d != 4 ] || path=$(other_version):$PATH
            until [ -e $OUT/keys ]; do sleep 0.1; done
            ssh_server $path
            mqecn exporter --listen :9876 &
            until [ -e $OUT/done ]; do
                [ "$(rate)" != 'rate 500Mbit' ] || { ip link set eth0 down; until rate | grep -q 995; do sleep 0.5; done; break; }
                sleep 0.1
            done
            rate
            """;

    /** s3 does not exist. */
    private static final String CONTROLLER = NETWORK
            + """
            make_keys; : >$OUT/keys
            inventory
            cat >/run/prometheus.yml <<EOF
            global: {scrape_interval: 1s}
            scrape_configs: [{job_name: mqecn, static_configs: [{targets: ['10.9.0.1:9876', '10.9.0.2:9876', '10.9.0.3:9876']}]}]
            EOF
            prometheus --config.file=/run/prometheus.yml --storage.tsdb.path=/run/prometheus \\
                --web.listen-address=127.0.0.1:9090 >/run/prometheus.log 2>&1 &
            query() { promtool query instant http://127.0.0.1:9090 "$1" 2>/dev/null; }
            for i in 1 2 4; do until on $i true 2>/dev/null; do sleep 0.5; done; done
            play; next
            for i in $(seq 100); do [ "$(query mqecn_port_info | grep -c dwrr)" = 2 ] && break; sleep 0.5; done
            query up; query mqecn_port_info; next
            on 2 'hostname; mqecn get eth2 pacing; ls /etc/mqecn/ports.d /var/lib/mqecn/rank'; next
            play --limit s2; next
            play --limit s1,s2 -e rate=500mbit; next
            for i in $(seq 60); do query 'up == 0' | grep -q 10.9.0.1 && break; sleep 0.5; done; query up; next
            : >$OUT/done
            """;

    @TempDir
    private Path out;

    @TempDir
    private Path pipes;

    @Test
    @DisplayName(
            "one cannot be reached, one has another version, and a canary that loses its network undoes its change")
    void portsOfSeveralGuests() throws IOException {
        Guest guest = new Lab(LocalMachine.current(), System.err::println).prepareGuest(false);
        Map<String, CompletableFuture<GuestResult>> hosts = new TreeMap<>();
        try (EthernetSwitch ethernetSwitch = new EthernetSwitch(pipes)) {
            for (int number : List.of(1, 2, 4)) {
                hosts.put("s" + number, start(guest, HOST.formatted(number), ethernetSwitch));
            }
            GuestResult controller =
                    start(guest, CONTROLLER.formatted(254), ethernetSwitch).join();
            Files.writeString(out.resolve("done"), "even if the controller has failed");
            assertController(AnsibleOutput.sections(controller.output()));
            assertHost("rate 995Mbit", hosts.get("s1").join());
            assertHost("rate 995Mbit", hosts.get("s2").join());
            assertHost("serving /metrics on port 9876", hosts.get("s4").join());
        }
    }

    private static void assertHost(String lastLine, GuestResult result) {
        assertTrue(result.output().strip().endsWith(lastLine), result.output());
    }

    private static void assertController(List<String> sections) {
        String change = sections.get(0);
        AnsibleOutput.assertTwoOfFourChanged(change);
        assertTrue(change.endsWith("[4]"), "the exit status tells of hosts that failed: " + change);

        String scraped = sections.get(1);
        assertUp(1, 1, scraped);
        assertUp(2, 1, scraped);
        assertUp(3, 0, scraped);
        for (String host : List.of("10.9.0.1", "10.9.0.2")) {
            for (String port : List.of(
                    "device=\"eth1\", ecn_scheme=\"mq-ecn\", handle=\"1:\"", "device=\"eth2\", handle=\"1:\"")) {
                assertTrue(
                        scraped.contains("mqecn_port_info{" + port + ", instance=\"" + host + ":9876\""),
                        port + " of " + host + " in\n" + scraped);
            }
        }
        assertEquals(
                "s2\noff\n/etc/mqecn/ports.d:\neth1.yaml\neth2.yaml\n\n/var/lib/mqecn/rank:\ndefault.nft\ndefault.yaml",
                sections.get(2));
        AnsibleOutput.assertRecap("s2", "changed=0    unreachable=0    failed=0 ", sections.get(3));

        String cut = sections.get(4);
        AnsibleOutput.assertRecap("s1", "unreachable=1 ", cut);
        assertTrue(cut.lines().noneMatch(line -> line.startsWith("s2 ")), "the canary stops the play: " + cut);
        assertUp(1, 0, sections.get(5));
        assertUp(2, 1, sections.get(5));
    }

    private static void assertUp(int host, int value, String output) {
        assertTrue(
                output.contains("up{instance=\"10.9.0." + host + ":9876\", job=\"mqecn\"} => " + value + " @"),
                "s" + host + " in\n" + output);
    }

    private CompletableFuture<GuestResult> start(Guest guest, String script, EthernetSwitch ethernetSwitch)
            throws IOException {
        GuestSpec spec = GuestSpec.shell(script, out)
                .withLimit(TestLimits.GUEST)
                .withMemory(MEMORY)
                .withSerialLine(ethernetSwitch.addLine());
        return CompletableFuture.supplyAsync(() -> guest.run(spec), task -> new Thread(task).start());
    }
}
