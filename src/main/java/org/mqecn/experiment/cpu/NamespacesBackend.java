// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.cpu;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mqecn.experiment.engine.TemporaryTestbed;
import org.mqecn.experiment.run.CaseRunner;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.OpenFileLimit;
import org.mqecn.netlink.Netns;
import org.mqecn.result.RunFile;
import org.mqecn.testbed.resources.TestbedLayout;
import org.mqecn.topology.Link;
import org.mqecn.topology.SwitchPorts;
import org.mqecn.topology.Testbed;
import org.mqecn.topology.TestbedFile;
import org.mqecn.traffic.flow.FlowServer;

/** Between two namespaces of this machine, in a temporary testbed. The measured CPU time includes both ends. */
public final class NamespacesBackend implements CpuBackend {
    private static final String SENDER = "sender";
    private static final String RECEIVER = "receiver";
    private static final int PORT = 5300;
    /** Files that this process has open per connection. */
    private static final long SOCKETS_PER_FLOW = 2;
    /** With short RTTs, TCP builds GSO packets that last half a second at these rates; in a network it would not. */
    private static final String TCP_TSO_RTT_LOG = "net.ipv4.tcp_tso_rtt_log";

    private static final String NAME = "bench-cpu";
    private static final String ACTION = "measure between namespaces";

    private final LocalMachine machine;

    public NamespacesBackend(LocalMachine machine) {
        this.machine = machine;
    }

    @Override
    public void requireReady(CpuBenchmark setup) {
        TemporaryTestbed.requireNotUp(machine, NAME, ACTION);
        OpenFileLimit.require(SOCKETS_PER_FLOW * setup.flows());
        setup.experiment().trials().forEach(trial -> testbed(testbedText(trial)));
    }

    @Override
    public String environment() {
        return "between namespaces of this machine, kernel " + machine.kernelRelease();
    }

    @Override
    public RunFile run(CpuTrial trial) throws Exception {
        String text = testbedText(trial);
        Testbed testbed = testbed(text);
        return TemporaryTestbed.callWith(machine, testbed, ACTION, () -> {
            CaseRunner.testbeds(machine).up(testbed, text);
            TestbedLayout layout = new TestbedLayout(testbed, machine);
            Link.LinkEnd port = SwitchPorts.facing(testbed, RECEIVER).orElseThrow();
            InetSocketAddress address = new InetSocketAddress(
                    InetAddress.getByName(SwitchPorts.otherEnd(testbed, port)
                            .address()
                            .orElseThrow()
                            .hostAddress()),
                    PORT);
            FlowServer flowServer = Netns.call(layout.namespace(RECEIVER), () -> new FlowServer(address, ""));
            try {
                return new CpuTrialRunner(trial, machine, layout.namespace(SENDER), port.device(), address).run();
            } finally {
                flowServer.close();
            }
        });
    }

    @Override
    public List<String> setUpCommands(CpuTrial trial) {
        return CaseRunner.testbeds(machine).upScript(testbed(testbedText(trial)));
    }

    @Override
    public List<String> tearDownCommands(CpuTrial trial) {
        return CaseRunner.testbeds(machine).downScript(testbed(testbedText(trial)));
    }

    private static Testbed testbed(String text) {
        return TestbedFile.of(NAME + ".yaml", text).testbed();
    }

    /** The sender is a router, because only switch ports have qdiscs. */
    private String testbedText(CpuTrial trial) {
        Map<String, String> sysctls =
                new TreeMap<>(Map.of(LocalPortRange.SYSCTL, "\"" + LocalPortRange.UNPRIVILEGED + "\""));
        if (machine.sysctlFile(TCP_TSO_RTT_LOG).toFile().exists()) {
            sysctls.put(TCP_TSO_RTT_LOG, "0");
        }
        return """
                name: %s
                switches: {%s: {sysctls: {%s}}}
                hosts: {%s: {gso: on}}
                links: [{between: [%s, %s], qdisc: {%s: {%s}}}]
                """
                .formatted(
                        NAME,
                        SENDER,
                        pairs(sysctls),
                        RECEIVER,
                        SENDER,
                        RECEIVER,
                        trial.qdisc().kind(),
                        pairs(trial.qdisc().options(trial.benchmark().flows())));
    }

    private static String pairs(Map<String, String> values) {
        return values.entrySet().stream()
                .map(each -> each.getKey() + ": " + each.getValue())
                .collect(Collectors.joining(", "));
    }
}
