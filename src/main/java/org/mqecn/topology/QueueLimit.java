// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mqecn.value.Bytes;
import org.mqecn.value.EthernetFrame;
import org.mqecn.value.Rate;
import org.mqecn.value.ScaledFormat;
import org.mqecn.value.UserError;

/**
 * The limit of a queue, compared with the bandwidth-delay product of its link and with the limits of routers.
 *
 * <p>One long-lived TCP flow keeps a link busy with a buffer of one bandwidth-delay product, n flows with that divided
 * by the square root of n: G. Appenzeller, I. Keslassy, N. McKeown, "Sizing Router Buffers", SIGCOMM 2004. Limits of
 * routers: Cisco IOS XE 16, QoS Congestion Management Configuration Guide, on the ASR 1000 ("Queue Depth"); Juniper
 * Junos 13.2, "Scheduler Delay Buffering on MIC and MPC Interfaces".
 *
 * @param packets number of full frames that fit
 * @param bytes on the wire, including preamble and gap
 * @param rtt base RTT of the flows through the queue; zero if unknown
 * @param mtu of the link
 */
public record QueueLimit(long packets, long bytes, Rate rate, Duration rtt, int mtu) {
    private static final long MAX_LIMIT = 1_000_000_000_000L;
    private static final int ETHERNET_MIN_MTU = 68;
    private static final int ETHERNET_MAX_MTU = 65_535;

    /** Maximum of an ASR 1000, and its default: 50 ms, at least 64 packets. */
    private static final long CISCO_MAX_PACKETS = 2_000_000;

    private static final long CISCO_MIN_DEFAULT_PACKETS = 64;
    private static final Duration CISCO_DEFAULT_DELAY = Duration.ofMillis(50);
    /** Buffers of a port of Junos MPCs below 1 Gbit/s, and from 1 Gbit/s on. */
    private static final Duration JUNOS_BUFFER_BELOW_1G = Duration.ofMillis(500);

    private static final Duration JUNOS_BUFFER_FROM_1G = Duration.ofMillis(100);
    private static final long ONE_GIGABIT = 1_000_000_000;

    /** How the limit compares. */
    public enum QueueLimitAssessment {
        REASONABLE("reasonable: neither too long nor too short"),
        TOO_MANY_PACKETS("above the packet limit of routers"),
        TOO_LONG("too long: above the buffers of routers; the last packet waits for all of it to drain"),
        TOO_SHORT(
                "too short: below the bandwidth-delay product, so that a single flow that backs off on loss leaves the "
                        + "link idle; many flows, or early ECN marks, need less");

        private final String description;

        QueueLimitAssessment(String description) {
            this.description = description;
        }

        public String description() {
            return description;
        }
    }

    /**
     * Parses a limit in the syntax of a router's queue-limit: packets, or bytes with a unit.
     *
     * @throws UserError a usage error if a value is out of range
     */
    public static QueueLimit parse(String limit, Rate rate, Duration rtt, int mtu) {
        boolean inPackets = limit.matches("\\d{1,13}");
        long number = inPackets ? Long.parseLong(limit) : Bytes.parse(limit).bytes();
        if (number < 1
                || number > MAX_LIMIT
                || rate.bitsPerSecond() < 1
                || mtu < ETHERNET_MIN_MTU
                || mtu > ETHERNET_MAX_MTU) {
            throw UserError.usage(
                    "limit, MTU or rate is out of range",
                    "a limit is 1 to " + MAX_LIMIT + ", an MTU " + ETHERNET_MIN_MTU + " to " + ETHERNET_MAX_MTU
                            + ", and a rate above 0");
        }
        return inPackets ? ofPackets(number, rate, rtt, mtu) : ofBytes(number, rate, rtt, mtu);
    }

    public static QueueLimit ofPackets(long packets, Rate rate, Duration rtt, int mtu) {
        return new QueueLimit(packets, Math.multiplyExact(packets, EthernetFrame.wireLength(mtu)), rate, rtt, mtu);
    }

    public static QueueLimit ofBytes(long bytes, Rate rate, Duration rtt, int mtu) {
        return new QueueLimit(bytes / EthernetFrame.wireLength(mtu), bytes, rate, rtt, mtu);
    }

    /** Returns the time that a full queue takes to drain. */
    public Duration drainTime() {
        return rate.timeOf(bytes);
    }

    /** Returns the bytes that the link carries in one base RTT. */
    public long bandwidthDelayProduct() {
        return rate.bytesIn(rtt);
    }

    /** Returns the default limit of an ASR 1000: 50 ms of packets of 1500 bytes, at least 64. */
    public long ciscoDefaultPackets() {
        return Math.max(CISCO_MIN_DEFAULT_PACKETS, rate.bytesIn(CISCO_DEFAULT_DELAY) / EthernetFrame.DEFAULT_MTU);
    }

    private Duration maxRouterBuffer() {
        return rate.bitsPerSecond() < ONE_GIGABIT ? JUNOS_BUFFER_BELOW_1G : JUNOS_BUFFER_FROM_1G;
    }

    public QueueLimitAssessment assessment() {
        if (packets > CISCO_MAX_PACKETS) {
            return QueueLimitAssessment.TOO_MANY_PACKETS;
        }
        if (drainTime().compareTo(maxRouterBuffer()) > 0) {
            return QueueLimitAssessment.TOO_LONG;
        }
        return bytes < bandwidthDelayProduct() ? QueueLimitAssessment.TOO_SHORT : QueueLimitAssessment.REASONABLE;
    }

    /** Describes the limit in sentences; the last one is the assessment. */
    public List<String> describe() {
        List<String> sentences = new ArrayList<>();
        sentences.add(packets + " full packets, " + bytes + " bytes on the wire, drain in "
                + ScaledFormat.time(drainTime().toNanos()) + " at " + ScaledFormat.rate(rate));
        if (!rtt.isZero()) {
            sentences.add("the bandwidth-delay product at an RTT of " + ScaledFormat.time(rtt.toNanos()) + " is "
                    + bandwidthDelayProduct() + " bytes; the limit is "
                    + String.format(Locale.ROOT, "%.2f", (double) bytes / Math.max(1, bandwidthDelayProduct()))
                    + " times that");
        }
        sentences.add("routers: a Cisco ASR 1000 allows 1 to " + CISCO_MAX_PACKETS + " packets, by default "
                + CISCO_DEFAULT_DELAY.toMillis() + " ms, here " + ciscoDefaultPackets()
                + " packets; Juniper Junos (MPC) buffers " + maxRouterBuffer().toMillis() + " ms at this rate");
        sentences.add(assessment().description());
        return sentences;
    }

    @Override
    public String toString() {
        return bytes + " bytes (" + packets + " packets, "
                + ScaledFormat.time(drainTime().toNanos()) + " at " + ScaledFormat.rate(rate) + ")";
    }
}
