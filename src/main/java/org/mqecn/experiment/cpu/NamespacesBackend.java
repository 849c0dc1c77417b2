// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.cpu;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mqecn.experiment.run.CaseRun;
import org.mqecn.experiment.runner.PassingTestbed;
import org.mqecn.experiment.scenario.Ports;
import org.mqecn.host.Machine;
import org.mqecn.host.OpenFiles;
import org.mqecn.netlink.Netns;
import org.mqecn.testbed.Places;
import org.mqecn.topology.Link;
import org.mqecn.topology.Testbed;
import org.mqecn.topology.TestbedFile;
import org.mqecn.traffic.flow.Server;

/** Between two namespaces of this machine, a testbed that goes down in any case. Both ends cost its processors. */
public final class NamespacesBackend implements CpuBackend {
    private static final String SENDER = "sender";
    private static final String RECEIVER = "receiver";
    private static final int PORT = 5300;
    /** Of a connection, which this process has open. */
    private static final long BOTH_ENDS = 2;
    /** Where round trips are short, TCP makes super-packets that last half a second; on a network it would not. */
    private static final String LARGE_WHERE_NEAR = "net.ipv4.tcp_tso_rtt_log";

    private static final String NAME = "bench-cpu";
    private static final String WHAT = "measure between namespaces";

    private final Machine machine;

    public NamespacesBackend(Machine machine) {
        this.machine = machine;
    }

    @Override
    public void requireReady(CpuSetup setup) {
        PassingTestbed.requireFree(machine, NAME, WHAT);
        OpenFiles.require(BOTH_ENDS * setup.flows());
        setup.experiment().trials().forEach(trial -> testbed(text(trial)));
    }

    @Override
    public String place() {
        return "between namespaces of this machine, kernel " + machine.release();
    }

    @Override
    public String run(CpuTrial trial) throws Exception {
        String text = text(trial);
        Testbed testbed = testbed(text);
        return PassingTestbed.during(machine, testbed, WHAT, () -> {
            CaseRun.testbeds(machine).up(testbed, text);
            Places places = new Places(testbed, machine);
            Link.End port = Ports.towards(testbed, RECEIVER).orElseThrow();
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(
                    Ports.otherEnd(testbed, port).address().orElseThrow().host()), PORT);
            Server server = Netns.call(places.namespace(RECEIVER), () -> new Server(address, ""));
            try {
                return new CpuRun(trial, machine, places.namespace(SENDER), port.device(), address).run();
            } finally {
                server.close();
            }
        });
    }

    @Override
    public List<String> before(CpuTrial trial) {
        return CaseRun.testbeds(machine).script(testbed(text(trial)));
    }

    @Override
    public List<String> after(CpuTrial trial) {
        return CaseRun.testbeds(machine).downScript(testbed(text(trial)));
    }

    private static Testbed testbed(String text) {
        return TestbedFile.of(NAME + ".yaml", text).testbed();
    }

    /** The sender is a router, because it is ports of switches that carry qdiscs. */
    private String text(CpuTrial trial) {
        Map<String, String> sysctls = new TreeMap<>(Map.of(LocalPorts.SYSCTL, "\"" + LocalPorts.ALL + "\""));
        if (machine.sysctl(LARGE_WHERE_NEAR).toFile().exists()) {
            sysctls.put(LARGE_WHERE_NEAR, "0");
        }
        return """
                name: %s
                switches: {%s: {sysctls: {%s}}}
                hosts: {%s: {super-packets: true}}
                links: [{between: [%s, %s], port: {%s: {%s}}}]
                """.formatted(NAME, SENDER, pairs(sysctls), RECEIVER, SENDER, RECEIVER, trial.qdisc().kind(),
                pairs(trial.qdisc().options(trial.setup().flows())));
    }

    private static String pairs(Map<String, String> values) {
        return values.entrySet().stream().map(each -> each.getKey() + ": " + each.getValue())
                .collect(Collectors.joining(", "));
    }
}
