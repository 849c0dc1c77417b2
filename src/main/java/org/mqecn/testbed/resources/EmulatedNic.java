// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.util.List;
import java.util.OptionalLong;
import org.mqecn.topology.GsoMode;
import org.mqecn.topology.Impairment;
import org.mqecn.topology.NetworkStack;
import org.mqecn.topology.QueueingDiscipline;
import org.mqecn.topology.QueueingDiscipline.TcQdisc;

/** Emulates the NIC of a host: the delay and rate that it adds, and the GSO packets that it accepts. */
public final class EmulatedNic {
    private static final int MAX_GSO_SEGMENTS = 65535;

    private EmulatedNic() {}

    /** A netem qdisc with the delay and rate of the host; the kernel's default if it has neither. */
    public static QueueingDiscipline qdisc(NetworkStack stack) {
        if (stack.delay().isZero() && stack.rate().isEmpty()) {
            return QueueingDiscipline.KERNEL_DEFAULT;
        }
        return new QueueingDiscipline(
                List.of(TcQdisc.stock(
                        QueueingDiscipline.ROOT,
                        "1:",
                        "netem",
                        NetemOptions.of(Impairment.ofDelay(stack.delay()), stack.rate()))),
                stack.rate(),
                OptionalLong.empty());
    }

    /** The segments of a GSO packet for the device: with one, the stack sends none. */
    public static int gsoMaxSegments(NetworkStack stack) {
        return stack.gso() == GsoMode.OFF ? 1 : MAX_GSO_SEGMENTS;
    }
}
