// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

/** A task that runs when the JVM is terminated by a signal (SIGINT, SIGTERM), unless it is cancelled. */
public final class ShutdownHook {
    private final Thread hook;

    public ShutdownHook(Runnable task) {
        hook = new Thread(task);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Cancels the task.
     *
     * @return false if the JVM is terminating and the task is running or has run
     */
    public boolean cancel() {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
