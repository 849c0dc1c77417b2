// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.testbed.verify.TestbedCheckResult.TestbedIssue;
import org.mqecn.topology.GsoMode;
import org.mqecn.topology.Host;
import org.mqecn.value.EthernetFrame;

/**
 * Checks that no queue holds GSO packets, from backlog bytes per packet while ports are saturated. (Counters of sent
 * packets do not show them: a qdisc counts a GSO packet as its segments.) The devices of senders without a queue are
 * checked themselves. A host with software GSO segments packets behind its own queue, which may hold GSO packets.
 */
final class GsoCheck implements TestbedCheck {
    private static final int MAX_WIRE_OVERHEAD = EthernetFrame.WIRE_OVERHEAD + EthernetFrame.TWO_VLAN_TAGS;

    private static final int ONE_SEGMENT = 1;

    @Override
    public String name() {
        return "gso";
    }

    @Override
    public TestbedCheckResult run(VerifyContext context) {
        Set<NamespacedDevice> softwareGsoDevices = context.hostAccesses().stream()
                .filter(hostAccess -> context.isReachable(hostAccess.name()))
                .map(hostAccess -> context.host(hostAccess.name()))
                .filter(host -> host.stack().gso() == GsoMode.SOFTWARE)
                .flatMap(host -> context.devices().ofHost(host.name()).stream())
                .collect(Collectors.toSet());
        Map<NamespacedDevice, TestbedIssue> failures = new LinkedHashMap<>();
        int queues = 0;
        long longest = 0;
        UntestedParts untested = new UntestedParts();
        for (SaturationResult result : context.saturationResults()) {
            if (sendsGso(context, result)) {
                untested.add("queues up to " + result.device(), "a sender has 'gso: on' in the file");
                continue;
            }
            int limit = result.plan().portHop().link().mtu() + MAX_WIRE_OVERHEAD;
            for (Map.Entry<NamespacedDevice, QueueSample> each :
                    result.samples().entrySet()) {
                if (softwareGsoDevices.contains(each.getKey())
                        || each.getValue().maxPacketBytes() == 0) {
                    continue;
                }
                queues++;
                longest = Math.max(longest, each.getValue().maxPacketBytes());
                if (each.getValue().maxPacketBytes() > limit) {
                    failures.putIfAbsent(each.getKey(), findIssue(context, result, each.getKey(), each.getValue()));
                }
            }
        }
        List<NamespacedDevice> gsoSenders = context.hostAccesses().stream()
                .filter(hostAccess -> context.isReachable(hostAccess.name()))
                .flatMap(hostAccess -> gsoDevices(context, context.host(hostAccess.name())).stream())
                .toList();
        gsoSenders.stream()
                .filter(device -> failures.isEmpty())
                .forEach(device -> failures.put(
                        device,
                        new TestbedIssue(device + " may send GSO packets: its gso_max_segs is not 1", remedy(device))));
        return queues == 0 && failures.isEmpty()
                ? TestbedCheckResult.skipped(name(), "no queue held packets", untested.phrases())
                : TestbedCheckResult.of(
                        name(),
                        "the longest packet in " + queues + (queues == 1 ? " queue" : " queues") + " had " + longest
                                + " bytes",
                        List.copyOf(failures.values()),
                        untested.phrases());
    }

    private static boolean sendsGso(VerifyContext context, SaturationResult result) {
        return result.plan().flows().stream()
                .anyMatch(path -> context.host(path.from()).stack().gso() == GsoMode.ON);
    }

    private static TestbedIssue findIssue(
            VerifyContext context, SaturationResult result, NamespacedDevice device, QueueSample queueSample) {
        List<NamespacedDevice> gsoSenders = result.plan().flows().stream()
                .map(NetworkPath::from)
                .distinct()
                .flatMap(sender -> gsoDevices(context, context.host(sender)).stream())
                .toList();
        String text = "the queue of " + device + " held packets of " + queueSample.maxPacketBytes() + " bytes";
        return gsoSenders.isEmpty()
                ? new TestbedIssue(text + "; no offload of the senders explains them", "")
                : new TestbedIssue(
                        text + ": " + gsoSenders.get(0) + " of the sender builds GSO packets",
                        remedy(gsoSenders.get(0)));
    }

    private static String remedy(NamespacedDevice device) {
        return "'" + device.commandLine("ip", "link set dev " + device.name() + " gso_max_segs 1") + "' stops it";
    }

    /** Returns the devices of a host that may send GSO packets although the file turns GSO off. */
    private static List<NamespacedDevice> gsoDevices(VerifyContext context, Host host) {
        return host.stack().gso() != GsoMode.OFF
                ? List.of()
                : context.devices().ofHost(host.name()).stream()
                        .filter(device -> context.devices()
                                .link(device)
                                .map(DeviceLink::gsoMaxSegments)
                                .filter(segments -> segments != ONE_SEGMENT)
                                .isPresent())
                        .toList();
    }
}
