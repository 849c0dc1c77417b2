// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.SmallFile;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;

/**
 * User IDs of this machine by name.
 *
 * @param uids the users of {@code /etc/passwd}
 */
public record UserIds(Map<String, String> uids) {
    private static final int UID_FIELD = 2;

    public static UserIds of(LocalMachine machine) {
        return parse(SmallFile.read(machine.root().resolve("etc/passwd")).orElse(""));
    }

    static UserIds parse(String passwd) {
        Map<String, String> numbers = new LinkedHashMap<>();
        passwd.lines()
                .map(line -> line.split(":"))
                .filter(fields -> fields.length > UID_FIELD)
                .forEach(fields -> numbers.putIfAbsent(fields[0], fields[UID_FIELD]));
        return new UserIds(numbers);
    }

    /** Replaces a user name by its ID; an ID stays as it is. */
    String resolve(String word) {
        if (word.matches("\\d.*")) {
            return word;
        }
        if (!uids.containsKey(word)) {
            throw UserError.usage(
                    "no user '" + word + "' in /etc/passwd",
                    Suggestion.of(word, uids.keySet()) + "; or write the user ID");
        }
        return uids.get(word);
    }
}
