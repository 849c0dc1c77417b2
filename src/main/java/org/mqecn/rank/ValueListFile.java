// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mqecn.schema.TextFile;
import org.mqecn.value.UserError;

/**
 * A file with values of a criterion, to which {@code file:PATH} refers: separated by white space or commas, with comments
 * that start with {@code #}.
 */
final class ValueListFile {
    private static final String PREFIX = "file:";
    /** nft takes seconds for a set of this size, and minutes for larger ones. */
    private static final int MAX_VALUES = 16_384;

    /** One value. */
    record ListedValue(String text, Path file, int line) {
        /** The same error at the place of this value. */
        UserError locate(UserError error) {
            return UserError.usage(file + ":" + line + ": " + error.getMessage(), error.remedy());
        }
    }

    private ValueListFile() {}

    static boolean isReference(String literal) {
        return literal.startsWith(PREFIX);
    }

    /**
     * Reads the values.
     *
     * @param folder folder of relative paths
     * @throws UserError a usage error if the file cannot be read, has no value or too many
     */
    static List<ListedValue> read(Path folder, String reference) {
        Path file = folder.resolve(reference.substring(PREFIX.length()));
        List<ListedValue> values = new ArrayList<>();
        List<String> lines = TextFile.readExpected(file, "expected a list of values; see mqecn-rank(5)")
                .lines()
                .toList();
        for (int i = 0; i < lines.size(); i++) {
            for (String text : lines.get(i).replaceFirst("#.*", "").split("[\\s,]+")) {
                if (!text.isEmpty()) {
                    values.add(new ListedValue(text, file, i + 1));
                }
            }
        }
        if (values.isEmpty()) {
            throw UserError.usage(file + " has no values", "write one a line, or remove the criterion");
        }
        if (values.size() > MAX_VALUES) {
            throw UserError.usage(
                    file + " has " + values.size() + " values, more than " + MAX_VALUES,
                    "merge addresses into prefixes or ranges");
        }
        return values;
    }
}
