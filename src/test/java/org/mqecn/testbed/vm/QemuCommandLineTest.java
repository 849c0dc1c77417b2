// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.host.Accelerator;
import org.mqecn.topology.GsoMode;
import org.mqecn.topology.Host;
import org.mqecn.topology.NetworkStack;
import org.mqecn.topology.VirtualMachine;
import org.mqecn.value.Bytes;
import org.mqecn.value.RouteMetrics;

@DisplayName("Command line of QEMU")
class QemuCommandLineTest {
    private static final VirtualMachineFiles FILES =
            new VirtualMachineFiles(Path.of("/run/t"), Path.of("/lib/t,1"), "t", "one");

    private static QemuCommandLine line(GsoMode gsoMode, boolean vnc, Optional<Bytes> data, Optional<Path> videos) {
        return line(VirtualMachineImage.of(Path.of("/images/video.qcow2")), gsoMode, vnc, data, videos);
    }

    private static QemuCommandLine line(
            VirtualMachineImage image, GsoMode gsoMode, boolean vnc, Optional<Bytes> data, Optional<Path> videos) {
        NetworkStack stack = new NetworkStack(
                Optional.empty(),
                Optional.empty(),
                RouteMetrics.NONE,
                Duration.ZERO,
                Optional.empty(),
                gsoMode,
                Map.of());
        Host host = new Host(
                "one",
                Optional.of(new VirtualMachine("video", Bytes.parse("256m"), 2, data, vnc)),
                stack,
                List.of(),
                List.of());
        return new QemuCommandLine(
                FILES,
                host,
                image,
                Accelerator.TCG,
                List.of(new QemuCommandLine.VirtioInterface("eth0", "02:00:00:00:00:01", "br0-one")),
                videos);
    }

    @Test
    @DisplayName("has memory, CPUs, overlay, tap device, MAC address and sockets; a comma in a file name is doubled")
    void complete() {
        String words = String.join(
                " ",
                line(GsoMode.OFF, false, Optional.empty(), Optional.empty()).arguments());
        for (String part : List.of(
                "-name t-one ",
                "-accel tcg",
                "-m 256M -smp 2 ",
                "file=/lib/t,,1/one.qcow2",
                "-netdev tap,id=eth0,ifname=br0-one,script=no,downscript=no",
                "virtio-net-pci,netdev=eth0,mac=02:00:00:00:00:01",
                "path=/run/t/one.agent",
                "path=/run/t/one.console",
                "-display none",
                "-pidfile /run/t/one.pid -daemonize")) {
            assertTrue(words.contains(part), () -> part + " is not in " + words);
        }
        assertFalse(words.contains("id=data"), words);
    }

    @Test
    @DisplayName(
            "boots our kernel at once, which does not check its timer: it may tick late where machines are emulated")
    void kernel(@TempDir Path folder) throws IOException {
        Files.createFile(folder.resolve("kernel"));
        Files.createFile(folder.resolve("initrd"));
        VirtualMachineImage image = VirtualMachineImage.of(folder.resolve("disk.qcow2"));
        String words = String.join(
                " ",
                line(image, GsoMode.OFF, false, Optional.empty(), Optional.empty())
                        .arguments());
        assertTrue(words.contains("-kernel " + image.kernel() + " -initrd " + image.initrd() + " -append "), words);
        assertTrue(words.contains(" no_timer_check panic=1 mqecn.host=one "), words);
    }

    @Test
    @DisplayName("disables the offloads of the NIC, unless GSO is on")
    void gsoPackets() {
        assertTrue(line(GsoMode.OFF, false, Optional.empty(), Optional.empty()).arguments().stream()
                .anyMatch(word -> word.contains("host_tso4=off") && word.contains("guest_tso4=off")));
        assertTrue(line(GsoMode.SOFTWARE, false, Optional.empty(), Optional.empty()).arguments().stream()
                .anyMatch(word -> word.contains("host_tso4=off")));
        assertTrue(line(GsoMode.ON, false, Optional.empty(), Optional.empty()).arguments().stream()
                .noneMatch(word -> word.contains("tso4=off")));
    }

    @Test
    @DisplayName("has a data disk, a read-only video disk and VNC if they are configured")
    void optionalDevices() {
        List<String> words = line(GsoMode.OFF, true, Optional.of(Bytes.parse("64m")), Optional.of(Path.of("/v")))
                .arguments();
        assertTrue(words.contains("if=none,id=data,format=raw,file=/lib/t,,1/one.data"), words::toString);
        assertTrue(words.contains("if=none,id=videos,format=raw,readonly=on,file=/v"), words::toString);
        assertEquals("unix:/run/t/one.vnc", words.get(words.indexOf("-vnc") + 1));
    }
}
