// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/** Standard output that remembers why it could not be written: a {@link java.io.PrintWriter} forgets the reason. */
final class StandardOutput extends OutputStream {
    private final FileOutputStream stream = new FileOutputStream(FileDescriptor.out);
    private volatile IOException failure;

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            stream.write(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** The error if anything was lost. */
    Optional<UserError> failure() {
        return Optional.ofNullable(failure)
                .map(e -> new UserError("cannot write to standard output: " + IoErrors.reason(e), ""));
    }
}
