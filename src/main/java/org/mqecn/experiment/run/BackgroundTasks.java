// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Daemon threads of a run, and their failures. */
final class BackgroundTasks {
    private static final long STACK_SIZE = 1 << 18;

    private final List<FutureTask<?>> tasks = new ArrayList<>();

    /** Starts a task in a new thread. */
    void start(String name, Callable<?> task) {
        FutureTask<?> future = new FutureTask<>(task);
        Thread thread = new Thread(null, future, name, STACK_SIZE);
        thread.setDaemon(true);
        tasks.add(future);
        thread.start();
    }

    /**
     * Waits for all tasks.
     *
     * @throws Exception the exception of the first task that failed
     */
    void await() throws Exception {
        await(Long.MAX_VALUE);
    }

    /**
     * Waits for all tasks, for each no longer than a limit.
     *
     * @throws Exception the exception of the first task that failed
     */
    void await(long nanos) throws Exception {
        for (FutureTask<?> task : tasks) {
            try {
                task.get(nanos, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                return;
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
        }
    }
}
