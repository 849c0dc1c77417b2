// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mqecn.value.Rate;

/**
 * A link between two nodes. A link with an impairment in either direction is built from two veth pairs, with a namespace
 * between them that runs netem.
 *
 * @param rate default rate of its ports
 * @param mtu of the devices at both ends
 */
public record Link(LinkEnd from, LinkEnd to, Optional<Rate> rate, int mtu) {
    /**
     * The device of a link at one of its nodes.
     *
     * @param node name of the host or switch
     * @param device name of the device: {@code eth0} in a host; unique on this machine if the node is a bridge
     * @param macAddress hardware address, {@code 02:…}
     * @param address empty on a bridge's port
     * @param qdisc queueing discipline for packets that leave through this device
     * @param impairment of packets that leave through this device
     */
    public record LinkEnd(
            String node,
            String device,
            String macAddress,
            Optional<Ipv4Address> address,
            QueueingDiscipline qdisc,
            Impairment impairment) {}

    public List<LinkEnd> ends() {
        return List.of(from, to);
    }

    /** Returns the end at one of the two nodes. */
    public LinkEnd endAt(String node) {
        return from.node().equals(node) ? from : to;
    }

    /** Returns the end opposite to one of the two nodes. */
    public LinkEnd peerOf(String node) {
        return from.node().equals(node) ? to : from;
    }

    /** Returns the sum of the delays of both directions. */
    public Duration roundTripDelay() {
        return from.impairment().delay().plus(to.impairment().delay());
    }

    /** Whether the link impairs packets of either direction, and so has a namespace in its middle. */
    public boolean isImpaired() {
        return ends().stream().anyMatch(end -> !end.impairment().isNone());
    }
}
