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

/**
 * No queue holds packets of more than one segment: bytes a packet of what stood in each while ports were filled. (What
 * a qdisc counts as sent would not tell: it counts a super-packet as its segments.) A sender without a queue of its
 * own is looked at itself. A host that cuts super-packets does so behind its own queue, which may hold them.
 */
final class GsoCheck implements TestbedCheck {
    /** Ethernet's header, preamble, gap, checksum and two VLAN tags. */
    private static final int MAX_WIRE_OVERHEAD = 46;

    private static final int ONE_SEGMENT = 1;

    @Override
    public String name() {
        return "super-packets";
    }

    @Override
    public TestbedCheckResult run(VerifyContext context) {
        Set<NamespacedDevice> cutting = context.hostAccesses().stream()
                .filter(hostAccess -> context.isReachable(hostAccess.name()))
                .map(hostAccess -> context.host(hostAccess.name()))
                .filter(host -> host.stack().gso() == GsoMode.SOFTWARE)
                .flatMap(host -> context.devices(host.name()).stream())
                .collect(Collectors.toSet());
        Map<NamespacedDevice, TestbedIssue> faults = new LinkedHashMap<>();
        int queues = 0;
        long longest = 0;
        for (SaturationResult result : context.saturationResults()) {
            int limit = result.plan().portHop().link().mtu() + MAX_WIRE_OVERHEAD;
            for (Map.Entry<NamespacedDevice, QueueSample> each :
                    result.samples().entrySet()) {
                if (cutting.contains(each.getKey())) {
                    continue;
                }
                queues++;
                longest = Math.max(longest, each.getValue().maxPacketBytes());
                if (each.getValue().maxPacketBytes() > limit) {
                    faults.putIfAbsent(each.getKey(), findIssue(context, result, each.getKey(), each.getValue()));
                }
            }
        }
        List<NamespacedDevice> makers = context.hostAccesses().stream()
                .filter(hostAccess -> context.isReachable(hostAccess.name()))
                .flatMap(hostAccess -> gsoDevices(context, context.host(hostAccess.name())).stream())
                .toList();
        makers.stream()
                .filter(device -> faults.isEmpty())
                .forEach(device -> faults.put(
                        device,
                        new TestbedIssue(
                                device + " may send packets of more than one segment: its gso_max_segs is not 1",
                                remedy(device))));
        return queues == 0 && faults.isEmpty()
                ? TestbedCheckResult.notApplicable(name(), "no port could be filled")
                : TestbedCheckResult.of(
                        name(),
                        "the longest packet that stood in any of the queues had " + longest + " bytes",
                        List.copyOf(faults.values()));
    }

    private static TestbedIssue findIssue(
            VerifyContext context, SaturationResult result, NamespacedDevice device, QueueSample queueSample) {
        List<NamespacedDevice> makers = result.plan().flows().stream()
                .map(NetworkPath::from)
                .distinct()
                .flatMap(sender -> gsoDevices(context, context.host(sender)).stream())
                .toList();
        String text = "the queue of " + device + " held packets of " + queueSample.maxPacketBytes() + " bytes";
        return makers.isEmpty()
                ? new TestbedIssue(text + ", of which the senders have no offload that explains them", "")
                : new TestbedIssue(
                        text + ": the sender's " + makers.get(0) + " makes super-packets", remedy(makers.get(0)));
    }

    private static String remedy(NamespacedDevice device) {
        return "'" + device.commandLine("ip", "link set dev " + device.name() + " gso_max_segs 1") + "' stops it";
    }

    /** The devices of a host that may send more than one segment at once, where its file does not allow it. */
    private static List<NamespacedDevice> gsoDevices(VerifyContext context, Host host) {
        return host.stack().gso() != GsoMode.OFF
                ? List.of()
                : context.devices(host.name()).stream()
                        .filter(device -> context.observedState()
                                .namespace(device.namespace())
                                .flatMap(observedNamespace -> observedNamespace.link(device.name()))
                                .map(DeviceLink::gsoMaxSegments)
                                .filter(segments -> segments != ONE_SEGMENT)
                                .isPresent())
                        .toList();
    }
}
