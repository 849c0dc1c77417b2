// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mqecn.value.Rate;

/**
 * A cable. Delay and loss are its own, the same in both directions, and stand in a namespace in the middle of it: a
 * link that has either is made of two veth pairs.
 *
 * @param rate what its ports are shaped to, where they do not say otherwise
 * @param delay one way
 * @param loss part of the packets that get lost, 0 to 1
 * @param mtu of the devices at both ends
 */
public record Link(LinkEnd from, LinkEnd to, Optional<Rate> rate, Duration delay, double loss, int mtu) {
    /**
     * Where a link meets a host or a switch.
     *
     * @param node name of the host or switch
     * @param device its name, where the node is: {@code eth0} in a host; unique on this machine for a bridge's port
     * @param macAddress its hardware address, {@code 02:…}
     * @param address none on a bridge's port
     * @param qdisc what stands in front of the wire, for what leaves here
     */
    public record LinkEnd(
            String node, String device, String macAddress, Optional<Ipv4Address> address, QueueingDiscipline qdisc) {}

    public List<LinkEnd> ends() {
        return List.of(from, to);
    }

    /** Whether it needs a namespace in its middle. */
    public boolean isImpaired() {
        return !delay.isZero() || loss > 0;
    }
}
