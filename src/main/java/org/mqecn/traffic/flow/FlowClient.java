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
import java.util.concurrent.LinkedBlockingQueue;
import org.mqecn.host.Sleep;

/**
 * Asks servers for flows at their times, over persistent connections: some are there from the beginning, more are
 * opened when none is free.
 */
public final class FlowClient {
    /**
     * Where and how.
     *
     * @param servers their addresses
     * @param services whose flows they are
     * @param connections to each server from the beginning, for each congestion control
     * @param bytesPerSecond that each flow is paced to; 0 for as fast as it goes
     * @param tagging code points of each flow's parts
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
     * Whose flows are alike.
     *
     * @param dscp of them
     * @param congestionControl of them, for which there are connections of their own; empty for that of the namespaces
     *     of client and server
     */
    public record FlowService(int dscp, String congestionControl) {}

    /** What a connection is good for. */
    private record ConnectionKey(int server, String congestionControl) {}

    /** Opens connections: in the client's network namespace, whichever thread asks. */
    public interface NamespaceExecutor {
        <T> T call(Callable<T> task) throws Exception;
    }

    private final FlowClientSettings settings;
    private final NamespaceExecutor executor;
    private final Map<ConnectionKey, Deque<ConnectionWorker>> idle = new LinkedHashMap<>();
    private final List<FlowRecord> records = new ArrayList<>();
    private IOException failure;
    private int workers;
    private long epoch;

    public FlowClient(FlowClientSettings flowClientSettings, NamespaceExecutor place) {
        this.settings = flowClientSettings;
        this.executor = place;
        for (int server = 0; server < flowClientSettings.servers().size(); server++) {
            for (FlowService flowService : flowClientSettings.services()) {
                idle.putIfAbsent(new ConnectionKey(server, flowService.congestionControl()), new ArrayDeque<>());
            }
        }
    }

    /** One connection and the thread that waits on it. */
    private final class ConnectionWorker {
        private final ConnectionKey key;
        private final FlowConnection connection;
        private final LinkedBlockingQueue<ScheduledFlow> pendingFlows = new LinkedBlockingQueue<>();
        private FlowRecord incompleteRecord;
        private ResponseHeader previousHeader = new ResponseHeader(false, false, 0, 0);

        ConnectionWorker(ConnectionKey connectionKey) throws Exception {
            this.key = connectionKey;
            this.connection = executor.call(() ->
                    new FlowConnection(settings.servers().get(connectionKey.server), connectionKey.congestionControl));
            Thread thread = new Thread(null, this::run, "worker", 1 << 17);
            thread.setDaemon(true);
            thread.start();
        }

        private void run() {
            try (connection) {
                for (ScheduledFlow flow = pendingFlows.take(); ; flow = pendingFlows.take()) {
                    fetch(flow);
                    release(this);
                }
            } catch (IOException e) {
                fail(e);
            } catch (InterruptedException e) {
                fail(new IOException("interrupted", e));
            }
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

        /** What the server knows of a flow comes with the head of the next. */
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
     * Opens the connections that are there from the beginning, before the workload's time begins.
     *
     * @throws IOException where a server cannot be reached
     */
    public void open() throws Exception {
        for (ConnectionKey connectionKey : idle.keySet()) {
            for (int i = 0; i < settings.connections(); i++) {
                release(open(connectionKey));
            }
        }
    }

    /**
     * Runs the workload to the end of its last flow.
     *
     * @return a record for each flow, in the order of starting
     * @throws IOException where a server cannot be reached, or a connection breaks
     */
    public List<FlowRecord> run(List<ScheduledFlow> flows) throws Exception {
        if (workers == 0) {
            open();
        }
        epoch = System.nanoTime();
        for (ScheduledFlow flow : flows) {
            Sleep.until(epoch + flow.startNs());
            acquire(new ConnectionKey(
                            flow.server(),
                            settings.services().get(flow.service()).congestionControl()))
                    .pendingFlows
                    .add(flow);
        }
        for (ConnectionWorker connectionWorker : awaitIdle()) {
            connectionWorker.finish();
        }
        return finishedFlows();
    }

    /** Those of which all is known so far, in the order of starting. */
    public List<FlowRecord> finishedFlows() {
        synchronized (records) {
            return records.stream()
                    .sorted(Comparator.comparingLong(FlowRecord::startNs))
                    .toList();
        }
    }

    private ConnectionWorker open(ConnectionKey connectionKey) throws Exception {
        workers++;
        return new ConnectionWorker(connectionKey);
    }

    private ConnectionWorker acquire(ConnectionKey connectionKey) throws Exception {
        synchronized (idle) {
            ConnectionWorker connectionWorker = idle.get(connectionKey).poll();
            return connectionWorker == null ? open(connectionKey) : connectionWorker;
        }
    }

    private void release(ConnectionWorker connectionWorker) {
        synchronized (idle) {
            idle.get(connectionWorker.key).push(connectionWorker);
            idle.notifyAll();
        }
    }

    private void add(FlowRecord flow) {
        synchronized (records) {
            records.add(flow);
        }
    }

    /** All connections, once none is at work. */
    private List<ConnectionWorker> awaitIdle() throws IOException, InterruptedException {
        synchronized (idle) {
            while (idle.values().stream().mapToInt(Deque::size).sum() < workers) {
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
