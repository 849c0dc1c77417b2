// SPDX-License-Identifier: Apache-2.0
package org.mqecn.monitor;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A packet that left a port or was dropped, and the decisions on its way.
 *
 * @param arrival when it was queued; empty if that was before the trace, or if it was dropped on arrival
 * @param mark when it got CE
 * @param firstWait when it was the next to leave, but the shaper had no tokens for it
 * @param end its departure or drop
 */
public record TracedPacket(
        Optional<TraceEvent> arrival, Optional<TraceEvent> mark, Optional<TraceEvent> firstWait, TraceEvent end) {
    /** In the order of enum dwrr_drop in kmod/dwrr/dwrr.h. */
    private static final List<String> DROPS =
            List.of("shared-buffer", "queue-buffer", "early", "purged", "filter", "gso-split");

    private static final List<String> ECN = List.of("not-ECT", "ECT(1)", "ECT(0)", "CE");
    private static final double NANOS_PER_MICRO = 1000;
    private static final double PICOS_PER_MICRO = 1e6;

    /** What describes the packet on its arrival, as far as that is known. */
    private TraceEvent begin() {
        return arrival.orElse(end);
    }

    public boolean isDropped() {
        return end.name().equals("drop");
    }

    /** Why it was dropped. */
    public Optional<String> dropReason() {
        return isDropped() ? Optional.of(DROPS.get((int) end.number("value"))) : Optional.empty();
    }

    /** The queue; -1 if it was dropped before it was classified. */
    public int queue() {
        return (int) end.number("queue");
    }

    /** The first bytes of the frame. */
    public byte[] frame() {
        return HexFormat.of().parseHex(end.text("frame"));
    }

    public Optional<FrameHeaders> headers() {
        return FrameHeaders.parse(frame());
    }

    /** DSCP on arrival; empty if it is not IP. */
    public OptionalLong dscp() {
        long dsfield = begin().number("dsfield");
        return dsfield < 0 ? OptionalLong.empty() : OptionalLong.of(dsfield >> 2);
    }

    /** ECN codepoint on arrival. */
    public String ecn() {
        return ECN.get((int) Math.max(0, begin().number("dsfield")) & 3);
    }

    /** PCP; empty without a VLAN tag beside the packet. */
    public OptionalLong pcp() {
        long pcp = begin().number("pcp");
        return pcp < 0 ? OptionalLong.empty() : OptionalLong.of(pcp);
    }

    /** The state that decided, on arrival: {@code queue_bytes} and others. */
    public long onArrival(String field) {
        return begin().number(field);
    }

    /** The moment at which the scheme decided. */
    private TraceEvent decision() {
        return mark.orElse(end.number("mark_at") == 1 ? end : begin());
    }

    /** The threshold when the scheme decided; empty if it has none in that unit, {@code bytes} or {@code ns}. */
    public OptionalLong threshold(String unit) {
        String field = "threshold_" + unit;
        return decision().fields().containsKey(field) && decision().number(field) >= 0
                ? OptionalLong.of(decision().number(field))
                : OptionalLong.empty();
    }

    private String describeThreshold(String unit) {
        return threshold(unit).isPresent() ? ", K " + threshold(unit).getAsLong() + " " + unit : "";
    }

    /** Time in the queue; empty if its arrival was not seen or it was dropped. */
    public OptionalLong sojournNs() {
        return isDropped() || arrival.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(end.timeNs() - arrival.get().timeNs());
    }

    /** Time for which it waited for tokens at the head of the port. */
    public OptionalLong waitedNs() {
        return firstWait
                .map(wait -> OptionalLong.of(end.timeNs() - wait.timeNs()))
                .orElse(OptionalLong.empty());
    }

    /** Where it got CE: {@code enqueue} or {@code dequeue}. */
    public Optional<String> markedAt() {
        return mark.map(event -> event.number("value") == 0 ? "enqueue" : "dequeue");
    }

    /** The five answers of the port, in order, for people. */
    public String describe() {
        return String.join(" | ", classification(), admission(), marking(), scheduling(), shaping());
    }

    private String classification() {
        String by = dscp().isPresent() ? "dscp " + dscp().getAsLong() : "no dscp";
        return "classify " + by
                + (pcp().isPresent() ? " pcp " + pcp().getAsLong() : "")
                + (begin().text("priority").equals("0") ? "" : " priority 0x" + begin().text("priority"))
                + (begin().number("filters") == 1 ? " filters" : "")
                + (queue() < 0 ? ", no queue" : ", queue " + queue());
    }

    private String admission() {
        String full = "queue " + onArrival("queue_bytes") + " bytes in " + onArrival("queue_packets") + ", port "
                + onArrival("port_bytes") + " bytes";
        return dropReason().map(reason -> "drop " + reason + ": ").orElse(arrival.isPresent() ? "admit " : "left ")
                + full;
    }

    private String marking() {
        return "mark " + markedAt().map(at -> "CE at " + at).orElse("no, " + ecn()) + describeThreshold("bytes")
                + describeThreshold("ns");
    }

    private String scheduling() {
        return "schedule "
                + (isDropped() ? "-" : micros("sojourn", sojournNs()))
                + (end.number("round_ps") > 0
                        ? String.format(Locale.ROOT, ", T_round %.3f us", end.number("round_ps") / PICOS_PER_MICRO)
                        : "");
    }

    private String shaping() {
        return "shape " + (waitedNs().isPresent() ? micros("waited", waitedNs()) : "-");
    }

    private static String micros(String name, OptionalLong ns) {
        return ns.isPresent()
                ? String.format(Locale.ROOT, "%s %.3f us", name, ns.getAsLong() / NANOS_PER_MICRO)
                : name + " unknown";
    }
}
