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
final class TrafficScript {
    /** A full Ethernet frame with FCS, and what it takes on the wire. */
    static final int FULL_FRAME = 1518;

    static final int FULL_FRAME_ON_WIRE = CapturedPacket.wireBytes(FULL_FRAME);

    private final List<String> setup = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();
    private String captureRing = "4096 2048";

    private TrafficScript() {}

    /** A wire with a dwrr port at the root of its device. */
    static TrafficScript withDwrrPort(String words) {
        return withoutQdisc()
                .tc("qdisc add dev ea root handle 1: dwrr " + words)
                .start();
    }

    /** A wire without a qdisc. */
    static TrafficScript withoutQdisc() {
        return new TrafficScript();
    }

    /** Has the shell prepare a wire of its own for this score. */
    TrafficScript setup(String shell) {
        setup.add(shell);
        return this;
    }

    /** Room for more packets, in exchange for their ends: checksums of large ones are not checked. */
    TrafficScript capture(int packets) {
        captureRing = packets + " 256";
        return this;
    }

    /** What comes to the port is captured as well; the guest's wire must have been given a mirror. */
    TrafficScript captureIngress() {
        captureRing += " ein";
        return this;
    }

    /** Only the device's counters are looked at. */
    TrafficScript withoutCapture() {
        captureRing = "0";
        return this;
    }

    TrafficScript start() {
        return step("start");
    }

    /** The score starts at a whole multiple of so many milliseconds of the monotonic clock. */
    TrafficScript startAtMultiple(int ms) {
        return step("start %dms".formatted(ms));
    }

    TrafficScript at(double ms) {
        return step("at " + Math.round(ms * 1e6));
    }

    TrafficScript send(int frames, String words) {
        return step("send " + frames + " " + words);
    }

    TrafficScript flood(String words) {
        return step("flood " + words);
    }

    TrafficScript udp(int superPackets, int bytes, int segment, int dscp, int ecn) {
        return step("udp %d %d %d %d %d".formatted(superPackets, bytes, segment, dscp, ecn));
    }

    TrafficScript tc(String command) {
        return step("tc " + command);
    }

    TrafficScript change(String words) {
        return tc("qdisc change dev ea root dwrr " + words);
    }

    TrafficScript show() {
        return step("show");
    }

    TrafficScript counters() {
        return step("counters");
    }

    TrafficScript run(String command) {
        return step("run " + command);
    }

    TrafficScript step(String step) {
        steps.add(step);
        return this;
    }

    /** The shell's line that plays the score in a file. */
    String script(Path file) {
        String words = setup.isEmpty() ? "" : " '" + String.join("\n", setup) + "'";
        return "scene '%s' '%s'%s\n".formatted(file, captureRing, words);
    }

    String steps() {
        return String.join("\n", steps) + "\nstop\ntc qdisc del dev ea root\n";
    }
}
