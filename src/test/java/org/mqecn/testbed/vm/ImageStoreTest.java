// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.value.UserError;

@DisplayName("Images of virtual machines")
final class ImageStoreTest {
    private static final int QCOW2 = 0x514649fb;

    @TempDir
    private Path folder;

    private ImageStore imageStore;

    @BeforeEach
    void images() {
        imageStore = new ImageStore(folder.resolve("images"));
    }

    private Path qcow2(long offset, int size) throws IOException {
        ByteBuffer head =
                ByteBuffer.allocate(104).putInt(QCOW2).putInt(3).putLong(offset).putInt(size);
        head.position(40).put("/below".getBytes());
        return Files.write(folder.resolve("given.qcow2"), head.array());
    }

    private String refused(String name, Path file) {
        String message = assertThrows(UserError.class, () -> imageStore.importDisk(name, file))
                .getMessage();
        assertEquals(List.of(), imageStore.names(), "nothing is left of it");
        return message;
    }

    @Test
    @DisplayName("an imported qcow2 file boots by firmware")
    void importsQcow2() throws IOException {
        imageStore.importDisk("own", qcow2(0, 0));
        assertEquals(List.of("own"), imageStore.names());
        assertEquals(104, imageStore.size("own"));
        VirtualMachineImage image = imageStore.find("own");
        assertFalse(image.isIso());
        assertFalse(image.bootsDirectly());
        assertEquals("firmware", image.bootMethod());
        assertEquals(
                "the image 'own' already exists",
                assertThrows(UserError.class, () -> imageStore.importDisk("own", folder.resolve("given.qcow2")))
                        .getMessage());
        imageStore.remove("own");
        assertEquals(List.of(), imageStore.names());
    }

    @Test
    @DisplayName("an ISO file is recognized by its name in any case")
    void importsIso() throws IOException {
        Path disc = Files.write(folder.resolve("LIVE.ISO"), new byte[10]);
        imageStore.importDisk("live", disc);
        assertTrue(imageStore.find("live").isIso());
        assertTrue(imageStore.find(disc.toString()).isIso(), "also by its path");
    }

    @Test
    @DisplayName("files that are no disk, an overlay, or missing are refused")
    void refused() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "no disk at all, but a text of some length");
        assertEquals(text + " is neither a qcow2 file nor named .iso", refused("own", text));
        Path overlay = qcow2(40, 6);
        assertEquals(overlay + " is incomplete: it is an overlay of /below", refused("own", overlay));
        assertEquals("cannot read the file /nowhere.iso", refused("own", Path.of("/nowhere.iso")));
        assertEquals("invalid image name '../own'", refused("../own", qcow2(0, 0)));
    }

    @Test
    @DisplayName("an image with a kernel boots without firmware")
    void kernel() throws IOException {
        Path own = Files.createDirectories(folder.resolve("images/own"));
        Files.createFile(own.resolve("kernel"));
        assertFalse(imageStore.find("own").bootsDirectly());
        Files.createFile(own.resolve("initrd"));
        assertEquals("kernel", imageStore.find("own").bootMethod());
    }

    @Test
    @DisplayName("a missing image is an error with the command that builds it; temporary images are ignored")
    void missing() throws IOException {
        Files.createDirectories(folder.resolve("images/half.unfinished"));
        assertEquals(List.of(), imageStore.names());
        UserError error = assertThrows(UserError.class, () -> imageStore.find("video"));
        assertEquals("'mqecn testbed image video' builds it", error.remedy());
        assertEquals(
                "there is no image /nowhere/x.qcow2",
                assertThrows(UserError.class, () -> imageStore.find("/nowhere/x.qcow2"))
                        .getMessage());
        assertThrows(UserError.class, () -> imageStore.remove("video"));
    }
}
