// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A port under test at one end of a wire, an observer at the other, and a score of packets to be
 * played. Namespaces {@code a} and {@code b}, devices {@code ea} and {@code eb}.
 *
 * <p>Time is virtual: everything that a score does between two {@link #at} happens in one instant,
 * give or take a microsecond, so that what stands in a queue can be told to the packet. The steps
 * are those of {@code frames.c}, where they are described.
 */
final class Wire {
    /** A full Ethernet frame with FCS, and what it takes on the wire. */
    static final int FULL = 1518;
    static final int FULL_WIRE = Packet.wire(FULL);

    private final List<String> setup = new ArrayList<>();
    private final List<String> score = new ArrayList<>();
    private String ring = "4096 2048";

    private Wire() {}

    /** A wire with a dwrr port at the root of its device. */
    static Wire port(String words) {
        return bare().tc("qdisc add dev ea root handle 1: dwrr " + words).start();
    }

    /** A wire without a qdisc. */
    static Wire bare() {
        return new Wire();
    }

    /** Has the shell prepare a wire of its own for this score. */
    Wire setup(String shell) {
        setup.add(shell);
        return this;
    }

    /** Room for more packets, in exchange for their ends: checksums of large ones are not checked. */
    Wire capture(int packets) {
        ring = packets + " 256";
        return this;
    }

    /** What comes to the port is captured as well; the guest's wire must have been given a mirror. */
    Wire mirror() {
        ring += " ein";
        return this;
    }

    /** Only the device's counters are looked at. */
    Wire withoutCapture() {
        ring = "0";
        return this;
    }

    Wire start() {
        return step("start");
    }

    /** The score starts at a whole multiple of so many milliseconds of the monotonic clock. */
    Wire startAtMultiple(int ms) {
        return step("start %dms".formatted(ms));
    }

    Wire at(double ms) {
        return step("at " + Math.round(ms * 1e6));
    }

    Wire send(int frames, String words) {
        return step("send " + frames + " " + words);
    }

    Wire flood(String words) {
        return step("flood " + words);
    }

    Wire udp(int superPackets, int bytes, int segment, int dscp, int ecn) {
        return step("udp %d %d %d %d %d".formatted(superPackets, bytes, segment, dscp, ecn));
    }

    Wire tc(String command) {
        return step("tc " + command);
    }

    Wire change(String words) {
        return tc("qdisc change dev ea root dwrr " + words);
    }

    Wire show() {
        return step("show");
    }

    Wire counters() {
        return step("counters");
    }

    Wire run(String command) {
        return step("run " + command);
    }

    Wire step(String step) {
        score.add(step);
        return this;
    }

    /** The shell's line that plays the score in a file. */
    String script(Path file) {
        String words = setup.isEmpty() ? "" : " '" + String.join("\n", setup) + "'";
        return "scene '%s' '%s'%s\n".formatted(file, ring, words);
    }

    String score() {
        return String.join("\n", score) + "\nstop\ntc qdisc del dev ea root\n";
    }
}
