// SPDX-License-Identifier: Apache-2.0
package org.mqecn.socket;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Waits for many sockets with epoll(7), level-triggered, because selectors of java.nio support only its own channels.
 */
public final class Poller implements AutoCloseable {
    /** Handles a socket that is ready. */
    public interface ReadinessHandler {
        void handle(TcpSocket socket) throws IOException;
    }

    /** The events of a socket. */
    public enum Readiness {
        READ(1),
        WRITE(4);

        private final int bit;

        Readiness(int bit) {
            this.bit = bit;
        }
    }

    private static final int EPOLL_CLOEXEC = 02000000;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_DEL = 2;
    private static final int MAX_EVENTS = 256;
    /** {@code struct epoll_event { u32 events; u64 data; }}, packed on x86-64 only. */
    private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");

    private static final int EVENT_LENGTH = PACKED ? 12 : 16;
    private static final int DATA_OFFSET = PACKED ? 4 : 8;

    private final int fd;
    private final Map<Integer, TcpSocket> sockets = new ConcurrentHashMap<>();
    private final ByteBuffer events =
            ByteBuffer.allocateDirect(MAX_EVENTS * EVENT_LENGTH).order(ByteOrder.nativeOrder());

    /** @throws IOException with the kernel's message */
    public Poller() throws IOException {
        try {
            fd = Libc.epoll_create1(EPOLL_CLOEXEC);
        } catch (LastErrorException e) {
            throw new IOException("epoll: " + Errno.message(e.getErrorCode()));
        }
    }

    /** Adds a socket; any thread may call it. */
    public void add(TcpSocket socket, Readiness readiness) throws IOException {
        sockets.put(socket.fd(), socket);
        ByteBuffer wanted = ByteBuffer.allocateDirect(EVENT_LENGTH)
                .order(ByteOrder.nativeOrder())
                .putInt(0, readiness.bit)
                .putInt(DATA_OFFSET, socket.fd());
        control(EPOLL_CTL_ADD, socket, wanted);
    }

    /** Removes a socket. */
    public void remove(TcpSocket socket) throws IOException {
        control(EPOLL_CTL_DEL, socket, events);
        sockets.remove(socket.fd());
    }

    private void control(int operation, TcpSocket socket, ByteBuffer event) throws IOException {
        try {
            Libc.epoll_ctl(fd, operation, socket.fd(), event);
        } catch (LastErrorException e) {
            throw new IOException("epoll: " + Errno.message(e.getErrorCode()));
        }
    }

    /** Waits until sockets are ready, or until the timeout, and calls the handler for each of them. */
    public void poll(int timeoutMs, ReadinessHandler readinessHandler) throws IOException {
        int ready;
        try {
            ready = Libc.epoll_wait(fd, events, MAX_EVENTS, timeoutMs);
        } catch (LastErrorException e) {
            if (e.getErrorCode() == Errno.INTERRUPTED) {
                return;
            }
            throw new IOException("epoll: " + Errno.message(e.getErrorCode()));
        }
        for (int i = 0; i < ready; i++) {
            TcpSocket socket = sockets.get(events.getInt(i * EVENT_LENGTH + DATA_OFFSET));
            if (socket != null) {
                readinessHandler.handle(socket);
            }
        }
    }

    @Override
    public void close() {
        Libc.close(fd);
    }
}
