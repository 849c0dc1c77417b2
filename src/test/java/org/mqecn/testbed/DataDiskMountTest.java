// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.host.ChangeOutcome;
import org.mqecn.host.LocalMachine;
import org.mqecn.testbed.state.TestbedFolders;
import org.mqecn.topology.Testbed;
import org.mqecn.topology.TestbedFile;
import org.mqecn.value.UserError;

final class DataDiskMountTest {
    private static final Testbed TESTBED = TestbedFile.of(
                    "t.yaml",
                    """
            hosts: {one: {kind: vm, image: video, data-disk: 16m}, two: {kind: vm, image: video}, three: {}}
            switches: {br9: {kind: bridge}}
            links: [{between: [one, br9]}, {between: [two, br9]}, {between: [three, br9]}]
            """)
            .testbed();

    @TempDir
    private Path root;

    private LocalMachine machine;
    private Path folder;

    @BeforeEach
    void halted() throws IOException {
        machine = new LocalMachine(root, root, root);
        folder = Files.createDirectories(root.resolve("m"));
        file("proc/sys/kernel/random/boot_id", "boot");
        file("var/lib/mqecn/testbeds/t/journal", "");
        file("var/lib/mqecn/testbeds/t/one.data", "");
    }

    private void file(String name, String text) throws IOException {
        Files.createDirectories(root.resolve(name).getParent());
        Files.writeString(root.resolve(name), text);
    }

    private String refused(String host) {
        return assertThrows(UserError.class, () -> DataDiskMount.of(machine, TESTBED, host)
                        .planMount(folder, false))
                .getMessage();
    }

    private List<String> plan() {
        ChangeOutcome outcome = DataDiskMount.of(machine, TESTBED, "one").planMount(folder, false);
        assertTrue(outcome.changed());
        return outcome.commands();
    }

    @Test
    void hostWithoutDataDiskIsRefused() {
        assertEquals("testbed t has no host 'on'", refused("on"));
        assertEquals("the virtual machine two has no data disk", refused("two"));
        assertTrue(refused("three").startsWith("three is a namespace"));
    }

    @Test
    void missingDiskIsRefused() throws IOException {
        Files.delete(root.resolve("var/lib/mqecn/testbeds/t/one.data"));
        assertEquals("the data disk of one does not exist yet", refused("one"));
    }

    @Test
    void folderMustExistAndBeEmpty() throws IOException {
        Files.createFile(folder.resolve("file"));
        assertTrue(refused("one").endsWith("m is not empty: the mount would hide its files"));
        folder = folder.resolve("none");
        assertTrue(refused("one").startsWith("there is no folder"));
    }

    @Test
    void runningMachineKeepsItsDisk() throws IOException {
        file(
                "proc/7/cmdline",
                "qemu-system-x86_64\0-pidfile\0" + TestbedFolders.of(machine).runtime("t/one.pid") + "\0");
        assertTrue(refused("one").startsWith("the virtual machine one is running"));
    }

    @Test
    void moduleIsLoadedIfMissing() throws IOException {
        assertEquals("modprobe nbd", plan().get(0));
        file("sys/block/nbd0/size", "0");
        assertEquals(3, plan().size());
    }

    @Test
    void connectedDevicesAreSkipped() throws IOException {
        file("sys/block/nbd0/pid", "7");
        file("sys/block/nbd1/size", "0");
        assertTrue(plan().get(0).startsWith("qemu-nbd --connect=/dev/nbd1 --format=raw "), plan().get(0));
        file("sys/block/nbd1/pid", "8");
        assertEquals("all network block devices are connected", refused("one"));
    }

    @Test
    void unmountWithoutMountHasNoCommands() {
        assertEquals(
                List.of(),
                DataDiskMount.of(machine, TESTBED, "one").planUnmount().commands());
    }
}
