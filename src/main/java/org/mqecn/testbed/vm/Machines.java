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
import org.mqecn.host.Machine;
import org.mqecn.port.Rate;
import org.mqecn.port.UserError;
import org.mqecn.testbed.Part;
import org.mqecn.testbed.Places;
import org.mqecn.topology.Host;
import org.mqecn.topology.Link;
import org.mqecn.topology.Service;
import org.mqecn.topology.Testbed;
import org.mqecn.topology.VideoLibrary;
import org.mqecn.topology.VirtualMachine;
import org.mqecn.traffic.Daemon;
import org.mqecn.traffic.VideoFolder;

/** The virtual machines of a testbed: their disks, their processes, what they are told, and what runs on them. */
public final class Machines {
    private static final String VIDEOS = "/srv/videos";
    private static final long SPACE = 16L << 20;
    private static final long BLOCK = 4096;
    private static final int BITS = 8;

    private final Testbed testbed;
    private final Machine machine;
    private final Places places;
    private final List<Part> disks = new ArrayList<>();
    private final List<Part> processes = new ArrayList<>();
    private final List<Part> insides = new ArrayList<>();
    private final List<Part> services = new ArrayList<>();

    private Machines(Testbed testbed, Machine machine) {
        this.testbed = testbed;
        this.machine = machine;
        this.places = new Places(testbed, machine);
    }

    /** All parts of all virtual machines. The machines boot side by side. */
    public static List<Part> parts(Testbed testbed, Machine machine) {
        Machines machines = new Machines(testbed, machine);
        testbed.hosts().stream().filter(host -> host.machine().isPresent()).forEach(machines::add);
        List<Part> parts = new ArrayList<>(machines.disks);
        parts.addAll(machines.processes);
        parts.addAll(machines.insides);
        parts.addAll(machines.services);
        return parts;
    }

    private void add(Host host) {
        MachineFiles files = MachineFiles.of(machine, testbed.name(), host.name());
        VirtualMachine what = host.machine().orElseThrow();
        Image image = Images.of(machine).find(what.image());
        if (!image.isDisc()) {
            disks.add(new DiskPart("disk of " + host.name(), files.overlay(), new DiskPart.Overlay(image.disk())));
        }
        what.dataDisk().ifPresent(size -> disks.add(new DiskPart("data disk of " + host.name(), files.data(),
                new DiskPart.Empty(size.bytes()))));
        MachinePart process = new MachinePart(namespace(host), new QemuCommandLine(files, host, image,
                Accelerator.TCG, cards(host), videos(host)));
        processes.add(process);
        List<Configuration.Card> cards = new ArrayList<>();
        testbed.links().forEach(link -> ends(link, host).forEach(end ->
                cards.add(new Configuration.Card(end, link.mtu()))));
        insides.add(new ConfigurationPart(process, new Configuration(host, cards)));
        for (Service service : host.services()) {
            String folder = "/run/mqecn/" + service.name();
            services.add(new MachineServicePart(process, service.name(), folder,
                    Daemon.of(testbed, host, service, folder, VIDEOS)));
        }
    }

    private static List<Link.End> ends(Link link, Host host) {
        return link.ends().stream().filter(end -> end.node().equals(host.name())).toList();
    }

    private List<QemuCommandLine.Card> cards(Host host) {
        List<QemuCommandLine.Card> cards = new ArrayList<>();
        for (Link link : testbed.links()) {
            for (Link.End end : ends(link, host)) {
                cards.add(new QemuCommandLine.Card(end.device(), end.mac(), other(link, end).device()));
            }
        }
        return cards;
    }

    /** The end of a link that is not this one: its device is the tap, where this end is a card. */
    private static Link.End other(Link link, Link.End end) {
        return link.from() == end ? link.to() : link.from();
    }

    /** Where its taps are: it is started there. */
    private String namespace(Host host) {
        Set<String> namespaces = new LinkedHashSet<>();
        testbed.links().forEach(link -> ends(link, host).forEach(end ->
                namespaces.add(places.namespace(other(link, end).node()))));
        if (namespaces.size() > 1) {
            throw UserError.usage("the virtual machine " + host.name() + " has links to switches of different kinds",
                    "join it to one router, or to bridges only");
        }
        return namespaces.stream().findFirst().orElse("");
    }

    /** Videos that it serves: one disk for all machines with the same ones, which they only read. */
    private Optional<Path> videos(Host host) {
        Optional<VideoLibrary> library = host.services().stream().filter(Service.VideoServer.class::isInstance)
                .map(service -> ((Service.VideoServer) service).videos()).findFirst();
        return library.map(videos -> {
            Path parent = machine.testbeds().resolveSibling("videos");
            String name = VideoFolder.name(videos);
            Path disk = machine.testbeds().resolve(testbed.name()).resolve(name + ".disk");
            Command make = VideoFolder.command(launcher(), parent, videos);
            DiskPart part = new DiskPart("disk of videos " + name, disk,
                    new DiskPart.Folder(parent.resolve(name), make, size(videos)));
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
    private static long size(VideoLibrary videos) {
        double bits = videos.bitrates().stream().mapToLong(Rate::bitsPerSecond).sum()
                * (double) videos.length().toSeconds() * videos.count();
        long bytes = (long) (bits / BITS * 1.25) + SPACE;
        return bytes - bytes % BLOCK;
    }
}
