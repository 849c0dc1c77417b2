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
import org.mqecn.port.UserError;

@DisplayName("Images of virtual machines")
final class ImagesTest {
    private static final int QCOW2 = 0x514649fb;

    @TempDir
    private Path folder;
    private Images images;

    @BeforeEach
    void images() {
        images = new Images(folder.resolve("images"));
    }

    private Path qcow2(long offset, int size) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(104).putInt(QCOW2).putInt(3).putLong(offset).putInt(size);
        head.position(40).put("/below".getBytes());
        return Files.write(folder.resolve("given.qcow2"), head.array());
    }

    private String refused(String name, Path file) {
        String message = assertThrows(UserError.class, () -> images.take(name, file)).getMessage();
        assertEquals(List.of(), images.names(), "nothing is left of it");
        return message;
    }

    @Test
    @DisplayName("are taken over from a qcow2 file, which boots by its firmware")
    void qcow2Taken() throws IOException {
        images.take("own", qcow2(0, 0));
        assertEquals(List.of("own"), images.names());
        assertEquals(104, images.size("own"));
        Image image = images.find("own");
        assertFalse(image.isDisc());
        assertFalse(image.bootsDirectly());
        assertEquals("firmware", image.boots());
        assertEquals("there is an image 'own' already", assertThrows(UserError.class, () ->
                images.take("own", folder.resolve("given.qcow2"))).getMessage());
        images.remove("own");
        assertEquals(List.of(), images.names());
    }

    @Test
    @DisplayName("are taken over from an ISO file, whatever the letters of its name")
    void discTaken() throws IOException {
        Path disc = Files.write(folder.resolve("LIVE.ISO"), new byte[10]);
        images.take("live", disc);
        assertTrue(images.find("live").isDisc());
        assertTrue(images.find(disc.toString()).isDisc(), "by its path, too");
    }

    @Test
    @DisplayName("are not taken over from what is none, is not whole, or is not there")
    void refused() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "no disk at all, but a text of some length");
        assertEquals(text + " is neither a qcow2 file nor called .iso", refused("own", text));
        Path overlay = qcow2(40, 6);
        assertEquals(overlay + " is not whole: it is an overlay of /below", refused("own", overlay));
        assertEquals("there is no file /nowhere.iso that can be read", refused("own", Path.of("/nowhere.iso")));
        assertEquals("'../own' is no name for an image", refused("../own", qcow2(0, 0)));
    }

    @Test
    @DisplayName("with their own kernel boot without firmware")
    void kernel() throws IOException {
        Path own = Files.createDirectories(folder.resolve("images/own"));
        Files.createFile(own.resolve("kernel"));
        assertFalse(images.find("own").bootsDirectly());
        Files.createFile(own.resolve("initrd"));
        assertEquals("its kernel", images.find("own").boots());
    }

    @Test
    @DisplayName("that are not there are asked for with what makes them; unfinished ones are none")
    void missing() throws IOException {
        Files.createDirectories(folder.resolve("images/half.unfinished"));
        assertEquals(List.of(), images.names());
        UserError error = assertThrows(UserError.class, () -> images.find("video"));
        assertEquals("'mqecn testbed image video' makes it", error.remedy());
        assertEquals("there is no image /nowhere/x.qcow2",
                assertThrows(UserError.class, () -> images.find("/nowhere/x.qcow2")).getMessage());
        assertThrows(UserError.class, () -> images.remove("video"));
    }
}
