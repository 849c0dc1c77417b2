// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mqecn.host.Command;
import org.mqecn.host.LocalMachine;
import org.mqecn.testbed.resources.ServiceCommands;
import org.mqecn.testbed.resources.TestbedLayout;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.TestbedFolders;
import org.mqecn.topology.Host;
import org.mqecn.topology.HostService;
import org.mqecn.topology.Link;
import org.mqecn.topology.Testbed;
import org.mqecn.topology.VideoLibrary;
import org.mqecn.topology.VirtualMachine;
import org.mqecn.traffic.video.VideoFolder;
import org.mqecn.value.Rate;
import org.mqecn.value.UserError;

/** The virtual machines of a testbed: their disks, their processes, what they are told, and what runs on them. */
public final class VirtualMachineResources {
    private static final String VIDEO_DIRECTORY = "/srv/videos";
    private static final long FILE_SYSTEM_OVERHEAD = 16L << 20;
    private static final long BLOCK = 4096;
    private static final int BITS_PER_BYTE = 8;

    private final Testbed testbed;
    private final LocalMachine machine;
    private final TestbedLayout layout;
    private final List<Resource> disks = new ArrayList<>();
    private final List<Resource> processes = new ArrayList<>();
    private final List<Resource> configurations = new ArrayList<>();
    private final List<Resource> services = new ArrayList<>();

    private VirtualMachineResources(Testbed testbed, LocalMachine machine) {
        this.testbed = testbed;
        this.machine = machine;
        this.layout = new TestbedLayout(testbed, machine);
    }

    /** All parts of all virtual machines. The machines boot side by side. */
    public static List<Resource> resources(Testbed testbed, LocalMachine machine) {
        VirtualMachineResources virtualMachineResources = new VirtualMachineResources(testbed, machine);
        testbed.hosts().stream()
                .filter(host -> host.virtualMachine().isPresent())
                .forEach(virtualMachineResources::add);
        List<Resource> parts = new ArrayList<>(virtualMachineResources.disks);
        parts.addAll(virtualMachineResources.processes);
        parts.addAll(virtualMachineResources.configurations);
        parts.addAll(virtualMachineResources.services);
        return parts;
    }

    private void add(Host host) {
        VirtualMachineFiles files = VirtualMachineFiles.of(machine, testbed.name(), host.name());
        VirtualMachine what = host.virtualMachine().orElseThrow();
        VirtualMachineImage image = ImageStore.of(machine).find(what.image());
        if (!image.isIso()) {
            disks.add(new DiskResource(
                    "disk of " + host.name(), files.overlay(), new DiskResource.OverlayDisk(image.disk())));
        }
        what.dataDisk()
                .ifPresent(size -> disks.add(new DiskResource(
                        "data disk of " + host.name(), files.dataDisk(), new DiskResource.EmptyDisk(size.bytes()))));
        VirtualMachineResource process = new VirtualMachineResource(
                namespace(host),
                new QemuCommandLine(files, host, image, Accelerator.TCG, virtioInterfaces(host), videoDisk(host)));
        processes.add(process);
        List<VirtualMachineConfiguration.InterfaceConfiguration> cards = new ArrayList<>();
        testbed.links().forEach(link -> ends(link, host)
                .forEach(linkEnd ->
                        cards.add(new VirtualMachineConfiguration.InterfaceConfiguration(linkEnd, link.mtu()))));
        configurations.add(
                new VirtualMachineConfigurationResource(process, new VirtualMachineConfiguration(host, cards)));
        for (HostService hostService : host.services()) {
            String folder = "/run/mqecn/" + hostService.name();
            services.add(new VirtualMachineServiceResource(
                    process,
                    hostService.name(),
                    folder,
                    ServiceCommands.of(testbed, host, hostService, folder, VIDEO_DIRECTORY)));
        }
    }

    private static List<Link.LinkEnd> ends(Link link, Host host) {
        return link.ends().stream()
                .filter(linkEnd -> linkEnd.node().equals(host.name()))
                .toList();
    }

    private List<QemuCommandLine.VirtioInterface> virtioInterfaces(Host host) {
        List<QemuCommandLine.VirtioInterface> cards = new ArrayList<>();
        for (Link link : testbed.links()) {
            for (Link.LinkEnd linkEnd : ends(link, host)) {
                cards.add(new QemuCommandLine.VirtioInterface(
                        linkEnd.device(),
                        linkEnd.macAddress(),
                        oppositeEnd(link, linkEnd).device()));
            }
        }
        return cards;
    }

    /** The end of a link that is not this one: its device is the tap, where this end is a card. */
    private static Link.LinkEnd oppositeEnd(Link link, Link.LinkEnd linkEnd) {
        return link.from() == linkEnd ? link.to() : link.from();
    }

    /** Where its taps are: it is started there. */
    private String namespace(Host host) {
        Set<String> namespaces = new LinkedHashSet<>();
        testbed.links().forEach(link -> ends(link, host)
                .forEach(linkEnd -> namespaces.add(
                        layout.namespace(oppositeEnd(link, linkEnd).node()))));
        if (namespaces.size() > 1) {
            throw UserError.usage(
                    "the virtual machine " + host.name() + " has links to switches of different kinds",
                    "join it to one router, or to bridges only");
        }
        return namespaces.stream().findFirst().orElse("");
    }

    /** Videos that it serves: one disk for all machines with the same ones, which they only read. */
    private Optional<Path> videoDisk(Host host) {
        Optional<VideoLibrary> library = host.services().stream()
                .filter(HostService.VideoServer.class::isInstance)
                .map(hostService -> ((HostService.VideoServer) hostService).library())
                .findFirst();
        return library.map(videos -> {
            Path parent = VideoFolder.parentFolder(machine);
            String name = VideoFolder.folderName(videos);
            Path disk = TestbedFolders.of(machine).state(testbed.name()).resolve(name + ".disk");
            Command make = VideoFolder.creationCommand(launcher(), parent, videos);
            DiskResource part = new DiskResource(
                    "disk of videos " + name,
                    disk,
                    new DiskResource.DirectoryDisk(parent.resolve(name), make, videoDiskSize(videos)));
            if (!disks.contains(part)) {
                disks.add(part);
            }
            return disk;
        });
    }

    private String launcher() {
        Path checkout = machine.home().resolve("cli/mqecn");
        return (Files.exists(checkout) ? checkout : machine.home().resolve("mqecn")).toString();
    }

    /** Room for the videos: their bits and a quarter more, for what files take beside their content. */
    private static long videoDiskSize(VideoLibrary videos) {
        double bits = videos.bitrates().stream().mapToLong(Rate::bitsPerSecond).sum()
                * (double) videos.duration().toSeconds()
                * videos.count();
        long bytes = (long) (bits / BITS_PER_BYTE * 1.25) + FILE_SYSTEM_OVERHEAD;
        return bytes - bytes % BLOCK;
    }
}
