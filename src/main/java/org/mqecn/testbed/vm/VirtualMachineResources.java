// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mqecn.host.Accelerator;
import org.mqecn.host.Command;
import org.mqecn.host.LocalMachine;
import org.mqecn.testbed.resources.HostNames;
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

/** Builds the resources of virtual machines: disks, QEMU processes, configurations and services. */
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

    /** The resources of all virtual machines. All are started before the first is configured, so that they boot in parallel. */
    public static List<Resource> of(Testbed testbed, LocalMachine machine) {
        VirtualMachineResources virtualMachineResources = new VirtualMachineResources(testbed, machine);
        testbed.hosts().stream()
                .filter(host -> host.virtualMachine().isPresent())
                .forEach(virtualMachineResources::add);
        List<Resource> resources = new ArrayList<>(virtualMachineResources.disks);
        resources.addAll(virtualMachineResources.processes);
        resources.addAll(virtualMachineResources.configurations);
        resources.addAll(virtualMachineResources.services);
        return resources;
    }

    /**
     * Checks that the images of all virtual machines exist. Plans need none.
     *
     * @throws UserError with the image that is missing
     */
    public static void requireImages(Testbed testbed, LocalMachine machine) {
        testbed.hosts().stream()
                .flatMap(host -> host.virtualMachine().stream())
                .forEach(virtualMachine -> ImageStore.of(machine).find(virtualMachine.image()));
    }

    private void add(Host host) {
        VirtualMachineFiles files = VirtualMachineFiles.of(machine, testbed.name(), host.name());
        VirtualMachine virtualMachine = host.virtualMachine().orElseThrow();
        VirtualMachineImage image = ImageStore.of(machine).locate(virtualMachine.image());
        if (!image.isIso()) {
            disks.add(new DiskResource(
                    "disk of " + host.name(), files.overlay(), new DiskResource.OverlayDisk(image.disk())));
        }
        virtualMachine
                .dataDisk()
                .ifPresent(size -> disks.add(new DiskResource(
                        "data disk of " + host.name(), files.dataDisk(), new DiskResource.EmptyDisk(size.bytes()))));
        VirtualMachineResource process = new VirtualMachineResource(
                namespace(host),
                new QemuCommandLine(files, host, image, Accelerator.TCG, virtioInterfaces(host), videoDisk(host)));
        processes.add(process);
        List<VirtualMachineConfiguration.InterfaceConfiguration> interfaces = new ArrayList<>();
        testbed.links().forEach(link -> ends(link, host)
                .forEach(linkEnd ->
                        interfaces.add(new VirtualMachineConfiguration.InterfaceConfiguration(linkEnd, link.mtu()))));
        configurations.add(new VirtualMachineConfigurationResource(
                process, new VirtualMachineConfiguration(host, HostNames.lines(testbed), interfaces)));
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
        List<QemuCommandLine.VirtioInterface> interfaces = new ArrayList<>();
        for (Link link : testbed.links()) {
            for (Link.LinkEnd linkEnd : ends(link, host)) {
                interfaces.add(new QemuCommandLine.VirtioInterface(
                        linkEnd.device(),
                        linkEnd.macAddress(),
                        oppositeEnd(link, linkEnd).device()));
            }
        }
        return interfaces;
    }

    /** The other end of a link: its device is the tap of this end. */
    private static Link.LinkEnd oppositeEnd(Link link, Link.LinkEnd linkEnd) {
        return link.from() == linkEnd ? link.to() : link.from();
    }

    /** The namespace of its tap devices, in which QEMU is started. */
    private String namespace(Host host) {
        Set<String> namespaces = new LinkedHashSet<>();
        testbed.links().forEach(link -> ends(link, host)
                .forEach(linkEnd -> namespaces.add(
                        layout.namespace(oppositeEnd(link, linkEnd).node()))));
        if (namespaces.size() > 1) {
            throw UserError.usage(
                    "the virtual machine " + host.name() + " has links to switches of different kinds",
                    "connect it to one router, or to bridges only");
        }
        return namespaces.stream().findFirst().orElse("");
    }

    /** A read-only disk with the videos that the host serves; hosts with the same library share it. */
    private Optional<Path> videoDisk(Host host) {
        Optional<VideoLibrary> library = host.services().stream()
                .filter(HostService.VideoServer.class::isInstance)
                .map(hostService -> ((HostService.VideoServer) hostService).library())
                .findFirst();
        return library.map(videos -> {
            Path parent = VideoFolder.parentFolder(machine);
            String name = VideoFolder.folderName(videos);
            Path disk = TestbedFolders.of(machine).state(testbed.name()).resolve(name + ".disk");
            Command setup = VideoFolder.creationCommand(machine.launcher().toString(), parent, videos);
            DiskResource resource = new DiskResource(
                    "disk of videos " + name,
                    disk,
                    new DiskResource.DirectoryDisk(parent.resolve(name), setup, videoDiskSize(videos)));
            if (!disks.contains(resource)) {
                disks.add(resource);
            }
            return disk;
        });
    }

    /** The size of the videos and 25 % overhead. */
    private static long videoDiskSize(VideoLibrary videos) {
        double bits = videos.bitrates().stream().mapToLong(Rate::bitsPerSecond).sum()
                * (double) videos.duration().toSeconds()
                * videos.count();
        long bytes = (long) (bits / BITS_PER_BYTE * 1.25) + FILE_SYSTEM_OVERHEAD;
        return bytes - bytes % BLOCK;
    }
}
