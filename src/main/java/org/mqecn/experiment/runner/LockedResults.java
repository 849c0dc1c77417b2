// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mqecn.host.FileTrees;
import org.mqecn.host.LockFile;
import org.mqecn.result.ResultLayout;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/** A folder of results while one process writes to it; a second one is refused. */
public final class LockedResults implements Closeable {
    private static final String LOCK = ".lock";

    private final ResultLayout layout;
    private final LockFile lock;

    private LockedResults(ResultLayout layout, LockFile lock) {
        this.layout = layout;
        this.lock = lock;
    }

    /**
     * Makes the folder if it does not exist, and locks it.
     *
     * @throws UserError if it cannot be made, or another process writes to it
     */
    public static LockedResults open(Path folder) {
        ResultLayout layout = new ResultLayout(folder);
        try {
            Files.createDirectories(layout.runs());
            return LockFile.tryAcquire(folder.resolve(LOCK))
                    .map(lock -> new LockedResults(layout, lock))
                    .orElseThrow(() -> new UserError(
                            "another process is writing results to " + folder,
                            "wait until it ends, or name another folder: --out DIR"));
        } catch (IOException e) {
            throw UserError.usage(
                    "cannot make the folder " + folder + " for results: " + IoErrors.reason(e),
                    "name another one: --out DIR");
        }
    }

    ResultLayout layout() {
        return layout;
    }

    /** Deletes the results, and no other file of the folder. */
    void clear() throws IOException {
        FileTrees.delete(layout.summary());
        FileTrees.delete(layout.scenario());
        FileTrees.clear(layout.runs());
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
