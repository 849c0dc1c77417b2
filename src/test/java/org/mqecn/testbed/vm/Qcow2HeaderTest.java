// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Header of a qcow2 file")
final class Qcow2HeaderTest {
    private static final int MAGIC = 0x514649fb;
    private static final String NAME = "/images/vidéo.qcow2";

    @TempDir
    private Path folder;

    /** A file of qemu-img with these values in its header. */
    private Path file(int magic, long offset, int size) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(200);
        bytes.putInt(magic).putInt(3).putLong(offset).putInt(size);
        bytes.position(104).put(NAME.getBytes(StandardCharsets.UTF_8));
        return Files.write(folder.resolve("disk"), bytes.array());
    }

    private static int length() {
        return NAME.getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    @DisplayName("has the backing file of an overlay")
    void overlay() throws IOException {
        Path file = file(MAGIC, 104, length());
        assertTrue(Qcow2Header.isQcow2(file));
        assertEquals(Optional.of(NAME), Qcow2Header.backingFile(file));
    }

    @Test
    @DisplayName("has no backing file for a standalone disk")
    void standalone() throws IOException {
        Path file = file(MAGIC, 0, 0);
        assertTrue(Qcow2Header.isQcow2(file));
        assertEquals(Optional.empty(), Qcow2Header.backingFile(file));
    }

    @Test
    @DisplayName("is absent in other files and missing files")
    void others() throws IOException {
        Path other = file(0x7f454c46, 104, length());
        assertFalse(Qcow2Header.isQcow2(other));
        assertEquals(Optional.empty(), Qcow2Header.backingFile(other));
        Path brief = Files.write(folder.resolve("brief"), new byte[] {'Q', 'F', 'I', (byte) 0xfb});
        assertFalse(Qcow2Header.isQcow2(brief));
        assertEquals(Optional.empty(), Qcow2Header.backingFile(brief));
        assertFalse(Qcow2Header.isQcow2(folder.resolve("nothing")));
        assertEquals(Optional.empty(), Qcow2Header.backingFile(folder.resolve("nothing")));
    }

    @Test
    @DisplayName("has no backing file if it is malformed")
    void damaged() throws IOException {
        assertEquals(Optional.empty(), Qcow2Header.backingFile(file(MAGIC, -1, length())));
        assertEquals(Optional.empty(), Qcow2Header.backingFile(file(MAGIC, Long.MAX_VALUE, length())));
        assertEquals(Optional.empty(), Qcow2Header.backingFile(file(MAGIC, 190, length())));
        assertEquals(Optional.empty(), Qcow2Header.backingFile(file(MAGIC, 104, -5)));
        assertEquals(Optional.empty(), Qcow2Header.backingFile(file(MAGIC, 104, 1 << 20)));
    }
}
