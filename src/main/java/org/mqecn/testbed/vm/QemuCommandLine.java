// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.topology.Host;
import org.mqecn.topology.SuperPackets;
import org.mqecn.topology.VirtualMachine;

/**
 * How a virtual machine is started: in the background, with its disks, a network card on each tap, and four sockets in
 * the testbed's folder (console, agent, monitor, screen). Nothing of it touches the machine's own network.
 *
 * @param image what it boots from; for a disk, its overlay is there already
 * @param cards in the order of the host's links
 * @param videos a disk with videos, which it may only read
 */
record QemuCommandLine(MachineFiles files, Host host, Image image, Accelerator accelerator, List<Card> cards,
        Optional<Path> videos) {
    /** A network card on the tap device of that name. */
    record Card(String device, String mac, String tap) {}

    private static final int MEGABYTE = 20;
    /** Super-packets would stand in the queue under test as one packet each, so no card takes or gives any. */
    private static final String ONE_PACKET_AT_A_TIME = ",csum=off,gso=off,host_tso4=off,host_tso6=off,host_ecn=off,"
            + "host_ufo=off,guest_csum=off,guest_tso4=off,guest_tso6=off,guest_ecn=off,guest_ufo=off";

    /**
     * A kernel checks that its timer ticks while it spins for some milliseconds, and panics where it does not: a
     * translated machine beside others may not be given its ticks in time. What panics for another reason boots again.
     */
    private static final String KERNEL_WORDS = "console=ttyS0 quiet mitigations=off random.trust_cpu=on net.ifnames=0"
            + " no_timer_check panic=1";

    private VirtualMachine machine() {
        return host.machine().orElseThrow();
    }

    List<String> words() {
        List<String> words = new ArrayList<>(List.of("qemu-system-x86_64",
                "-name", files.testbed() + "-" + host.name(),
                "-machine", "q35", "-accel", accelerator.word(), "-cpu", accelerator.processor(),
                "-m", (machine().memory().bytes() >> MEGABYTE) + "M",
                "-smp", Integer.toString(machine().processors()),
                "-nodefaults", "-no-user-config"));
        words.addAll(boot());
        words.addAll(disks());
        cards().forEach(card -> words.addAll(List.of(
                "-netdev", "tap,id=" + card.device() + ",ifname=" + card.tap() + ",script=no,downscript=no",
                "-device", "virtio-net-pci,netdev=" + card.device() + ",mac=" + card.mac() + ",romfile="
                        + (host.stack().superPackets() == SuperPackets.SENT ? "" : ONE_PACKET_AT_A_TIME))));
        words.addAll(channels());
        words.addAll(List.of("-pidfile", files.pid().toString(), "-daemonize"));
        return words;
    }

    /** Its own kernel needs no firmware, which takes seconds where instructions are translated. */
    private List<String> boot() {
        return image.bootsDirectly() ? List.of("-kernel", image.kernel().toString(),
                "-initrd", image.initrd().toString(), "-append", KERNEL_WORDS + " mqecn.host=" + host.name())
                : List.of();
    }

    private List<String> disks() {
        List<String> words = new ArrayList<>();
        if (image.isDisc()) {
            words.addAll(List.of("-drive", "if=none,id=disk,media=cdrom,readonly=on,format=raw,file="
                    + escaped(image.disk()), "-device", "ide-cd,drive=disk"));
        } else {
            words.addAll(disk("disk", "format=qcow2", files.overlay()));
        }
        machine().dataDisk().ifPresent(size -> words.addAll(disk("data", "format=raw", files.data())));
        videos.ifPresent(disk -> words.addAll(disk("videos", "format=raw,readonly=on", disk)));
        return words;
    }

    private static List<String> disk(String name, String options, Path file) {
        return List.of("-drive", "if=none,id=" + name + "," + options + ",file=" + escaped(file),
                "-device", "virtio-blk-pci,drive=" + name + ",serial=" + name);
    }

    private List<String> channels() {
        List<String> words = new ArrayList<>(List.of(
                "-chardev", "socket,id=console,server=on,wait=off,path=" + escaped(files.console()) + ",logfile="
                        + escaped(files.log()),
                "-serial", "chardev:console",
                "-device", "virtio-serial-pci",
                "-chardev", "socket,id=agent,server=on,wait=off,path=" + escaped(files.agent()),
                "-device", "virtserialport,chardev=agent,name=org.qemu.guest_agent.0",
                "-chardev", "socket,id=monitor,server=on,wait=off,path=" + escaped(files.monitor()),
                "-mon", "chardev=monitor,mode=control"));
        words.addAll(machine().vnc() ? List.of("-device", "VGA", "-vnc", "unix:" + escaped(files.vnc()))
                : List.of("-display", "none"));
        return words;
    }

    /** A file's name among QEMU's options: a comma ends an option, two are one. */
    private static String escaped(Path file) {
        return file.toString().replace(",", ",,");
    }
}
