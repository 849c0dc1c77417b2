// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.mqecn.value.UserError;

/**
 * A set of numbers as sorted ranges that neither overlap nor touch: ports, users, protocols, and addresses as numbers of
 * 32 or 128 bits.
 */
record RangeSet(NumberType type, List<NumberRange> ranges) implements ValueSet {
    /** From first to last, both inclusive. */
    record NumberRange(BigInteger first, BigInteger last) {}

    RangeSet {
        ranges = merge(ranges);
    }

    /**
     * Parses literals: numbers, ranges, or addresses with a prefix length.
     *
     * @throws UserError a usage error
     */
    static RangeSet parse(NumberType numberType, Collection<String> literals) {
        return new RangeSet(
                numberType, literals.stream().map(numberType::parseRange).toList());
    }

    /** Merges adjacent ranges, as the kernel does. */
    private static List<NumberRange> merge(List<NumberRange> ranges) {
        List<NumberRange> merged = new ArrayList<>();
        for (NumberRange numberRange :
                ranges.stream().sorted(Comparator.comparing(NumberRange::first)).toList()) {
            NumberRange before = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (before != null && numberRange.first.compareTo(before.last.add(BigInteger.ONE)) <= 0) {
                merged.set(merged.size() - 1, new NumberRange(before.first, before.last.max(numberRange.last)));
            } else {
                merged.add(numberRange);
            }
        }
        return List.copyOf(merged);
    }

    /** The number, if the set has only one. */
    Optional<BigInteger> single() {
        NumberRange first = ranges.get(0);
        return ranges.size() == 1 && first.first.equals(first.last) ? Optional.of(first.first) : Optional.empty();
    }

    @Override
    public boolean containsAll(ValueSet other) {
        return other instanceof RangeSet numbers
                && numbers.type == type
                && numbers.ranges.stream().allMatch(inner -> ranges.stream()
                        .anyMatch(outer ->
                                outer.first.compareTo(inner.first) <= 0 && outer.last.compareTo(inner.last) >= 0));
    }

    @Override
    public List<String> literals() {
        return ranges.stream().map(type::format).toList();
    }

    @Override
    public List<String> nftLiterals() {
        return literals();
    }
}
