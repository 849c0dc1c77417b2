// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Threads that work until they are done or nobody needs them any more, and what became of them. */
final class BackgroundTasks {
    private static final long STACK_SIZE = 1 << 18;

    private final List<FutureTask<?>> tasks = new ArrayList<>();

    /** Starts a task in a thread of its own. */
    void start(String name, Callable<?> task) {
        FutureTask<?> future = new FutureTask<>(task);
        Thread thread = new Thread(null, future, name, STACK_SIZE);
        thread.setDaemon(true);
        tasks.add(future);
        thread.start();
    }

    /**
     * Waits for all of them.
     *
     * @throws Exception what the first of them that failed threw
     */
    void await() throws Exception {
        await(Long.MAX_VALUE);
    }

    /**
     * Waits for all of them, each no longer than that.
     *
     * @throws Exception what the first of them that failed threw
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
