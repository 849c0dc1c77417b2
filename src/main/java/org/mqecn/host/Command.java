// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A command as a person could type it.
 *
 * @param words program and arguments, none of them for a shell to look into
 * @param input what it reads from its standard input; empty for nothing
 */
public record Command(List<String> words, String input) {
    private static final String SAFE_WORD = "[A-Za-z0-9_@%+=:,./-]+";
    private static final String DEFAULT_DELIMITER = "EOF";

    public Command {
        words = List.copyOf(words);
    }

    public static Command of(String... words) {
        return new Command(List.of(words), "");
    }

    public static Command of(List<String> words) {
        return new Command(words, "");
    }

    /** A file's text, written by {@code tee}, so that it can be typed. */
    public static Command writeFile(String file, String text) {
        return new Command(List.of("tee", file), text.endsWith("\n") ? text : text + "\n");
    }

    /** The line for a shell, with a here-document where there is input. */
    public String shellLine() {
        return input.isEmpty()
                ? summary()
                : summary() + " >/dev/null <<'" + hereDocumentDelimiter() + "'\n" + input + hereDocumentDelimiter();
    }

    /** The line for a shell without what it reads. */
    String summary() {
        return words.stream().map(Command::quote).collect(Collectors.joining(" "));
    }

    /** Ends a here-document: a line that is not in it. */
    private String hereDocumentDelimiter() {
        String end = DEFAULT_DELIMITER;
        while (input.lines().anyMatch(end::equals)) {
            end = end + "_";
        }
        return end;
    }

    private static String quote(String word) {
        return word.matches(SAFE_WORD) ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
