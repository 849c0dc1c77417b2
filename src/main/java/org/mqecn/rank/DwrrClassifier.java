// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.mqecn.port.DwrrCounter;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.Port;
import org.mqecn.port.PortStats;
import org.mqecn.port.RankSource;
import org.mqecn.value.Dscp;

/**
 * Where a dwrr port puts packets (kmod/dwrr/classify.h): a priority that is one of its classes decides, then the first
 * queue that names the DSCP; all others go to queue 0.
 */
record DwrrClassifier(Port port) implements PortClassifier {
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

    /** The queue of the code point; 0 where none names it. */
    @Override
    public OptionalInt of(int dscp) {
        return OptionalInt.of(queueOfDscp(new Dscp(dscp)).orElse(0));
    }

    @Override
    public List<Dscp> mappedDscps() {
        return IntStream.range(0, Dscp.COUNT)
                .mapToObj(Dscp::new)
                .filter(dscp -> queueOfDscp(dscp).isPresent())
                .toList();
    }

    @Override
    public Optional<String> defaultTarget() {
        return Optional.of(targetName(0));
    }

    /** The first queue that names the code point. */
    private OptionalInt queueOfDscp(Dscp dscp) {
        return port.config().queues().stream()
                .filter(queue -> queue.values().get(DwrrSetting.DSCP) == dscp.value())
                .mapToInt(queue -> queue.index())
                .findFirst();
    }

    /** The queue whose class the priority is; empty where it is none of this port. */
    private OptionalInt queueOfClass(Priority priority) {
        boolean ours = Integer.toHexString(priority.major()).concat(":").equals(port.handle());
        return ours && priority.minor() >= 1 && priority.minor() <= queueCount()
                ? OptionalInt.of(priority.minor() - 1)
                : OptionalInt.empty();
    }

    @Override
    public OptionalInt of(Optional<Dscp> dscp, Optional<Priority> priority) {
        OptionalInt ofClass = priority.map(this::queueOfClass).orElse(OptionalInt.empty());
        return ofClass.isPresent() || dscp.isEmpty() ? ofClass : of(dscp.get().value());
    }

    @Override
    public List<String> notes(List<Rule> rules) {
        List<String> notes = new ArrayList<>();
        for (Rule rule : rules) {
            boolean undecided = of(Optional.empty(), rule.priority()).isEmpty();
            rule.priority()
                    .filter(priority -> priority.major() != 0 && undecided)
                    .ifPresent(priority ->
                            notes.add(rule.name() + ": " + priority + " is no class of this port, so the DSCP "
                                    + "decides; its classes are " + port.handle() + "1 to " + port.handle()
                                    + Integer.toHexString(queueCount())));
            rule.dscp()
                    .filter(dscp -> queueOfDscp(dscp).isEmpty() && undecided)
                    .ifPresent(dscp -> notes.add(rule.name() + ": no queue names " + dscp
                            + ", so it is queue 0's: 'mqecn set " + port.device() + " dscp QUEUE:" + dscp + "'"));
        }
        if (rules.stream()
                .anyMatch(rule ->
                        rule.dscp().filter(dscp -> dscp.dropPrecedence() > 0).isPresent())) {
            notes.add("dwrr does not look at drop levels: of one queue, all are dropped alike");
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
