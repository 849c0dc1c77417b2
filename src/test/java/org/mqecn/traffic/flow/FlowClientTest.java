// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mqecn.traffic.flow.FlowClient.FlowClientSettings;
import org.mqecn.traffic.flow.FlowClient.FlowService;

@DisplayName("A client of flows")
final class FlowClientTest {
    private static final int BYTES = 3000;

    private static InetSocketAddress freeAddress() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
        }
    }

    private static FlowClient client(InetSocketAddress server, int connections, FlowClient.NamespaceExecutor executor) {
        return new FlowClient(
                new FlowClientSettings(
                        List.of(server), List.of(new FlowService(0, "")), connections, 0, DscpTagging.PER_SERVICE),
                executor);
    }

    /** Opens the first connection only once the second was asked for. */
    private static final class SlowFirstConnection implements FlowClient.NamespaceExecutor {
        private final CountDownLatch second = new CountDownLatch(1);
        private boolean hasFirst;

        @Override
        public <T> T call(Callable<T> task) throws Exception {
            if (isFirst()) {
                second.await();
            } else {
                second.countDown();
            }
            return task.call();
        }

        private synchronized boolean isFirst() {
            boolean first = !hasFirst;
            hasFirst = true;
            return first;
        }
    }

    @Test
    @Timeout(300)
    @DisplayName("requests the next flow while the connection of one before it is opened")
    void opensConnectionsBesideTheSchedule() throws Exception {
        InetSocketAddress address = freeAddress();
        try (FlowServer server = new FlowServer(address, "")) {
            FlowClient client = client(address, 0, new SlowFirstConnection());
            List<FlowRecord> records =
                    client.run(List.of(new ScheduledFlow(0, 0, 0, BYTES), new ScheduledFlow(1000, 0, 0, BYTES)));
            assertEquals(2, records.size());
            assertFalse(server.termination().isDone());
        }
    }

    @Test
    @Timeout(300)
    @DisplayName("needs no thread for a connection that is idle, at neither end")
    void idleConnectionsHaveNoThread() throws Exception {
        InetSocketAddress address = freeAddress();
        try (FlowServer server = new FlowServer(address, "")) {
            FlowClient client = client(address, 200, Callable::call);
            int before = Thread.getAllStackTraces().size();
            client.open();
            List<FlowRecord> records = client.run(List.of(new ScheduledFlow(0, 0, 0, BYTES)));
            assertEquals(1, records.size());
            assertTrue(Thread.getAllStackTraces().size() < before + 100);
            assertFalse(server.termination().isDone());
        }
    }
}
