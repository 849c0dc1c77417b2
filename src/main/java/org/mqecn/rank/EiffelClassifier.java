// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.mqecn.port.EiffelCounter;
import org.mqecn.port.EiffelPolicy;
import org.mqecn.port.EiffelSetting;
import org.mqecn.port.Port;
import org.mqecn.port.PortStats;
import org.mqecn.port.RankSource;
import org.mqecn.port.Setting;
import org.mqecn.value.Dscp;
import org.mqecn.value.Quantity;

/**
 * Classification by an eiffel port (kmod/eiffel/scheduler.h): packets of control priority go first unless priorities are
 * ranks, the others have the rank that they carry if the policy reads ranks. Targets 0 to 63 are ranks, the last one also of all higher ranks;
 * target 64 is control priority.
 */
record EiffelClassifier(Port port) implements PortClassifier {
    /** EIFFEL_RANKS: the number of ranks with statistics. */
    private static final int RANK_COUNT = 64;

    private static final int CONTROL_TARGET = RANK_COUNT;
    /** TC_PRIO_CONTROL, in the lower four bits. */
    private static final int CONTROL_PRIORITY = 7;

    private static final int PRIORITY_MASK = 0xf;
    private static final int MAX_WEIGHT = 64;
    private static final int LE = 1;
    private static final int EF = 46;
    private static final int CLASSES = 8;

    private long settingValue(Setting setting) {
        return port.config().values().get(setting);
    }

    private EiffelPolicy policy() {
        return EiffelPolicy.values()[(int) settingValue(EiffelSetting.POLICY)];
    }

    @Override
    public RankSource source() {
        return RankSource.values()[(int) settingValue(EiffelSetting.RANK_FROM)];
    }

    @Override
    public String targetKind() {
        return "rank";
    }

    @Override
    public String targetName(int target) {
        return target == CONTROL_TARGET ? "control" : Integer.toString(target);
    }

    @Override
    public Optional<String> attribute() {
        return switch (policy()) {
            case STRICT, SRPT -> Optional.of("bucket");
            case EDF -> Optional.of("deadline");
            case WFQ -> Optional.of("weight");
            case PACING, LQF -> Optional.empty();
        };
    }

    @Override
    public String attribute(int rank) {
        if (rank == CONTROL_TARGET) {
            return "highest priority";
        }
        return switch (policy()) {
            case EDF -> "+" + Quantity.TIME.format(rank * settingValue(EiffelSetting.DEADLINE_UNIT));
            case WFQ -> Integer.toString(Math.min(Math.max(rank, 1), MAX_WEIGHT));
            default -> Long.toString(Math.min(rank, settingValue(EiffelSetting.BUCKETS) - 1));
        };
    }

    @Override
    public OptionalInt classify(int value) {
        if (!policy().readsRank()) {
            return OptionalInt.empty();
        }
        return switch (source()) {
            case DSCP -> OptionalInt.of(policy() == EiffelPolicy.STRICT ? strictRank(value) : value);
            case PRIORITY, MARK -> OptionalInt.of(countedRank(value));
        };
    }

    private static int countedRank(long rank) {
        return (int) Math.min(rank, RANK_COUNT - 1);
    }

    /** Where priorities are ranks, none of them is the control priority. */
    private boolean isControl(long priority) {
        boolean isRank = policy().readsRank() && source() == RankSource.PRIORITY;
        return !isRank && (priority & PRIORITY_MASK) == CONTROL_PRIORITY;
    }

    /**
     * The rank of a DSCP: higher classes go first, within a class the lower drop precedence. EF has the rank of its class
     * selector, and LE goes after best effort.
     */
    static int strictRank(int dscp) {
        int selector = dscp / CLASSES;
        int level = dscp == EF ? 0 : dscp % CLASSES;
        return dscp == LE ? RANK_COUNT - 1 : (CLASSES - 1 - selector) * CLASSES + level;
    }

    /** The DSCPs with a name, ordered by rank. */
    @Override
    public List<Dscp> mappedDscps() {
        return !policy().readsRank() || source() != RankSource.DSCP
                ? List.of()
                : IntStream.range(0, Dscp.COUNT)
                        .mapToObj(Dscp::new)
                        .filter(Dscp::isNamed)
                        .sorted(Comparator.comparingInt(
                                dscp -> classify(dscp.value()).orElseThrow()))
                        .toList();
    }

    @Override
    public OptionalInt defaultTarget() {
        return OptionalInt.empty();
    }

    @Override
    public OptionalInt classify(Optional<Dscp> dscp, Optional<Priority> priority) {
        if (priority.filter(each -> isControl(each.value())).isPresent()) {
            return OptionalInt.of(CONTROL_TARGET);
        }
        return switch (source()) {
            case DSCP -> dscp.isPresent() ? classify(dscp.get().value()) : OptionalInt.empty();
            case PRIORITY ->
                priority.isPresent() && policy().readsRank()
                        ? OptionalInt.of(countedRank(priority.get().value()))
                        : OptionalInt.empty();
            case MARK -> OptionalInt.empty();
        };
    }

    @Override
    public List<String> notes(List<Rule> rules) {
        List<String> notes = new ArrayList<>();
        if (!policy().readsRank()) {
            notes.add("policy " + policy().keyword() + " ignores ranks, so rules have no effect here: 'mqecn set "
                    + port.device() + " policy strict'");
            return notes;
        }
        if (source() != RankSource.DSCP) {
            notes.add("the rank of a packet is its " + source().keyword() + ", " + (RANK_COUNT - 1)
                    + " and above share a counter");
        }
        for (Rule rule : rules) {
            if (classify(rule.dscp(), rule.priority()).isEmpty()) {
                notes.add(rule.name() + ": it does not set the " + source().keyword() + " that ranks are read from"
                        + ": 'mqecn set " + port.device() + " rank-from "
                        + (rule.dscp().isPresent() ? RankSource.DSCP : RankSource.PRIORITY).keyword() + "'");
            }
        }
        return notes;
    }

    @Override
    public List<Long> arrivedPackets(PortStats stats) {
        List<Long> arrived = new ArrayList<>(stats.ranks());
        OptionalLong control = stats.port().get(EiffelCounter.HIGHPRIO_PACKETS);
        while (arrived.size() < RANK_COUNT) {
            arrived.add(0L);
        }
        arrived.add(control.orElse(0));
        return arrived;
    }
}
