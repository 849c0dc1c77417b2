// SPDX-License-Identifier: Apache-2.0
package org.mqecn.monitor;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Assembles events to packets. The kernel's address of a packet is its name while it is in the port. */
public final class PacketAssembler {
    private final Map<String, TraceEvent> arrivals = new HashMap<>();
    private final Map<String, TraceEvent> marks = new HashMap<>();
    private final Map<String, TraceEvent> waits = new HashMap<>();

    /** Takes the next event, and returns the packet whose way it ends. */
    public Optional<TracedPacket> accept(TraceEvent event) {
        switch (event.name()) {
            case "enqueue" -> {
                forget(event.text("skbaddr"));
                arrivals.put(event.text("skbaddr"), event);
            }
            case "mark" -> marks.put(event.text("skbaddr"), event);
            case "wait" -> waits.putIfAbsent(event.text("skbaddr"), event);
            case "dequeue", "drop" -> {
                return Optional.of(end(event));
            }
            default -> {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private TracedPacket end(TraceEvent event) {
        String packet = event.text("skbaddr");
        TracedPacket traced = new TracedPacket(
                Optional.ofNullable(arrivals.get(packet)),
                Optional.ofNullable(marks.get(packet)),
                Optional.ofNullable(waits.get(packet)),
                event);
        forget(packet);
        return traced;
    }

    /** An address is used again; the end of its former packet may be lost. */
    private void forget(String packet) {
        arrivals.remove(packet);
        marks.remove(packet);
        waits.remove(packet);
    }
}
