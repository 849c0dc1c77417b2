// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.Accelerator;
import org.mqecn.topology.GsoMode;
import org.mqecn.topology.Host;
import org.mqecn.topology.VirtualMachine;

/**
 * The command line of QEMU: a background process with disks, a NIC on each tap device, and sockets for console, guest
 * agent, monitor and VNC in the folder of the testbed. QEMU does not configure the network of this machine.
 *
 * @param image to boot from; a disk image has an overlay
 * @param interfaces in the order of the host's links
 * @param videoDisk a read-only disk with videos
 */
record QemuCommandLine(
        VirtualMachineFiles files,
        Host host,
        VirtualMachineImage image,
        Accelerator accelerator,
        List<VirtioInterface> interfaces,
        Optional<Path> videoDisk) {
    /** A NIC on a tap device. */
    record VirtioInterface(String device, String mac, String tap) {}

    private static final int MEBIBYTE_SHIFT = 20;
    /** No GSO packets: each would be one packet in the queue under test. */
    private static final String OFFLOADS_DISABLED = ",csum=off,gso=off,host_tso4=off,host_tso6=off,host_ecn=off,"
            + "host_ufo=off,guest_csum=off,guest_tso4=off,guest_tso6=off,guest_ecn=off,guest_ufo=off";

    /**
     * The kernel panics if its timer does not tick during a short busy loop, which can happen to an emulated machine on a
     * busy host: the check is off. After another panic, the machine reboots.
     */
    private static final String KERNEL_PARAMETERS =
            "console=ttyS0 quiet mitigations=off random.trust_cpu=on net.ifnames=0" + " no_timer_check panic=1";

    private VirtualMachine virtualMachine() {
        return host.virtualMachine().orElseThrow();
    }

    List<String> arguments() {
        List<String> words = new ArrayList<>(List.of(
                "qemu-system-x86_64",
                "-name",
                files.testbed() + "-" + host.name(),
                "-machine",
                "q35",
                "-accel",
                accelerator.qemuName(),
                "-cpu",
                accelerator.cpuModel(),
                "-m",
                (virtualMachine().memory().bytes() >> MEBIBYTE_SHIFT) + "M",
                "-smp",
                Integer.toString(virtualMachine().processors()),
                "-nodefaults",
                "-no-user-config"));
        words.addAll(bootArguments());
        words.addAll(diskArguments());
        interfaces()
                .forEach(virtioInterface -> words.addAll(List.of(
                        "-netdev",
                                "tap,id=" + virtioInterface.device() + ",ifname=" + virtioInterface.tap()
                                        + ",script=no,downscript=no",
                        "-device",
                                "virtio-net-pci,netdev=" + virtioInterface.device() + ",mac=" + virtioInterface.mac()
                                        + ",romfile=" + (host.stack().gso() == GsoMode.ON ? "" : OFFLOADS_DISABLED))));
        words.addAll(socketArguments());
        words.addAll(List.of("-pidfile", files.pidFile().toString(), "-daemonize"));
        return words;
    }

    /** Boots the kernel of the image directly: firmware takes seconds in an emulated machine. */
    private List<String> bootArguments() {
        return image.bootsDirectly()
                ? List.of(
                        "-kernel",
                        image.kernel().toString(),
                        "-initrd",
                        image.initrd().toString(),
                        "-append",
                        KERNEL_PARAMETERS + " mqecn.host=" + host.name())
                : List.of();
    }

    private List<String> diskArguments() {
        List<String> words = new ArrayList<>();
        if (image.isIso()) {
            words.addAll(List.of(
                    "-drive",
                    "if=none,id=disk,media=cdrom,readonly=on,format=raw,file=" + escape(image.disk()),
                    "-device",
                    "ide-cd,drive=disk"));
        } else {
            words.addAll(driveArguments("disk", "format=qcow2", files.overlay()));
        }
        virtualMachine()
                .dataDisk()
                .ifPresent(size -> words.addAll(driveArguments("data", "format=raw", files.dataDisk())));
        videoDisk.ifPresent(disk -> words.addAll(driveArguments("videos", "format=raw,readonly=on", disk)));
        return words;
    }

    private static List<String> driveArguments(String name, String options, Path file) {
        return List.of(
                "-drive",
                "if=none,id=" + name + "," + options + ",file=" + escape(file),
                "-device",
                "virtio-blk-pci,drive=" + name + ",serial=" + name);
    }

    private List<String> socketArguments() {
        List<String> words = new ArrayList<>(List.of(
                "-chardev",
                        "socket,id=console,server=on,wait=off,path=" + escape(files.consoleSocket()) + ",logfile="
                                + escape(files.consoleLog()),
                "-serial", "chardev:console",
                "-device", "virtio-serial-pci",
                "-chardev", "socket,id=agent,server=on,wait=off,path=" + escape(files.agentSocket()),
                "-device", "virtserialport,chardev=agent,name=org.qemu.guest_agent.0",
                "-chardev", "socket,id=monitor,server=on,wait=off,path=" + escape(files.monitorSocket()),
                "-mon", "chardev=monitor,mode=control"));
        words.addAll(
                virtualMachine().vnc()
                        ? List.of("-device", "VGA", "-vnc", "unix:" + escape(files.vncSocket()))
                        : List.of("-display", "none"));
        return words;
    }

    /** Escapes a file name in an option of QEMU: a comma is doubled. */
    private static String escape(Path file) {
        return file.toString().replace(",", ",,");
    }
}
