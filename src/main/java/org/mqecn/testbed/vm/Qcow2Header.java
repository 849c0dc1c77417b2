// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The head of a qcow2 file, as far as it says what the file is an overlay of: {@code u32 magic; u32 version;
 * u64 backing_file_offset; u32 backing_file_size}, the highest byte first.
 */
final class Qcow2Header {
    private static final int HEADER_BYTES = 20;
    private static final int MAGIC = 'Q' << 24 | 'F' << 16 | 'I' << 8 | 0xfb;
    private static final int MAX_NAME_BYTES = 1023;

    private Qcow2Header() {}

    /** Whether it is such a file. */
    static boolean isQcow2(Path file) {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            return read(channel, 0, HEADER_BYTES).getInt(0) == MAGIC;
        } catch (IOException e) {
            return false;
        }
    }

    /** The file below this one; empty where there is none, or this is no such file. */
    static Optional<String> backingFile(Path file) {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer head = read(channel, 0, HEADER_BYTES);
            long offset = head.getLong(8);
            int size = head.getInt(16);
            return head.getInt(0) != MAGIC || offset <= 0 || size <= 0 || size > MAX_NAME_BYTES
                    ? Optional.empty()
                    : Optional.of(StandardCharsets.UTF_8
                            .decode(read(channel, offset, size))
                            .toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static ByteBuffer read(SeekableByteChannel channel, long offset, int size) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(size);
        channel.position(offset);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new IOException("it ends early");
            }
        }
        return bytes.flip();
    }
}
