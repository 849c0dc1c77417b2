// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.host.Command;
import org.mqecn.host.LocalMachine;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceType.Presence;

/** Detection and removal of mounts, also after an interruption at any step. */
final class MountTypeTest {
    private static final ResourceHandle TRACE =
            MountType.of(Path.of("/disks/one.data"), "/dev/nbd3", Path.of("/my mount"));
    private static final String MOUNTED = "61 24 43:3 / /my\\040mount rw,nosuid - ext4 /dev/nbd3 rw\n";

    @TempDir
    private Path root;

    private LocalMachine machine;

    @BeforeEach
    void processes() throws IOException {
        machine = new LocalMachine(root, root, root);
        Files.createDirectories(root.resolve("proc/self"));
        mounts("");
        serving("41", "/dev/nbd3", "/disks/two.data");
    }

    private void mounts(String lines) throws IOException {
        Files.writeString(root.resolve("proc/self/mountinfo"), "24 1 0:5 / / rw shared:1 - rootfs rootfs rw\n" + lines);
    }

    private void serving(String pid, String device, String file) throws IOException {
        Files.createDirectories(root.resolve("proc").resolve(pid));
        Files.writeString(
                root.resolve("proc").resolve(pid).resolve("cmdline"),
                "qemu-nbd\0--connect=" + device + "\0--format=raw\0" + file + "\0");
    }

    private Presence found() {
        return new MountType().detect(TRACE, new ObservedState(machine));
    }

    private String removal() {
        List<Command> commands = new MountType().remove(TRACE, new ObservedState(machine));
        assertEquals(1, commands.size(), "a failure in it stops what follows");
        return commands.get(0).shellLine();
    }

    @Test
    void deviceWithAnotherFileIsAbsent() {
        assertEquals(Presence.ABSENT, found());
    }

    @Test
    void connectedDeviceIsDisconnected() throws IOException {
        serving("42", "/dev/nbd3", "/disks/one.data");
        assertEquals(Presence.OWNED, found());
        assertFalse(MountType.isComplete(TRACE, machine));
        assertFalse(removal().contains("umount"));
        assertTrue(removal().endsWith(" '/my mount' /dev/nbd3 42"), removal());
    }

    @Test
    void mountedDeviceIsUnmountedFirst() throws IOException {
        serving("42", "/dev/nbd3", "/disks/one.data");
        mounts(MOUNTED);
        assertTrue(MountType.isComplete(TRACE, machine));
        assertTrue(removal().contains("umount \"$1\" && qemu-nbd --disconnect \"$2\" && while"), removal());
    }

    @Test
    void mountWithoutServerIsUnmounted() throws IOException {
        mounts(MOUNTED);
        assertEquals(Presence.OWNED, found());
        assertFalse(MountType.isComplete(TRACE, machine));
        assertFalse(removal().contains("disconnect"));
    }

    @Test
    void mountOfAnotherDeviceIsAbsent() throws IOException {
        mounts(MOUNTED.replace("nbd3", "sda1"));
        assertEquals(Presence.ABSENT, found());
    }

    @Test
    void mountDisablesDevicesAndSetUserId() {
        List<String> lines = MountType.mountCommands(TRACE, true).stream()
                .map(Command::shellLine)
                .toList();
        assertEquals("qemu-nbd --connect=/dev/nbd3 --format=raw --read-only /disks/one.data", lines.get(0));
        assertEquals("mount -o ro,nosuid,nodev /dev/nbd3 '/my mount'", lines.get(2));
    }
}
