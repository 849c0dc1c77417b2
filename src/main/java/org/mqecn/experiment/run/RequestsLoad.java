// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.experiment.scenario.Ports;
import org.mqecn.experiment.scenario.Traffic.RequestedService;
import org.mqecn.experiment.scenario.Traffic.Requests;
import org.mqecn.port.Rate;
import org.mqecn.traffic.flow.Client;
import org.mqecn.traffic.flow.Client.Service;
import org.mqecn.traffic.flow.Flow;
import org.mqecn.traffic.flow.FlowRecord;
import org.mqecn.traffic.flow.Labels;
import org.mqecn.traffic.flow.Server;
import org.mqecn.traffic.flow.SizeDistribution;
import org.mqecn.traffic.flow.Workload;

/** Flows that are asked for at random times, or at one time: all that end by themselves. */
final class RequestsLoad implements Load {
    private static final double MEGA = 1e6;
    private static final double NANOS = 1e9;
    /** Bit/s of a port that has no rate, for how long it is waited. */
    private static final long SLOW = 10_000_000;
    /** Times that the port needs for all flows, after the last of them has begun, and seconds at least. */
    private static final double PATIENCE = 10;
    private static final double LEAST_PATIENCE_S = 10;

    private final String name;
    private final Stage stage;
    private final String client;
    private final List<String> senders;
    private final int port;
    private final List<Service> services;
    private final int connections;
    private final long bytesPerSecond;
    private final Labels labels;
    private final List<Flow> flows;
    private final int uncounted;
    private final List<Server> servers = new ArrayList<>();
    private final Background background = new Background();
    private Client asking;

    private RequestsLoad(String name, Stage stage, String client, List<String> senders, int port, List<Service> services,
            int connections, long bytesPerSecond, Labels labels, List<Flow> flows, int uncounted) {
        this.name = name;
        this.stage = stage;
        this.client = client;
        this.senders = senders;
        this.port = port;
        this.services = services;
        this.connections = connections;
        this.bytesPerSecond = bytesPerSecond;
        this.labels = labels;
        this.flows = flows;
        this.uncounted = uncounted;
    }

    /** Requests at random times. */
    static RequestsLoad of(Requests requests, Stage stage, int port, long seed) {
        Rate rate = Ports.towards(stage.testbed(), requests.client())
                .flatMap(end -> Ports.rate(stage.testbed(), end)).orElseThrow();
        Workload workload = new Workload(SizeDistribution.load(requests.sizes()), requests.load(), rate,
                requests.servers().size(), requests.services().stream().map(RequestedService::weight).toList(),
                requests.fanIn());
        return new RequestsLoad(requests.name(), stage, requests.client(), requests.servers(), port,
                requests.services().stream()
                        .map(each -> new Service(each.dscp(), each.congestionControl())).toList(), requests.connections(),
                requests.flowRate().map(each -> each.bitsPerSecond() / Byte.SIZE).orElse(0L),
                requests.labels(), workload.flows(requests.count(), seed), requests.warmUp() * requests.fanIn());
    }

    /** Flows at times of their own. */
    static RequestsLoad of(String name, Stage stage, String client, List<String> senders, int port,
            List<Service> services, long bytesPerSecond, List<Flow> flows) {
        return new RequestsLoad(name, stage, client, senders, port, services, 0, bytesPerSecond, Labels.OF_SERVICE,
                flows, 0);
    }

    @Override
    public void prepare() throws Exception {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String sender : senders) {
            InetSocketAddress address = stage.socket(sender, port);
            servers.add(stage.at(sender, () -> new Server(address, wantsDctcp() ? Stage.DCTCP : "")));
            addresses.add(address);
        }
        asking = new Client(new Client.Setup(addresses, services, connections, bytesPerSecond, labels),
                new Client.Opener() {
            @Override
            public <T> T call(Callable<T> task) {
                return stage.at(client, task);
            }
        });
        asking.open();
    }

    /** Whether a service asks for it: the hosts may have another one. */
    private boolean wantsDctcp() {
        return services.stream().anyMatch(service -> service.congestionControl().equals(Stage.DCTCP));
    }

    private boolean wantsDctcp(Flow flow) {
        return stage.congestionControl(senders.get(flow.server()), services.get(flow.service()).congestionControl())
                .equals(Stage.DCTCP);
    }

    @Override
    public void start(Timeline timeline) {
        background.start(name, () -> asking.run(flows));
    }

    @Override
    public void await(Timeline timeline) throws Exception {
        background.await(patienceNs() - timeline.now());
    }

    /** By this time all flows have ended many times over, unless something holds them up. */
    private long patienceNs() {
        long rate = Ports.towards(stage.testbed(), client).flatMap(end -> Ports.rate(stage.testbed(), end))
                .map(Rate::bitsPerSecond).orElse(SLOW);
        long bits = flows.stream().mapToLong(Flow::bytes).sum() * Byte.SIZE;
        double paced = bytesPerSecond == 0 ? 0 : (double) bits / Byte.SIZE / bytesPerSecond;
        return flows.get(flows.size() - 1).startNs()
                + (long) ((LEAST_PATIENCE_S + PATIENCE * bits / rate + 2 * paced) * NANOS);
    }

    @Override
    public void report(Observation observation) {
        List<FlowRecord> records = asking.finished();
        List<FlowRecord> counted = records.subList(Math.min(uncounted, records.size()), records.size());
        counted.forEach(record -> observation.flow(name, record));
        long notDctcp = counted.stream().filter(record -> !record.dctcp() && wantsDctcp(record.flow()))
                .count();
        observation.require(notDctcp == 0, "%s: %d of %d flows ran without DCTCP: ECN was not negotiated", name,
                notDctcp, counted.size());
        observation.require(records.size() == flows.size(), "%s: %d of %d flows did not come to their end", name,
                flows.size() - records.size(), flows.size());
        observation.goodput(name, goodput(counted));
        if (services.size() > 1) {
            for (int i = 0; i < services.size(); i++) {
                int service = i;
                observation.goodput(name, service, goodput(counted, counted.stream()
                        .filter(record -> record.flow().service() == service).toList()));
            }
        }
    }

    private static double goodput(List<FlowRecord> all) {
        return goodput(all, all);
    }

    /** Of some flows, over the time of all. */
    private static double goodput(List<FlowRecord> all, List<FlowRecord> some) {
        long begin = all.stream().mapToLong(FlowRecord::startNs).min().orElse(0);
        long end = all.stream().mapToLong(record -> record.startNs() + record.completionNs()).max().orElse(1);
        long bytes = some.stream().mapToLong(record -> record.flow().bytes()).sum();
        return bytes * Byte.SIZE / ((end - begin) / NANOS) / MEGA;
    }

    @Override
    public void close() {
        servers.forEach(Server::close);
    }
}
