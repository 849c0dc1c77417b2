// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

/** Daemon threads with small stacks, because a workload may have a thread per flow. */
final class DaemonThread {
    private static final long STACK_BYTES = 1 << 17;

    private DaemonThread() {}

    static Thread of(String name, Runnable task) {
        Thread thread = new Thread(null, task, name, STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }

    static Thread start(String name, Runnable task) {
        Thread thread = of(name, task);
        thread.start();
        return thread;
    }
}
