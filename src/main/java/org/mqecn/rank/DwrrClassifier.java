// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mqecn.port.DwrrCounter;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.Port;
import org.mqecn.port.PortStats;
import org.mqecn.port.RankSource;
import org.mqecn.port.TrustedField;
import org.mqecn.value.CodePoints;
import org.mqecn.value.Dscp;

/**
 * Classification by a dwrr port (kmod/dwrr/classify.h): a priority that names one of its classes decides, then the
 * queue with the packet's DSCP or, if the port trusts it instead, the PCP of its VLAN tag; all other packets go to the
 * default queue.
 */
record DwrrClassifier(Port port) implements PortClassifier {
    private static final List<Dscp> LOWER_EFFORT = List.of(Dscp.parse("le"), Dscp.parse("cs1"));

    @Override
    public String targetKind() {
        return "queue";
    }

    @Override
    public RankSource source() {
        return RankSource.DSCP;
    }

    private int queueCount() {
        return port.config().queues().size();
    }

    private int defaultQueue() {
        return port.config().values().get(DwrrSetting.DEFAULT_QUEUE).intValue();
    }

    private boolean trustsPcp() {
        return port.config().trustedField() == TrustedField.PCP;
    }

    /** The queue of a DSCP of packets without a VLAN tag. */
    @Override
    public OptionalInt classify(int dscp) {
        return OptionalInt.of(queueOfDscp(new Dscp(dscp)).orElse(defaultQueue()));
    }

    @Override
    public OptionalInt classifyPcp(int pcp) {
        return trustsPcp() ? OptionalInt.of(queueOf(pcp).orElse(defaultQueue())) : OptionalInt.empty();
    }

    @Override
    public List<Dscp> mappedDscps() {
        return IntStream.range(0, Dscp.COUNT)
                .mapToObj(Dscp::new)
                .filter(dscp -> queueOfDscp(dscp).isPresent())
                .toList();
    }

    @Override
    public OptionalInt defaultTarget() {
        return OptionalInt.of(defaultQueue());
    }

    private OptionalInt queueOfDscp(Dscp dscp) {
        return trustsPcp() ? OptionalInt.empty() : queueOf(dscp.value());
    }

    /** The queue with this code point of the trusted field. */
    private OptionalInt queueOf(int codePoint) {
        DwrrSetting setting = port.config().trustedField().setting();
        return port.config().queues().stream()
                .filter(queue -> CodePoints.contains(queue.values().get(setting), codePoint))
                .mapToInt(queue -> queue.index())
                .findFirst();
    }

    /**
     * Best effort, and what no queue was made for, belong behind everything but lower effort: in a queue of higher strict
     * priority they starve the traffic that the other queues were made for.
     */
    @Override
    public Optional<String> starvationWarning(String traffic, int queue) {
        List<Integer> starved = IntStream.range(0, queueCount())
                .filter(other -> priorityOf(other) > priorityOf(queue) && !isLowerEffort(other))
                .boxed()
                .toList();
        return starved.isEmpty()
                ? Optional.empty()
                : Optional.of(traffic + " goes to queue " + queue + ", which is served before "
                        + (starved.size() == 1 ? "queue " : "queues ")
                        + starved.stream().map(String::valueOf).collect(Collectors.joining(", "))
                        + " (strict priority)");
    }

    private long priorityOf(int queue) {
        return port.config().queues().get(queue).values().getOrDefault(DwrrSetting.PRIO, 0L);
    }

    /** Whether a queue has only traffic that RFC 8622 and, before it, RFC 3662 put behind best effort. */
    private boolean isLowerEffort(int queue) {
        List<Dscp> own = mappedDscps().stream()
                .filter(dscp -> queueOfDscp(dscp).equals(OptionalInt.of(queue)))
                .toList();
        return !own.isEmpty() && LOWER_EFFORT.containsAll(own);
    }

    /** The queue of the class that a priority names; empty if it names no class of this port. */
    private OptionalInt queueOfClass(Priority priority) {
        boolean ofThisPort = Integer.toHexString(priority.major()).concat(":").equals(port.handle());
        return ofThisPort && priority.minor() >= 1 && priority.minor() <= queueCount()
                ? OptionalInt.of(priority.minor() - 1)
                : OptionalInt.empty();
    }

    @Override
    public OptionalInt classify(Optional<Dscp> dscp, Optional<Priority> priority) {
        OptionalInt ofClass = priority.map(this::queueOfClass).orElse(OptionalInt.empty());
        return ofClass.isPresent() || dscp.isEmpty()
                ? ofClass
                : classify(dscp.get().value());
    }

    @Override
    public List<String> notes(List<Rule> rules) {
        List<String> notes = new ArrayList<>();
        starvationWarning(BEST_EFFORT, bestEffortTarget().orElseThrow()).ifPresent(notes::add);
        starvationWarning(UNMAPPED, defaultQueue()).ifPresent(notes::add);
        if (trustsPcp()) {
            notes.add("the port trusts the PCP of VLAN tags: no DSCP chooses its queue");
            return notes;
        }
        for (Rule rule : rules) {
            boolean undecided = classify(Optional.empty(), rule.priority()).isEmpty();
            rule.priority()
                    .filter(priority -> priority.major() != 0 && undecided)
                    .ifPresent(priority ->
                            notes.add(rule.name() + ": " + priority + " is not a class of this port, so the DSCP "
                                    + "decides; its classes are " + port.handle() + "1 to " + port.handle()
                                    + Integer.toHexString(queueCount())));
            rule.dscp()
                    .filter(dscp -> queueOfDscp(dscp).isEmpty() && undecided)
                    .ifPresent(dscp -> notes.add(rule.name() + ": no queue has DSCP " + dscp
                            + ", so its packets go to queue " + defaultQueue()
                            + ": 'mqecn set "
                            + port.device() + " dscp QUEUE:" + dscp + "'"));
        }
        if (rules.stream()
                .anyMatch(rule ->
                        rule.dscp().filter(dscp -> dscp.dropPrecedence() > 0).isPresent())) {
            notes.add("dwrr ignores drop precedence: it drops all packets of a queue alike");
        }
        return notes;
    }

    @Override
    public List<Long> arrivedPackets(PortStats stats) {
        return stats.queues().stream()
                .map(queue -> queue.get(DwrrCounter.ARRIVED_PACKETS).orElse(0))
                .toList();
    }
}
