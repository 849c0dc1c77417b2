// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.mqecn.socket.Poller;
import org.mqecn.socket.TcpInfo;
import org.mqecn.socket.TcpSocket;

/**
 * Connections that always have data to send, each paced by the kernel (SO_MAX_PACING_RATE) and served by a few threads, as
 * in neper's tcp_stream. They belong to the network namespace of the thread that opened them.
 */
public final class PacedSenders implements AutoCloseable {
    /** TCP_NOTSENT_LOWAT: unsent bytes per connection; more would only use memory. */
    private static final int UNSENT_LIMIT = 1 << 14;

    private static final int POLL_TIMEOUT_MS = 100;

    private final List<TcpSocket> sockets = new ArrayList<>();
    private final ExecutorService threads;
    private final List<Future<?>> work = new ArrayList<>();
    private volatile boolean closed;

    /**
     * The progress of one connection.
     *
     * @param atNs time of the reading
     * @param bytes acknowledged bytes
     */
    public record SenderProgress(long atNs, long bytes, long retransmitted) {}

    private PacedSenders(int threads) {
        this.threads = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "paced senders");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Opens the connections and starts sending.
     *
     * @param server address of an {@code mqecn traffic server}
     * @param bytesPerSecond payload rate of each connection
     * @throws IOException if a connection cannot be opened
     */
    public static PacedSenders open(InetSocketAddress server, int flows, int threads, long bytesPerSecond)
            throws IOException, InterruptedException {
        PacedSenders senders = new PacedSenders(threads);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int share = flows * (thread + 1) / threads - flows * thread / threads;
                tasks.add(() -> senders.connect(server, share, bytesPerSecond));
            }
            for (Future<Void> task : senders.threads.invokeAll(tasks)) {
                task.get();
            }
            senders.start(threads);
            return senders;
        } catch (ExecutionException e) {
            senders.close();
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (IOException | InterruptedException e) {
            senders.close();
            throw e;
        }
    }

    private Void connect(InetSocketAddress server, int count, long bytesPerSecond) throws IOException {
        for (int i = 0; i < count && !closed; i++) {
            TcpSocket socket = TcpSocket.connect(server, "");
            synchronized (sockets) {
                sockets.add(socket);
            }
            socket.setAbortOnClose();
            socket.setPacingRate(bytesPerSecond);
            socket.setNotSentLowWaterMark(UNSENT_LIMIT);
            socket.send(FlowRequest.NO_RESPONSE.toBytes(), 0);
        }
        return null;
    }

    private void start(int count) throws IOException {
        for (int thread = 0; thread < count; thread++) {
            Poller poller = new Poller();
            for (int i = thread; i < sockets.size(); i += count) {
                poller.add(sockets.get(i), Poller.Readiness.WRITE);
            }
            work.add(threads.submit(() -> send(poller)));
        }
    }

    private Void send(Poller poller) throws IOException {
        try (poller) {
            while (!closed) {
                poller.poll(POLL_TIMEOUT_MS, TcpSocket::sendNonBlocking);
            }
            return null;
        }
    }

    /**
     * Returns the progress of each connection.
     *
     * @throws IOException if a connection was lost
     */
    public List<SenderProgress> progress() throws IOException, InterruptedException {
        for (Future<?> task : work) {
            if (task.isDone()) {
                throw failureOf(task);
            }
        }
        List<SenderProgress> all = new ArrayList<>(sockets.size());
        for (TcpSocket socket : sockets) {
            TcpInfo info = socket.info();
            all.add(new SenderProgress(System.nanoTime(), info.bytesAcked(), info.retransmitted()));
        }
        return all;
    }

    private static IOException failureOf(Future<?> task) throws InterruptedException {
        try {
            task.get();
            return new IOException("the senders have stopped");
        } catch (ExecutionException e) {
            return e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        }
    }

    /** Aborts all connections. */
    @Override
    public void close() {
        closed = true;
        threads.shutdown();
        try {
            threads.awaitTermination(10L * POLL_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (sockets) {
            sockets.forEach(TcpSocket::close);
        }
    }
}
