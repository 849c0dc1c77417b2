// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mqecn.host.Machine;
import org.mqecn.port.Suggestion;
import org.mqecn.port.UserError;

/**
 * The users of this machine, numbers by names.
 *
 * @param numbers of those that {@code /etc/passwd} has
 */
public record Users(Map<String, String> numbers) {
    private static final int NUMBER_FIELD = 2;

    public static Users of(Machine machine) {
        return parse(Machine.read(machine.root().resolve("etc/passwd")).orElse(""));
    }

    static Users parse(String passwd) {
        Map<String, String> numbers = new LinkedHashMap<>();
        passwd.lines().map(line -> line.split(":")).filter(fields -> fields.length > NUMBER_FIELD)
                .forEach(fields -> numbers.putIfAbsent(fields[0], fields[NUMBER_FIELD]));
        return new Users(numbers);
    }

    /** The number of a user, or what is a number already. */
    String number(String word) {
        if (word.matches("\\d.*")) {
            return word;
        }
        if (!numbers.containsKey(word)) {
            throw UserError.usage("there is no user '" + word + "' in /etc/passwd",
                    Suggestion.among(word, numbers.keySet()) + "; others by number");
        }
        return numbers.get(word);
    }
}
