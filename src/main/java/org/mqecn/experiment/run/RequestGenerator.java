// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.mqecn.experiment.run.RunMeasurements.MeasuredFlow;
import org.mqecn.experiment.scenario.TrafficSpec.Replay;
import org.mqecn.experiment.scenario.TrafficSpec.Requests;
import org.mqecn.result.ValidityReason;
import org.mqecn.topology.Link.LinkEnd;
import org.mqecn.topology.NetworkStack;
import org.mqecn.topology.SwitchPorts;
import org.mqecn.topology.UnloadedPaths;
import org.mqecn.traffic.flow.DscpTagging;
import org.mqecn.traffic.flow.FabricWorkload;
import org.mqecn.traffic.flow.FabricWorkload.FabricHost;
import org.mqecn.traffic.flow.FlowClient;
import org.mqecn.traffic.flow.FlowClient.FlowService;
import org.mqecn.traffic.flow.FlowList;
import org.mqecn.traffic.flow.FlowRecord;
import org.mqecn.traffic.flow.FlowServer;
import org.mqecn.traffic.flow.ScheduledFlow;
import org.mqecn.traffic.flow.Workload;
import org.mqecn.traffic.flow.Workload.ServiceRequests;
import org.mqecn.value.Rate;

/** Flows with a size, requested at random times or at a given time. */
final class RequestGenerator implements TrafficGenerator {
    private static final double MEGA = 1e6;
    private static final double NANOS = 1e9;
    /** Assumed rate in bit/s of a port without a rate, for the timeout. */
    private static final long DEFAULT_PORT_RATE = 10_000_000;
    /** Timeout after the start of the last flow: a multiple of the time that the port needs for all flows, and a minimum. */
    private static final double TIMEOUT_FACTOR = 10;

    private static final double MINIMUM_TIMEOUT_S = 10;

    private final String name;
    private final TestbedAccess access;
    private final List<String> senders;
    private final int port;
    private final List<FlowService> services;
    private final int connections;
    private final long bytesPerSecond;
    private final DscpTagging dscpTagging;
    /** Flows by the host that requests them, in order of start times. */
    private final Map<String, List<ScheduledFlow>> flows;

    private final int warmUpFlows;
    private final List<FlowServer> servers = new ArrayList<>();
    private final BackgroundTasks tasks = new BackgroundTasks();
    private final Map<String, FlowClient> clients = new LinkedHashMap<>();

    private RequestGenerator(
            String name,
            TestbedAccess access,
            List<String> senders,
            int port,
            List<FlowService> services,
            int connections,
            long bytesPerSecond,
            DscpTagging dscpTagging,
            Map<String, List<ScheduledFlow>> flows,
            int uncounted) {
        this.name = name;
        this.access = access;
        this.senders = senders;
        this.port = port;
        this.services = services;
        this.connections = connections;
        this.bytesPerSecond = bytesPerSecond;
        this.dscpTagging = dscpTagging;
        this.flows = flows;
        this.warmUpFlows = uncounted;
    }

    /** Flows at random times. */
    static RequestGenerator of(Requests requests, TestbedAccess access, int port, long seed) {
        return new RequestGenerator(
                requests.name(),
                access,
                requests.servers(),
                port,
                requests.services().stream()
                        .map(each -> new FlowService(each.dscp(), each.congestionControl()))
                        .toList(),
                requests.connections(),
                requests.flowRate()
                        .map(each -> each.bitsPerSecond() / Byte.SIZE)
                        .orElse(0L),
                requests.dscpTagging(),
                flows(requests, access, seed),
                requests.warmUp() * requests.fanIn());
    }

    private static Map<String, List<ScheduledFlow>> flows(Requests requests, TestbedAccess access, long seed) {
        List<FabricHost> clients =
                requests.clients().stream().map(host -> host(access, host)).toList();
        List<ServiceRequests> services = requests.services().stream()
                .map(each -> new ServiceRequests(each.sizes().distribution(), each.weight()))
                .toList();
        if (requests.pattern().isPresent()) {
            return FabricWorkload.of(
                            services,
                            requests.load(),
                            requests.fanIn(),
                            requests.pattern().get(),
                            clients)
                    .flows(requests.count(), seed);
        }
        Workload workload = new Workload(
                services,
                requests.load(),
                clients.get(0).rate(),
                requests.servers().size(),
                requests.fanIn());
        return Map.of(clients.get(0).name(), workload.flows(requests.count(), seed));
    }

    private static FabricHost host(TestbedAccess access, String host) {
        LinkEnd port = SwitchPorts.facing(access.testbed(), host).orElseThrow();
        return new FabricHost(
                host, port.node(), SwitchPorts.rate(access.testbed(), port).orElseThrow());
    }

    /**
     * Flows of a list.
     *
     * @param startNs start of the list
     */
    static RequestGenerator of(Replay replay, TestbedAccess access, int port, long startNs) {
        FlowList list = replay.flowList();
        return new RequestGenerator(
                replay.name(),
                access,
                replay.servers(),
                port,
                list.dscps().stream()
                        .map(dscp -> new FlowService(dscp, replay.congestionControl()))
                        .toList(),
                replay.connections(),
                replay.flowRate().map(rate -> rate.bitsPerSecond() / Byte.SIZE).orElse(0L),
                replay.dscpTagging(),
                Map.of(
                        replay.client(),
                        list.flows().stream()
                                .map(flow -> flow.delayedBy(startNs))
                                .toList()),
                replay.warmUp());
    }

    /** Flows at given times. */
    static RequestGenerator of(
            String name,
            TestbedAccess access,
            String client,
            List<String> senders,
            int port,
            List<FlowService> services,
            long bytesPerSecond,
            List<ScheduledFlow> flows) {
        return new RequestGenerator(
                name,
                access,
                senders,
                port,
                services,
                0,
                bytesPerSecond,
                DscpTagging.PER_SERVICE,
                Map.of(client, flows),
                0);
    }

    @Override
    public void prepare() throws Exception {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String sender : senders) {
            InetSocketAddress address = access.socketAddress(sender, port);
            servers.add(access.callIn(sender, () -> new FlowServer(address, expectsDctcp() ? NetworkStack.DCTCP : "")));
            addresses.add(address);
        }
        FlowClient.FlowClientSettings settings =
                new FlowClient.FlowClientSettings(addresses, services, connections, bytesPerSecond, dscpTagging);
        for (String client : flows.keySet()) {
            FlowClient flowClient = new FlowClient(settings, executor(client));
            flowClient.open();
            clients.put(client, flowClient);
        }
    }

    private FlowClient.NamespaceExecutor executor(String client) {
        return new FlowClient.NamespaceExecutor() {
            @Override
            public <T> T call(Callable<T> task) {
                return access.callIn(client, task);
            }
        };
    }

    /** Whether a service or the hosts select DCTCP. */
    private boolean expectsDctcp() {
        return services.stream()
                .anyMatch(flowService -> flowService.congestionControl().equals(NetworkStack.DCTCP));
    }

    private boolean expectsDctcp(ScheduledFlow flow) {
        return access.congestionControl(
                        senders.get(flow.server()), services.get(flow.service()).congestionControl())
                .equals(NetworkStack.DCTCP);
    }

    @Override
    public void start(RunClock runClock) {
        clients.forEach((client, flowClient) -> tasks.start(name, () -> flowClient.run(flows.get(client))));
    }

    @Override
    public void await(RunClock runClock) throws Exception {
        long timeout = 0;
        for (Map.Entry<String, List<ScheduledFlow>> entry : flows.entrySet()) {
            timeout = Math.max(timeout, timeoutNs(entry.getKey(), entry.getValue()));
        }
        tasks.await(timeout - runClock.now());
    }

    /** The timeout: enough for all flows several times over. */
    private long timeoutNs(String client, List<ScheduledFlow> requested) {
        long rate = SwitchPorts.facing(access.testbed(), client)
                .flatMap(linkEnd -> SwitchPorts.rate(access.testbed(), linkEnd))
                .map(Rate::bitsPerSecond)
                .orElse(DEFAULT_PORT_RATE);
        long bits = requested.stream().mapToLong(ScheduledFlow::bytes).sum() * Byte.SIZE;
        double paced = bytesPerSecond == 0 ? 0 : (double) bits / Byte.SIZE / bytesPerSecond;
        return requested.get(requested.size() - 1).startNs()
                + (long) ((MINIMUM_TIMEOUT_S + TIMEOUT_FACTOR * bits / rate + 2 * paced) * NANOS);
    }

    @Override
    public void report(RunMeasurements measurements) {
        UnloadedPaths paths = new UnloadedPaths(access.testbed());
        List<MeasuredFlow> finished = clients.entrySet().stream()
                .flatMap(client -> client.getValue().finishedFlows().stream()
                        .map(record -> new MeasuredFlow(
                                name,
                                record,
                                paths.between(senders.get(record.flow().server()), client.getKey()))))
                .sorted(Comparator.comparingLong(flow -> flow.record().startNs()))
                .toList();
        int requested = flows.values().stream().mapToInt(List::size).sum();
        List<MeasuredFlow> measured = finished.subList(Math.min(warmUpFlows, finished.size()), finished.size());
        List<FlowRecord> counted = measured.stream().map(MeasuredFlow::record).toList();
        measurements.addServices(name, services.size());
        measured.forEach(measurements::addFlow);
        long notDctcp = counted.stream()
                .filter(record -> !record.dctcp() && expectsDctcp(record.flow()))
                .count();
        measurements.require(
                ValidityReason.NOT_DCTCP,
                notDctcp == 0,
                "%s: %d of %d flows ran without DCTCP: ECN was not negotiated",
                name,
                notDctcp,
                counted.size());
        measurements.require(
                ValidityReason.INCOMPLETE_FLOWS,
                finished.size() == requested,
                "%s: %d of %d flows did not complete",
                name,
                requested - finished.size(),
                requested);
        measurements.addGoodput(name, goodput(counted));
        if (services.size() > 1) {
            for (int i = 0; i < services.size(); i++) {
                int service = i;
                measurements.addGoodput(
                        name,
                        service,
                        goodput(
                                counted,
                                counted.stream()
                                        .filter(record -> record.flow().service() == service)
                                        .toList()));
            }
        }
    }

    private static double goodput(List<FlowRecord> all) {
        return goodput(all, all);
    }

    /** Goodput of some flows over the time of all flows. */
    private static double goodput(List<FlowRecord> all, List<FlowRecord> some) {
        long begin = all.stream().mapToLong(FlowRecord::startNs).min().orElse(0);
        long end = all.stream()
                .mapToLong(record -> record.startNs() + record.fctNs())
                .max()
                .orElse(1);
        long bytes = some.stream().mapToLong(record -> record.flow().bytes()).sum();
        return bytes * Byte.SIZE / ((end - begin) / NANOS) / MEGA;
    }

    @Override
    public void close() {
        servers.forEach(FlowServer::close);
    }
}
