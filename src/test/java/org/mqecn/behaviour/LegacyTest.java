// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mqecn.behaviour.TrafficScript.FULL_FRAME_ON_WIRE;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("lab")
@DisplayName("With legacy_tbf=1 the commands of the MQ-ECN prototype work:")
class LegacyTest {
    private static final int THRESHOLD = 30_000;
    private static final int BURST = 40;

    @Test
    @DisplayName("a qdisc of kind tbf is a port that shapes, marks and schedules")
    void prototypeCommands() {
        String output = TestGuest.run(folder ->
                """
                wire a eth1 b eb
                wire a eth0 b ec
                wire a eth2 b ed
                dmesg | grep -o 'dwrr: kind tbf .* legacy_tbf=1'
                rmmod sch_dwrr
                cat > /run/commands <<'END'
                set -e
                lsmod | grep -q sch_tbf || modprobe sch_tbf
                rmmod sch_tbf
                modprobe sch_dwrr legacy_tbf=1
                tc qdisc add dev eth1 root tbf rate 995mbit limit 1000k burst 1000k mtu 66000 peakrate 1000mbit
                ethtool -K eth0 tso off;  ethtool -K eth0 gso off;  ethtool -K eth0 gro off
                sysctl dwrr.ecn_scheme
                sysctl -w dwrr.ecn_scheme=3
                sysctl -w dwrr.ecn_scheme=1
                sysctl dwrr.port_thresh_bytes;  sysctl dwrr.queue_thresh_bytes_0;  sysctl dwrr.shared_buffer_bytes
                sysctl -w dwrr.enable_wrr=1
                tc -s qdisc show dev eth1
                tc qdisc add dev eth2 root tbf rate 1mbit limit 1000k burst 1000k mtu 66000 peakrate 2mbit
                END
                ip netns exec a bash /run/commands 2> /run/errors || { cat /run/errors >&2; exit 1; }
                printf 'flood sndbuf=4000000\\nat 10ms\\ncounters\\nat 110ms\\ncounters\\nstop\\n' | "$FRAMES" a eth1 b eb 0
                printf 'start\\nsend %d dscp=7 ecn=2 flow=1\\nsend 10 dscp=2 flow=2\\nat 2s\\n' | "$FRAMES" a eth2 b ed
                tc -n a -s qdisc show dev eth1
                tc -n a qdisc change dev eth2 root tbf rate 40gbit limit 1000k burst 1000k mtu 66000 peakrate 48gbit
                tc -n a qdisc show dev eth2
                ip netns exec a tc qdisc del dev eth1 root
                ip netns exec a tc qdisc del dev eth2 root
                sleep 0.1
                rmmod sch_dwrr
                modprobe sch_tbf && ip netns exec a tc qdisc add dev eth1 root tbf rate 995mbit limit 1000k burst 1000k
                """
                        .formatted(BURST));

        assertTrue(
                output.contains("dwrr: kind tbf is the kernel's own: 'sch_dwrr legacy_tbf=1"),
                "the log, without legacy_tbf: " + output);
        List<String> answers =
                output.lines().filter(line -> line.startsWith("dwrr.")).toList();
        assertEquals(
                List.of(
                        "dwrr.ecn_scheme = 1",
                        "dwrr.ecn_scheme = 3",
                        "dwrr.ecn_scheme = 1",
                        "dwrr.port_thresh_bytes = 30000",
                        "dwrr.queue_thresh_bytes_0 = 30000",
                        "dwrr.shared_buffer_bytes = 2000000",
                        "dwrr.enable_wrr = 1"),
                answers);
        assertTrue(
                output.matches("(?s).*qdisc tbf \\w+: root refcnt \\d+ rate 995Mbit burst .* peakrate 1Gbit .*"),
                output);

        assertTrue(output.matches("(?s).* rate 40Gbit burst .* peakrate 48Gbit .*"), "64-bit rates: " + output);

        TrafficTrace trace = TrafficTrace.parse(output);
        TrafficTrace.DeviceCounters first = trace.deviceCounters().get(0);
        TrafficTrace.DeviceCounters last = trace.deviceCounters().get(1);
        double packets = (last.ns() - first.ns()) / 1e9 * 995e6 / 8 / FULL_FRAME_ON_WIRE;
        assertEquals(packets, last.packets() - first.packets(), packets * 0.001);
        for (CapturedPacket capturedPacket : trace.flow(1)) {
            assertEquals(
                    Math.max(1, capturedPacket.seq()) * FULL_FRAME_ON_WIRE > THRESHOLD,
                    capturedPacket.isCe(),
                    "packet " + capturedPacket);
        }
        assertEquals(BURST, trace.flow(1).size());
        assertEquals(
                IntStream.range(0, 10)
                        .mapToObj(i -> List.of(2, 1))
                        .flatMap(List::stream)
                        .toList(),
                trace.flows().subList(2, 22),
                "two queues alternate");
    }
}
