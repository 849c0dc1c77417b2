// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import org.mqecn.host.Sleep;

/**
 * Requests flows from servers at their scheduled times, over persistent connections. Some connections are opened at the
 * beginning, more if none is idle.
 */
public final class FlowClient {
    /**
     * What the client requests and from where.
     *
     * @param servers their addresses
     * @param services the services that flows belong to
     * @param connections initial connections per server and congestion control
     * @param bytesPerSecond pacing rate of each flow; 0 for none
     * @param tagging DSCP of the packets of each flow
     */
    public record FlowClientSettings(
            List<InetSocketAddress> servers,
            List<FlowService> services,
            int connections,
            long bytesPerSecond,
            DscpTagging tagging) {
        public FlowClientSettings {
            servers = List.copyOf(servers);
            services = List.copyOf(services);
        }
    }

    /**
     * A class of flows.
     *
     * @param dscp DSCP of the flows
     * @param congestionControl congestion control of the flows, which have separate connections for it; empty for that of
     *     the network namespaces of client and server
     */
    public record FlowService(int dscp, String congestionControl) {}

    /** Connections with the same key are interchangeable. */
    private record ConnectionKey(int server, String congestionControl) {}

    /** Runs a task in the client's network namespace, whichever thread calls it. */
    public interface NamespaceExecutor {
        <T> T call(Callable<T> task) throws Exception;
    }

    private final FlowClientSettings settings;
    private final NamespaceExecutor executor;
    private final Map<ConnectionKey, Deque<PersistentConnection>> idle = new LinkedHashMap<>();
    private final ExecutorService threads = DaemonThread.poolOfFlows();

    private final List<FlowRecord> records = new ArrayList<>();
    private IOException failure;
    private int connections;
    private long epoch;

    public FlowClient(FlowClientSettings settings, NamespaceExecutor executor) {
        this.settings = settings;
        this.executor = executor;
        for (int server = 0; server < settings.servers().size(); server++) {
            for (FlowService service : settings.services()) {
                idle.putIfAbsent(new ConnectionKey(server, service.congestionControl()), new ArrayDeque<>());
            }
        }
    }

    /** A connection, which carries one flow at a time. */
    private final class PersistentConnection {
        private final ConnectionKey key;
        private FlowConnection connection;
        private FlowRecord incompleteRecord;
        private ResponseHeader previousHeader = new ResponseHeader(false, false, 0, 0);

        PersistentConnection(ConnectionKey connectionKey) {
            this.key = connectionKey;
        }

        void connect() throws Exception {
            connection =
                    executor.call(() -> new FlowConnection(settings.servers().get(key.server), key.congestionControl));
        }

        /** Requests a flow. A connection that is opened during the workload delays its own flow, and no other. */
        void carry(ScheduledFlow flow) {
            try {
                if (connection == null) {
                    connect();
                }
                fetch(flow);
                release(this);
            } catch (IOException e) {
                fail(e);
            } catch (Exception e) {
                fail(new IOException(e.getMessage(), e));
            }
        }

        private void fail(IOException reason) {
            if (connection != null) {
                connection.close();
            }
            FlowClient.this.fail(reason);
        }

        private void fetch(ScheduledFlow flow) throws IOException {
            int dscp = settings.services().get(flow.service()).dscp();
            long start = System.nanoTime();
            ResponseHeader header = connection.fetch(new FlowRequest(
                    flow.bytes(), dscp, settings.bytesPerSecond(), key.congestionControl, settings.tagging()));
            long end = System.nanoTime();
            completeRecord(header);
            incompleteRecord = new FlowRecord(flow, dscp, start - epoch, end - start, 0, 0, header.dctcp());
        }

        /** Completes the record of a flow with what the server reports in the header of the next one. */
        private void completeRecord(ResponseHeader header) {
            if (incompleteRecord != null) {
                add(new FlowRecord(
                        incompleteRecord.flow(),
                        incompleteRecord.dscp(),
                        incompleteRecord.startNs(),
                        incompleteRecord.fctNs(),
                        header.retransmitted() - previousHeader.retransmitted(),
                        header.deliveredCe() - previousHeader.deliveredCe(),
                        header.dctcp()));
            }
            previousHeader = header;
        }

        void finish() throws IOException {
            completeRecord(connection.fetch(
                    new FlowRequest(ResponseHeader.LENGTH, 0, 0, key.congestionControl, DscpTagging.PER_SERVICE)));
            connection.close();
        }
    }

    /**
     * Opens the initial connections, before the workload starts.
     *
     * @throws IOException if a server cannot be reached
     */
    public void open() throws Exception {
        for (ConnectionKey connectionKey : idle.keySet()) {
            for (int i = 0; i < settings.connections(); i++) {
                PersistentConnection connection = newConnection(connectionKey);
                connection.connect();
                release(connection);
            }
        }
    }

    /**
     * Runs the workload until its last flow has completed.
     *
     * @return a record for each flow, in order of start times
     * @throws IOException if a server cannot be reached or a connection is lost
     */
    public List<FlowRecord> run(List<ScheduledFlow> flows) throws Exception {
        if (connections == 0) {
            open();
        }
        epoch = System.nanoTime();
        try {
            for (ScheduledFlow flow : flows) {
                Sleep.until(epoch + flow.startNs());
                PersistentConnection connection = acquire(new ConnectionKey(
                        flow.server(), settings.services().get(flow.service()).congestionControl()));
                threads.execute(() -> connection.carry(flow));
            }
            for (PersistentConnection connection : awaitIdle()) {
                connection.finish();
            }
        } finally {
            threads.shutdown();
        }
        return finishedFlows();
    }

    /** Returns the records that are complete so far, in order of start times. */
    public List<FlowRecord> finishedFlows() {
        synchronized (records) {
            return records.stream()
                    .sorted(Comparator.comparingLong(FlowRecord::startNs))
                    .toList();
        }
    }

    private PersistentConnection newConnection(ConnectionKey connectionKey) {
        connections++;
        return new PersistentConnection(connectionKey);
    }

    private PersistentConnection acquire(ConnectionKey connectionKey) {
        PersistentConnection connection = takeIdle(connectionKey);
        return connection == null ? newConnection(connectionKey) : connection;
    }

    private PersistentConnection takeIdle(ConnectionKey connectionKey) {
        synchronized (idle) {
            return idle.get(connectionKey).poll();
        }
    }

    private void release(PersistentConnection connection) {
        synchronized (idle) {
            idle.get(connection.key).push(connection);
            idle.notifyAll();
        }
    }

    private void add(FlowRecord flow) {
        synchronized (records) {
            records.add(flow);
        }
    }

    /** Waits until all connections are idle and returns them. */
    private List<PersistentConnection> awaitIdle() throws IOException, InterruptedException {
        synchronized (idle) {
            while (idle.values().stream().mapToInt(Deque::size).sum() < connections) {
                if (failure != null) {
                    throw failure;
                }
                idle.wait();
            }
            return idle.values().stream().flatMap(Deque::stream).toList();
        }
    }

    private void fail(IOException reason) {
        synchronized (idle) {
            failure = reason;
            idle.notifyAll();
        }
    }
}
