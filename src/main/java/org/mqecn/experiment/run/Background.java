// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Threads that work until they are done or nobody needs them any more, and what became of them. */
final class Background {
    private static final long STACK = 1 << 18;

    private final List<FutureTask<?>> tasks = new ArrayList<>();

    /** Starts a task in a thread of its own. */
    void start(String name, Callable<?> task) {
        FutureTask<?> future = new FutureTask<>(task);
        Thread thread = new Thread(null, future, name, STACK);
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
        for (FutureTask<?> task : tasks) {
            try {
                task.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
        }
    }
}
