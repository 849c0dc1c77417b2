// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.mqecn.netlink.Netns;
import org.mqecn.socket.TcpSocket;
import org.mqecn.value.UserError;

/**
 * A bulk TCP flow between two hosts that are namespaces: threads of this process send and receive on sockets that were
 * opened inside the namespaces, with their congestion control and ECN configuration.
 *
 * <p>Its pacing rate is slightly above the rate of the port that it saturates. Without pacing and without a bottleneck,
 * it would send an unlimited number of packets in virtual time.
 */
final class NamespaceFlow implements BulkFlow {
    private static final int TIMEOUT_SECONDS = 5;

    private final TcpSocket sender;
    private final TcpSocket receiver;
    private final int port;

    private NamespaceFlow(TcpSocket sender, TcpSocket receiver, int port) {
        this.sender = sender;
        this.receiver = receiver;
        this.port = port;
    }

    /**
     * Starts to send.
     *
     * @param bytesPerSecond pacing rate
     * @throws UserError if the connection fails
     */
    static BulkFlow start(String from, String to, String address, int port, long bytesPerSecond) {
        InetSocketAddress there = new InetSocketAddress(address, port);
        try (TcpSocket listener = openIn(to, () -> TcpSocket.listen(there, ""), "listen on " + there)) {
            TcpSocket sender = openIn(from, () -> TcpSocket.connect(there, ""), "connect " + from + " to " + there);
            TcpSocket receiver = listener.accept();
            sender.setPacingRate(bytesPerSecond);
            startThread("receive " + port, () -> discardAll(receiver));
            startThread("send " + port, () -> sendForever(sender));
            return new NamespaceFlow(sender, receiver, port);
        } catch (IOException e) {
            throw new UserError("a flow from " + from + " to " + to + ": " + e.getMessage(), "");
        }
    }

    private static TcpSocket openIn(String namespace, Callable<TcpSocket> open, String action) {
        FutureTask<TcpSocket> opened = new FutureTask<>(() -> Netns.call(namespace, open));
        startThread(action, opened);
        try {
            return opened.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new UserError("cannot " + action + ": no answer within " + TIMEOUT_SECONDS + " s", "");
        } catch (ExecutionException | InterruptedException e) {
            Throwable cause = e.getCause() instanceof IllegalStateException wrapped ? wrapped.getCause() : e.getCause();
            throw new UserError("cannot " + action + ": " + (cause == null ? "interrupted" : cause.getMessage()), "");
        }
    }

    private static void startThread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void discardAll(TcpSocket receiver) {
        try {
            receiver.discard(Long.MAX_VALUE);
        } catch (IOException e) {
            // close() ends the flow.
        }
    }

    private static void sendForever(TcpSocket sender) {
        try {
            while (true) {
                sender.send(new byte[0], TcpSocket.MAX_CHUNK);
            }
        } catch (IOException e) {
            // close() ends the flow.
        }
    }

    @Override
    public int port() {
        return port;
    }

    /** Closes the receiver first: it then rejects the data that the sender still has queued. */
    @Override
    public void close() {
        receiver.close();
        sender.close();
    }
}
