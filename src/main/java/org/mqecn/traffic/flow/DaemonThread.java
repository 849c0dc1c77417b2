// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Daemon threads with small stacks, because a workload may have a thread per flow. */
final class DaemonThread {
    private static final long STACK_BYTES = 1 << 17;

    private DaemonThread() {}

    static Thread of(String name, Runnable task) {
        Thread thread = new Thread(null, task, name, STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }

    /** A pool with a thread for each flow that is under way, not for each connection: most of these are idle. */
    static ExecutorService poolOfFlows() {
        return Executors.newCachedThreadPool(task -> of("flow", task));
    }

    static Thread start(String name, Runnable task) {
        Thread thread = of(name, task);
        thread.start();
        return thread;
    }
}
