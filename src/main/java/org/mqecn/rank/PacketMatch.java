// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The packets that a rule matches. A packet that lacks the field of a criterion, such as the port of a fragment, is not
 * matched, even if the criterion is an exclusion.
 *
 * @param required values of which a packet must have one, for each criterion in use
 * @param excluded values of which a packet must have none
 */
public record PacketMatch(Map<Criterion, ValueSet> required, Map<Criterion, ValueSet> excluded) {
    /** Values of a criterion in a summary. */
    private static final int SUMMARY_VALUES = 6;

    public PacketMatch {
        required = ordered(required);
        excluded = ordered(excluded);
    }

    /** A match without exclusions. */
    static PacketMatch of(Map<Criterion, ValueSet> required) {
        return new PacketMatch(required, Map.of());
    }

    private static Map<Criterion, ValueSet> ordered(Map<Criterion, ValueSet> values) {
        Map<Criterion, ValueSet> ordered = new EnumMap<>(Criterion.class);
        ordered.putAll(values);
        return Collections.unmodifiableMap(ordered);
    }

    /** The same with a default for a criterion that is not in use. */
    PacketMatch withDefault(Criterion criterion, ValueSet valueSet) {
        Map<Criterion, ValueSet> more = new EnumMap<>(Criterion.class);
        more.putAll(required);
        more.putIfAbsent(criterion, valueSet);
        return new PacketMatch(more, excluded);
    }

    /** Whether it matches every packet. */
    public boolean isEmpty() {
        return required.isEmpty() && excluded.isEmpty();
    }

    /** The criteria in use. */
    List<Criterion> criteria() {
        return Stream.concat(required.keySet().stream(), excluded.keySet().stream())
                .distinct()
                .sorted()
                .toList();
    }

    boolean usesPorts() {
        return criteria().stream().anyMatch(Criterion::isPort);
    }

    /** A criterion that excludes every value, or every value that it requires; empty if a packet may match. */
    Optional<Criterion> contradiction() {
        return excluded.keySet().stream()
                .filter(criterion -> isContradictory(excluded.get(criterion), required.get(criterion)))
                .findFirst();
    }

    private static boolean isContradictory(ValueSet without, ValueSet values) {
        return values != null && without.containsAll(values)
                || without instanceof RangeSet numbers && numbers.containsAll(RangeSet.all(numbers.type()));
    }

    /**
     * The IP families that the criteria imply: at most one if there is a packet that matches. An excluded protocol implies
     * none, as a packet of the other family does not have it.
     */
    List<IpFamily> impliedFamilies() {
        List<IpFamily> families = new ArrayList<>();
        Stream.concat(required.values().stream(), excluded.values().stream()).forEach(valueSet -> {
            if (valueSet instanceof RangeSet numbers && numbers.type() == NumberType.IPV4) {
                families.add(IpFamily.IPV4);
            } else if (valueSet instanceof RangeSet numbers && numbers.type() == NumberType.IPV6) {
                families.add(IpFamily.IPV6);
            }
        });
        if (required.get(Criterion.PROTOCOL) instanceof RangeSet protocols) {
            protocols
                    .single()
                    .flatMap(number -> IpFamily.ofIcmpProtocol(number.intValue()))
                    .ifPresent(families::add);
        }
        return families.stream().distinct().toList();
    }

    /** Whether it matches every packet that another one matches. */
    boolean covers(PacketMatch other) {
        return (impliedFamilies().isEmpty() || impliedFamilies().equals(other.impliedFamilies()))
                && required.entrySet().stream()
                        .allMatch(entry -> other.required.containsKey(entry.getKey())
                                && entry.getValue().containsAll(other.required.get(entry.getKey())))
                && excluded.entrySet().stream().allMatch(entry -> other.excludes(entry.getKey(), entry.getValue()));
    }

    /** Whether all its packets have this field, and none of these values in it. */
    private boolean excludes(Criterion criterion, ValueSet values) {
        ValueSet own = required.get(criterion);
        ValueSet not = excluded.get(criterion);
        // A control group is part of its ancestors, so that different names do not exclude each other.
        return not != null && not.containsAll(values)
                || own != null && criterion != Criterion.CGROUP && own.isDisjoint(values);
    }

    /** All values as text: {@code device eth1, protocol tcp, not source 10.0.0.0/8}. */
    String text() {
        return text(Integer.MAX_VALUE);
    }

    /** The same with a few values for each criterion, for tables. */
    public String summary() {
        return text(SUMMARY_VALUES);
    }

    private String text(int most) {
        return Stream.concat(
                        requiredLiterals().entrySet().stream()
                                .map(entry -> entry.getKey() + " " + join(entry.getValue(), most)),
                        excludedLiterals().entrySet().stream()
                                .map(entry -> "not " + entry.getKey() + " " + join(entry.getValue(), most)))
                .collect(Collectors.joining(", "));
    }

    private static String join(List<String> literals, int most) {
        return literals.stream().limit(most).collect(Collectors.joining(","))
                + (literals.size() > most ? ",… (" + (literals.size() - most) + " more)" : "");
    }

    /** Required values by key. */
    public Map<String, List<String>> requiredLiterals() {
        return literals(required);
    }

    /** Excluded values by key. */
    public Map<String, List<String>> excludedLiterals() {
        return literals(excluded);
    }

    private static Map<String, List<String>> literals(Map<Criterion, ValueSet> values) {
        Map<String, List<String>> literals = new LinkedHashMap<>();
        values.forEach((criterion, valueSet) -> literals.put(criterion.key(), valueSet.literals()));
        return literals;
    }
}
