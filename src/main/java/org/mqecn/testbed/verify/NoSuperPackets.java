// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.mqecn.netlink.Link;
import org.mqecn.testbed.verify.Finding.Fault;
import org.mqecn.topology.Host;
import org.mqecn.topology.SuperPackets;

/**
 * No queue holds packets of more than one segment: bytes a packet of what stood in each while ports were filled. (What
 * a qdisc counts as sent would not tell: it counts a super-packet as its segments.) A sender without a queue of its
 * own is looked at itself. A host that cuts super-packets does so behind its own queue, which may hold them.
 */
final class NoSuperPackets implements Check {
    /** Ethernet's header, preamble, gap, checksum and two VLAN tags. */
    private static final int FRAMING = 46;
    private static final int ONE = 1;

    @Override
    public String name() {
        return "super-packets";
    }

    @Override
    public Finding run(Bench bench) {
        Set<Device> cutting = bench.stations().stream().filter(station -> bench.answers(station.name()))
                .map(station -> bench.host(station.name()))
                .filter(host -> host.stack().superPackets() == SuperPackets.CUT)
                .flatMap(host -> bench.devices(host.name()).stream()).collect(Collectors.toSet());
        Map<Device, Fault> faults = new LinkedHashMap<>();
        int queues = 0;
        long longest = 0;
        for (Load load : bench.loads()) {
            int limit = load.plan().step().link().mtu() + FRAMING;
            for (Map.Entry<Device, Seen> each : load.seen().entrySet()) {
                if (cutting.contains(each.getKey())) {
                    continue;
                }
                queues++;
                longest = Math.max(longest, each.getValue().longestPacket());
                if (each.getValue().longestPacket() > limit) {
                    faults.putIfAbsent(each.getKey(), fault(bench, load, each.getKey(), each.getValue()));
                }
            }
        }
        List<Device> makers = bench.stations().stream().filter(station -> bench.answers(station.name()))
                .flatMap(station -> makers(bench, bench.host(station.name())).stream()).toList();
        makers.stream().filter(device -> faults.isEmpty()).forEach(device -> faults.put(device, new Fault(
                device + " may send packets of more than one segment: its gso_max_segs is not 1", remedy(device))));
        return queues == 0 && faults.isEmpty() ? Finding.nothing(name(), "no port could be filled")
                : Finding.of(name(), "the longest packet that stood in any of the queues had " + longest + " bytes",
                        List.copyOf(faults.values()));
    }

    private static Fault fault(Bench bench, Load load, Device device, Seen seen) {
        List<Device> makers = load.plan().flows().stream().map(Way::from).distinct()
                .flatMap(sender -> makers(bench, bench.host(sender)).stream()).toList();
        String text = "the queue of " + device + " held packets of " + seen.longestPacket() + " bytes";
        return makers.isEmpty() ? new Fault(text + ", of which the senders have no offload that explains them", "")
                : new Fault(text + ": the sender's " + makers.get(0) + " makes super-packets", remedy(makers.get(0)));
    }

    private static String remedy(Device device) {
        return "'" + device.typed("ip", "link set dev " + device.name() + " gso_max_segs 1") + "' stops it";
    }

    /** The devices of a host that may send more than one segment at once, where its file does not allow it. */
    private static List<Device> makers(Bench bench, Host host) {
        return host.stack().superPackets() != SuperPackets.NONE ? List.of()
                : bench.devices(host.name()).stream()
                .filter(device -> bench.truth().network(device.namespace())
                        .flatMap(network -> network.link(device.name())).map(Link::gsoMaxSegments)
                        .filter(segments -> segments != ONE).isPresent()).toList();
    }
}
