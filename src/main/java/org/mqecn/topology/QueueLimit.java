// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mqecn.value.Bytes;
import org.mqecn.value.Quantity;
import org.mqecn.value.Rate;
import org.mqecn.value.UserError;

/**
 * What the limit of a queue means: for how long it holds at the rate of its link, how that compares with the
 * bandwidth-delay product, and with what routers allow.
 *
 * <p>One long-lived TCP flow keeps a link busy with a buffer of one bandwidth-delay product, n flows with that divided
 * by the square root of n: G. Appenzeller, I. Keslassy, N. McKeown, "Sizing Router Buffers", SIGCOMM 2004. What routers
 * allow: Cisco IOS XE 16, QoS Congestion Management Configuration Guide, on the ASR 1000 ("Queue Depth"); Juniper Junos
 * 13.2, "Scheduler Delay Buffering on MIC and MPC Interfaces".
 *
 * @param packets full frames that fit
 * @param bytes on the wire, preamble and gap counted
 * @param rtt base RTT of who sends through it; zero where it is not known
 * @param mtu of the link
 */
public record QueueLimit(long packets, long bytes, Rate rate, Duration rtt, int mtu) {
    /** Ethernet's header, checksum, preamble and gap. */
    private static final int WIRE_OVERHEAD = 38;

    private static final long MAX_LIMIT = 1_000_000_000_000L;
    private static final int ETHERNET_MIN_MTU = 68;
    private static final int ETHERNET_MAX_MTU = 65_535;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** Packets that an ASR 1000 allows in a queue, and the time that it gives one of itself. */
    private static final long CISCO_MAX_PACKETS = 2_000_000;

    private static final long CISCO_MIN_DEFAULT_PACKETS = 64;
    private static final Duration CISCO_DEFAULT_DELAY = Duration.ofMillis(50);
    /** What a port of Junos's MPCs buffers: below 1 Gbit/s, and from there on. */
    private static final Duration JUNOS_BUFFER_BELOW_1G = Duration.ofMillis(500);

    private static final Duration JUNOS_BUFFER_FROM_1G = Duration.ofMillis(100);
    private static final long ONE_GIGABIT = 1_000_000_000;

    /** What to think of it. */
    public enum QueueLimitAssessment {
        REASONABLE("reasonable: neither long nor short"),
        TOO_MANY_PACKETS("more packets than routers allow"),
        TOO_LONG("long: routers do not hold packets for so long, and whoever comes last waits for all of it"),
        TOO_SHORT(
                "short: below the bandwidth-delay product, a single flow that backs off on loss leaves the link idle; "
                        + "many flows, or ECN marks in time, need less");

        private final String description;

        QueueLimitAssessment(String sentence) {
            this.description = sentence;
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
        return new QueueLimit(packets, Math.multiplyExact(packets, mtu + WIRE_OVERHEAD), rate, rtt, mtu);
    }

    public static QueueLimit ofBytes(long bytes, Rate rate, Duration rtt, int mtu) {
        return new QueueLimit(bytes / (mtu + WIRE_OVERHEAD), bytes, rate, rtt, mtu);
    }

    /** For how long the last packet of a full queue waits. */
    public Duration drainTime() {
        return Duration.ofNanos(multiplyDivide(bytes, Byte.SIZE * NANOS_PER_SECOND, rate.bitsPerSecond()));
    }

    /** Bytes that are under way in one base RTT. */
    public long bandwidthDelayProduct() {
        return multiplyDivide(rate.bitsPerSecond(), rtt.toNanos(), Byte.SIZE * NANOS_PER_SECOND);
    }

    private static long multiplyDivide(long value, long factor, long divisor) {
        return BigInteger.valueOf(value)
                .multiply(BigInteger.valueOf(factor))
                .divide(BigInteger.valueOf(divisor))
                .longValueExact();
    }

    /** Packets that an ASR 1000 would have as the limit by itself: 50 ms of 1500 bytes, at least 64. */
    public long ciscoDefaultPackets() {
        return Math.max(
                CISCO_MIN_DEFAULT_PACKETS,
                multiplyDivide(
                        rate.bitsPerSecond(), CISCO_DEFAULT_DELAY.toNanos(), Byte.SIZE * NANOS_PER_SECOND * 1500));
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

    /** All of it for a person, a sentence each, the verdict last. */
    public List<String> describe() {
        List<String> sentences = new ArrayList<>();
        sentences.add(packets + " full packets, " + bytes + " bytes on the wire, last " + drainTime(drainTime())
                + " at " + rate);
        if (!rtt.isZero()) {
            sentences.add("the bandwidth-delay product at an RTT of " + Quantity.TIME.format(rtt.toNanos()) + " is "
                    + bandwidthDelayProduct() + " bytes: this is "
                    + String.format(Locale.ROOT, "%.2f", (double) bytes / Math.max(1, bandwidthDelayProduct()))
                    + " of it");
        }
        sentences.add("a router takes 1 to " + CISCO_MAX_PACKETS + " packets (Cisco ASR 1000) and of itself "
                + CISCO_DEFAULT_DELAY.toMillis() + " ms, here " + ciscoDefaultPackets()
                + "; one of Junos (MPC) buffers "
                + maxRouterBuffer().toMillis() + " ms at this rate");
        sentences.add(assessment().description());
        return sentences;
    }

    private static String drainTime(Duration time) {
        long nanos = time.toNanos();
        return nanos >= NANOS_PER_SECOND
                ? String.format(Locale.ROOT, "%.2f s", nanos / 1e9)
                : nanos >= NANOS_PER_SECOND / 1000
                        ? String.format(Locale.ROOT, "%.2f ms", nanos / 1e6)
                        : String.format(Locale.ROOT, "%.2f us", nanos / 1e3);
    }

    @Override
    public String toString() {
        return bytes + " bytes (" + packets + " packets, " + drainTime(drainTime()) + " at " + rate + ")";
    }
}
