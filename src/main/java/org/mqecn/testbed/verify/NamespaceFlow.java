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
 * A bulk TCP connection between two hosts that are namespaces: threads of this process send and receive, each with a
 * socket that was opened inside. It takes the congestion control and the ECN that the hosts have.
 *
 * <p>It is held to a rate a little above what it is to fill: where the port that should hold it back is not there,
 * nothing else would in virtual time, and it would send for ever in no time at all.
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
     * Begins to send.
     *
     * @param bytesPerSecond what it is held to
     * @throws UserError where no connection comes about
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

    private static TcpSocket openIn(String namespace, Callable<TcpSocket> open, String what) {
        FutureTask<TcpSocket> opened = new FutureTask<>(() -> Netns.call(namespace, open));
        startThread(what, opened);
        try {
            return opened.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new UserError("cannot " + what + ": no answer within " + TIMEOUT_SECONDS + " s", "");
        } catch (ExecutionException | InterruptedException e) {
            Throwable cause = e.getCause() instanceof IllegalStateException wrapped ? wrapped.getCause() : e.getCause();
            throw new UserError("cannot " + what + ": " + (cause == null ? "interrupted" : cause.getMessage()), "");
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
            // It was closed: the flow is over.
        }
    }

    private static void sendForever(TcpSocket sender) {
        try {
            while (true) {
                sender.send(new byte[0], TcpSocket.MAX_CHUNK);
            }
        } catch (IOException e) {
            // It was closed: the flow is over.
        }
    }

    @Override
    public int port() {
        return port;
    }

    /** The receiver goes first: it refuses what the sender still has, which would take its time to come. */
    @Override
    public void close() {
        receiver.close();
        sender.close();
    }
}
