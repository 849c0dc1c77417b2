// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.mqecn.port.EcnScheme;

/**
 * Whether a run was what it was meant to be. Each question is answered by what the kernel counted or by the
 * programs' own output, and each answer that should not be is a sentence.
 */
final class Validity {
    /** A frame of 1500 bytes with its Ethernet header. */
    private static final double FULL_FRAME = 1514;
    /** The port is the bottleneck if it was busy for all of the time but this part of it. */
    private static final double IDLE = 0.02;
    private static final double LOST_PROBES = 0.01;

    private final List<String> faults = new ArrayList<>();

    /** Empty where the run counts. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    private void require(boolean condition, String fault, Object... values) {
        if (!condition) {
            faults.add(String.format(java.util.Locale.ROOT, fault, values));
        }
    }

    /** The port is as asked for. */
    Validity configured(JsonNode port, EcnScheme scheme) {
        require(port.path("ecn_scheme").asText().equals(scheme.word()), "the port marks by scheme %s, not %s",
                port.path("ecn_scheme").asText(), scheme.word());
        return this;
    }

    /** A sender's congestion control is DCTCP, and was told of marks. */
    Validity dctcp(String sender, String sockets) {
        Socket.busiest(sockets).ifPresentOrElse(socket -> {
            require(socket.dctcp(), "%s does not run DCTCP: ECN was not negotiated", sender);
            require(socket.marked() > 0, "%s was never told of a mark", sender);
        }, () -> faults.add(sender + " has no connection"));
        return this;
    }

    /** The port sent all the time: nothing else held the flows back. */
    Validity bottleneck(JsonNode stats, double seconds) {
        double sent = stats.path("sent_bytes").asDouble() * Byte.SIZE / seconds;
        double rate = stats.path("rate_bits_per_second").asDouble();
        require(sent > (1 - IDLE) * rate, "the port was not the bottleneck: it sent %.1f of %.1f Mbit/s",
                sent / 1e6, rate / 1e6);
        return this;
    }

    /** All traffic was in the queues of the services. */
    Validity classified(JsonNode stats, int services) {
        for (JsonNode queue : stats.path("queues")) {
            boolean used = queue.path("sent_packets").asLong() > 0;
            int index = queue.path("queue").asInt();
            require(used == index < services, "queue %d %s traffic", index, used ? "has foreign" : "has no");
        }
        return this;
    }

    /** No device of the switch ever received a super-packet. */
    Validity fullFramesAtMost(JsonNode links) {
        for (JsonNode link : links) {
            JsonNode received = link.path("stats64").path("rx");
            double packets = received.path("packets").asDouble();
            double mean = packets == 0 ? 0 : received.path("bytes").asDouble() / packets;
            require(mean <= FULL_FRAME, "%s received super-packets: %.0f bytes in the mean",
                    link.path("ifname").asText(), mean);
        }
        return this;
    }

    /** The delay at a host lost nothing. */
    Validity delayedOnly(String host, JsonNode qdiscs) {
        for (JsonNode qdisc : qdiscs) {
            require(qdisc.path("drops").asLong() == 0, "netem at %s dropped %d packets", host,
                    qdisc.path("drops").asLong());
        }
        return this;
    }

    /** Nearly all probes came back. */
    Validity probed(int service, int answered, int sent) {
        require(answered >= (1 - LOST_PROBES) * sent, "service %d: %d of %d probes came back", service, answered, sent);
        return this;
    }
}
