// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.mqecn.socket.TcpSocket;

/**
 * Answers requests with flows of the size, DSCP and rate that they ask for, one after the other on each connection, or
 * takes what the client sends.
 * It belongs to the network namespace of the thread that made it.
 */
public final class FlowServer implements AutoCloseable {
    private final TcpSocket listener;
    private Optional<DiscardSink> sink = Optional.empty();
    private final Set<TcpSocket> connections = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> termination = new CompletableFuture<>();

    /**
     * @param congestionControl of connections whose client asks for none; empty for the namespace's. Where one of them
     *     is to be DCTCP, this has to be it.
     */
    public FlowServer(InetSocketAddress address, String congestionControl) throws IOException {
        listener = TcpSocket.listen(address, congestionControl);
        startThread(this::acceptConnections, "server " + address);
    }

    private static void startThread(Runnable task, String name) {
        Thread thread = new Thread(null, task, name, 1 << 17);
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptConnections() {
        try {
            while (true) {
                TcpSocket connection = listener.accept();
                connections.add(connection);
                startThread(() -> respond(connection), "connection");
            }
        } catch (IOException e) {
            termination.completeExceptionally(e);
        }
    }

    /** Ends when it takes no more connections: where it was closed, or, with the reason, where it could not go on. */
    public CompletableFuture<Void> termination() {
        return termination;
    }

    private void respond(TcpSocket connection) {
        boolean handedOver = false;
        try {
            handedOver = serveRequests(connection);
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
    private boolean serveRequests(TcpSocket connection) throws IOException {
        byte[] bytes = new byte[FlowRequest.LENGTH];
        long rate = 0;
        String congestionControl = "";
        for (connection.awaitReadable(FlowRequest.LENGTH);
                connection.receive(bytes);
                connection.awaitReadable(FlowRequest.LENGTH)) {
            FlowRequest flowRequest = FlowRequest.parse(bytes);
            if (flowRequest.equals(FlowRequest.NO_RESPONSE)) {
                sink().add(connection);
                return true;
            }
            if (!flowRequest.congestionControl().equals(congestionControl)) {
                congestionControl = flowRequest.congestionControl();
                connection.setCongestionControl(congestionControl);
            }
            if (flowRequest.bytesPerSecond() != rate) {
                rate = flowRequest.bytesPerSecond();
                connection.setPacingRate(rate == 0 ? Long.MAX_VALUE : rate);
            }
            respond(connection, flowRequest);
        }
        return false;
    }

    /** A code point holds for what is sent from now on: what belongs to the one before has to be on its way. */
    private static void respond(TcpSocket connection, FlowRequest flowRequest) throws IOException {
        byte[] head = ResponseHeader.of(connection.info()).toBytes();
        for (long sent = 0; sent < flowRequest.size(); ) {
            DscpTagging.TaggedChunk taggedChunk =
                    flowRequest.tagging().nextChunk(sent, flowRequest.size(), flowRequest.dscp());
            if (sent > 0) {
                connection.awaitSent();
            }
            connection.setDscp(taggedChunk.dscp());
            if (sent == 0) {
                connection.send(head, taggedChunk.bytes() - head.length);
            } else {
                connection.send(taggedChunk.bytes());
            }
            sent += taggedChunk.bytes();
        }
    }

    /** Made for the first that is to be drained: most servers have none. */
    private synchronized DiscardSink sink() throws IOException {
        if (sink.isEmpty()) {
            sink = Optional.of(new DiscardSink(connections::remove));
        }
        return sink.get();
    }

    private synchronized void closeSink() {
        sink.ifPresent(DiscardSink::close);
    }

    @Override
    public void close() {
        termination.complete(null);
        listener.close();
        closeSink();
        connections.forEach(TcpSocket::close);
    }
}
