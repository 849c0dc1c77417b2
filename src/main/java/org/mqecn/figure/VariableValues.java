// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values of a variable of a scenario: names, or numbers with an optional unit. */
final class VariableValues {
    private static final Pattern NUMBER = Pattern.compile("(-?[0-9]+(?:\\.[0-9]+)?)([^0-9]*)");

    private VariableValues() {}

    /** The unit that all values share, empty for plain numbers; nothing if they are not numbers of one unit. */
    static Optional<String> commonUnit(List<String> values) {
        List<Optional<String>> units = values.stream()
                .map(NUMBER::matcher)
                .map(number -> number.matches() ? Optional.of(number.group(2).strip()) : Optional.<String>empty())
                .distinct()
                .toList();
        return units.size() == 1 ? units.get(0) : Optional.empty();
    }

    /** The number at the start of a value; NaN if there is none. */
    static double number(String value) {
        Matcher number = NUMBER.matcher(value);
        return number.lookingAt() ? Double.parseDouble(number.group(1)) : Double.NaN;
    }

    /** Numbers in numeric order; names as they are. */
    static List<String> sorted(List<String> values) {
        return commonUnit(values).isPresent()
                ? values.stream()
                        .sorted(Comparator.comparingDouble(VariableValues::number))
                        .toList()
                : values;
    }
}
