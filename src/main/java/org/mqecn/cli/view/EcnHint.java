// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mqecn.port.Counters;
import org.mqecn.port.DwrrCounter;
import org.mqecn.port.EcnScheme;
import org.mqecn.port.Port;

/** Explains why a port with a marking scheme marks no packets of a queue: none of them was ECN-capable. */
final class EcnHint {
    private EcnHint() {}

    /** The hint about a dwrr port; empty if there is nothing to explain. */
    static Optional<String> of(Port port) {
        if (!port.config().isComplete() || port.config().ecnScheme() == EcnScheme.NONE) {
            return Optional.empty();
        }
        List<Counters> queues = port.stats().queues();
        List<Integer> withoutEcn = IntStream.range(0, queues.size())
                .filter(queue -> gotOnlyNotEct(queues.get(queue)))
                .boxed()
                .toList();
        return withoutEcn.isEmpty() ? Optional.empty() : Optional.of(text(withoutEcn));
    }

    private static boolean gotOnlyNotEct(Counters queue) {
        return value(queue, DwrrCounter.ARRIVED_NOT_ECT_PACKETS) > 0
                && value(queue, DwrrCounter.ARRIVED_ECT_PACKETS) == 0
                && value(queue, DwrrCounter.ARRIVED_CE_PACKETS) == 0;
    }

    private static long value(Counters queue, DwrrCounter counter) {
        return queue.get(counter).orElse(0);
    }

    private static String text(List<Integer> queues) {
        return "no marks in queue" + (queues.size() == 1 ? " " : "s ")
                + queues.stream().map(String::valueOf).collect(Collectors.joining(", "))
                + ": no packet was ECN-capable (ECT). For TCP, set net.ipv4.tcp_ecn=1 on both hosts; DCTCP sets ECT itself, and"
                + " 'ss -ti' shows ecn";
    }
}
