// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A port under test at one end of a wire, a capture at the other, and a script of packets to send. The namespaces are
 * {@code a} and {@code b}, the devices {@code ea} and {@code eb}.
 *
 * <p>Time is virtual: all steps between two {@link #at} happen at the same time, within a microsecond, so that the queue
 * occupancy is known exactly. {@code frames.c} describes the steps.
 */
final class TrafficScript {
    /** Length of a full Ethernet frame with FCS, and its wire length. */
    static final int FULL_FRAME = 1518;

    static final int FULL_FRAME_ON_WIRE = CapturedPacket.wireBytes(FULL_FRAME);

    private final List<String> setup = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();
    private String captureRing = "4096 2048";

    private TrafficScript() {}

    /** A wire with a dwrr port at the root of its device. */
    static TrafficScript withDwrrPort(String options) {
        return withoutQdisc()
                .tc("qdisc add dev ea root handle 1: dwrr " + options)
                .start();
    }

    /** A wire without a qdisc. */
    static TrafficScript withoutQdisc() {
        return new TrafficScript();
    }

    /** Adds a shell command that prepares a separate wire for this script. */
    TrafficScript setup(String shell) {
        setup.add(shell);
        return this;
    }

    /** Captures more packets, but only their first bytes: checksums of large packets are not checked. */
    TrafficScript capture(int packets) {
        captureRing = packets + " 256";
        return this;
    }

    /** Also captures packets that arrive at the port; the wire needs a mirror. */
    TrafficScript captureIngress() {
        captureRing += " ein";
        return this;
    }

    /** Reads the counters of the device only. */
    TrafficScript withoutCapture() {
        captureRing = "0";
        return this;
    }

    TrafficScript start() {
        return step("start");
    }

    /** Starts the script at a multiple of this many milliseconds of the monotonic clock. */
    TrafficScript startAtMultiple(int ms) {
        return step("start %dms".formatted(ms));
    }

    TrafficScript at(double ms) {
        return step("at " + Math.round(ms * 1e6));
    }

    TrafficScript send(int frames, String options) {
        return step("send " + frames + " " + options);
    }

    TrafficScript flood(String options) {
        return step("flood " + options);
    }

    TrafficScript udp(int gsoPackets, int bytes, int segment, int dscp, int ecn) {
        return step("udp %d %d %d %d %d".formatted(gsoPackets, bytes, segment, dscp, ecn));
    }

    TrafficScript tc(String command) {
        return step("tc " + command);
    }

    TrafficScript change(String options) {
        return tc("qdisc change dev ea root dwrr " + options);
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

    /** The shell command that runs the script in a file. */
    String script(Path file) {
        String setupCommands = setup.isEmpty() ? "" : " '" + String.join("\n", setup) + "'";
        return "test_case '%s' '%s'%s\n".formatted(file, captureRing, setupCommands);
    }

    String steps() {
        return String.join("\n", steps) + "\nstop\ntc qdisc del dev ea root\n";
    }
}
