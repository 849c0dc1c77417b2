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
public final class Client {
    /**
     * Where and how.
     *
     * @param servers their addresses
     * @param services whose flows they are
     * @param connections to each server from the beginning, for each congestion control
     * @param bytesPerSecond that each flow is paced to; 0 for as fast as it goes
     * @param labels code points of each flow's parts
     */
    public record Setup(List<InetSocketAddress> servers, List<Service> services, int connections,
            long bytesPerSecond, Labels labels) {
        public Setup {
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
    public record Service(int dscp, String congestionControl) {}

    /** What a connection is good for. */
    private record Use(int server, String congestionControl) {}

    /** Opens connections: in the client's network namespace, whichever thread asks. */
    public interface Opener {
        <T> T call(Callable<T> task) throws Exception;
    }

    private final Setup setup;
    private final Opener place;
    private final Map<Use, Deque<Worker>> idle = new LinkedHashMap<>();
    private final List<FlowRecord> records = new ArrayList<>();
    private IOException failure;
    private int workers;
    private long epoch;

    public Client(Setup setup, Opener place) {
        this.setup = setup;
        this.place = place;
        for (int server = 0; server < setup.servers().size(); server++) {
            for (Service service : setup.services()) {
                idle.putIfAbsent(new Use(server, service.congestionControl()), new ArrayDeque<>());
            }
        }
    }

    /** One connection and the thread that waits on it. */
    private final class Worker {
        private final Use use;
        private final Connection connection;
        private final LinkedBlockingQueue<Flow> next = new LinkedBlockingQueue<>();
        private FlowRecord unfinished;
        private Head before = new Head(false, false, 0, 0);

        Worker(Use use) throws Exception {
            this.use = use;
            this.connection = place.call(() ->
                    new Connection(setup.servers().get(use.server), use.congestionControl));
            Thread thread = new Thread(null, this::work, "worker", 1 << 17);
            thread.setDaemon(true);
            thread.start();
        }

        private void work() {
            try (connection) {
                for (Flow flow = next.take(); ; flow = next.take()) {
                    fetch(flow);
                    release(this);
                }
            } catch (IOException e) {
                fail(e);
            } catch (InterruptedException e) {
                fail(new IOException("interrupted", e));
            }
        }

        private void fetch(Flow flow) throws IOException {
            int dscp = setup.services().get(flow.service()).dscp();
            long start = System.nanoTime();
            Head head = connection.fetch(new Request(flow.bytes(), dscp, setup.bytesPerSecond(),
                    use.congestionControl, setup.labels()));
            long end = System.nanoTime();
            settle(head);
            unfinished = new FlowRecord(flow, dscp, start - epoch, end - start, 0, 0, head.dctcp());
        }

        /** What the server knows of a flow comes with the head of the next. */
        private void settle(Head head) {
            if (unfinished != null) {
                add(new FlowRecord(unfinished.flow(), unfinished.dscp(), unfinished.startNs(),
                        unfinished.completionNs(), head.retransmitted() - before.retransmitted(),
                        head.marked() - before.marked(), head.dctcp()));
            }
            before = head;
        }

        void finish() throws IOException {
            settle(connection.fetch(new Request(Head.LENGTH, 0, 0, use.congestionControl, Labels.OF_SERVICE)));
            connection.close();
        }
    }

    /**
     * Opens the connections that are there from the beginning, before the workload's time begins.
     *
     * @throws IOException where a server cannot be reached
     */
    public void open() throws Exception {
        for (Use use : idle.keySet()) {
            for (int i = 0; i < setup.connections(); i++) {
                release(open(use));
            }
        }
    }

    /**
     * Runs the workload to the end of its last flow.
     *
     * @return a record for each flow, in the order of starting
     * @throws IOException where a server cannot be reached, or a connection breaks
     */
    public List<FlowRecord> run(List<Flow> flows) throws Exception {
        if (workers == 0) {
            open();
        }
        epoch = System.nanoTime();
        for (Flow flow : flows) {
            Sleep.until(epoch + flow.startNs());
            take(new Use(flow.server(), setup.services().get(flow.service()).congestionControl())).next.add(flow);
        }
        for (Worker worker : awaitAll()) {
            worker.finish();
        }
        return finished();
    }

    /** Those of which all is known so far, in the order of starting. */
    public List<FlowRecord> finished() {
        synchronized (records) {
            return records.stream().sorted(Comparator.comparingLong(FlowRecord::startNs)).toList();
        }
    }

    private Worker open(Use use) throws Exception {
        workers++;
        return new Worker(use);
    }

    private Worker take(Use use) throws Exception {
        synchronized (idle) {
            Worker worker = idle.get(use).poll();
            return worker == null ? open(use) : worker;
        }
    }

    private void release(Worker worker) {
        synchronized (idle) {
            idle.get(worker.use).push(worker);
            idle.notifyAll();
        }
    }

    private void add(FlowRecord flow) {
        synchronized (records) {
            records.add(flow);
        }
    }

    /** All connections, once none is at work. */
    private List<Worker> awaitAll() throws IOException, InterruptedException {
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
