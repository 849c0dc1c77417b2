// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QdiscRequest;
import org.mqecn.value.Rate;

/**
 * The queueing discipline of one port: a tree of qdiscs.
 *
 * @param qdiscs the root first; empty for the kernel's default
 * @param rate the rate of the shaper; empty if it does not shape
 * @param markingThreshold the backlog in bytes below which no packet is marked, if all packets are in one queue; empty
 *     if no qdisc marks by backlog
 */
public record QueueingDiscipline(List<TcQdisc> qdiscs, Optional<Rate> rate, OptionalLong markingThreshold) {
    public static final String ROOT = "root";

    /** The kernel attaches its default qdisc. */
    public static final QueueingDiscipline KERNEL_DEFAULT =
            new QueueingDiscipline(List.of(), Optional.empty(), OptionalLong.empty());

    private static final String ROOT_HANDLE = "1:";

    public QueueingDiscipline {
        qdiscs = List.copyOf(qdiscs);
    }

    /** A dwrr qdisc at the root. */
    public static QueueingDiscipline dwrr(QdiscRequest request, Optional<Rate> rate) {
        return new QueueingDiscipline(
                List.of(TcQdisc.module(ROOT, ROOT_HANDLE, request)), rate, DwrrDefaults.markingThreshold(request));
    }

    /** The lowest maximum rate per flow; empty if no qdisc limits flows. */
    public Optional<Rate> flowRate() {
        return qdiscs.stream()
                .flatMap(qdisc -> qdisc.option("maxrate").stream())
                .filter(value -> Character.isDigit(value.charAt(0)))
                .map(Rate::parse)
                .min(Comparator.comparingLong(Rate::bitsPerSecond));
    }

    /** Whether one of the qdiscs needs this kernel module of mqecn. */
    public boolean uses(QdiscKind kind) {
        return qdiscs.stream().anyMatch(qdisc -> qdisc.isOf(kind));
    }

    /**
     * One qdisc.
     *
     * @param parent {@code root}, or the class that it is attached to: {@code 1:1}
     * @param handle {@code 1:}
     * @param kind {@code tbf}
     * @param options the arguments of tc after the kind: {@code rate 100mbit burst 15000 latency 10us}
     * @param request the options of a qdisc of mqecn's own modules, parsed; empty for the qdiscs of Linux
     */
    public record TcQdisc(
            String parent, String handle, String kind, List<String> options, Optional<QdiscRequest> request) {
        public TcQdisc {
            options = List.copyOf(options);
        }

        /** A qdisc of Linux. */
        public static TcQdisc stock(String parent, String handle, String kind, List<String> options) {
            return new TcQdisc(parent, handle, kind, options, Optional.empty());
        }

        /** A qdisc of one of mqecn's modules. */
        public static TcQdisc module(String parent, String handle, QdiscRequest request) {
            return new TcQdisc(parent, handle, request.kind().keyword(), request.arguments(), Optional.of(request));
        }

        public boolean isOf(QdiscKind module) {
            return request.filter(each -> each.kind() == module).isPresent();
        }

        /** The value behind an option; empty without that option. */
        public Optional<String> option(String name) {
            int index = options.indexOf(name);
            return index < 0 || index + 1 == options.size() ? Optional.empty() : Optional.of(options.get(index + 1));
        }

        /** The point of attachment as tc prints it: {@code root} or {@code parent 1:2}. */
        public String attachPoint() {
            return parent.equals(ROOT) ? ROOT : "parent " + parent;
        }
    }
}
