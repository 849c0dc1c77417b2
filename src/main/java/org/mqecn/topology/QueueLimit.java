// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mqecn.port.Quantity;
import org.mqecn.port.Rate;

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
    private static final int WIRE = 38;
    private static final long NANOS = 1_000_000_000;

    /** Packets that an ASR 1000 allows in a queue, and the time that it gives one of itself. */
    private static final long CISCO_MOST = 2_000_000;
    private static final long CISCO_LEAST_DEFAULT = 64;
    private static final Duration CISCO_DEFAULT = Duration.ofMillis(50);
    /** What a port of Junos's MPCs buffers: below 1 Gbit/s, and from there on. */
    private static final Duration JUNOS_SLOW = Duration.ofMillis(500);
    private static final Duration JUNOS_FAST = Duration.ofMillis(100);
    private static final long FAST = 1_000_000_000;

    /** What to think of it. */
    public enum Verdict {
        REASONABLE("reasonable: neither long nor short"),
        TOO_MANY("more packets than routers allow"),
        LONG("long: routers do not hold packets for so long, and whoever comes last waits for all of it"),
        SHORT("short: below the bandwidth-delay product, a single flow that backs off on loss leaves the link idle; "
                + "many flows, or ECN marks in time, need less");

        private final String sentence;

        Verdict(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }

    public static QueueLimit ofPackets(long packets, Rate rate, Duration rtt, int mtu) {
        return new QueueLimit(packets, Math.multiplyExact(packets, mtu + WIRE), rate, rtt, mtu);
    }

    public static QueueLimit ofBytes(long bytes, Rate rate, Duration rtt, int mtu) {
        return new QueueLimit(bytes / (mtu + WIRE), bytes, rate, rtt, mtu);
    }

    /** For how long the last packet of a full queue waits. */
    public Duration time() {
        return Duration.ofNanos(scaled(bytes, Byte.SIZE * NANOS, rate.bitsPerSecond()));
    }

    /** Bytes that are under way in one base RTT. */
    public long bandwidthDelayProduct() {
        return scaled(rate.bitsPerSecond(), rtt.toNanos(), Byte.SIZE * NANOS);
    }

    private static long scaled(long value, long factor, long divisor) {
        return BigInteger.valueOf(value).multiply(BigInteger.valueOf(factor)).divide(BigInteger.valueOf(divisor))
                .longValueExact();
    }

    /** Packets that an ASR 1000 would have as the limit by itself: 50 ms of 1500 bytes, at least 64. */
    public long routersDefault() {
        return Math.max(CISCO_LEAST_DEFAULT,
                scaled(rate.bitsPerSecond(), CISCO_DEFAULT.toNanos(), Byte.SIZE * NANOS * 1500));
    }

    private Duration longest() {
        return rate.bitsPerSecond() < FAST ? JUNOS_SLOW : JUNOS_FAST;
    }

    public Verdict verdict() {
        if (packets > CISCO_MOST) {
            return Verdict.TOO_MANY;
        }
        if (time().compareTo(longest()) > 0) {
            return Verdict.LONG;
        }
        return bytes < bandwidthDelayProduct() ? Verdict.SHORT : Verdict.REASONABLE;
    }

    /** All of it for a person, a sentence each, the verdict last. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        sentences.add(packets + " full packets, " + bytes + " bytes on the wire, last " + time(time()) + " at " + rate);
        if (!rtt.isZero()) {
            sentences.add("the bandwidth-delay product at an RTT of " + Quantity.TIME.print(rtt.toNanos()) + " is "
                    + bandwidthDelayProduct() + " bytes: this is " + String.format(Locale.ROOT, "%.2f",
                    (double) bytes / Math.max(1, bandwidthDelayProduct())) + " of it");
        }
        sentences.add("a router takes 1 to " + CISCO_MOST + " packets (Cisco ASR 1000) and of itself "
                + CISCO_DEFAULT.toMillis() + " ms, here " + routersDefault() + "; one of Junos (MPC) buffers "
                + longest().toMillis() + " ms at this rate");
        sentences.add(verdict().sentence());
        return sentences;
    }

    private static String time(Duration time) {
        long nanos = time.toNanos();
        return nanos >= NANOS ? String.format(Locale.ROOT, "%.2f s", nanos / 1e9)
                : nanos >= NANOS / 1000 ? String.format(Locale.ROOT, "%.2f ms", nanos / 1e6)
                : String.format(Locale.ROOT, "%.2f us", nanos / 1e3);
    }

    @Override
    public String toString() {
        return bytes + " bytes (" + packets + " packets, " + time(time()) + " at " + rate + ")";
    }
}
