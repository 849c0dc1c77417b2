// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.io.IOException;
import java.util.function.Consumer;
import org.mqecn.socket.Poller;
import org.mqecn.socket.TcpSocket;

/** Throws away what comes in on any number of connections, in one thread, and little work for each byte. */
final class DiscardSink implements AutoCloseable {
    /** Of a connection, before it is worth looking at. */
    private static final int LOW_WATERMARK = 1 << 15;

    private static final int POLL_TIMEOUT_MS = 100;

    private final Poller poller = new Poller();
    private final Consumer<TcpSocket> onEnd;
    private final Thread thread;
    private volatile boolean closed;

    /** @param ended is told of each connection that has ended */
    DiscardSink(Consumer<TcpSocket> ended) throws IOException {
        this.onEnd = ended;
        thread = new Thread(null, this::run, "drain", 1 << 17);
        thread.setDaemon(true);
        thread.start();
    }

    void add(TcpSocket socket) throws IOException {
        socket.setReceiveLowWaterMark(LOW_WATERMARK);
        poller.add(socket, Poller.Readiness.READ);
    }

    private void run() {
        try (poller) {
            while (!closed) {
                poller.poll(POLL_TIMEOUT_MS, this::discard);
            }
        } catch (IOException e) {
            closed = true;
        }
    }

    private void discard(TcpSocket socket) throws IOException {
        try {
            if (socket.discardAvailable() > 0) {
                return;
            }
        } catch (IOException e) {
            // The client broke it off: the same as its end.
        }
        poller.remove(socket);
        socket.close();
        onEnd.accept(socket);
    }

    /** Returns when no connection is looked at any more, so that they can be closed. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
