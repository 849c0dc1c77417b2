// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A command that a person could type into a shell.
 *
 * @param words program and arguments without shell syntax
 * @param input text for its standard input; may be empty
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

    /** A command that writes a text to a file with {@code tee}. */
    public static Command writeFile(String file, String text) {
        return new Command(List.of("tee", file), text.endsWith("\n") ? text : text + "\n");
    }

    /** A command that replaces a file, and makes its folders. */
    public static Command installFile(String file, String text) {
        return new Command(List.of("install", "-D", "-m", "644", "/dev/stdin", file), text);
    }

    /** The line for a shell, with a here-document if there is input. */
    public String shellLine() {
        return input.isEmpty()
                ? summary()
                : summary() + " >/dev/null <<'" + hereDocumentDelimiter() + "'\n" + input + hereDocumentDelimiter();
    }

    /** The line for a shell without the input. */
    String summary() {
        return words.stream().map(Command::quote).collect(Collectors.joining(" "));
    }

    /** A delimiter that is not a line of the input. */
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
