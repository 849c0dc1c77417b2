// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.mqecn.port.Assignment;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.EcnScheme;
import org.mqecn.port.QdiscRequest;
import org.mqecn.value.Rate;

/** The queueing discipline of one port. */
public sealed interface QueueingDiscipline {
    /** The kernel's default: what nobody asked to be anything. */
    QueueingDiscipline KERNEL_DEFAULT = new StockDiscipline(List.of(), Optional.empty(), OptionalLong.empty());

    /** What it sends at most; empty where it does not shape. */
    Optional<Rate> rate();

    /** What it sends of one flow at most; empty where it holds back none. */
    default Optional<Rate> flowRate() {
        return Optional.empty();
    }

    /**
     * Bytes of backlog below which it marks none, if all of them are in one queue; empty where it does not mark by
     * backlog.
     */
    OptionalLong markingThreshold();

    /** Our own. */
    record DwrrDiscipline(QdiscRequest request, Optional<Rate> rate) implements QueueingDiscipline {
        private static final long DEFAULT_THRESHOLD = 30_000;
        private static final long DEFAULT_BUFFER = 2_000_000;

        @Override
        public OptionalLong markingThreshold() {
            EcnScheme scheme = EcnScheme.values()[(int) value(DwrrSetting.ECN_SCHEME)];
            if (scheme == EcnScheme.PER_QUEUE) {
                return OptionalLong.of(minQueueThreshold());
            }
            return scheme == EcnScheme.PER_PORT || scheme == EcnScheme.MQ_ECN
                    ? OptionalLong.of(value(DwrrSetting.PORT_THRESH))
                    : OptionalLong.empty();
        }

        private long minQueueThreshold() {
            long[] given = request.expand(request.queueCount())
                    .filter(each -> each.setting() == DwrrSetting.QUEUE_THRESH)
                    .mapToLong(Assignment::value)
                    .toArray();
            LongStream others =
                    given.length < request.queueCount() ? LongStream.of(DEFAULT_THRESHOLD) : LongStream.empty();
            return LongStream.concat(Arrays.stream(given), others).min().getAsLong();
        }

        /** A setting of the port as asked for, or its default in a new network namespace. */
        long value(DwrrSetting setting) {
            return request.assignments().stream()
                    .filter(each -> each.setting() == setting)
                    .mapToLong(Assignment::value)
                    .findFirst()
                    .orElseGet(() -> defaultOf(setting));
        }

        private static long defaultOf(DwrrSetting setting) {
            return switch (setting) {
                case ECN_SCHEME -> EcnScheme.PER_QUEUE.ordinal();
                case PORT_THRESH -> DEFAULT_THRESHOLD;
                case SHARED_BUFFER -> DEFAULT_BUFFER;
                default -> throw new IllegalArgumentException(setting.key());
            };
        }
    }

    /** Whether an eiffel qdisc is part of it. */
    default boolean hasEiffel() {
        return this instanceof StockDiscipline stockDiscipline
                && stockDiscipline.qdiscs().stream().anyMatch(TcQdisc::isEiffel);
    }

    /**
     * Qdiscs in tc's own words, the root first.
     *
     * @param markingThreshold the least of red's that marks; empty where there is none
     */
    record StockDiscipline(List<TcQdisc> qdiscs, Optional<Rate> rate, OptionalLong markingThreshold)
            implements QueueingDiscipline {
        public StockDiscipline {
            qdiscs = List.copyOf(qdiscs);
        }

        @Override
        public Optional<Rate> flowRate() {
            return qdiscs.stream()
                    .flatMap(tcQdisc -> tcQdisc.option("maxrate").stream())
                    .map(Rate::parse)
                    .min(Comparator.comparingLong(Rate::bitsPerSecond));
        }
    }

    /**
     * One qdisc as tc has it.
     *
     * @param parent {@code root}, or the class it sits under: {@code 1:1}
     * @param handle {@code 1:}
     * @param kind {@code tbf}
     * @param options what stands behind the kind: {@code rate 100mbit burst 15000 latency 10us}
     */
    record TcQdisc(String parent, String handle, String kind, List<String> options) {
        static final String EIFFEL = "eiffel";

        public TcQdisc {
            options = List.copyOf(options);
        }

        /** What stands behind a word; empty where it is not there. */
        Optional<String> option(String word) {
            int at = options.indexOf(word);
            return at < 0 ? Optional.empty() : Optional.of(options.get(at + 1));
        }

        /** Whether it takes a module and a plugin of ours. */
        public boolean isEiffel() {
            return kind.equals(EIFFEL);
        }
    }
}
