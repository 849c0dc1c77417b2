// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.mqecn.port.UserError;

/**
 * A set of numbers, as ranges in their order between which something is missing: ports, users, protocols, and
 * addresses, which are numbers of 32 or 128 bits.
 */
record Ranges(Scale scale, List<Range> ranges) implements Values {
    /** From first to last, both included. */
    record Range(BigInteger first, BigInteger last) {}

    Ranges {
        ranges = merged(ranges);
    }

    /**
     * Reads words, each a number, a range or an address with its prefix.
     *
     * @throws UserError a usage error
     */
    static Ranges parse(Scale scale, Collection<String> words) {
        return new Ranges(scale, words.stream().map(scale::range).toList());
    }

    /** Neighbours become one, as the kernel shows them. */
    private static List<Range> merged(List<Range> ranges) {
        List<Range> merged = new ArrayList<>();
        for (Range range : ranges.stream().sorted(Comparator.comparing(Range::first)).toList()) {
            Range before = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (before != null && range.first.compareTo(before.last.add(BigInteger.ONE)) <= 0) {
                merged.set(merged.size() - 1, new Range(before.first, before.last.max(range.last)));
            } else {
                merged.add(range);
            }
        }
        return List.copyOf(merged);
    }

    /** The only number, where there is one. */
    Optional<BigInteger> single() {
        Range first = ranges.get(0);
        return ranges.size() == 1 && first.first.equals(first.last) ? Optional.of(first.first) : Optional.empty();
    }

    @Override
    public boolean covers(Values other) {
        return other instanceof Ranges numbers && numbers.scale == scale
                && numbers.ranges.stream().allMatch(inner -> ranges.stream().anyMatch(outer ->
                        outer.first.compareTo(inner.first) <= 0 && outer.last.compareTo(inner.last) >= 0));
    }

    @Override
    public List<String> words() {
        return ranges.stream().map(scale::word).toList();
    }

    @Override
    public List<String> nft() {
        return words();
    }
}
