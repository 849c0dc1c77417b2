// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mqecn.value.Keyword;

/**
 * The marking schemes that are kernel modules of their own, {@code sch_dwrr_NAME}. Each file in {@code kmod/schemes}
 * declares one; the build makes strings of them.
 */
public final class ModuleSchemes {
    private static final List<MarkingScheme> ALL = SchemeSources.ALL.stream()
            .filter(source -> !source.isBlank())
            .map(source -> new SchemeDeclaration(source).read())
            .sorted(Comparator.comparing(MarkingScheme::name))
            .toList();

    private ModuleSchemes() {}

    /** A scheme as a value of {@link DwrrSetting#ECN_SCHEME}. */
    private record SchemeKeyword(String keyword, int ordinal) implements Keyword {}

    /** Returns the schemes that belong to this version, by name. */
    public static List<MarkingScheme> all() {
        return ALL;
    }

    public static Optional<MarkingScheme> find(String name) {
        return ALL.stream().filter(scheme -> scheme.name().equals(name)).findFirst();
    }

    /** Returns the value of {@link DwrrSetting#ECN_SCHEME}. */
    public static long value(MarkingScheme scheme) {
        return EcnScheme.MODULE.ordinal() + ALL.indexOf(scheme);
    }

    /** Returns the schemes of dwrr itself, with the kernel's numbers, and behind them those with modules. */
    static Keyword[] keywords() {
        return Stream.concat(
                        Arrays.stream(EcnScheme.values()).filter(scheme -> scheme != EcnScheme.MODULE),
                        IntStream.range(0, ALL.size())
                                .mapToObj(i -> new SchemeKeyword(ALL.get(i).name(), EcnScheme.MODULE.ordinal() + i)))
                .toArray(Keyword[]::new);
    }
}
