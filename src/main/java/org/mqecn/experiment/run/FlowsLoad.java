// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.mqecn.experiment.scenario.Traffic.Flows;
import org.mqecn.netlink.TcpConnection;
import org.mqecn.traffic.flow.Download;
import org.mqecn.traffic.flow.Server;

/**
 * Flows without end: how much of each arrives in the window, and what round-trip time their senders see. That they
 * really run DCTCP, and hear of marks, is asked of the kernel while they run.
 */
final class FlowsLoad implements Load {
    /** Between two looks at the senders' smoothed round-trip times. */
    private static final long LOOK_NS = 10_000_000;
    private static final double MEGA = 1e6;
    private static final double NANOS = 1e9;

    private final Flows flows;
    private final Stage stage;
    private final int port;
    private final List<Long> startsNs;
    private final List<Server> servers = new ArrayList<>();
    private final List<Download> downloads = new ArrayList<>();
    private final Map<String, List<Double>> smoothed = new LinkedHashMap<>();
    private final Map<String, List<TcpConnection>> connections = new LinkedHashMap<>();
    private final Background background = new Background();
    private long[] before;
    private long[] after;
    private long beganNs;
    private long endedNs;
    private volatile boolean looking;

    /** @param startsNs when each of them begins */
    FlowsLoad(Flows flows, Stage stage, int port, List<Long> startsNs) {
        this.flows = flows;
        this.stage = stage;
        this.port = port;
        this.startsNs = startsNs;
    }

    @Override
    public void prepare() throws Exception {
        for (String sender : senders()) {
            InetSocketAddress address = stage.socket(sender, port);
            servers.add(stage.at(sender, () -> new Server(address, flows.congestionControl())));
        }
        for (int i = 0; i < flows.count(); i++) {
            InetSocketAddress address = stage.socket(sender(i), port);
            downloads.add(stage.at(flows.to(), () -> new Download(address, flows.congestionControl())));
        }
    }

    private LinkedHashSet<String> senders() {
        return new LinkedHashSet<>(flows.senders());
    }

    private String sender(int flow) {
        return flows.from().get(flow % flows.from().size());
    }

    private int dscp(int flow) {
        return flows.dscps().get(flow % flows.dscps().size());
    }

    @Override
    public void start(Timeline timeline) {
        long rate = flows.rate().map(each -> each.bitsPerSecond() / Byte.SIZE).orElse(0L);
        for (int i = 0; i < downloads.size(); i++) {
            int flow = i;
            background.start(flows.name() + " " + i, () -> {
                timeline.sleepUntil(startsNs.get(flow));
                downloads.get(flow).run(dscp(flow), rate);
                return null;
            });
        }
    }

    @Override
    public void windowBegins(Timeline timeline) throws Exception {
        beganNs = timeline.now();
        before = received();
        looking = true;
        for (String sender : senders()) {
            List<Double> times = new ArrayList<>();
            smoothed.put(sender, times);
            background.start(sender + "'s round-trip times", () -> stage.at(sender, () -> look(timeline, times)));
        }
    }

    private Void look(Timeline timeline, List<Double> times) {
        for (long next = beganNs; looking; next += LOOK_NS) {
            timeline.sleepUntil(next);
            if (looking) {
                ours().forEach(connection -> times.add((double) connection.info().rttMicros()));
            }
        }
        return null;
    }

    /** The senders' ends of our connections, in this thread's namespace. */
    private List<TcpConnection> ours() {
        return TcpConnection.read().stream().filter(connection -> connection.localPort() == port
                && connection.info().bytesAcked() > 0).toList();
    }

    @Override
    public void windowEnds(Timeline timeline) throws Exception {
        after = received();
        endedNs = timeline.now();
        looking = false;
        for (String sender : senders()) {
            connections.put(sender, stage.at(sender, this::ours));
        }
    }

    private long[] received() throws IOException {
        long[] bytes = new long[downloads.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = downloads.get(i).received();
        }
        return bytes;
    }

    @Override
    public void report(Observation observation) {
        double sum = 0;
        for (int i = 0; i < before.length; i++) {
            double goodput = goodput(i);
            sum += goodput;
            observation.require(goodput > 0, "%s: nothing came of flow %d, from %s", flows.name(), i, sender(i));
            if (flows.count() > 1) {
                observation.goodput(flows.name(), i, goodput);
            }
        }
        observation.goodput(flows.name(), sum);
        observation.smoothed(flows.name(), smoothed.values().stream().flatMap(List::stream)
                .mapToDouble(Double::doubleValue).toArray());
        connections.forEach((sender, found) -> check(sender, found, observation));
    }

    private double goodput(int flow) {
        return (after[flow] - before[flow]) * Byte.SIZE / ((endedNs - beganNs) / NANOS) / MEGA;
    }

    private void check(String sender, List<TcpConnection> found, Observation observation) {
        String congestionControl = stage.congestionControl(sender, flows.congestionControl());
        observation.requireDctcp(flows.name(), sender, congestionControl, found);
        if (congestionControl.equals(Stage.DCTCP) && flows.saturates()) {
            found.forEach(connection -> observation.require(connection.info().deliveredMarked() > 0,
                    "%s: %s was never told of a mark", flows.name(), sender));
        }
    }

    @Override
    public void close() {
        looking = false;
        downloads.forEach(Download::close);
        servers.forEach(Server::close);
    }
}
