// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.dwrr;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mqecn.behaviour.model.LinkModel;
import org.mqecn.behaviour.model.ModelComparison;
import org.mqecn.behaviour.model.ModelEvent;
import org.mqecn.behaviour.model.ObservedDeparture;

/** What a port did with a pattern, in order. */
public final class PatternTrace {
    private static final Set<String> COUNTERS = Set.of(
            "arrived_packets",
            "arrived_bytes",
            "sent_packets",
            "sent_bytes",
            "marked_packets",
            "marked_bytes",
            "dropped_shared_buffer",
            "dropped_queue_buffer",
            "dropped_early",
            "backlog_packets",
            "backlog_bytes",
            "watermark_bytes");
    /** Of a threshold, if times are inexact: MQ-ECN derives it from the time of a round. */
    private static final double THRESHOLD_ERROR = 0.02;

    private static final long BEFORE_START = -1_000_000;

    private final PortPattern pattern;
    private final long timerSlack;
    private final long clockError;
    private final List<ModelEvent<PortModel>> events = new ArrayList<>();
    private final List<ObservedDeparture> departures = new ArrayList<>();

    /**
     * @param timerSlack by how much the timer of the port may be late, in ns
     * @param clockError by how much the time of a departure may be inexact, in ns
     */
    public PatternTrace(PortPattern pattern, long timerSlack, long clockError) {
        this.pattern = pattern;
        this.timerSlack = timerSlack;
        this.clockError = clockError;
    }

    /** The packets of a burst arrived. */
    public void addBurst(PatternStep.Burst burst, long at) {
        burst.packets().forEach(packet -> events.add(ModelEvent.arrival(at, model -> model.enqueue(packet, at))));
    }

    /** The configuration changed. */
    public void addChange(PatternStep.Change change, long at) {
        events.add(ModelEvent.change(at, model -> model.change(change.options(), at)));
    }

    /** A packet left. */
    public void addDeparture(ObservedDeparture departure) {
        departures.add(departure);
    }

    /** The time for which the timer is set. */
    public void addTimer(long at, long expires) {
        events.add(ModelEvent.observation(at, model -> {
            long expected = model.nextTimer();
            return model.isEmpty() || expected <= at || Math.abs(expected - expires) <= clockError
                    ? Optional.empty()
                    : Optional.of("the timer expires at %d, expected %d".formatted(expires, expected));
        }));
    }

    /** Counters of each queue by their names in tc. */
    public void addCounters(long at, List<Map<String, Long>> queues) {
        events.add(ModelEvent.observation(at, model -> {
            List<Map<String, Long>> expected = model.queueCounters(at);
            return IntStream.range(0, expected.size())
                    .mapToObj(i -> difference("queue " + i, expected.get(i), queues.get(i)))
                    .flatMap(Optional::stream)
                    .findFirst();
        }));
    }

    private Optional<String> difference(String of, Map<String, Long> expected, Map<String, Long> observed) {
        return Stream.concat(COUNTERS.stream(), expected.keySet().stream())
                .filter(name -> Math.abs(expected.getOrDefault(name, 0L) - observed.getOrDefault(name, 0L))
                        > tolerance(name, expected))
                .findFirst()
                .map(name -> "%s of %s is %s, expected %s"
                        .formatted(name, of, observed.get(name), expected.getOrDefault(name, 0L)));
    }

    /** Counters are exact; values derived from times are as exact as those. */
    private double tolerance(String name, Map<String, Long> expected) {
        return switch (name) {
            case "sojourn_ns" -> clockError;
            case "threshold_bytes" -> clockError == 0 ? 0 : THRESHOLD_ERROR * expected.get(name);
            default -> 0;
        };
    }

    /** How the port differs from the model. */
    public Optional<String> compare(ObservedChance chance) {
        List<ObservedChance.Replayed> replays = new ArrayList<>();
        Optional<String> difference = new ModelComparison<>(
                        () -> {
                            ObservedChance.Replayed replay = chance.of(departures);
                            replays.add(replay);
                            return new PortModel(
                                    pattern.optionText(), pattern.mtu(), pattern.overhead(), replay, BEFORE_START);
                        },
                        LinkModel.UNLIMITED,
                        timerSlack,
                        clockError,
                        events,
                        departures)
                .compare()
                .difference();
        if (difference.isEmpty()) {
            replays.get(replays.size() - 1).accept();
        }
        return difference;
    }
}
