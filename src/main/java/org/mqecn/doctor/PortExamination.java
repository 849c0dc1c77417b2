// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mqecn.host.Command;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.GsoSource;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.NetnsCommands;
import org.mqecn.host.SmallFile;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.Offloads;
import org.mqecn.netlink.Qdisc;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.port.BufferMode;
import org.mqecn.port.Counter;
import org.mqecn.port.DwrrCounter;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.Port;
import org.mqecn.port.PortConfig;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.Setting;
import org.mqecn.value.Rate;
import org.mqecn.value.UserError;

/**
 * Acquires the facts about devices and their ports, in this thread's network namespace.
 *
 * @param rtt base RTT of the flows, if it is known
 * @param rttSource where it is from
 */
record PortExamination(
        LocalMachine machine,
        CommandRunner runner,
        RtnetlinkReader reader,
        String namespace,
        Optional<Duration> rtt,
        String rttSource) {
    private static final String SPEED = "sys/class/net/%s/speed";
    private static final long MEGA = 1_000_000;

    /** The kinds of the ports of devices, and always dwrr. */
    static Set<QdiscKind> kinds(List<DeviceLink> devices, List<Qdisc> qdiscs) {
        Set<QdiscKind> kinds = EnumSet.of(QdiscKind.DWRR);
        qdiscs.stream()
                .filter(qdisc -> devices.stream().anyMatch(device -> device.index() == qdisc.deviceIndex()))
                .forEach(qdisc -> qdisc.portKind().ifPresent(kinds::add));
        return kinds;
    }

    /** @param links all devices */
    List<Finding> findings(List<DeviceLink> links, DeviceLink device) {
        FindingCollector collector = new FindingCollector(device.name());
        List<Qdisc> qdiscs = reader.readQdiscs(device);
        List<Port> ports = reader.readPorts(device, qdiscs);
        collector.add(CheckName.QDISC, () -> rootQdisc(device, qdiscs, ports));
        collector.add(CheckName.FILTERS, () -> egressFilters(device, qdiscs));
        QdiscKind kind =
                ports.isEmpty() ? QdiscKind.DWRR : ports.get(0).config().kind();
        collector.add(CheckName.OFFLOADS, () -> offloads(device, kind));
        if (kind.requiresOffloadsOff()) {
            collector.add(
                    CheckName.SENDERS,
                    () -> new SenderOffloadCheck(
                            GsoSource.findAll(reader, links, device, machine, new NetnsCommands(namespace))));
        }
        ports.stream()
                .filter(port -> port.config().isComplete())
                .forEach(port -> addPort(collector, device.name(), port));
        return collector.findings();
    }

    private RemedyCommands commands() {
        return new RemedyCommands(namespace);
    }

    private HealthCheck rootQdisc(DeviceLink device, List<Qdisc> qdiscs, List<Port> ports) {
        Optional<Qdisc> root =
                qdiscs.stream().filter(qdisc -> qdisc.parent() == Qdisc.ROOT).findFirst();
        return new RootQdiscCheck(
                commands(),
                device.name(),
                root.map(qdisc -> qdisc.kind() + " " + qdisc.handleText()).orElse(""),
                root.map(Qdisc::isDefault).orElse(true),
                ports.stream().map(Port::parent).toList());
    }

    private HealthCheck egressFilters(DeviceLink device, List<Qdisc> qdiscs) {
        boolean clsact = qdiscs.stream().anyMatch(qdisc -> qdisc.kind().equals("clsact"));
        List<String> filters = clsact ? readEgressFilters(device.name()) : List.of();
        return new EgressFilterCheck(commands(), device.name(), clsact, filters);
    }

    private List<String> readEgressFilters(String device) {
        Command show = new NetnsCommands(namespace).tc(List.of("filter", "show", "dev", device, "egress"));
        CommandResult result = runner.capture(show.words());
        if (!result.succeeded()) {
            throw new UserError(
                    "'" + show.shellLine() + "' failed: " + result.errors().strip(), "");
        }
        return result.output()
                .lines()
                .filter(line -> line.startsWith("filter ") && line.contains(" handle "))
                .map(String::strip)
                .toList();
    }

    private HealthCheck offloads(DeviceLink device, QdiscKind kind) {
        Offloads offloads = Offloads.read(device.name());
        List<String> active = new ArrayList<>();
        if (offloads.hasSegmentationOffload()) {
            active.add("segmentation offload");
        }
        if (offloads.hasReceiveOffload()) {
            active.add("receive offload");
        }
        return new OffloadCheck(commands(), device.name(), kind, active, device.gsoMaxSegments());
    }

    private void addPort(FindingCollector collector, String device, Port port) {
        PortConfig config = port.config();
        collector.add(CheckName.SETTINGS, () -> new SettingsCheck(commands(), device, config.warnings()));
        if (config.kind() != QdiscKind.DWRR) {
            return;
        }
        collector.add(CheckName.RATE, () -> new LineRateCheck(commands(), device, config.rate(), speed(device)));
        collector.add(CheckName.ECN, () -> ectShare(device, port));
        collector.add(CheckName.THRESHOLD, () -> new ThresholdCheck(commands(), device, config, rtt, rttSource));
        collector.add(
                CheckName.BOTTLENECK,
                () -> new OccupancyCheck(
                        commands(),
                        device,
                        total(port, DwrrCounter.SENT_PACKETS),
                        port.stats().port().get(DwrrCounter.WATERMARK_BYTES).orElse(0)));
        collector.add(CheckName.LIMITS, () -> drops(device, port));
    }

    /** A speed can be read in mqecn's own namespace: {@code /sys} shows no other. */
    private Optional<Rate> speed(String device) {
        Path file = machine.root().resolve(SPEED.formatted(device));
        return namespace.isEmpty()
                ? SmallFile.read(file)
                        .filter(text -> text.matches("[1-9]\\d{0,8}"))
                        .map(text -> new Rate(Long.parseLong(text) * MEGA))
                : Optional.empty();
    }

    private HealthCheck ectShare(String device, Port port) {
        return new EctShareCheck(
                commands(),
                device,
                port.config().ecnScheme(),
                total(port, DwrrCounter.ARRIVED_PACKETS),
                total(port, DwrrCounter.ARRIVED_ECT_PACKETS, DwrrCounter.ARRIVED_CE_PACKETS));
    }

    private HealthCheck drops(String device, Port port) {
        boolean isStatic = port.config().values().get(DwrrSetting.BUFFER_MODE) == BufferMode.STATIC.ordinal();
        Setting setting = isStatic ? DwrrSetting.QUEUE_BUFFER : DwrrSetting.SHARED_BUFFER;
        long buffer = isStatic
                ? port.config().queues().stream()
                        .mapToLong(queue -> queue.values().get(setting))
                        .max()
                        .orElse(0)
                : port.config().values().get(setting);
        return new DropCheck(
                commands(),
                device,
                total(port, DwrrCounter.ARRIVED_PACKETS),
                total(port, DwrrCounter.DROPPED_SHARED_BUFFER, DwrrCounter.DROPPED_QUEUE_BUFFER),
                setting.key() + " " + setting.quantity().format(buffer),
                setting.key()
                        + (isStatic ? " all:" : " ")
                        + setting.quantity()
                                .format(Math.min(2 * buffer, setting.spec().max())));
    }

    /** The sum of counters over all queues. */
    private static long total(Port port, Counter... counters) {
        return port.stats().queues().stream()
                .flatMap(queue -> Arrays.stream(counters).map(queue::get))
                .mapToLong(value -> value.orElse(0))
                .sum();
    }
}
