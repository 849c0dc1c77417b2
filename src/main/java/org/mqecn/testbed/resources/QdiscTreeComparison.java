// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.mqecn.netlink.Qdisc;
import org.mqecn.port.Port;
import org.mqecn.port.PortConfig;
import org.mqecn.port.QdiscRequest;
import org.mqecn.topology.QueueingDiscipline.TcQdisc;

/** Compares the qdiscs that a device should have with those that it has. */
public final class QdiscTreeComparison {
    private final List<TcQdisc> expected;
    private final List<ObservedQdisc> observed;
    private final UnaryOperator<QdiscRequest> withDefaults;

    /** @param withDefaults completes a request with the settings of a new port; called only for observed qdiscs */
    QdiscTreeComparison(
            List<TcQdisc> expected, List<ObservedQdisc> observed, UnaryOperator<QdiscRequest> withDefaults) {
        this.expected = expected;
        this.observed = observed;
        this.withDefaults = withDefaults;
    }

    /** Compares qdiscs of Linux. */
    public QdiscTreeComparison(List<TcQdisc> expected, List<ObservedQdisc> observed) {
        this(expected, observed, QdiscRequest::withDefaults);
    }

    /**
     * A qdisc of the device.
     *
     * @param attachPoint as tc prints it: {@code root} or {@code parent 1:2}
     * @param options of a qdisc of Linux, by the names of tc, in bit/s, bytes, packets, ns, or parts per million
     * @param config of a qdisc of mqecn's modules
     */
    public record ObservedQdisc(
            String kind,
            String handle,
            String attachPoint,
            Map<String, List<Long>> options,
            Optional<PortConfig> config) {
        static ObservedQdisc of(Qdisc qdisc, Optional<Port> port) {
            return new ObservedQdisc(
                    qdisc.kind(),
                    qdisc.handleText(),
                    qdisc.parentText(),
                    port.isPresent() ? Map.of() : qdisc.stockOptions(),
                    port.map(Port::config));
        }
    }

    /**
     * Options that {@code tc qdisc change} can set while packets are queued.
     *
     * @param handle that the kernel has
     * @param missing the options whose values the kernel does not have
     */
    record OptionChange(TcQdisc qdisc, String handle, QdiscRequest missing, PortConfig actual) {}

    /** Lists what is missing, different or unexpected, one line each. */
    public List<String> differences() {
        return Stream.concat(structuralDifferences().stream(), optionDifferences())
                .toList();
    }

    /** Lists the differences that {@code tc qdisc change} cannot remove. */
    List<String> structuralDifferences() {
        List<String> differences = new ArrayList<>();
        for (TcQdisc qdisc : expected) {
            Optional<ObservedQdisc> found = find(qdisc);
            if (found.isEmpty()) {
                differences.add(qdisc.kind() + " " + qdisc.handle() + " at " + qdisc.attachPoint() + ": missing");
            } else {
                differences.addAll(fixedDifferences(qdisc, found.get()));
            }
        }
        observed.stream()
                .filter(found ->
                        expected.stream().noneMatch(qdisc -> qdisc.attachPoint().equals(found.attachPoint())))
                .forEach(found -> differences.add(
                        found.kind() + " " + found.handle() + " at " + found.attachPoint() + ": unexpected qdisc"));
        return differences;
    }

    /** Finds a qdisc. A module's qdisc may have any handle: {@code mqecn install --replace} chooses a free one. */
    private Optional<ObservedQdisc> find(TcQdisc qdisc) {
        return observed.stream()
                .filter(found -> found.attachPoint().equals(qdisc.attachPoint())
                        && found.kind().equals(qdisc.kind())
                        && (qdisc.request().isPresent()
                                ? found.config().filter(PortConfig::isComplete).isPresent()
                                : found.handle().equals(qdisc.handle())))
                .findFirst();
    }

    private static List<String> fixedDifferences(TcQdisc qdisc, ObservedQdisc found) {
        if (qdisc.request().isEmpty()) {
            return QdiscOptionComparison.differences(qdisc.kind(), found.options(), qdisc.options());
        }
        int queues = qdisc.request().get().queueCount();
        int actual = found.config().orElseThrow().queues().size();
        return queues == actual
                ? List.of()
                : List.of(qdisc.kind() + " queues " + queues + ": the kernel has " + actual);
    }

    private Stream<String> optionDifferences() {
        return optionChanges().flatMap(change -> change.missing().differences(change.actual()).stream()
                .map(difference -> change.qdisc().kind() + " " + difference));
    }

    /** Finds the options that differ in the modules' qdiscs. */
    Stream<OptionChange> optionChanges() {
        return expected.stream()
                .filter(qdisc -> qdisc.request().isPresent())
                .flatMap(qdisc -> find(qdisc).stream()
                        .filter(found -> fixedDifferences(qdisc, found).isEmpty())
                        .map(found -> optionChange(qdisc, found)))
                .filter(change -> !change.missing().assignments().isEmpty());
    }

    private OptionChange optionChange(TcQdisc qdisc, ObservedQdisc found) {
        PortConfig actual = found.config().orElseThrow();
        QdiscRequest wanted = withDefaults.apply(qdisc.request().orElseThrow());
        return new OptionChange(qdisc, found.handle(), wanted.missingFrom(actual), actual);
    }
}
