// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * A histogram of what a queue measured for each packet (kmod/uapi/dwrr.h): four buckets in each octave, below eight units
 * one a unit.
 *
 * @param unitBits a unit is 2 to the power of this
 * @param first number of the first bucket in {@code counts}
 * @param counts packets in each bucket, to the last bucket that has any
 * @param sum of all values
 * @param highest of all values
 */
public record Histogram(int unitBits, int first, List<Long> counts, long sum, long highest) {
    /** DWRR_HISTOGRAM_BUCKETS: the last one has no end. */
    static final int BUCKETS = 104;

    private static final int BUCKETS_PER_OCTAVE = 4;

    /** A bucket with its bounds, {@code begin <= value < end}. */
    public record Bucket(long begin, long end, long packets) {}

    public Histogram {
        counts = List.copyOf(counts);
    }

    /** Returns the buckets from the first to the last that has packets. */
    public List<Bucket> buckets() {
        return IntStream.range(0, counts.size())
                .mapToObj(i -> new Bucket(begin(first + i), begin(first + i + 1), counts.get(i)))
                .toList();
    }

    public long packets() {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the packets whose value is below the beginning of an octave, which is {@code 4 << octave} units. */
    public long packetsBelowOctave(int octave) {
        return IntStream.range(first, Math.min(first + counts.size(), BUCKETS_PER_OCTAVE * (octave + 1)))
                .mapToLong(this::count)
                .sum();
    }

    /** The number of octaves, apart from what is below the first. */
    public static int octaves() {
        return BUCKETS / BUCKETS_PER_OCTAVE - 1;
    }

    public long octaveBegin(int octave) {
        return (long) BUCKETS_PER_OCTAVE << octave + unitBits;
    }

    /**
     * Returns the quantile of a probability: the middle of its bucket, which is at most an eighth off, and no more than the
     * highest value. Empty without packets.
     */
    public OptionalLong quantile(double probability) {
        long rank = Math.max(1, (long) Math.ceil(packets() * probability));
        long seen = 0;
        for (Bucket bucket : buckets()) {
            seen += bucket.packets();
            if (seen >= rank) {
                return OptionalLong.of(Math.min(highest, (bucket.begin() + bucket.end()) / 2));
            }
        }
        return OptionalLong.empty();
    }

    /** Returns what was counted since an earlier reading; the highest value is that of both. */
    public Histogram since(Histogram earlier) {
        boolean cleared = packets() < earlier.packets();
        return cleared
                ? this
                : new Histogram(
                        unitBits,
                        first,
                        IntStream.range(0, counts.size())
                                .mapToObj(i -> counts.get(i) - earlier.count(first + i))
                                .toList(),
                        sum - earlier.sum,
                        highest);
    }

    private long count(int bucket) {
        return bucket < first || bucket >= first + counts.size() ? 0 : counts.get(bucket - first);
    }

    private long begin(int bucket) {
        long units = bucket < 2 * BUCKETS_PER_OCTAVE
                ? bucket
                : (long) (BUCKETS_PER_OCTAVE + bucket % BUCKETS_PER_OCTAVE) << bucket / BUCKETS_PER_OCTAVE - 1;
        return units << unitBits;
    }
}
