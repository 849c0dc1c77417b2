// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.mqecn.netlink.TcpSocket;

/**
 * Answers requests with flows of the size, DSCP and rate that they ask for, one after the other on each connection, or
 * takes what the client sends.
 * It belongs to the network namespace of the thread that made it.
 */
public final class Server implements AutoCloseable {
    private final TcpSocket listener;
    private Optional<Drain> drain = Optional.empty();
    private final Set<TcpSocket> connections = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    /**
     * @param congestionControl of connections whose client asks for none; empty for the namespace's. Where one of them
     *     is to be DCTCP, this has to be it.
     */
    public Server(InetSocketAddress address, String congestionControl) throws IOException {
        listener = TcpSocket.listen(address, congestionControl);
        start(this::serve, "server " + address);
    }

    private static void start(Runnable task, String name) {
        Thread thread = new Thread(null, task, name, 1 << 17);
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        try {
            while (true) {
                TcpSocket connection = listener.accept();
                connections.add(connection);
                start(() -> answer(connection), "connection");
            }
        } catch (IOException e) {
            end.completeExceptionally(e);
        }
    }

    /** Ends when it takes no more connections: where it was closed, or, with the reason, where it could not go on. */
    public CompletableFuture<Void> end() {
        return end;
    }

    private void answer(TcpSocket connection) {
        boolean handedOver = false;
        try {
            handedOver = answerAll(connection);
        } catch (IOException | IllegalArgumentException e) {
            // The client went away, or it was none: this connection has ended, the others go on.
        } finally {
            if (!handedOver) {
                connections.remove(connection);
                connection.close();
            }
        }
    }

    /** @return whether the client sends from now on, to the drain */
    private boolean answerAll(TcpSocket connection) throws IOException {
        byte[] bytes = new byte[Request.LENGTH];
        long rate = 0;
        String congestionControl = "";
        for (connection.await(Request.LENGTH); connection.receive(bytes); connection.await(Request.LENGTH)) {
            Request request = Request.parse(bytes);
            if (request.equals(Request.NO_ANSWER)) {
                drain().add(connection);
                return true;
            }
            if (!request.congestionControl().equals(congestionControl)) {
                congestionControl = request.congestionControl();
                connection.setCongestionControl(congestionControl);
            }
            if (request.bytesPerSecond() != rate) {
                rate = request.bytesPerSecond();
                connection.setPacingRate(rate == 0 ? Long.MAX_VALUE : rate);
            }
            answer(connection, request);
        }
        return false;
    }

    /** A code point holds for what is sent from now on: what belongs to the one before has to be on its way. */
    private static void answer(TcpSocket connection, Request request) throws IOException {
        byte[] head = Head.of(connection.info()).bytes();
        for (long sent = 0; sent < request.size(); ) {
            Labels.Part part = request.labels().next(sent, request.size(), request.dscp());
            if (sent > 0) {
                connection.awaitSent();
            }
            connection.setDscp(part.dscp());
            if (sent == 0) {
                connection.send(head, part.bytes() - head.length);
            } else {
                connection.send(part.bytes());
            }
            sent += part.bytes();
        }
    }

    /** Made for the first that is to be drained: most servers have none. */
    private synchronized Drain drain() throws IOException {
        if (drain.isEmpty()) {
            drain = Optional.of(new Drain(connections::remove));
        }
        return drain.get();
    }

    private synchronized void closeDrain() {
        drain.ifPresent(Drain::close);
    }

    @Override
    public void close() {
        end.complete(null);
        listener.close();
        closeDrain();
        connections.forEach(TcpSocket::close);
    }
}
