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
 * Connections that always have more to send, each paced to a rate by the kernel (SO_MAX_PACING_RATE), shared by a few
 * threads: what neper's tcp_stream does. They belong to the network namespace of the thread that opened them.
 */
public final class PacedSenders implements AutoCloseable {
    /** Bytes that a connection has ready to send; more would only fill memory. */
    private static final int UNSENT_LIMIT = 1 << 14;

    private static final int POLL_TIMEOUT_MS = 100;

    private final List<TcpSocket> sockets = new ArrayList<>();
    private final ExecutorService threads;
    private final List<Future<?>> work = new ArrayList<>();
    private volatile boolean closed;

    /**
     * What one of them has brought to the other end.
     *
     * @param atNs when that was asked
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
     * Opens that many connections and has them send.
     *
     * @param server an {@code mqecn traffic server}
     * @param bytesPerSecond of payload, of each connection
     * @throws IOException where a connection cannot be opened
     */
    public static PacedSenders open(InetSocketAddress server, int flows, int threads, long bytesPerSecond)
            throws IOException, InterruptedException {
        PacedSenders senders = new PacedSenders(threads);
        try {
            List<Callable<Void>> parts = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int part = flows * (thread + 1) / threads - flows * thread / threads;
                parts.add(() -> senders.connect(server, part, bytesPerSecond));
            }
            for (Future<Void> part : senders.threads.invokeAll(parts)) {
                part.get();
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
     * How far each of them is.
     *
     * @throws IOException where one has broken off
     */
    public List<SenderProgress> progress() throws IOException, InterruptedException {
        for (Future<?> each : work) {
            if (each.isDone()) {
                throw failureOf(each);
            }
        }
        List<SenderProgress> all = new ArrayList<>(sockets.size());
        for (TcpSocket socket : sockets) {
            TcpInfo info = socket.info();
            all.add(new SenderProgress(System.nanoTime(), info.bytesAcked(), info.retransmitted()));
        }
        return all;
    }

    private static IOException failureOf(Future<?> work) throws InterruptedException {
        try {
            work.get();
            return new IOException("the senders have ended");
        } catch (ExecutionException e) {
            return e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        }
    }

    /** Breaks all connections off. */
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
