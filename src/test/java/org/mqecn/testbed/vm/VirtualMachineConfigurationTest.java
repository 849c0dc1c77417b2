// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.topology.GsoMode;
import org.mqecn.topology.Host;
import org.mqecn.topology.Impairment;
import org.mqecn.topology.Ipv4Address;
import org.mqecn.topology.Link;
import org.mqecn.topology.NetworkStack;
import org.mqecn.topology.QueueingDiscipline;
import org.mqecn.topology.Route;
import org.mqecn.topology.VirtualMachine;
import org.mqecn.value.Bytes;
import org.mqecn.value.Rate;
import org.mqecn.value.RouteMetrics;

@DisplayName("Configuration of a virtual machine, and its comparison")
final class VirtualMachineConfigurationTest {
    private static final String MAC = "02:00:00:00:00:01";
    /** From iproute2 6.1.0 and procps 4.0.2, without keys that are not read. */
    private static final String ANSWER =
            """
            [{"ifname":"lo","flags":["LOOPBACK","UP"],"mtu":65536,"address":"00:00:00:00:00:00","addr_info":[]},
             {"ifname":"eth0","flags":["BROADCAST","UP","LOWER_UP"],"mtu":1500,"address":"02:00:00:00:00:01",
              "gso_max_segs":1,"addr_info":[{"family":"inet","local":"10.0.0.2","prefixlen":24,"scope":"global"}]}]
            ----
            [{"dst":"default","gateway":"10.0.0.1","dev":"eth0","metrics":[{"rto_min":10,"initcwnd":16,"quickack":1}]},
             {"dst":"10.0.0.0/24","dev":"eth0","protocol":"kernel","prefsrc":"10.0.0.2","metrics":[{"rto_min":10,"initcwnd":16,"quickack":1}]}]
            ----
            [{"kind":"noqueue","handle":"0:","dev":"lo","root":true,"options":{}},
             {"kind":"netem","handle":"1:","dev":"eth0","root":true,"options":{"limit":1000000,
              "delay":{"delay":0.002,"jitter":0,"correlation":0},"rate":{"rate":125000000}}}]
            ----
            dctcp
            1
            ----
            # begin of mqecn testbed t
            10.0.0.2 one
            # end of mqecn testbed
            """;

    private static VirtualMachineConfiguration configuration(long delayMs) {
        NetworkStack stack = new NetworkStack(
                Optional.of("dctcp"),
                Optional.of(true),
                new RouteMetrics(Optional.of(Duration.ofMillis(10)), Optional.of(16), true),
                Duration.ofMillis(delayMs),
                delayMs == 0 ? Optional.empty() : Optional.of(Rate.parse("1gbit")),
                GsoMode.OFF,
                Map.of());
        Host host = new Host(
                "one",
                Optional.of(new VirtualMachine("video", Bytes.parse("256m"), 1, Optional.empty(), false)),
                stack,
                List.of(new Route("default", List.of("10.0.0.1"))),
                List.of());
        return new VirtualMachineConfiguration(
                host,
                List.of("# begin of mqecn testbed t", "10.0.0.2 one", "# end of mqecn testbed"),
                List.of(new VirtualMachineConfiguration.InterfaceConfiguration(
                        new Link.LinkEnd(
                                "one",
                                "eth0",
                                MAC,
                                Optional.of(Ipv4Address.parse("10.0.0.2/24")),
                                QueueingDiscipline.KERNEL_DEFAULT,
                                Impairment.NONE),
                        1500)));
    }

    @Test
    @DisplayName("the expected output has no differences")
    void noDifferences() {
        assertEquals(List.of(), configuration(2).differences(ANSWER));
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"eth0\",\"flags\" | \"eth9\",\"flags\" | eth0 is missing",
                "\"UP\",\"LOWER_UP\" | \"LOWER_UP\" | eth0 is down",
                "\"mtu\":1500 | \"mtu\":1400 | eth0 mtu 1500: is 1400",
                "\"gso_max_segs\":1 | \"gso_max_segs\":65535 | eth0 gso_max_segs 1: is 65535",
                "\"local\":\"10.0.0.2\" | \"local\":\"10.0.0.3\" | eth0 10.0.0.2/24: is 10.0.0.3/24",
                "\"gateway\":\"10.0.0.1\" | \"gateway\":\"10.0.0.9\" | route to default via [10.0.0.1]: is [10.0.0.9]",
                "\"prefsrc\":\"10.0.0.2\",\"metrics\":[{\"rto_min\":10,\"initcwnd\":16,\"quickack\":1}] | \"prefsrc\":\"10.0.0.2\" "
                        + "| route to 10.0.0.0/24: rto_min is not set, initcwnd is not set, quickack is not set",
                "\"gateway\":\"10.0.0.1\",\"dev\":\"eth0\",\"metrics\":[{\"rto_min\":10,\"initcwnd\":16,\"quickack\":1}] "
                        + "| \"gateway\":\"10.0.0.1\",\"dev\":\"eth0\",\"metrics\":[{\"rto_min\":10,\"initcwnd\":10,\"quickack\":1}] "
                        + "| route to default: initcwnd is 10",
                "\"rate\":125000000 | \"rate\":62500000 | eth0 netem rate 1gbit: the kernel has 500mbit",
                "\"delay\":0.002 | \"delay\":0.003 | eth0 netem delay 2000us: the kernel has 3ms",
                "\"kind\":\"netem\" | \"kind\":\"fq\" | eth0 netem 1: at root: missing",
                "10.0.0.2 one | 10.0.0.3 one | /etc/hosts: other names or addresses",
                "dctcp | cubic | net.ipv4.tcp_congestion_control dctcp: is cubic",
            })
    @DisplayName("each difference is reported")
    void difference(String text, String other, String difference) {
        assertTrue(ANSWER.contains(text), text);
        assertEquals(List.of(difference), configuration(2).differences(ANSWER.replace(text, other)));
    }

    @Test
    @DisplayName("an unexpected qdisc is a difference")
    void unexpectedQdisc() {
        assertEquals(
                List.of("eth0 netem 1: at root: unexpected qdisc"),
                configuration(0).differences(ANSWER));
    }

    @Test
    @DisplayName("truncated output cannot be parsed, wherever it ends")
    void truncated() {
        for (int end = 0; end < ANSWER.lastIndexOf("----"); end += 7) {
            List<String> differences = configuration(2).differences(ANSWER.substring(0, end));
            assertTrue(differences.get(0).startsWith("cannot parse the response: "), differences::toString);
        }
        assertEquals(
                1,
                configuration(2)
                        .differences("[{]\n----\n[]\n----\n[]\n----\n----\n")
                        .size());
    }

    @Test
    @DisplayName("the script replaces the present qdisc")
    void script() {
        List<String> lines = configuration(2).script().input().lines().toList();
        assertEquals("set -e", lines.get(0));
        assertTrue(
                lines.contains("printf '%s\\n' '# begin of mqecn testbed t' '10.0.0.2 one' '# end of mqecn testbed'"
                        + " >>/etc/hosts"),
                lines::toString);
        assertTrue(
                lines.contains("ip route replace default via 10.0.0.1 rto_min 10ms initcwnd 16 quickack 1"),
                lines::toString);
        assertEquals(
                List.of(
                        "tc qdisc del dev eth0 root 2>/dev/null || :",
                        "tc qdisc add dev eth0 root handle 1: netem delay 2000us rate 1gbit limit 1000000"),
                lines.subList(lines.size() - 2, lines.size()));
    }
}
