// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.io.IOException;
import java.util.function.Consumer;
import org.mqecn.socket.Poller;
import org.mqecn.socket.TcpSocket;

/** Reads and discards the data of any number of connections in one thread, with little work per byte. */
final class DiscardSink implements AutoCloseable {
    /** SO_RCVLOWAT: a connection becomes readable only with this many bytes, which saves wake-ups. */
    private static final int LOW_WATERMARK = 1 << 15;

    private static final int POLL_TIMEOUT_MS = 100;

    private final Poller poller = new Poller();
    private final Consumer<TcpSocket> onEnd;
    private final Thread thread;
    private volatile boolean closed;

    /** @param onEnd called with each connection that has ended */
    DiscardSink(Consumer<TcpSocket> onEnd) throws IOException {
        this.onEnd = onEnd;
        thread = DaemonThread.start("discard", this::run);
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
            // The client aborted the connection, which is handled like its end.
        }
        poller.remove(socket);
        socket.close();
        onEnd.accept(socket);
    }

    /** Returns after the thread has stopped reading, so that the connections can be closed. */
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
