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
 * The header of a qcow2 file up to the backing file: {@code u32 magic; u32 version; u64 backing_file_offset;
 * u32 backing_file_size}, big-endian.
 */
final class Qcow2Header {
    private static final int HEADER_BYTES = 20;
    private static final int MAGIC = 'Q' << 24 | 'F' << 16 | 'I' << 8 | 0xfb;
    private static final int MAX_NAME_BYTES = 1023;

    private Qcow2Header() {}

    static boolean isQcow2(Path file) {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            return read(channel, 0, HEADER_BYTES).getInt(0) == MAGIC;
        } catch (IOException e) {
            return false;
        }
    }

    /** The backing file; empty if there is none, or this is not a qcow2 file. */
    static Optional<String> backingFile(Path file) {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer header = read(channel, 0, HEADER_BYTES);
            long offset = header.getLong(8);
            int size = header.getInt(16);
            return header.getInt(0) != MAGIC || offset <= 0 || size <= 0 || size > MAX_NAME_BYTES
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
                throw new IOException("unexpected end of file");
            }
        }
        return bytes.flip();
    }
}
