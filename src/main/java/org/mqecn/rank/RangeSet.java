// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
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

    /** All numbers of a type. */
    static RangeSet all(NumberType numberType) {
        return new RangeSet(numberType, List.of(new NumberRange(BigInteger.ZERO, numberType.max())));
    }

    boolean contains(BigInteger number) {
        return rangeBefore(number)
                .filter(range -> range.last.compareTo(number) >= 0)
                .isPresent();
    }

    /** The last range that does not begin after a number. */
    private Optional<NumberRange> rangeBefore(BigInteger number) {
        int found = Collections.binarySearch(
                ranges, new NumberRange(number, number), Comparator.comparing(NumberRange::first));
        int index = found >= 0 ? found : -found - 2;
        return index < 0 ? Optional.empty() : Optional.of(ranges.get(index));
    }

    /** The numbers that are not in another set of the same type; empty if there are none. */
    Optional<RangeSet> without(RangeSet other) {
        List<NumberRange> left = new ArrayList<>();
        for (NumberRange range : ranges) {
            BigInteger next = range.first;
            for (NumberRange hole : other.ranges) {
                if (hole.first.compareTo(range.last) <= 0 && hole.last.compareTo(next) >= 0) {
                    addIfAny(left, next, hole.first.subtract(BigInteger.ONE));
                    next = hole.last.add(BigInteger.ONE);
                }
            }
            addIfAny(left, next, range.last);
        }
        return left.isEmpty() ? Optional.empty() : Optional.of(new RangeSet(type, left));
    }

    private static void addIfAny(List<NumberRange> list, BigInteger first, BigInteger last) {
        if (first.compareTo(last) <= 0) {
            list.add(new NumberRange(first, last));
        }
    }

    BigInteger first() {
        return ranges.get(0).first;
    }

    BigInteger last() {
        return ranges.get(ranges.size() - 1).last;
    }

    @Override
    public boolean containsAll(ValueSet other) {
        return other instanceof RangeSet numbers
                && numbers.type == type
                && numbers.ranges.stream().allMatch(inner -> rangeBefore(inner.first)
                        .filter(outer -> outer.last.compareTo(inner.last) >= 0)
                        .isPresent());
    }

    @Override
    public boolean isDisjoint(ValueSet other) {
        return !(other instanceof RangeSet numbers)
                || numbers.type != type
                || numbers.ranges.stream().noneMatch(range -> rangeBefore(range.last)
                        .filter(own -> own.last.compareTo(range.first) >= 0)
                        .isPresent());
    }

    @Override
    public List<String> literals() {
        return ranges.stream().map(type::format).toList();
    }

    @Override
    public List<String> nftLiterals() {
        return ranges.stream().map(type::formatNft).toList();
    }
}
