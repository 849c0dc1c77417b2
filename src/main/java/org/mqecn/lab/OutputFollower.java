// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Follows a file that another process writes and forwards its new content. */
final class OutputFollower implements AutoCloseable {
    private final InputStream file;
    private final OutputStream sink;

    /** @param file created empty if it does not exist */
    OutputFollower(Path file, OutputStream sink) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
        this.file = Files.newInputStream(file);
        this.sink = sink;
    }

    void copyNewOutput() throws IOException {
        if (file.transferTo(sink) > 0) {
            sink.flush();
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
